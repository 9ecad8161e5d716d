"""Records of the domains, dressed for the sections of a centre's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from common.fiscal_year import FiscalYear
from common.partial_dates import PartialDate
from maintenance.choices import Meaning
from portal.buckets import Bucket, bucket_of
from portal.centre.strip import StripRow, Turn, legend_of, strip_rows
from portal.centre.term import remaining
from portal.centre.timeline import Happening
from portal.flag_rows import Due, days_in_words
from reminders.choices import FlagKind, Progress
from reminders.subjects import KINDS
from reminders.subjects.designations import DESIGNATION_ARTICLE
from reminders.subjects.kinds import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from facilities.queries.projects import ProjectTold


INSPECTIONS_REMEMBERED = 8

DAYS_AT_MOST = 99
"""What is farther away is told in months."""

CONTRACT_SHAPES = {Bucket.OVERDUE: "overdue", Bucket.WEEK: "soon"}


@dataclass(frozen=True)
class YearOfInspections:
    """The strip of the fiscal year (この年度の点検) and its legend. ``pending``: the turns not done yet."""

    label: str
    rows: tuple[StripRow, ...]
    legend: tuple[tuple[str, str], ...]
    pending: tuple[int, ...]


@dataclass(frozen=True)
class ContractLine:
    """A service contract (委託契約) in one line; ``covered`` is how many centres it covers."""

    pk: int
    name: str
    contractor: str
    kind: str
    covered: int
    last_on: date
    shape: str
    words: str


def year_of_inspections(turns: Sequence[Any], *, on: date) -> YearOfInspections:
    """The inspections of this fiscal year, each leading to its turn that is not done yet."""
    year = FiscalYear.of(on)
    several = len({turn.building_id for turn in turns}) > 1
    rows = strip_rows(
        (_turn(turn, name_the_building=several) for turn in turns),
        year=year,
        on=on,
        link=lambda pk: reverse("inspection-record", args=[pk]),
    )
    pending = tuple(turn.pk for turn in turns if turn.done_on is None)
    return YearOfInspections(year.label, rows, legend_of(rows), pending)


def _turn(turn: Any, *, name_the_building: bool) -> Turn:
    return Turn(
        pk=turn.pk,
        watch=(turn.type_code, turn.building_id, turn.equipment_id or 0),
        name=turn.name,
        law=turn.law,
        part=turn.equipment.name if turn.equipment else turn.building.name if name_the_building else "",
        cycle_months=turn.cycle_months,
        due_on=turn.due_on,
        done_on=turn.done_on,
        found="" if turn.outcome_meaning == Meaning.GOOD else turn.outcome_label,
    )


def recorded(turns: Iterable[Any]) -> list[Happening]:
    """The latest inspections as they were recorded."""
    done = sorted((turn for turn in turns if turn.done_on), key=lambda turn: turn.done_on, reverse=True)
    return [
        Happening(
            PartialDate.of_day(turn.done_on),
            f"{turn.name}。{turn.outcome_label}",
            who=turn.done_by,
            url=reverse("inspection-record", args=[turn.pk]),
        )
        for turn in done[:INSPECTIONS_REMEMBERED]
    ]


def contract_line(contract: Any, *, on: date) -> ContractLine:
    """A contract and what follows it."""
    return ContractLine(
        pk=contract.pk,
        name=contract.name,
        contractor=contract.contractor,
        kind=contract.get_contract_kind_display(),
        covered=contract.covered,
        last_on=contract.last_on,
        **_what_follows(contract, on),
    )


def _what_follows(contract: Any, on: date) -> dict[str, str]:
    if contract.followed:
        return {"shape": "done", "words": "次の契約あり"}
    if contract.not_renewed_on is not None:
        return {"shape": "none", "words": "更新しない"}
    days_left = (contract.last_on - on).days
    words = remaining(contract.last_on, on) if days_left > DAYS_AT_MOST else days_in_words(days_left)
    return {"shape": CONTRACT_SHAPES.get(bucket_of(days_left), "planned"), "words": words}


def turns_due(turns: Iterable[Any], *, owner: str) -> Iterator[Due]:
    """The flagged turns."""
    for turn in turns:
        if turn.flagged:
            part = (turn.equipment or turn.building).name
            subject = _subject(FlagKind.INSPECTION, turn.name, turn.law, turn.progress)
            yield Due(turn.pk, subject, turn.due_on, part, owner)


def contracts_due(contracts: Iterable[Any], *, owner: str) -> Iterator[Due]:
    """The flagged ends of contracts."""
    for contract in contracts:
        if contract.flagged:
            others = f"ほか{contract.covered - 1}施設と共通" if contract.covered > 1 else ""
            subject = _subject(FlagKind.CONTRACT, contract.name, contract.contract_kind, Progress.NOT_STARTED)
            in_charge = contract.post_in_charge.name if contract.post_in_charge else owner
            yield Due(contract.pk, subject, contract.last_on, others, in_charge)


def ends_due(designations: Iterable[Any], *, owner: str) -> Iterator[Due]:
    """The flagged ends of designations."""
    kind = FlagKind.DESIGNATION_END
    for designation in designations:
        if designation.flagged:
            name = designation.organisation.name
            subject = _subject(kind, name, DESIGNATION_ARTICLE, designation.progress)
            yield Due(designation.pk, subject, designation.last_on, "", owner)


def steps_due(projects: Iterable[ProjectTold], *, owner: str) -> Iterator[Due]:
    """The flagged steps of projects."""
    for project in projects:
        for step in project.steps:
            if step.flagged and step.planned is not None:
                subject = _subject(FlagKind.MILESTONE, step.step, "", Progress.DAY_SET)
                yield Due(step.milestone_pk, subject, step.planned.last, project.name, owner)


def _subject(kind: FlagKind, name: str, article: str, progress: str) -> Subject:
    shown = KINDS[kind]
    return Subject(
        title=shown.title(name),
        centres=(),
        part="",
        statute=shown.statute(article),
        progress=Progress(progress),
        url_name=shown.url_name,
    )
