"""What a road still offers: which sessions its page names."""

from __future__ import annotations

from datetime import date

import pytest

from designated_managers.queries.road_page import road_page
from tests.designated_managers.roads import TODAY
from tests.factories.roads import NO_DAYS, make_road, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

FIRST_ON = date(2028, 4, 1)


def named(road) -> list[tuple[str, bool]]:
    return [(way.name, way.chosen) for way in road_page(road, on=TODAY).ways]


def test_long_before_only_the_sessions_nearest_to_the_first_day_are_named():
    road = make_road(on=TODAY, first_on=FIRST_ON)

    assert named(road) == [
        ("11月臨時会", False),
        ("12月定例会", True),
        ("1月臨時会", False),
        ("3月定例会", False),
    ]


def test_the_session_that_was_chosen_is_named_however_early_it_is():
    june = make_session(on=TODAY, year=2027, number=2, popular_name="6月定例会", window="june", **NO_DAYS)

    road = make_road(on=TODAY, first_on=FIRST_ON, session=june)

    assert named(road) == [
        ("6月定例会", True),
        ("12月定例会", False),
        ("1月臨時会", False),
        ("3月定例会", False),
    ]
