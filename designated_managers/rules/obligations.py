"""What is owed for which period (義務), and by which day: from the types of a template and the days of a
designation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from common.months import add_months, civil_code_expiry, last_of_month
from designated_managers.choices import DueRule, Frequency, Rolls, RollsBy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from common.business_days import OpenDays

NO_AGREEMENT_TEMPLATE = "law"
"""The template of a designation whose agreement is not recorded: what the law itself asks for."""

MONTHS_AHEAD = 6
"""How long before it begins the obligations of a fiscal year are planned, so that its plan, due a month
before it, is known in time."""

COUNTED_BACK = frozenset({DueRule.MONTHS_BEFORE_START, DueRule.DAYS_BEFORE_START})

NUMBER_OF_QUARTERS, MONTHS_OF_QUARTER = 4, 3

PERIOD_CODE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})|-Q(?P<quarter>\d)|-final)?")
"""The code of a period within a fiscal year, or of a year; a month is written as it is on the calendar."""


@dataclass(frozen=True)
class Duty:
    """A type of obligation: how often it comes, and by which rule it is due."""

    type_code: str
    frequency: str
    due_rule: str
    due_count: int | None = None
    due_month: int | None = None
    due_day: int | None = None
    rolls: str = Rolls.NONE
    rolls_by: str = ""
    replaces: str = ""


@dataclass(frozen=True)
class Slot:
    """One period for which something is owed, cut to the days of effect; ``code`` stays the same however it
    is cut."""

    code: str
    first: date
    last: date


@dataclass(frozen=True)
class DueDay:
    """By which day: as counted and moved, by what (``reason``), and whether holidays not yet published may
    still move it (見込み)."""

    on: date
    reason: str
    provisional: bool


@dataclass(frozen=True)
class Owed:
    """One thing that is owed for one period."""

    duty: Duty
    slot: Slot


def years_to_plan(on: date) -> tuple[int, ...]:
    """The fiscal years whose obligations stand on this day: the one at hand, and the next from half a year
    before it."""
    this, next_one = FiscalYear.of(on), FiscalYear.of(add_months(on, MONTHS_AHEAD))
    return (this.year,) if this == next_one else (this.year, next_one.year)


def owed_in(year: int, duties: Iterable[Duty], *, effect: tuple[date, date]) -> list[Owed]:
    """Everything owed for a fiscal year by a designation with these days of effect, ends included.

    Where it ends within the year, the final report stands for the one of the whole year.
    """
    listed = list(duties)
    at_its_end = [duty for duty in listed if duty.frequency == Frequency.FINAL and slots(duty, year, effect)]
    replaced = {duty.replaces for duty in at_its_end if duty.replaces}
    return [
        Owed(duty, slot)
        for duty in listed
        if duty.type_code not in replaced
        for slot in slots(duty, year, effect)
    ]


def slots(duty: Duty, year: int, effect: tuple[date, date]) -> list[Slot]:
    """The periods of a fiscal year for which this duty is owed; none outside the days of effect."""
    return list(_SLOTS[duty.frequency](FiscalYear(year), effect))


def period_words(code: str) -> str:
    """What the period of this code is called (対象の期間): 4月分, 第1四半期, 令和8年度, 指定期間.

    Any other text is said as it is.
    """
    if code == "term":
        return "指定期間"
    found = PERIOD_CODE.fullmatch(code)
    if found is None:
        return code
    if found["month"]:
        return f"{int(found['month'])}月分"
    if found["quarter"]:
        return f"第{found['quarter']}四半期"
    return FiscalYear(int(found["year"])).label


def _months(year: FiscalYear, effect: tuple[date, date]) -> Iterator[Slot]:
    for index in range(12):
        first = add_months(year.first_day, index)
        yield from _cut(f"{first.year}-{first.month:02}", first, last_of_month(first), effect)


def _quarters(year: FiscalYear, effect: tuple[date, date]) -> Iterator[Slot]:
    for index in range(NUMBER_OF_QUARTERS):
        first = add_months(year.first_day, index * MONTHS_OF_QUARTER)
        last = last_of_month(add_months(first, MONTHS_OF_QUARTER - 1))
        yield from _cut(f"{year.year}-Q{index + 1}", first, last, effect)


def _year(year: FiscalYear, effect: tuple[date, date]) -> Iterator[Slot]:
    yield from _cut(str(year.year), year.first_day, year.last_day, effect)


def _term(year: FiscalYear, effect: tuple[date, date]) -> Iterator[Slot]:
    first, last = effect
    if first > date.min and first <= last and FiscalYear.of(first) == year:
        yield Slot("term", first, last)


def _final(year: FiscalYear, effect: tuple[date, date]) -> Iterator[Slot]:
    if effect[1] < year.last_day:
        yield from _cut(f"{year.year}-final", year.first_day, year.last_day, effect)


def _never(_year: FiscalYear, _effect: tuple[date, date]) -> Iterator[Slot]:
    yield from ()


_SLOTS: Mapping[str, Callable[[FiscalYear, tuple[date, date]], Iterator[Slot]]] = {
    Frequency.MONTH: _months,
    Frequency.QUARTER: _quarters,
    Frequency.YEAR: _year,
    Frequency.TERM: _term,
    Frequency.FINAL: _final,
    Frequency.EVENT: _never,
}


def _cut(code: str, first: date, last: date, effect: tuple[date, date]) -> Iterator[Slot]:
    begins, ends = max(first, effect[0]), min(last, effect[1])
    if begins <= ends:
        yield Slot(code, begins, ends)


def due_day(duty: Duty, slot: Slot, *, calendar: OpenDays, not_before: date | None = None) -> DueDay:
    """By which day the duty of this period is due.

    Counted back from the beginning of the period it may lie before the day on which the duty came into being
    (``not_before``), and is that day then: nobody owes anything before there is an agreement.
    """
    day, reason = _COUNT[duty.due_rule](duty, slot), _in_words(duty)
    if not_before is not None and day < not_before and duty.due_rule in COUNTED_BACK:
        return DueDay(not_before, f"{reason}。協定より前にはならないので、協定の日。", provisional=False)
    if duty.rolls == Rolls.NONE:
        return DueDay(day, reason, provisional=False)
    moved = calendar.on_or_after(day)
    by = f"{reason}。閉庁日のときは次の開庁日（{RollsBy(duty.rolls_by).label}による）。"
    return DueDay(moved, by, provisional=calendar.is_provisional(day) or calendar.is_provisional(moved))


def _number(value: int | None) -> int:
    if value is None:
        message = "The rule of this duty needs a number that it does not have."
        raise ValueError(message)
    return value


def _day_of_next_month(duty: Duty, slot: Slot) -> date:
    return _clamped(add_months(slot.last.replace(day=1), 1), _number(duty.due_count))


def _fixed_day(duty: Duty, slot: Slot) -> date:
    """The first such day after the period."""
    month, day = _number(duty.due_month), _number(duty.due_day)
    found = _clamped(date(slot.last.year, month, 1), day)
    return found if found > slot.last else _clamped(date(slot.last.year + 1, month, 1), day)


def _clamped(month: date, day: int) -> date:
    return month.replace(day=min(day, last_of_month(month).day))


_COUNT: Mapping[str, Callable[[Duty, Slot], date]] = {
    DueRule.MONTHS_BEFORE_START: lambda duty, slot: add_months(slot.first, -_number(duty.due_count)),
    DueRule.DAYS_BEFORE_START: lambda duty, slot: slot.first - timedelta(days=_number(duty.due_count)),
    DueRule.ON_START: lambda _duty, slot: slot.first,
    DueRule.DAY_OF_NEXT_MONTH: _day_of_next_month,
    # The last day of the period is not counted (民法 第140条).
    DueRule.DAYS_AFTER_END: lambda duty, slot: slot.last + timedelta(days=_number(duty.due_count)),
    DueRule.MONTHS_AFTER_END: lambda duty, slot: civil_code_expiry(slot.last, _number(duty.due_count)),
    DueRule.FIXED_DAY: _fixed_day,
    DueRule.DAYS_AFTER_EVENT: lambda duty, slot: slot.first + timedelta(days=_number(duty.due_count)),
}


def _in_words(duty: Duty) -> str:
    """翌月15日まで, 期間の終わりから30日以内."""
    count = duty.due_count
    words = {
        DueRule.MONTHS_BEFORE_START: f"期間の始まる{count}か月前まで",
        DueRule.DAYS_BEFORE_START: "期間の始まる前日まで" if count == 1 else f"期間の始まる{count}日前まで",
        DueRule.ON_START: "期間の初日まで",
        DueRule.DAY_OF_NEXT_MONTH: f"翌月{count}日まで",
        DueRule.DAYS_AFTER_END: f"期間の終わりから{count}日以内",
        DueRule.MONTHS_AFTER_END: f"期間の終わりから{count}か月以内",
        DueRule.FIXED_DAY: f"期間のあとの{duty.due_month}月{duty.due_day}日まで",
        DueRule.DAYS_AFTER_EVENT: f"その日から{count}日以内" if count else "その日のうちに",
    }
    return words[DueRule(duty.due_rule)]


def due_in_words(duty: Duty) -> str:
    """The rule of a type in words, as a page tells it."""
    return _in_words(duty)
