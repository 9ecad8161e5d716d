from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from common.business_days import CentreDays, OpenDays
from common.office_days import load_office_days
from tests.common.near_edges import days_near_edges

COVERED_TO = date(2027, 12, 31)
OFFICE = OpenDays(
    closed={date(2026, 11, 23): "勤労感謝の日", date(2027, 1, 1): "元日"},
    covers_from=date(2026, 1, 1),
    covers_until=COVERED_TO,
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 20), None),
        (date(2026, 11, 21), "土曜日"),
        (date(2026, 11, 22), "日曜日"),
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 11, 24), None),
        (date(2026, 12, 28), None),
        (date(2026, 12, 29), "年末年始"),
        (date(2026, 12, 31), "年末年始"),
        (date(2027, 1, 1), "元日"),
        (date(2027, 1, 3), "年末年始"),
        (date(2027, 1, 4), None),
        (date(2028, 12, 29), "年末年始"),
        (date(2028, 11, 23), None),
    ],
)
def test_the_office_is_closed_on_weekends_listed_days_and_at_the_turn_of_the_year(day, name):
    assert (OFFICE.closed_name(day), OFFICE.is_open(day)) == (name, name is None)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 20), date(2026, 11, 24)),
        (date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 24)),
        (date(2026, 12, 29), date(2026, 12, 28), date(2027, 1, 4)),
        (date(2027, 1, 3), date(2026, 12, 28), date(2027, 1, 4)),
    ],
)
def test_a_closed_day_gives_way_to_the_open_days_around_it(day, before, after):
    assert (OFFICE.on_or_before(day), OFFICE.on_or_after(day)) == (before, after)


@pytest.mark.parametrize(
    ("day", "provisional"),
    [
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
        (COVERED_TO - timedelta(days=1), False),
        (COVERED_TO, False),
        (COVERED_TO + timedelta(days=1), True),
    ],
)
def test_a_day_past_what_the_table_covers_is_provisional(day, provisional):
    assert OFFICE.is_provisional(day) is provisional


@given(days_near_edges)
def test_the_nearest_open_days_are_open_and_nothing_between_is(day):
    days = load_office_days()

    before, after = days.on_or_before(day), days.on_or_after(day)

    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert (days.is_open(before), days.is_open(after)) == (True, True)
    assert before <= day <= after
    assert [d for d in between if days.is_open(d)] == []


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 22), None),
        (date(2026, 11, 23), None),
        (date(2026, 12, 1), "設備点検"),
        (date(2026, 12, 28), None),
        (date(2026, 12, 29), "年末年始"),
        (date(2027, 1, 3), "年末年始"),
        (date(2027, 1, 4), None),
        (date(2040, 1, 1), "年末年始"),
    ],
)
def test_a_centre_opens_every_day_but_at_the_turn_of_the_year_and_on_its_own_closed_days(day, name):
    centre = CentreDays({date(2026, 12, 1): "設備点検"})

    assert (centre.closed_name(day), centre.is_open(day), centre.is_provisional(day)) == (
        name,
        name is None,
        False,
    )


def test_a_centre_is_open_again_after_the_turn_of_the_year():
    centre = CentreDays()

    assert centre.on_or_before(date(2027, 1, 1)) == date(2026, 12, 28)
    assert centre.on_or_after(date(2027, 1, 1)) == date(2027, 1, 4)
