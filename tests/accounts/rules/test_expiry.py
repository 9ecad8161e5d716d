from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.rules.expiry import end_of, last_day_before


def test_a_day_ends_at_midnight_in_japan():
    end = end_of(date(2026, 11, 30))

    assert end == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2026, 12, 31), date(2028, 2, 29)])
def test_the_last_day_before_the_end_of_a_day_is_that_day(day):
    assert last_day_before(end_of(day)) == day
    assert last_day_before(end_of(day) + timedelta(microseconds=1)) == day + timedelta(days=1)
