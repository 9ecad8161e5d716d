from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.months import add_months, civil_code_expiry, last_of_month, latest_day_in_reach
from tests.common.near_edges import days_near_edges

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 4, 1), -1, date(2026, 3, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 3, 31), -1, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 28), 1, date(2026, 2, 28)),
        (date(2026, 1, 27), 1, date(2026, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_end_of_the_month(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("done_on", "months", "expires_on", "plainly_added"),
    [
        (date(2025, 11, 23), 12, date(2026, 11, 23), date(2026, 11, 23)),
        (date(2024, 2, 29), 12, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2025, 8, 30), 6, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 4, 30), 6, date(2026, 10, 31), date(2026, 10, 30)),
        (date(2026, 2, 28), 6, date(2026, 8, 31), date(2026, 8, 28)),
    ],
)
def test_a_period_of_months_expires_as_the_civil_code_says(done_on, months, expires_on, plainly_added):
    assert (civil_code_expiry(done_on, months), add_months(done_on, months)) == (expires_on, plainly_added)


@pytest.mark.parametrize("months", [0, -1])
def test_a_period_of_no_month_is_refused(months):
    with pytest.raises(ValueError, match="1か月以上"):
        civil_code_expiry(date(2026, 4, 1), months)


@given(days_near_edges, st.integers(1, 120))
def test_plainly_added_months_never_end_after_the_legal_expiry(day, months):
    expiry = civil_code_expiry(day, months)

    assert add_months(day, months) <= expiry <= last_of_month(add_months(day, months))


@given(days_near_edges, st.integers(1, 120))
def test_the_legal_expiry_differs_only_for_a_period_that_begins_with_a_month(day, months):
    begins_with_a_month = (day + DAY).day == 1

    expiry = civil_code_expiry(day, months)

    assert expiry == (last_of_month(expiry) if begins_with_a_month else add_months(day, months))


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2026, 2, 27), 1, date(2026, 3, 27)),
        (date(2026, 2, 28), 1, date(2026, 3, 31)),
        (date(2028, 2, 28), 1, date(2028, 3, 28)),
        (date(2028, 2, 29), 1, date(2028, 3, 31)),
        (date(2026, 3, 1), 1, date(2026, 4, 1)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
    ],
)
def test_a_lead_time_reaches_to_a_last_day(on, months, expected):
    assert latest_day_in_reach(on, months) == expected


@given(days_near_edges, st.integers(0, 36))
def test_the_last_day_in_reach_is_the_last_whose_months_before_have_come(on, months):
    reach = latest_day_in_reach(on, months)

    assert add_months(reach, -months) <= on < add_months(reach + DAY, -months)
