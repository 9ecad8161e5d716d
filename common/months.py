"""Arithmetic with months (月単位の計算), which do not all have the same length."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS_OF_YEAR = 12


def _month_after(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def last_of_month(day: date) -> date:
    """The last day of the month in which ``day`` lies (月末)."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of the month, ``months`` later (earlier when negative), or the last of a shorter month.

    One month before 1 April is 1 March; one month after 31 January is 28 or 29 February. Never later than
    the expiry of the Civil Code, so a cycle kept with it errs on the safe side. Several steps drift (31
    January, 28 February, 28 March): always count from the day that started the cycle.
    """
    year, month = _month_after(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def civil_code_expiry(start: date, months: int) -> date:
    """The day with which a period of months after an act on ``start`` legally ends (法的満了日).

    The first day is not counted (民法 140 条). A period that begins with a month ends with a month; else it
    ends on the day before the day that corresponds to its beginning, or, where the last month has no such
    day, on that month's last day (143 条). Not moved when it falls on a holiday. Raises ``ValueError``
    unless ``months`` is 1 or more.
    """
    if months < 1:
        message = "月で定める期間は1か月以上です。"
        raise ValueError(message)
    begin = start + timedelta(days=1)
    corresponding = add_months(begin, months)
    if corresponding.day < begin.day:
        return corresponding
    return corresponding - timedelta(days=1)


def latest_day_in_reach(on: date, months: int) -> date:
    """The last day that lies within a lead time of so many months (予告の月数) on the day ``on``.

    ``due <= latest_day_in_reach(on, n)`` says the same as ``add_months(due, -n) <= on``, without date
    arithmetic in the database. On the last day of a month everything to the end of the later month is in
    reach: on 28 February 2026, one month ahead, that is 31 March.
    """
    reached = add_months(on, months)
    return last_of_month(reached) if on == last_of_month(on) else reached
