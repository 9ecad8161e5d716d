"""A scenario (試算の保存): what was put in, frozen, and what comes out of it, the same yen in any later year.

Everything is reckoned from the kept inputs alone; the register may have changed since.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from facilities.choices import CostKind, ScenarioState
from facilities.rules.cost_profiles import CostProfile
from facilities.rules.levelling import Movable, Question
from facilities.rules.renewal_cost import Building, Forecast, KnownProject, Model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from facilities.rules.levelling import Found

VERSION = 1
"""Of the form in which inputs are kept."""


def state_of(failed_reason: str, finished_at: datetime | None, started_at: datetime | None) -> ScenarioState:
    """How a scenario stands."""
    if failed_reason:
        return ScenarioState.FAILED
    if finished_at is not None:
        return ScenarioState.DONE
    return ScenarioState.WAITING if started_at is None else ScenarioState.RUNNING


class Windows(NamedTuple):
    """By how many years works of the model may be brought forward and put off."""

    earlier: int
    later: int


class Inputs(NamedTuple):
    """Everything a scenario is reckoned from. ``urgency`` is by the id of a building; 1 where it is not
    said."""

    on: date
    profile: CostProfile
    buildings: tuple[Building, ...]
    projects: tuple[KnownProject, ...]
    urgency: Mapping[int, int]
    windows: Windows

    def as_json(self) -> dict[str, Any]:
        """To be kept."""
        return {
            "version": VERSION,
            "on": self.on.isoformat(),
            "profile": self.profile.as_json(),
            "buildings": [list(building) for building in self.buildings],
            "projects": [
                {
                    **project._asdict(),
                    "building_ids": sorted(project.building_ids),
                    "yen": {str(year): yen for year, yen in sorted(project.yen.items())},
                }
                for project in self.projects
            ],
            "urgency": {str(pk): weight for pk, weight in sorted(self.urgency.items())},
            "windows": self.windows._asdict(),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Inputs:
        """As they were kept."""
        return cls(
            date.fromisoformat(kept["on"]),
            CostProfile.from_json(kept["profile"]),
            tuple(Building(*values) for values in kept["buildings"]),
            tuple(
                KnownProject(
                    **{
                        **project,
                        "building_ids": frozenset(project["building_ids"]),
                        "yen": {int(year): yen for year, yen in project["yen"].items()},
                    }
                )
                for project in kept["projects"]
            ),
            {int(pk): weight for pk, weight in kept["urgency"].items()},
            Windows(**kept["windows"]),
        )


def digest(kept: Mapping[str, Any]) -> str:
    """The fingerprint of kept inputs: two scenarios with the same one have the same inputs."""
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Line(NamedTuple):
    """What is levelled, in words: whose works, of which kind, and the movable values."""

    name: str
    centre: str
    kind: CostKind
    movable: Movable


class Posed(NamedTuple):
    """A scenario as a question of levelling: the forecast before, and each project in words."""

    forecast: Forecast
    question: Question
    lines: tuple[Line, ...]


def posed(inputs: Inputs) -> Posed:
    """The question that the inputs put. What reaches past the last year is not moved; no move leaves the
    years."""
    forecast = Model(inputs.profile, inputs.on).forecast(inputs.buildings, inputs.projects)
    first, last = forecast.span.first, forecast.span.last
    names = {building.centre_id: building.centre for building in inputs.buildings}
    lines = tuple(
        line
        for line in (*_lines_of_buildings(forecast, inputs), *_lines_of_projects(forecast, names))
        if line.movable.planned + len(line.movable.payments) - 1 <= last
    )
    standing = list(forecast.by_year)
    for line in lines:
        for place, yen in enumerate(line.movable.payments, line.movable.planned - first):
            standing[place] -= yen
    question = Question(first, tuple(standing), tuple(line.movable for line in lines))
    return Posed(forecast, question, lines)


def _lines_of_buildings(forecast: Forecast, inputs: Inputs) -> Iterator[Line]:
    first, last = forecast.span.first, forecast.span.last
    for row in forecast.buildings:
        building = row.building
        for event in row.events:
            if not event.instalments or event.begins > last:
                continue
            movable = Movable(
                f"building-{building.pk}-{event.kind}-{event.due}",
                event.instalments,
                event.begins,
                max(first, event.begins - inputs.windows.earlier),
                max(
                    event.begins, min(event.begins + inputs.windows.later, last - len(event.instalments) + 1)
                ),
                inputs.urgency.get(building.pk, 1),
            )
            yield Line(building.name, building.centre, event.kind, movable)


def _lines_of_projects(forecast: Forecast, names: Mapping[int, str]) -> Iterator[Line]:
    """Decided projects, as far as they are paid within the years: one that has started stays."""
    first, last = forecast.span.first, forecast.span.last
    for project in forecast.projects:
        years = [year for year, yen in project.yen.items() if yen and first <= year]
        if not years or min(years) > last:
            continue
        begins, ends = min(years), max(years)
        payments = tuple(project.yen.get(year, 0) for year in range(begins, ends + 1))
        is_fixed = project.started or any(year < first for year in project.yen)
        earliest = begins if is_fixed or project.earliest is None else max(first, project.earliest)
        latest = (
            begins if is_fixed or project.latest is None else min(project.latest, last - len(payments) + 1)
        )
        movable = Movable(
            f"project-{project.pk}",
            payments,
            begins,
            min(earliest, begins),
            max(latest, begins),
            project.urgency,
        )
        yield Line(project.name, names.get(project.centre_id, ""), CostKind.PROJECT, movable)


def outcome(asked: Posed, found: Found, *, ceiling: int | None, solver: str) -> dict[str, Any]:
    """What a scenario answers, to be kept: yen by year before and after, and every project that may move."""
    question = asked.question
    peak_before = question.peak(question.planned)
    return {
        "first": question.first,
        "before": list(question.by_year(question.planned)),
        "after": list(question.by_year(found.starts)),
        "peak_before": peak_before,
        "peak_after": found.peak,
        "peak_bound": found.peak_bound,
        "gap": found.peak_gap,
        "peak_proven": found.peak_is_proven,
        "proven": found.is_proven,
        "delay": found.delay,
        "delay_bound": found.delay_bound,
        "fits": None if ceiling is None else found.peak <= ceiling,
        "solver": solver,
        "starts": [
            {
                "key": line.movable.key,
                "name": line.name,
                "centre": line.centre,
                "kind": line.kind.value,
                "yen": sum(line.movable.payments),
                "planned": line.movable.planned,
                "start": start,
                "urgency": line.movable.urgency,
            }
            for line, start in zip(asked.lines, found.starts, strict=True)
        ],
    }


def recomputed(kept: Mapping[str, Any], starts: Sequence[Mapping[str, Any]]) -> tuple[list[int], list[int]]:
    """Yen by year before and after, reckoned anew from kept inputs and the years that were found."""
    question = posed(Inputs.from_json(kept)).question
    year_of = {line["key"]: line["start"] for line in starts}
    after = tuple(year_of[project.key] for project in question.projects)
    return list(question.by_year(question.planned)), list(question.by_year(after))
