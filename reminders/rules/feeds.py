"""What a calendar that is subscribed to holds (カレンダーの購読), and how its entries are named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from centres.rules.naming import in_short
from common.months import add_months
from common.periods import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

DAYS_OVERDUE = 90
MONTHS_AHEAD = 24


def days_shown(on: date) -> Period:
    """The due days that a calendar shows on a day: what is overdue stays on its own day for ninety days, and
    two years ahead are seen."""
    return Period(on - timedelta(days=DAYS_OVERDUE), add_months(on, MONTHS_AHEAD))


def summary_of(title: str, centres: Sequence[str], body: str = "") -> str:
    """An entry in a few words: 「消防用設備等 機器点検（遠石市民センター）」.

    Where it is of no centre, with the ``body`` that it is about: 「会長の任期満了（遠石協議会）」.
    """
    place = in_short(centres) if centres else body
    return f"{title}（{place}）" if place else title


def uid_of(kind: str, subject_id: int) -> str:
    """By what a calendar knows an entry again. It does not hold the day: a day that moves moves the entry."""
    return f"{kind}-{subject_id}@kyoten"
