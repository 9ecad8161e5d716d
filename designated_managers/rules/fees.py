"""The fee of a year (指定管理料) and its instalments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.months import add_months, last_of_month
from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from common.fiscal_year import FiscalYear


@dataclass(frozen=True)
class Instalment:
    """One instalment (支払): due on a day, in yen, tax included."""

    due_on: date
    amount: int


def quarterly(fee: int, year: FiscalYear) -> tuple[Instalment, ...]:
    """The fee in four instalments at the end of each quarter; the last takes what does not divide."""
    part = fee // 4
    ends = [last_of_month(add_months(year.first_day, index * 3 + 2)) for index in range(4)]
    amounts = [part, part, part, fee - 3 * part]
    return tuple(Instalment(day, amount) for day, amount in zip(ends, amounts, strict=True) if amount)


def problems_with_instalments(fee: int, instalments: Sequence[Instalment]) -> Iterator[Problem]:
    """Why these instalments do not pay this fee: they do not add up to it to the yen, or run backwards."""
    total = sum(one.amount for one in instalments)
    if instalments and total != fee:
        difference = fee - total
        word = "足りません" if difference > 0 else "多すぎます"
        message = f"支払の合計（{total:,}円）が指定管理料（{fee:,}円）より{abs(difference):,}円{word}。"
        yield Problem("payments-do-not-add-up", message, field="payments")
    days = [one.due_on for one in instalments]
    if days != sorted(days):
        yield Problem("payments-out-of-order", "支払期限は早い順に入力してください。", field="payments")


def problems_with_settlement(settled_on: date | None, *, ended_on: date, on: date) -> Iterator[Problem]:
    """Why a year cannot have been settled (精算) on this day: it had not ended, or the day is to come."""
    if settled_on is None:
        return
    if settled_on > on:
        yield Problem("settled-in-future", "精算した日は、きょうまでの日にしてください。", field="settled_on")
    if settled_on < ended_on + timedelta(days=1):
        message = "精算は、年度（または指定期間）が終わったあとにします。"
        yield Problem("settled-before-end", message, field="settled_on")
