"""The year plan (年間点検計画) as arithmetic: which turns a year has, what is missing, what could be one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from maintenance.choices import Counting, PlanGap, PlanProgress
from maintenance.rules.cycles import PastTurn, following_due, owed_by
from maintenance.rules.planned_days import DUE_YEARS_BACK

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator

    from common.business_days import Calendar
    from common.fiscal_year import FiscalYear
    from maintenance.rules.cycles import Anchor

CARRIED_OVER = 0
"""The number of the turn that was due before the year and still open when it began (前年度から)."""

BY_STAFF = "職員"
"""What stands for the contractor where the city's own staff do the inspection: no contract is needed."""


@dataclass(frozen=True)
class SeriesTurn:
    """One turn of a series: the same inspection of the same thing, again and again. None is withdrawn."""

    pk: int
    due_on: date | None
    done_on: date | None
    planned_on: date | None
    cycle_months: int
    anchor: Anchor | None = None
    counting: str = Counting.FROM_LAST


@dataclass(frozen=True)
class Occurrence:
    """One inspection that a year has: a turn that stands, or one that is to be expected after it."""

    number: int
    due_on: date | None
    turn: SeriesTurn | None


def occurrences(turns: Iterable[SeriesTurn], year: FiscalYear, *, on: date) -> dict[int, Occurrence]:
    """What one series has in the year, by number.

    In the order of their due days: the turns due in the year or done in it, and those to be expected after
    the pending one if each is done on its due day, the pending one on this day at the earliest. Number 0 is
    the one carried over from before the year.
    """
    turns = list(turns)
    counted = sorted(
        (turn for turn in turns if _of_year(turn, year, on)),
        key=lambda turn: turn.due_on or turn.done_on or date.max,
    )
    found = [Occurrence(number, turn.due_on, turn) for number, turn in enumerate(counted, start=1)]
    later = _expected(turns, year, on)
    found += [Occurrence(number, day, None) for number, day in enumerate(later, start=len(counted) + 1)]
    carried = [turn for turn in turns if _carried_over(turn, year, on)]
    if carried:
        latest = max(carried, key=lambda turn: (turn.due_on or date.min, turn.pk))
        found.insert(0, Occurrence(CARRIED_OVER, latest.due_on, latest))
    return {one.number: one for one in found}


def _expected(turns: list[SeriesTurn], year: FiscalYear, on: date) -> Iterator[date]:
    """The due days after the pending turn, each counted as the record of the one before it would count it: by
    the anchor of the series, by fiscal years, by months."""
    pending = next((turn for turn in turns if turn.done_on is None), None)
    if pending is None or pending.due_on is None:
        return
    # A day far out of reach is a slip of the pen: counted from there, the calendar itself would end.
    if not (year - DUE_YEARS_BACK).first_day <= pending.due_on <= year.last_day:
        return
    by_periods = owed_by(pending.counting, pending.cycle_months) is not None
    # Owed by periods, a turn that is late does not answer the period in which it is done.
    done_on = pending.due_on if by_periods else max(pending.due_on, on)
    past = [_past(turn, turn.done_on) for turn in turns if turn.done_on is not None]
    past.append(_past(pending, done_on))
    while due := following_due(past, counting=pending.counting, cycle_months=pending.cycle_months):
        if due.due_on > year.last_day:
            return
        if due.due_on >= max(on, year.first_day):
            yield due.due_on
        past.append(PastTurn(due.due_on, due.due_on, pending.cycle_months, due.anchor))


def _past(turn: SeriesTurn, done_on: date | None) -> PastTurn:
    return PastTurn(turn.due_on, done_on, turn.cycle_months, turn.anchor)


def _of_year(turn: SeriesTurn, year: FiscalYear, on: date) -> bool:
    """Due in the year, done in it ahead of time, or pending on an unknown day while the year is not over."""
    if turn.due_on is None:
        return on <= year.last_day if turn.done_on is None else turn.done_on in year.period
    if turn.due_on < year.first_day:
        return False
    return turn.due_on <= year.last_day or (turn.done_on is not None and turn.done_on in year.period)


def _carried_over(turn: SeriesTurn, year: FiscalYear, on: date) -> bool:
    if turn.due_on is None or turn.due_on >= year.first_day:
        return False
    return (turn.done_on or on) >= year.first_day


def progress_of(occurrence: Occurrence | None, *, on: date) -> PlanProgress:
    """How far a planned turn has come; None: no such turn is expected any more."""
    if occurrence is None:
        return PlanProgress.GONE
    if occurrence.turn is not None and occurrence.turn.done_on is not None:
        return PlanProgress.DONE
    late = occurrence.due_on is not None and occurrence.due_on < on
    return PlanProgress.OVERDUE if late else PlanProgress.PLANNED


