"""Where a finding of a site visit (指摘) stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from designated_managers.choices import FindingState

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class FindingDays:
    """Until when it is to be answered (None: no answer is asked for), and when it was and was closed."""

    due: date | None = None
    answered: date | None = None
    closed: date | None = None


def finding_state_on(on: date, days: FindingDays) -> FindingState:
    """Where it stands: the group answers, then the city looks and closes it."""
    if days.closed is not None and days.closed <= on:
        return FindingState.CLOSED
    if days.answered is not None and days.answered <= on:
        return FindingState.ANSWERED
    if days.due is None:
        return FindingState.NOTED
    return FindingState.OVERDUE if days.due < on else FindingState.OPEN
