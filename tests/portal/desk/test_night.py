from __future__ import annotations

from datetime import date, datetime

import pytest

from common.clock import TOKYO
from portal.desk.queries import CONSEQUENCE, night_sentence


def at(hour: int, minute: int = 0) -> datetime:
    """A time of Monday, 23 November 2026."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("latest", "now", "since"),
    [
        (date(2026, 11, 23), at(9), None),
        (date(2026, 11, 22), at(5, 29), None),
        (date(2026, 11, 22), at(5, 30), "11月23日（月・祝）"),
        (date(2026, 11, 21), at(5, 29), "11月22日（日）"),
        (date(2026, 11, 21), at(9), "11月22日（日）"),
        (date(2026, 11, 30), at(9), None),
    ],
)
def test_a_night_that_was_missed_is_told_from_half_past_five_on(latest, now, since):
    expected = f"夜間の点検が{since}から動いていません。{CONSEQUENCE}" if since else ""

    assert night_sentence(latest, at=now) == expected


def test_a_nightly_job_that_never_ran_is_told():
    assert night_sentence(None, at=at(4)) == f"夜間の点検が、まだ一度も動いていません。{CONSEQUENCE}"
