"""What a group does next, what the city does for it, and how its inspections stand: turns and flags in, plain
words out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from common.eras import era_day, era_day_with_weekday
from common.fiscal_year import FiscalYear
from common.office_days import is_public_holiday, short_day
from portal.buckets import SPANS, Bucket
from reminders.choices import FlagKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from reminders.queries.flags import FlagLine

DAYS_IN_SIGHT = SPANS[Bucket.MONTH][1] or 0
"""What is due later than that is not to be done yet."""

INSPECTIONS_SHOWN = 5


@dataclass(frozen=True)
class Task:
    """One thing to do, as ``ui/components/todo.html`` shows it; ``with_year``: the day lies outside this
    fiscal year."""

    title: str
    due_on: date | None
    days_left: int | None
    with_year: bool
    url: str
    act_label: str


@dataclass(frozen=True)
class Doing:
    """One thing told in a sentence, as ``ui/components/doings.html`` shows it, with the page that tells
    more."""

    title: str
    text: str
    url: str = ""
    link_label: str = ""


@dataclass(frozen=True)
class Watched:
    """One thing that is inspected again and again: when it was last and what was found, and by when it is
    next."""

    title: str
    part: str
    last: str
    next: str


def tasks_of(
    turns: Iterable[Any], flags: Iterable[FlagLine], *, may_record: bool, on: date
) -> tuple[Task, ...]:
    """What is theirs to do, the most urgent first: inspections to be recorded while they may, and whatever
    flag is theirs. What the city comes to inspect later is not theirs yet."""
    inspections = [turn for turn in turns if may_record and _is_theirs_now(turn, on)]
    told = {turn.pk for turn in inspections}
    others = [flag for flag in flags if not (flag.kind == FlagKind.INSPECTION and flag.subject_id in told)]
    tasks = [
        *(_task(_name(turn), turn.due_on, "inspection-record", turn.pk, on=on) for turn in inspections),
        *(
            _task(flag.subject.title, flag.due_on, flag.subject.url_name, flag.subject_id, on=on)
            for flag in others
        ),
    ]
    return tuple(sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or on)))


def _is_theirs_now(turn: Any, on: date) -> bool:
    if turn.due_on is None or (turn.due_on - on).days > DAYS_IN_SIGHT:
        return False
    return turn.planned_on is None or turn.planned_on <= on


def _task(title: str, due_on: date | None, url_name: str, pk: int, *, on: date) -> Task:
    return Task(
        title=title,
        due_on=due_on,
        days_left=None if due_on is None else (due_on - on).days,
        with_year=due_on is not None and FiscalYear.of(due_on) != FiscalYear.of(on),
        url=reverse(url_name, args=[pk]),
        act_label="点検を記録する" if url_name == "inspection-record" else "くわしく見る",
    )


def visits_of(turns: Iterable[Any], *, on: date) -> Iterator[Doing]:
    """The inspections whose day is set (実施予定日), the next first."""
    coming = [turn for turn in turns if turn.planned_on is not None and turn.planned_on >= on]
    for turn in sorted(coming, key=lambda turn: turn.planned_on):
        when = "きょう" if turn.planned_on == on else day_in_words(turn.planned_on, on)
        yield Doing(_name(turn), f"{when}{'' if turn.planned_on == on else 'に'}点検に来ます。")


def inspections_of(turns: Sequence[Any], *, on: date) -> tuple[Watched, ...]:
    """How what is inspected stands, the next due first."""
    return tuple(
        Watched(turn.name, (turn.equipment or turn.building).name, _last(turn), _next(turn, on))
        for turn in turns[:INSPECTIONS_SHOWN]
    )


def _last(turn: Any) -> str:
    before = turn.previous
    if before is None or before.done_on is None:
        return "記録がありません"
    return f"{era_day(before.done_on)}　{turn.found_before}"


def _next(turn: Any, on: date) -> str:
    if turn.due_on is None:
        return "日が分かっていません"
    return f"{day_in_words(turn.due_on, on)}まで{'（過ぎています）' if turn.due_on < on else ''}"


def next_in_words(turns: Iterable[Any], *, on: date) -> str:
    """What comes first after today, for somebody who has nothing to do now; empty where nothing has a day."""
    first = next((turn for turn in turns if turn.due_on is not None and turn.due_on >= on), None)
    return f"次は「{_name(first)}」です。{day_in_words(first.due_on, on)}までです。" if first else ""


def day_in_words(day: date, on: date) -> str:
    """11月23日（月）; with its year outside this fiscal year."""
    if FiscalYear.of(day) != FiscalYear.of(on):
        return era_day_with_weekday(day, holiday=is_public_holiday(day))
    return short_day(day)


def _name(turn: Any) -> str:
    """The inspection, and what it looks at (消防用設備等 機器点検（本館）)."""
    return f"{turn.name}（{(turn.equipment or turn.building).name}）"
