"""The cycle of an inspection (点検の周期): dates in, dates out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.months import civil_code_expiry

if TYPE_CHECKING:
    from datetime import date


def next_due(done_on: date, cycle_months: int) -> date:
    """The last lawful day of the next turn after one done on ``done_on``.

    The cycle counts from the day it was done (初日不算入) to the legal expiry: 民法 第140条・第143条. A
    statutory due day is never moved by holidays; 第142条 speaks of transactions, not of inspections.
    """
    return civil_code_expiry(done_on, cycle_months)
