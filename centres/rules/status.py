"""Where a centre stands on a day (状態), from its dated facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from centres.choices import CentreStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from common.partial_dates import PartialDate


@dataclass(frozen=True)
class CentreDays:
    """The dated facts of one centre that its status depends on; a day not known is ``None``.

    ``suspensions`` are pairs of first day and last day (both included; ``None`` = no end known).
    ``abolished`` is the first day on which the centre no longer exists.
    """

    planned: PartialDate | None
    works_began: PartialDate | None
    opened: PartialDate | None
    abolished: PartialDate | None
    suspensions: Sequence[tuple[date, date | None]] = ()


@dataclass(frozen=True)
class StatusOnDay:
    """A status, and whether the day that led to it is known only roughly and ``on`` lies within that span."""

    status: CentreStatus
    day_uncertain: bool


def status_on(on: date, days: CentreDays) -> StatusOnDay:
    """The centre's status on a day.

    A partial date counts from its first possible day; while ``on`` lies in its span the answer says so
    (日は要確認). A centre with no dated fact at all stands in the register because it is in use (供用中).
    """
    if days.abolished is not None and days.abolished.possibly_by(on):
        return StatusOnDay(CentreStatus.ABOLISHED, day_uncertain=not days.abolished.certainly_by(on))
    if any(first <= on and (last is None or on <= last) for first, last in days.suspensions):
        return StatusOnDay(CentreStatus.SUSPENDED, day_uncertain=False)
    steps = (
        (CentreStatus.IN_USE, days.opened),
        (CentreStatus.UNDER_WORKS, days.works_began),
        (CentreStatus.PLANNED, days.planned),
    )
    for status, fact in steps:
        if fact is not None and fact.possibly_by(on):
            return StatusOnDay(status, day_uncertain=not fact.certainly_by(on))
    nothing_known = days.opened is None and days.works_began is None and days.planned is None
    return StatusOnDay(CentreStatus.IN_USE if nothing_known else CentreStatus.PLANNED, day_uncertain=False)
