"""The cost of forty years (更新費用の試算): what a building costs in which fiscal year, with its working.

Whole yen from the beginning: an area in 0.01 ㎡ times yen for one ㎡. What is spread over years always adds
up to what was spread.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from common.fiscal_year import FiscalYear
from facilities.choices import CostKind, CostTiming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from facilities.rules.cost_profiles import CostProfile, Works

AREA_UNITS = 100
"""So many units of area make one ㎡."""


class Building(NamedTuple):
    """What the forecast asks of a building: its area in 0.01 ㎡, the fiscal year it was built in, its class,
    the last fiscal year in which it is used where its end is decided (用途廃止), and whether it was refitted
    as a whole already (大規模改修・長寿命化改修): that is not paid twice."""

    pk: int
    name: str
    centre_id: int
    centre: str
    category: str
    area: int | None
    built: int | None
    last_used: int | None = None
    refitted: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts without which nothing can be estimated."""
        facts = (("延床面積", self.area), ("建築年月", self.built))
        return tuple(name for name, value in facts if value is None)


class KnownProject(NamedTuple):
    """A renewal project that is decided (決まっている整備事業): its yen by fiscal year, the buildings it
    replaces and creates, and in which fiscal years it may begin (None: as planned)."""

    pk: int
    name: str
    centre_id: int
    building_ids: frozenset[int]
    yen: Mapping[int, int]
    earliest: int | None = None
    latest: int | None = None
    urgency: int = 1
    started: bool = False


class Span(NamedTuple):
    """The forty years of a forecast: the base year, and the first and the last fiscal year."""

    base: int
    first: int
    last: int

    @property
    def years(self) -> range:
        """Every fiscal year."""
        return range(self.first, self.last + 1)


class Turn(NamedTuple):
    """When works fall due by the profile: the same for every building of one age."""

    works: Works
    age: int
    due: int
    begins: int
    over: int
    timing: CostTiming


class CostEvent(NamedTuple):
    """Works of the model: what they are, at which age and in which year they fall due, from which year they
    are paid, and each year's instalment."""

    kind: CostKind
    age: int
    due: int
    begins: int
    timing: CostTiming
    instalments: tuple[int, ...]

    @property
    def yen(self) -> int:
        """All instalments together."""
        return sum(self.instalments)

    @property
    def ends(self) -> int:
        """The last year paid for."""
        return self.begins + len(self.instalments) - 1

    @property
    def paid(self) -> Iterator[tuple[int, int]]:
        """Fiscal year and yen of each instalment."""
        return enumerate(self.instalments, self.begins)


