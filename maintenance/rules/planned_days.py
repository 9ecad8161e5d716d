"""On which day an inspection is planned to be done (実施予定日)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.eras import era_day_with_weekday
from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from common.business_days import Calendar


def proposed_day(due_on: date, *, calendar: Calendar) -> date:
    """The office's last open day (開庁日) on or before the due day: the due day itself is never moved."""
    return calendar.on_or_before(due_on)


def problems_with_planned_day(
    planned_on: date, *, due_on: date | None, on: date, calendar: Calendar
) -> Iterator[Problem]:
    """What speaks against the day, planned on the day ``on``. A day past is refused; one after the due day,
    or on which the office is closed, is possible and said."""
    if planned_on < on:
        yield Problem("planned-in-past", "実施予定日は、きょうから後の日にしてください。", field="planned_on")
        return
    named = era_day_with_weekday(planned_on)
    if due_on is not None and planned_on > due_on:
        message = f"{named}は、期限（{era_day_with_weekday(due_on)}）を過ぎています。期限は延びません。"
        yield Problem("planned-after-due", message, blocks=False, field="planned_on")
    closed = calendar.closed_name(planned_on)
    if closed is not None:
        message = f"{named}は{closed}で、市役所は休みです。"
        yield Problem("planned-on-closed-day", message, blocks=False, field="planned_on")
    elif calendar.is_provisional(planned_on):
        message = f"{named}は、その年の祝日が公表されていないため見込みです。"
        yield Problem("planned-provisional", message, blocks=False, field="planned_on")
