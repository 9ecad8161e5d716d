"""The inspections of a centre in a fiscal year, month by month (この年度の点検)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from common.eras import era_day
from maintenance.rules.cycles import next_due
from portal.buckets import Bucket, bucket_of
from portal.flag_rows import days_in_words
from ui.figures import month_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from common.fiscal_year import FiscalYear

NEVER_BROKEN = "\u00a0"

LEGEND = (
    ("done", "済み"),
    ("overdue", "期限超過"),
    ("soon", "まもなく"),
    ("planned", "予定"),
    ("forecast", "見込み"),
)


@dataclass(frozen=True)
class Turn:
    """One turn of an inspection, as far as the strip needs it.

    ``watch`` tells apart what is inspected: turns of one type on one building or piece of equipment follow
    each other. ``part`` names it, where it has to be named; ``found`` says what was found, unless nothing was
    wrong.
    """

    pk: int
    watch: tuple[str, int, int]
    name: str
    law: str
    part: str
    cycle_months: int
    due_on: date | None
    done_on: date | None
    found: str


@dataclass(frozen=True)
class StripRow:
    """A row as ``ui/components/month_strip.html`` shows it; ``late``: by how much the next turn is late."""

    name: str
    note: str
    url: str
    cells: tuple[tuple[tuple[str, str], ...], ...]
    next_on: date | None
    next_words: str
    late: str


def strip_rows(
    turns: Iterable[Turn], *, year: FiscalYear, on: date, link: Callable[[int], str]
) -> tuple[StripRow, ...]:
    """One row for each thing under watch, the next due first; ``link`` gives the page of a pending turn."""
    watched = groupby(sorted(turns, key=lambda turn: turn.watch), key=lambda turn: turn.watch)
    rows = [_row(list(of_watch), year=year, on=on, link=link) for _, of_watch in watched]
    return tuple(row for _, row in sorted(rows, key=lambda keyed: keyed[0]))


def legend_of(rows: Iterable[StripRow]) -> tuple[tuple[str, str], ...]:
    """The shapes that occur, in the order of the legend."""
    shapes = {shape for row in rows for cell in row.cells for shape, _ in cell}
    return tuple((shape, word) for shape, word in LEGEND if shape in shapes)


def _row(
    turns: Sequence[Turn], *, year: FiscalYear, on: date, link: Callable[[int], str]
) -> tuple[tuple[bool, date, str], StripRow]:
    """The row, with what it is sorted by: the next due day, days not known last."""
    pending = next((turn for turn in turns if turn.done_on is None), None)
    due_on = pending.due_on if pending else None
    cells: list[list[tuple[str, str]]] = [[] for _ in range(12)]
    for day, shape, word in sorted(_marks(turns, year=year, on=on)):
        cells[month_column(day)].append((shape, f"{day.month}月{day.day}日 {word}"))
    one = turns[0]
    in_year = due_on is not None and due_on in year.period
    row = StripRow(
        name=one.name,
        note="　".join(filter(None, (one.part, one.law.replace(" ", NEVER_BROKEN)))),
        url=link(pending.pk) if pending else "",
        cells=tuple(tuple(cell) for cell in cells),
        next_on=due_on if in_year else None,
        next_words=_next_in_words(pending),
        late=days_in_words((due_on - on).days) if due_on and due_on < on else "",
    )
    return (due_on is None, due_on or year.last_day, one.name), row


def _next_in_words(pending: Turn | None) -> str:
    if pending is None:
        return "次の予定なし"
    return era_day(pending.due_on) if pending.due_on else "期日不明・要確認"


def _marks(turns: Iterable[Turn], *, year: FiscalYear, on: date) -> Iterator[tuple[date, str, str]]:
    """What stands in the year: days with shape and word."""
    for turn in turns:
        if turn.done_on is not None:
            found = f"（{turn.found}）" if turn.found else ""
            marks = [(turn.done_on, "done", f"済み{found}")]
        else:
            marks = list(_ahead(turn, year=year, on=on))
        yield from (mark for mark in marks if mark[0] in year.period)


def _ahead(turn: Turn, *, year: FiscalYear, on: date) -> Iterator[tuple[date, str, str]]:
    """The pending turn, and by its cycle those after it, which are only a forecast (見込み)."""
    if turn.due_on is None:
        return
    bucket = bucket_of((turn.due_on - on).days)
    if bucket is Bucket.OVERDUE:
        yield turn.due_on, "overdue", "期限超過"
        return
    yield (turn.due_on, "soon", "まもなく") if bucket is Bucket.WEEK else (turn.due_on, "planned", "予定")
    later = next_due(turn.due_on, turn.cycle_months)
    while later <= year.last_day:
        yield later, "forecast", "見込み"
        later = next_due(later, turn.cycle_months)
