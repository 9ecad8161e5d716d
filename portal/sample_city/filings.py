"""What the sample city has reported to the fire station, and the days on which inspections are to be done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from common.months import MONTHS_OF_YEAR, add_months
from common.office_days import load_office_days
from maintenance import actions
from maintenance.models import DueInspection
from maintenance.rules.planned_days import proposed_day
from portal.sample_city.invented.people import CENTRAL, IN_SAMPLE, NORTH, WEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from facilities.models import Building

MAIN, GENERAL_CHECK, LIFT = "本館", "FIR-2", "BLD-3"

DAYS_LATE, DAYS_BEFORE_DUE = 12, 3


class FilingSamples:
    """Filings: one overdue, one to come, and one filed with the next planned; and a day set for the lift."""

    def __init__(self, on: date, buildings: Mapping[tuple[str, str], Building]) -> None:
        self.on = on
        self.buildings = buildings

    def build(self) -> None:
        """All of them, by the office's own acts."""
        last_year = add_months(self.on, -MONTHS_OF_YEAR)
        self._watch(CENTRAL, last_filed_on=last_year - timedelta(days=DAYS_LATE))
        self._watch(WEST, last_filed_on=add_months(last_year, 2))
        filed = self._watch(NORTH, last_filed_on=add_months(last_year, -1))
        in_time = add_months(self.on, -1) - timedelta(days=DAYS_BEFORE_DUE)
        actions.record_filing(
            filed,
            filed_on=load_office_days().on_or_before(in_time),
            on=self.on,
            addressee="見本消防署長",
            receipt_number="見本第12号",
            remarks=IN_SAMPLE,
        )
        self._plan_the_lift()

    def _watch(self, centre: str, *, last_filed_on: date) -> int:
        building = self.buildings[centre, MAIN]
        return actions.plan_filing(building, GENERAL_CHECK, last_filed_on=last_filed_on, on=self.on).pk

    def _plan_the_lift(self) -> None:
        turn = DueInspection.objects.pending().get(
            building=self.buildings[CENTRAL, MAIN], type_code=LIFT, due_on__isnull=False
        )
        day = turn.due_on and proposed_day(turn.due_on - timedelta(days=5), calendar=load_office_days())
        if day and day >= self.on:
            actions.plan_day(turn.pk, day, on=self.on)
