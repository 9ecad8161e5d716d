"""Where a submission stands, and whether it was in time (提出物の状態・遅れ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from designated_managers.choices import SubmissionState

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class SubmissionDays:
    """The dated facts of one version; a day not known is None, a fact counts from its own day on.

    ``set_aside``: the draft was given up because the same thing was handed in on paper.
    """

    submitted: date | None = None
    returned: date | None = None
    accepted: date | None = None
    set_aside: date | None = None


def state_on(on: date, days: SubmissionDays) -> SubmissionState:
    """Where the version stands on the day."""
    for day, state in (
        (days.accepted, SubmissionState.ACCEPTED),
        (days.returned, SubmissionState.RETURNED),
        (days.submitted, SubmissionState.SUBMITTED),
        (days.set_aside, SubmissionState.SET_ASIDE),
    ):
        if day is not None and day <= on:
            return state
    return SubmissionState.DRAFT


def days_late(submitted: date | None, due: date | None, *, on: date) -> int:
    """By how many days it is late: counted from the day after the due day to the day on which it was handed
    in, or to today while it was not. 0: in time, or no day is set."""
    if due is None:
        return 0
    until = on if submitted is None or submitted > on else submitted
    return max((until - due).days, 0)


def receipt_number(fiscal_year: int, serial: int) -> str:
    """The number by which a submission is known (受付番号): 令和8年度-000123."""
    return f"{FiscalYear(fiscal_year).label}-{serial:06}"
