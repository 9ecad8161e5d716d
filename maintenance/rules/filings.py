"""When a report to an authority is due (届出・報告の期限), and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.eras import era_day, era_day_with_weekday
from common.problems import Problem
from maintenance.choices import FilingState
from maintenance.rules.cycles import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from common.business_days import Calendar

ROLLED_BY = "地方自治法第4条の2第4項。国の役所へは「行政機関の休日に関する法律」第2条"


@dataclass(frozen=True)
class FilingDue:
    """``statutory_on`` is the legal expiry, ``due_on`` the day until which the authority's office takes it;
    they differ where the first is a holiday. ``provisional``: the holidays of that time are not published yet
    (見込み)."""

    statutory_on: date
    due_on: date
    reason: str
    anchor: Anchor | None
    provisional: bool


def report_cycle(months: int | None, cases: Iterable[Mapping[str, Any]]) -> int | None:
    """The months between two reports where nobody has judged which case the place is: the shortest of all, so
    that nothing is reported too late."""
    return min(filter(None, (months, *(case["months"] for case in cases))), default=None)


def problems_with_last_filing(last_filed_on: date, *, on: date) -> Iterator[Problem]:
    """What speaks against the day of the last filing before the watch began (前回の報告日)."""
    if last_filed_on > on:
        message = "前回の報告日は、きょうまでの日にしてください。"
        yield Problem("filed-in-future", message, field="last_filed_on")


def filing_due(since: date, months: int, *, calendar: Calendar, first: bool) -> FilingDue:
    """The day counted from the last filing; of the first one, from the inspection that it tells of."""
    anchor = Anchor(since, months)
    what = "初めて報告する点検の日" if first else "前回の報告"
    return on_office_day(
        anchor.due_on, calendar=calendar, reason=f"{what} {era_day(since)} から{months}か月", anchor=anchor
    )


def on_office_day(
    statutory_on: date, *, calendar: Calendar, reason: str, anchor: Anchor | None = None
) -> FilingDue:
    """A filing whose last day is a holiday may be handed in on the next open day (翌開庁日への繰延べ)."""
    due_on = calendar.on_or_after(statutory_on)
    if due_on != statutory_on:
        named = era_day_with_weekday(statutory_on)
        reason += f"。{named}は{calendar.closed_name(statutory_on)}のため翌開庁日まで（{ROLLED_BY}）"
    provisional = calendar.is_provisional(due_on)
    if provisional:
        reason += "。祝日が未公表のため見込み"
    return FilingDue(statutory_on, due_on, reason, anchor, provisional)


def filing_state(
    on: date, *, due_on: date | None, filed_on: date | None, withdrawn_on: date | None
) -> FilingState:
    """On the due day itself a filing is not overdue yet."""
    if filed_on is not None:
        return FilingState.FILED
    if withdrawn_on is not None:
        return FilingState.WITHDRAWN
    if due_on is None:
        return FilingState.UNKNOWN_DAY
    return FilingState.OVERDUE if due_on < on else FilingState.TO_COME
