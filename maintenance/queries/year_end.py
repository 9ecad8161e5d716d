"""The rows of year-end reports (法定点検実施報告書), derived from the turns or as they were frozen."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from centres.models import Centre
from common.db.history import with_version
from common.eras import era_day
from facilities.models import Building, Equipment
from maintenance.choices import Footing, ReportState, YearEndState
from maintenance.models import DueInspection, YearEndAnswer, YearEndReport
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.inspections import part_of
from maintenance.queries.unwatched import statutory_without_turn
from maintenance.rules.year_end import TO_ANSWER, state_in_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from common.fiscal_year import FiscalYear
    from common.scope import Scope


@dataclass(frozen=True)
class StatutoryRow:
    """One statutory inspection of the fiscal year, as the report tells it.

    ``turn`` is empty where the inspection applies and no turn of it stands. ``changed`` says, of a closed
    report, what the records say by now (確認後に変わった).
    """

    turn: int | None
    building: int
    equipment: int | None
    type_code: str
    name: str
    law: str
    part: str
    due_on: date | None
    done_on: date | None
    done_by: str
    state: YearEndState
    reason: str = ""
    plan: str = ""
    changed: str = ""

    @property
    def key(self) -> str:
        """What tells the row from every other of its report, also in a form."""
        if self.turn is not None:
            return f"t{self.turn}"
        place = f"e{self.equipment}" if self.equipment is not None else f"b{self.building}"
        return f"{place}-{self.type_code}"

    @property
    def needs_answer(self) -> bool:
        """Whether a reason belongs to it."""
        return self.state in TO_ANSWER

    @property
    def is_unanswered(self) -> bool:
        """Whether its reason is still missing."""
        return self.needs_answer and not self.reason


def statutory_rows(centre_ids: Any, year: FiscalYear, *, on: date) -> dict[int, list[StatutoryRow]]:
    """Every statutory inspection of the year by centre; a fixed number of queries for any number of them.

    What was due or done in the year, what was due before it and still open when it began, what is pending
    with its day unknown, and what applies by the verdict although it was never put under watch; only types
    whose footing is the law. The one place where rows come from.
    """
    types = {code: kind for code, kind in inspection_types().items() if kind.footing == Footing.STATUTORY}
    turns = (
        _turns_of_year(year, on=on)
        .filter(building__centre__in=centre_ids, type_code__in=types)
        .select_related("building", "equipment")
        .order_by("building__centre", "building__pk", "type_code", "equipment_id", "due_on", "pk")
    )
    found: dict[int, list[StatutoryRow]] = defaultdict(list)
    for turn in turns:
        kind = types[turn.type_code]
        found[turn.building.centre_id].append(
            StatutoryRow(
                turn=turn.pk,
                building=turn.building_id,
                equipment=turn.equipment_id,
                type_code=turn.type_code,
                name=kind.name,
                law=kind.law,
                part=part_of(turn),
                due_on=turn.due_on,
                done_on=turn.done_on,
                done_by=turn.done_by,
                state=state_in_year(
                    due_on=turn.due_on,
                    done_on=turn.done_on,
                    withdrawn_on=turn.withdrawn_on,
                    year=year,
                    on=on,
                ),
                reason=turn.withdrawn_reason,
            )
        )
    stood_on = min(on, year.last_day)
    for place in statutory_without_turn(centre_ids, types, since=year.first_day, on=stood_on):
        kind = types[place.type_code]
        found[place.centre_pk].append(
            StatutoryRow(
                turn=None,
                building=place.building_pk,
                equipment=place.equipment_pk,
                type_code=place.type_code,
                name=kind.name,
                law=kind.law,
                part=f"{place.building}　{place.equipment}" if place.equipment else place.building,
                due_on=None,
                done_on=None,
                done_by="",
                state=YearEndState.DAY_UNKNOWN,
            )
        )
    return found


def _turns_of_year(year: FiscalYear, *, on: date) -> Any:
    first, last = year.first_day, year.last_day
    stood_on = min(on, last)
    in_year = Q(due_on__range=(first, last)) | Q(done_on__range=(first, last))
    open_when_it_began = Q(due_on__lt=first) & (Q(done_on__isnull=True) | Q(done_on__gte=first))
    # What came to be after the year owes it nothing, whenever its day is found out.
    unknown = Q(due_on__isnull=True, done_on__isnull=True, building__in=_standing(stood_on)) & (
        Q(equipment__isnull=True) | Q(equipment__in=_installed(stood_on))
    )
    over_before = Q(withdrawn_on__lt=first)
    there = DueInspection.objects.pending().while_there().order_by().values("pk")
    duty = Q(done_on__isnull=False) | Q(withdrawn_on__isnull=False) | Q(pk__in=there)
    return DueInspection.objects.filter(in_year | open_when_it_began | unknown, duty).exclude(over_before)


def _standing(day: date) -> Any:
    return Building.objects.standing(day).order_by().values("pk")


def _installed(day: date) -> Any:
    return Equipment.objects.installed(day).order_by().values("pk")


@dataclass(frozen=True)
class ReportLine:
    """One centre in the list of reports of a year."""

    centre_id: int
    centre: str
    counts: Mapping[YearEndState, int]
    unanswered: int
    state: ReportState
    closed_on: date | None
    confirmed_by: str
    rows: tuple[StatutoryRow, ...]


@dataclass(frozen=True)
class ReportPage:
    """The report of one centre for one year. ``version``: which state of the report this is."""

    centre: Centre
    year: FiscalYear
    report: YearEndReport | None
    version: str
    rows: tuple[StatutoryRow, ...]
    appeared: tuple[StatutoryRow, ...]

    @property
    def is_closed(self) -> bool:
        """Whether it was confirmed and not opened again."""
        return self.report is not None and self.report.closed_on is not None

    @property
    def unanswered(self) -> tuple[StatutoryRow, ...]:
        """The rows whose reason is missing."""
        return tuple(row for row in self.rows if row.is_unanswered)

    @property
    def to_answer(self) -> tuple[StatutoryRow, ...]:
        """The rows that a reason belongs to."""
        return tuple(row for row in self.rows if row.needs_answer)

    @property
    def seen(self) -> str:
        """What whoever confirms the report has looked at (``seen_of``)."""
        return seen_of(self.rows)

    @property
    def has_changed(self) -> bool:
        """Whether the records say something else by now than when it was confirmed."""
        return bool(self.appeared) or any(row.changed for row in self.rows)

    @property
    def counts(self) -> list[tuple[YearEndState, int]]:
        """How many rows of each state there are."""
        return [(state, number) for state, number in _counts(self.rows).items() if number]


def report_page(centre: Centre, year: FiscalYear, *, on: date) -> ReportPage:
    """The report of one centre, opened or not; five queries."""
    report = (
        with_version(
            YearEndReport.objects.filter(centre=centre, fiscal_year=year.year).select_related("confirmed_by")
        )
        .prefetch_related("answers")
        .first()
    )
    derived = statutory_rows([centre.pk], year, on=on).get(centre.pk, [])
    rows, appeared = rows_of(report, derived)
    return ReportPage(centre, year, report, report.version if report else "", rows, appeared)


def report_lines(centres: Iterable[Centre], year: FiscalYear, *, on: date) -> list[ReportLine]:
    """The reports of these centres as lines of a list; four queries for any number of them."""
    centres = list(centres)
    derived = statutory_rows([centre.pk for centre in centres], year, on=on)
    reports = {
        report.centre_id: report
        for report in YearEndReport.objects.filter(centre__in=centres, fiscal_year=year.year)
        .select_related("confirmed_by")
        .prefetch_related("answers")
    }
    return [_line(centre, reports.get(centre.pk), derived.get(centre.pk, [])) for centre in centres]


def centres_to_report(scope: Scope, year: FiscalYear, *, on: date) -> Any:
    """The centres that a report is made for: those that stood on the last day of the year."""
    return (
        Centre.objects.within(scope)
        .standing(min(on, year.last_day))
        .select_related("district")
        .order_by("district__name", "kana", "pk")
    )


def _line(centre: Centre, report: YearEndReport | None, derived: list[StatutoryRow]) -> ReportLine:
    rows, appeared = rows_of(report, derived)
    closed = report is not None and report.closed_on is not None
    unanswered = sum(row.is_unanswered for row in rows)
    if closed:
        changed = bool(appeared) or any(row.changed for row in rows)
        state = ReportState.CHANGED if changed else ReportState.CLOSED
    elif not rows:
        state = ReportState.EMPTY
    else:
        state = ReportState.OPEN if unanswered or _is_running(rows) else ReportState.READY
    by = report.confirmed_by if report is not None else None
    return ReportLine(
        centre_id=centre.pk,
        centre=centre.name,
        counts=_counts(rows),
        unanswered=0 if closed else unanswered,
        state=state,
        closed_on=report.closed_on if report else None,
        confirmed_by=str(by) if by else "",
        rows=rows,
    )


def _is_running(rows: Iterable[StatutoryRow]) -> bool:
    """Whether the day of some row has not come yet."""
    return any(row.state == YearEndState.TO_COME for row in rows)


def seen_of(rows: Iterable[StatutoryRow]) -> str:
    """A word for exactly these rows with their answers: another one after any change of them."""
    told = json.dumps([frozen_row(row) for row in rows], sort_keys=True)
    return sha256(told.encode()).hexdigest()[:16]


def _counts(rows: Iterable[StatutoryRow]) -> dict[YearEndState, int]:
    counts = dict.fromkeys(YearEndState, 0)
    for row in rows:
        counts[row.state] += 1
    return counts


def rows_of(
    report: YearEndReport | None, derived: list[StatutoryRow]
) -> tuple[tuple[StatutoryRow, ...], tuple[StatutoryRow, ...]]:
    """The rows that a report shows, and those that have appeared since it was closed.

    An open report shows what the records say, with the answers given; a closed one what was frozen, with a
    word on every row that the records tell otherwise by now.
    """
    if report is None:
        return tuple(derived), ()
    if report.closed_on is None:
        answers = {key_of(answer): answer for answer in report.answers.all()}
        return tuple(_answered(row, answers.get(row.key)) for row in derived), ()
    frozen = [thawed(values) for values in report.frozen]
    now = {row.key: row for row in derived}
    rows = tuple(replace(row, changed=_difference(row, now.get(row.key))) for row in frozen)
    known = {row.key for row in frozen}
    return rows, tuple(row for row in derived if row.key not in known)


def key_of(answer: YearEndAnswer) -> str:
    """The key of the row that an answer belongs to."""
    if answer.turn_id is not None:
        return f"t{answer.turn_id}"
    place = f"e{answer.equipment_id}" if answer.equipment_id is not None else f"b{answer.building_id}"
    return f"{place}-{answer.type_code}"


def _answered(row: StatutoryRow, answer: YearEndAnswer | None) -> StatutoryRow:
    if answer is None or not row.needs_answer:
        return row
    return replace(row, reason=answer.reason, plan=answer.plan)


def frozen_row(row: StatutoryRow) -> dict[str, Any]:
    """A row as it is kept in a closed report."""
    return {
        "turn": row.turn,
        "building": row.building,
        "equipment": row.equipment,
        "type_code": row.type_code,
        "name": row.name,
        "law": row.law,
        "part": row.part,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "done_on": row.done_on.isoformat() if row.done_on else None,
        "done_by": row.done_by,
        "state": row.state.value,
        "reason": row.reason,
        "plan": row.plan,
    }


def thawed(values: Mapping[str, Any]) -> StatutoryRow:
    """The row that was kept."""
    days = {
        name: date.fromisoformat(values[name]) if values[name] else None for name in ("due_on", "done_on")
    }
    return StatutoryRow(**{**values, **days, "state": YearEndState(values["state"])})


def _difference(frozen: StatutoryRow, now: StatutoryRow | None) -> str:
    """What the records say by now, where it is not what was confirmed."""
    if now is None:
        return "いまの記録にはありません。"
    if (frozen.due_on, frozen.done_on, frozen.state) == (now.due_on, now.done_on, now.state):
        return ""
    days = [
        f"{label} {_day(day)}"
        for label, before, day in (
            ("期限", frozen.due_on, now.due_on),
            ("点検した日", frozen.done_on, now.done_on),
        )
        if before != day
    ]
    state = [] if frozen.state == now.state else [now.state.label]
    return f"いまの記録：{'、'.join([*state, *days])}。"


def _day(day: date | None) -> str:
    return era_day(day) if day else "なし"
