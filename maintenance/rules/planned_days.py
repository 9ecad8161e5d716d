"""On which day an inspection is planned to be done (実施予定日)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.eras import era_day_with_weekday
from common.months import MONTHS_OF_YEAR, add_months
from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from common.business_days import Calendar

DUE_YEARS_BACK, YEARS_AHEAD = 20, 50
"""A due day farther back or ahead is a slip of the pen; so is a day planned farther ahead."""

LAST_DONE_YEARS_BACK = 50
"""What was done longer ago than that says nothing about a turn that is still to come."""


def proposed_day(due_on: date, *, calendar: Calendar) -> date:
    """The office's last open day (開庁日) on or before the due day: the due day itself is never moved."""
    return calendar.on_or_before(due_on)


def problems_with_planned_day(
    planned_on: date, *, due_on: date | None, on: date, calendar: Calendar
) -> Iterator[Problem]:
    """What speaks against the day, planned on the day ``on``. A day past or out of reach is refused; one
    after the due day, or on which the office is closed, is possible and said."""
    if planned_on < on:
        yield Problem("planned-in-past", "実施予定日は、きょうから後の日にしてください。", field="planned_on")
        return
    if out_of_reach := [*problems_with_day_ahead(planned_on, on=on)]:
        yield from out_of_reach
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


def problems_with_day_ahead(planned_on: date, *, on: date) -> Iterator[Problem]:
    """That no day so far ahead can be planned."""
    if planned_on > _years_after(on, YEARS_AHEAD):
        message = f"実施予定日は、{YEARS_AHEAD}年先までの日にしてください。"
        yield Problem("planned-out-of-reach", message, field="planned_on")


def problems_with_due_day(due_on: date, *, on: date) -> Iterator[Problem]:
    """That nothing watched from the day ``on`` can be due on that day."""
    if not _years_after(on, -DUE_YEARS_BACK) <= due_on <= _years_after(on, YEARS_AHEAD):
        message = f"期限は、{DUE_YEARS_BACK}年前から{YEARS_AHEAD}年先までの日にしてください。"
        yield Problem("due-out-of-reach", message, field="due_on")


def problems_with_last_done(last_done_on: date, *, on: date) -> Iterator[Problem]:
    """That no due day can be counted from that day, said on the day ``on``."""
    if not _years_after(on, -LAST_DONE_YEARS_BACK) <= last_done_on <= on:
        message = f"前回の点検日は、{LAST_DONE_YEARS_BACK}年前からきょうまでの日にしてください。"
        yield Problem("last-done-out-of-reach", message, field="last_done_on")


def _years_after(on: date, years: int) -> date:
    return add_months(on, years * MONTHS_OF_YEAR)