def day_proposed(due_on: date | None, *, calendar: Calendar, on: date) -> date | None:
    """The open day on or before the due day (期限の日か、その前の開庁日); none once that has passed."""
    if due_on is None or due_on < on:
        return None
    day = calendar.on_or_before(due_on)
    return day if day >= on else None


@dataclass(frozen=True)
class Offer:
    """A contract that covers a centre, with its term. ``type_codes`` are the inspections that it is for; None
    while it does not say. ``pieces`` is the equipment that it names; None: all at its centres."""

    pk: int
    contractor: str
    first_on: date
    last_on: date
    type_codes: frozenset[str] | None = None
    pieces: frozenset[int] | None = None


def contract_for(
    offers: Iterable[Offer],
    *,
    day: date | None,
    type_code: str,
    done_by: str,
    equipment_id: int | None = None,
) -> Offer | None:
    """The contract by which an inspection is most likely done on that day.

    The one that names this inspection; else, of those that name none, the one whose contractor did it the
    last time. Nothing is guessed beyond that. A contract that names equipment does no other equipment.
    """
    running = [
        offer
        for offer in offers
        if day is not None
        and offer.first_on <= day <= offer.last_on
        and names_piece(offer.pieces, equipment_id)
    ]
    naming = [offer for offer in running if offer.type_codes and type_code in offer.type_codes]
    silent = [offer for offer in running if offer.type_codes is None and offer.contractor in done_by]
    return next(iter([*naming, *silent]), None)


def names_piece(pieces: Collection[int] | None, equipment_id: int | None) -> bool:
    """Whether a contract over these pieces does the inspection of that one. What it names narrows what it
    does to equipment, never what it does to the building."""
    return equipment_id is None or not pieces or equipment_id in pieces


@dataclass(frozen=True)
class Arranged:
    """What is arranged for a planned turn. ``contract``: the term of its contract, if it has one."""

    due_on: date | None
    planned_on: date | None
    contractor: str
    contract: tuple[date, date] | None


def gaps_of(arranged: Arranged, *, on: date) -> tuple[PlanGap, ...]:
    """What is still missing, of a turn that is not done yet."""
    gaps = [PlanGap.NO_DUE_DAY] if arranged.due_on is None else []
    day = arranged.planned_on
    if day is None:
        gaps.append(PlanGap.NO_DAY)
    elif day < on:
        gaps.append(PlanGap.DAY_PASSED)
    elif arranged.due_on is not None and day > arranged.due_on:
        gaps.append(PlanGap.AFTER_DUE)
    if not arranged.contractor:
        gaps.append(PlanGap.NO_CONTRACTOR)
    elif arranged.contractor != BY_STAFF and not _runs_on(arranged.contract, day or arranged.due_on):
        gaps.append(PlanGap.NO_CONTRACT)
    return tuple(gaps)


def _runs_on(term: tuple[date, date] | None, day: date | None) -> bool:
    return term is not None and (day is None or term[0] <= day <= term[1])


@dataclass(frozen=True)
class Visit:
    """One planned turn as a visit to a centre. ``series``: of which series it is a turn."""

    pk: int
    centre_id: int
    day: date
    contractor: str
    series: Hashable


@dataclass(frozen=True)
class Overlap:
    """Visits of one contractor to one centre in one month on different days, which could be one.

    ``day`` is the earliest of them: on it nothing is done after its due day.
    """

    centre_id: int
    contractor: str
    days: tuple[date, ...]
    pks: tuple[int, ...]
    day: date


def overlaps(visits: Iterable[Visit]) -> tuple[Overlap, ...]:
    """What could be put on one day, by centre and month. Visits of nobody yet (業者未定) count as one
    contractor's. Two turns of one series are never one: of each series the first in the month counts."""
    together: dict[tuple[int, int, int, str], dict[Hashable, Visit]] = defaultdict(dict)
    for visit in sorted(visits, key=lambda visit: (visit.day, visit.pk)):
        month = visit.centre_id, visit.day.year, visit.day.month, visit.contractor
        together[month].setdefault(visit.series, visit)
    return tuple(
        Overlap(
            centre_id=month[0],
            contractor=month[3],
            days=tuple(sorted({visit.day for visit in of_month.values()})),
            pks=tuple(visit.pk for visit in of_month.values()),
            day=next(iter(of_month.values())).day,
        )
        for month, of_month in sorted(together.items())
        if len({visit.day for visit in of_month.values()}) > 1
    )


def column_of(day: date, year: FiscalYear) -> int:
    """The column of a day among the twelve months of the year, April first. What lies before the year stands
    in April, what lies after it in March."""
    if day < year.first_day:
        return 0
    return 11 if day > year.last_day else (day.month - 4) % 12


def heavy_columns(columns: Iterable[int], *, limit: int) -> frozenset[int]:
    """The months that have more than so many inspections (多い月)."""
    return frozenset(column for column, count in Counter(columns).items() if count > limit)