class BuildingForecast(NamedTuple):
    """What one building costs: the works with their working, and the upkeep of a year from year to year."""

    building: Building
    events: tuple[CostEvent, ...]
    upkeep: int
    upkeep_years: range

    def by_year(self, span: Span) -> dict[CostKind, dict[int, int]]:
        """Yen of each kind by fiscal year, within the forty years."""
        found: dict[CostKind, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for event in self.events:
            for year, yen in event.paid:
                if year <= span.last:
                    found[event.kind][year] += yen
        if self.upkeep:
            for year in self.upkeep_years:
                found[CostKind.UPKEEP][year] += self.upkeep
        return {kind: dict(years) for kind, years in found.items()}

    def outside(self, span: Span) -> int:
        """Yen of works that fall past the last year."""
        return sum(yen for event in self.events for year, yen in event.paid if year > span.last)

    @property
    def total(self) -> int:
        """Everything, what lies outside the forty years included."""
        return sum(event.yen for event in self.events) + self.upkeep * len(self.upkeep_years)


@dataclass(frozen=True)
class Forecast:
    """The cost of several buildings and projects: yen of each kind by fiscal year, and what is not in it.

    ``unknown`` are the buildings that cannot be estimated, ``by_project`` those whose cost is that of a
    project, by the id of the project. ``outside`` is past the last year, ``before`` the part of projects
    that is paid before the first.
    """

    span: Span
    yen: Mapping[CostKind, tuple[int, ...]]
    outside: int
    before: int
    buildings: tuple[BuildingForecast, ...]
    unknown: tuple[Building, ...]
    by_project: Mapping[int, tuple[Building, ...]]
    projects: tuple[KnownProject, ...]

    @property
    def by_year(self) -> tuple[int, ...]:
        """Yen of each fiscal year."""
        return tuple(map(sum, zip(*self.yen.values(), strict=True)))

    @property
    def total(self) -> int:
        """Yen within the forty years."""
        return sum(self.by_year)

    @property
    def average(self) -> int:
        """Yen of a year in the mean, whole yen."""
        return self.total // len(self.span.years)


def span_of(profile: CostProfile, on: date) -> Span:
    """The forty years as seen on a day."""
    base = FiscalYear.of(on).year + profile.base_year_offset
    first = base + profile.first_year_offset
    return Span(base, first, first + profile.horizon - 1)


def spread(yen: int, over: int, *, remainder: str) -> tuple[int, ...]:
    """An amount in equal whole instalments; what does not divide goes into the last one or the first."""
    equal, rest = divmod(yen, over)
    if remainder == "first":
        return (equal + rest, *([equal] * (over - 1)))
    return (*([equal] * (over - 1)), equal + rest)


def price(yen_per_m2: int, area: int, percent: int, *, below_one_yen: str) -> int:
    """What so many units of area cost at this share of the unit cost, in whole yen."""
    whole = AREA_UNITS * 100
    exact = yen_per_m2 * area * percent
    return (exact + whole // 2) // whole if below_one_yen == "half_up" else exact // whole


def turns(profile: CostProfile, built: int, span: Span) -> tuple[Turn, ...]:
    """When the works of a building of this fiscal year fall due and are paid, in the order of payment;
    works whose year has passed and that are not caught up are ``DROPPED``."""
    found = []
    cycle = built
    while True:
        of_cycle = [_turn(profile, works, age, cycle, span) for works in profile.works for age in works.ages]
        found += of_cycle
        rebuild = next(turn for turn in of_cycle if turn.works.kind is CostKind.REBUILD)
        cycle = rebuild.begins + rebuild.over
        if profile.second_cycle == "none" or cycle > span.last:
            return tuple(sorted(found, key=lambda turn: (turn.begins, turn.due, turn.works.kind)))


def _turn(profile: CostProfile, works: Works, age: int, built: int, span: Span) -> Turn:
    due = built + age - (1 if profile.age_counting == "counting" else 0)
    if due < span.base or (due == span.base and profile.base_year_event == "past"):
        age_now = span.base - built + (1 if profile.age_counting == "counting" else 0)
        is_too_old = works.backlog_up_to_age is not None and age_now > works.backlog_up_to_age
        dropped = works.when_past == "drop" or is_too_old
        timing = CostTiming.DROPPED if dropped else CostTiming.BACKLOG
        return Turn(works, age, due, span.first, profile.backlog_years, timing)
    begins = due if profile.payment_direction == "forwards" else due - works.over + 1
    return Turn(works, age, due, max(begins, span.first), works.over, CostTiming.ON_TIME)


class Model:
    """A profile at work on one day: remembers when the works of each building year fall due."""

    def __init__(self, profile: CostProfile, on: date) -> None:
        self.profile = profile
        self.span = span_of(profile, on)
        self.turns = lru_cache(maxsize=None)(self._turns)

    def _turns(self, built: int) -> tuple[Turn, ...]:
        return turns(self.profile, built, self.span)

    def building(self, building: Building) -> BuildingForecast:
        """What a building costs. Its area and building year are known."""
        if building.area is None or building.built is None:
            message = f"{building.name} has no area or no building year: it cannot be estimated"
            raise ValueError(message)
        last = self.span.last if building.last_used is None else min(self.span.last, building.last_used)
        years = range(max(self.span.first, building.built), last + 1)
        profile = self.profile
        upkeep = price(profile.upkeep_per_m2, building.area, 100, below_one_yen=profile.below_one_yen)
        # What will be taken out of use is kept up till then, and no longer renewed.
        events = () if building.last_used is not None else tuple(self._events(building))
        return BuildingForecast(building, events, upkeep, years)

    def _events(self, building: Building) -> Iterator[CostEvent]:
        profile = self.profile
        costs = profile.unit_costs[building.category]
        for works, age, due, begins, over, timing in self.turns(building.built):
            if building.refitted and works.kind is CostKind.REFIT:
                continue
            if timing is CostTiming.DROPPED:
                instalments: tuple[int, ...] = ()
            else:
                unit = costs.refit if works.unit_cost == "refit" else costs.rebuild
                yen = price(unit, building.area or 0, works.percent, below_one_yen=profile.below_one_yen)
                instalments = spread(yen, over, remainder=profile.remainder)
            yield CostEvent(works.kind, age, due, begins, timing, instalments)

    def forecast(self, buildings: Iterable[Building], projects: Sequence[KnownProject] = ()) -> Forecast:
        """What the buildings and the decided projects cost together."""
        project_of = {pk: project.pk for project in projects for pk in project.building_ids}
        rows, unknown = [], []
        by_project: dict[int, list[Building]] = defaultdict(list)
        for building in buildings:
            of_project = project_of.get(building.pk)
            if of_project is not None:
                by_project[of_project].append(building)
            if of_project is not None and self.profile.known_project_replaces == "everything":
                continue
            if building.missing:
                unknown.append(building)
                continue
            row = self.building(building)
            rows.append(row if of_project is None else row._replace(events=()))
        sums = _Sums(self.span)
        for row in rows:
            sums.add_building(row)
        for project in projects:
            sums.add_project(project)
        return Forecast(
            self.span,
            sums.yen(),
            sums.outside,
            sums.before,
            tuple(rows),
            tuple(unknown),
            {pk: tuple(found) for pk, found in by_project.items()},
            tuple(projects),
        )


class _Sums:
    """Adds up yen by kind and year; the upkeep of many buildings as differences from year to year."""

    def __init__(self, span: Span) -> None:
        self.span = span
        length = len(span.years)
        self.kinds = {kind: [0] * length for kind in CostKind}
        self.upkeep_steps = [0] * (length + 1)
        self.outside = 0
        self.before = 0

    def add_building(self, row: BuildingForecast) -> None:
        first, length = self.span.first, len(self.span.years)
        for event in row.events:
            years = self.kinds[event.kind]
            for place, yen in enumerate(event.instalments, event.begins - first):
                if place < length:
                    years[place] += yen
                else:
                    self.outside += yen
        if row.upkeep_years:
            self.upkeep_steps[row.upkeep_years.start - first] += row.upkeep
            self.upkeep_steps[row.upkeep_years.stop - first] -= row.upkeep

    def add_project(self, project: KnownProject) -> None:
        years = self.kinds[CostKind.PROJECT]
        for year, yen in project.yen.items():
            if year < self.span.first:
                self.before += yen
            elif year > self.span.last:
                self.outside += yen
            else:
                years[year - self.span.first] += yen

    def yen(self) -> dict[CostKind, tuple[int, ...]]:
        running = 0
        for place, step in enumerate(self.upkeep_steps[:-1]):
            running += step
            self.kinds[CostKind.UPKEEP][place] += running
        return {kind: tuple(years) for kind, years in self.kinds.items()}
