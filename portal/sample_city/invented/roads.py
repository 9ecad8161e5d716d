"""A road to a designation in the middle of its trouble, told from the day asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from common.months import add_months
from designated_managers.choices import SessionKind
from portal.sample_city.entries import RoadEntry
from portal.sample_city.invented.people import CENTRAL, EAST, EAST_BODY, IN_SAMPLE

if TYPE_CHECKING:
    from datetime import date

KEPT_ROADS = (CENTRAL,)
"""Whose road to the next designation opened by itself and has been kept since: only what fell due in the last
days is open."""


def roads(on: date) -> tuple[RoadEntry, ...]:
    """The committee spoke late, the deadline for bills passed three days ago, and a supplementary bill is
    still taken for four days."""

    def day(days: int) -> date:
        return on + timedelta(days=days)

    opens_on = day(8)
    first_on = add_months(on.replace(day=1), 5)
    return (
        RoadEntry(
            centre=EAST,
            organisation=EAST_BODY,
            first_on=first_on,
            session={
                "kind": SessionKind.REGULAR,
                "year": opens_on.year,
                "popular_name": "見本定例会",
                "bills_by": day(-3),
                "late_bills_by": day(4),
                "opens_on": opens_on,
                "votes_on": day(25),
                "closes_on": day(25),
                "notes": IN_SAMPLE,
            },
            candidate={
                "last_on": add_months(first_on, 60) - timedelta(days=1),
                "committee_on": day(-5),
                "internal_notes": IN_SAMPLE,
            },
            steps={
                "policy": {"done_on": day(-185), "note": "見本　公募とする。期間は5年"},
                "call": {"done_on": day(-145), "note": "見本　7月の市報で知らせた"},
                "application": {"done_on": day(-84), "note": "見本　62日間受け付けた"},
                "provisional_agreement": {"done_on": day(-3), "note": "見本　議決を条件とする"},
                "bill_draft": {"expected_on": day(4), "note": "見本　選定委員会が遅れたため。起案中"},
                "agreement": {"expected_on": add_months(first_on, -1) + timedelta(days=11)},
            },
        ),
    )
