"""Filings for tests: a general check of fire equipment, reported every twelve months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from maintenance import actions
from maintenance.models import Filing
from tests.factories.facilities import make_building
from tests.factories.maintenance import good_outcome, make_type

if TYPE_CHECKING:
    from facilities.models import Building

DONE_ON = date(2025, 11, 20)
RECORDED_ON = date(2026, 11, 16)


def make_reported_type(**facts: Any) -> Any:
    """The general check (総合点検), reported to the fire station every twelve months unless told."""
    defaults = {
        "name": "消防用設備等 総合点検",
        "cycle_months": 12,
        "report_to": "消防署長（見本）",
        "report_months": 12,
    }
    return make_type("FIR-2", **{**defaults, **facts})


def make_filing(building: Building | None = None, *, done_on: date = DONE_ON) -> Filing:
    """The first filing of a building: its general check was done on 20 November 2025 unless told, so that it is
    due a year after."""
    make_reported_type()
    turn = actions.plan_inspection(building or make_building(), "FIR-2", due_on=done_on, on=RECORDED_ON)
    actions.record_inspection(
        turn.pk,
        done_on=done_on,
        on=max(done_on, RECORDED_ON),
        outcome=good_outcome(turn),
        done_by="見本設備点検",
    )
    return Filing.objects.get(turn=turn)


def make_filed(
    building: Building | None = None, *, filed_on: date = date(2026, 11, 12), **facts: Any
) -> Filing:
    """A filing filed on 12 November 2026, unless told; the next one is planned."""
    filing = make_filing(building)
    values = {"addressee": "消防署長", "receipt_number": "見本第1号", **facts}
    actions.record_filing(filing.pk, filed_on=filed_on, on=RECORDED_ON, **values)
    filing.refresh_from_db()
    return filing
