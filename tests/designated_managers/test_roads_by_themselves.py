"""The road to the next designation, opened by itself."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from common.clock import TOKYO
from designated_managers import actions, tasks
from designated_managers.actions import open_due_roads
from designated_managers.models import (
    Road,
    RoadStepType,
)
from designated_managers.queries.road_plans import (
    roads_out_of_step,
)
from reminders.actions import run_night
from tests.designated_managers.roads import ONE_DAY, TODAY
from tests.factories.designated_managers import make_designation
from tests.factories.roads import make_road

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


# 24 months before the end.
@pytest.mark.parametrize(
    ("on", "opened"),
    [(date(2027, 3, 30), 0), (date(2027, 3, 31), 1), (date(2027, 4, 1), 1), (date(2029, 3, 31), 1), (date(2029, 4, 1), 0)],
)  # fmt: skip
def test_the_road_to_the_next_opens_from_twenty_four_months_before_the_end(on, opened):
    make_designation(last_on=date(2029, 3, 31), on=date(2024, 4, 1))

    assert open_due_roads(on=on) == opened


def test_a_road_opened_by_itself_leads_to_the_day_after_the_end_and_only_once():
    designation = make_designation(last_on=date(2028, 3, 31), on=date(2024, 4, 1))

    first, again = open_due_roads(on=TODAY), open_due_roads(on=TODAY + ONE_DAY)

    road = Road.objects.get()
    assert (first, again) == (1, 0)
    assert (road.previous, road.first_on, str(road.session)) == (designation, date(2028, 4, 1), "12月定例会")
    assert (road.ordinance, road.session.year) == ("no", 2027)


def test_with_less_time_left_the_road_opens_at_once_with_the_act():
    make_designation(last_on=date(2027, 9, 30), on=TODAY)

    road = Road.objects.get()
    assert (road.first_on, str(road.session)) == (date(2027, 10, 1), "6月定例会")


def test_no_road_opens_where_it_is_settled_what_follows():
    returns = make_designation(last_on=date(2028, 3, 31), on=date(2024, 4, 1))
    actions.decide_direct_return(returns.pk, decided_on=date(2024, 4, 1), reason="見本", on=date(2024, 4, 1))
    followed = make_designation(last_on=date(2027, 3, 31), on=date(2024, 4, 1))
    make_designation(
        centre=followed.centre,
        previous=followed,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        on=date(2024, 4, 1),
    )
    dropped = make_designation(last_on=date(2027, 3, 31), on=TODAY)
    actions.drop_road(Road.objects.get(previous=dropped).pk, reason="見本", on=TODAY)

    assert open_due_roads(on=TODAY) == 0
    assert Road.objects.count() == 1


def test_the_database_keeps_one_road_for_each_designation():
    designation = make_designation(last_on=date(2027, 3, 31), on=TODAY)
    road = Road.objects.get()
    twin = {"centre": designation.centre, "session": road.session, "opened_on": TODAY}

    with pytest.raises(IntegrityError), transaction.atomic():
        Road.objects.create(**twin, previous=designation, first_on=date(2027, 5, 1), selection_kind="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        Road.objects.create(**twin, first_on=road.first_on, selection_kind="open")


def test_opening_many_roads_costs_the_same_as_opening_one():
    def opened(count: int) -> tuple[int, int]:
        for _ in range(count):
            make_designation(last_on=date(2028, 3, 31), on=date(2024, 4, 1))
        with CaptureQueriesContext(connection) as queries:
            return open_due_roads(on=TODAY), len(queries)

    opened(1)  # The session's place is taken by the first.
    one, two = opened(1), opened(2)

    assert (one[0], two[0]) == (1, 2)
    assert one[1] == two[1]


def test_the_nightly_check_names_a_road_whose_catalogue_moved():
    road = make_road()
    kind = RoadStepType.objects.get(code="committee")
    assert roads_out_of_step(on=TODAY) == []

    kind.latest = "-20d"
    kind.save()

    (found,) = roads_out_of_step(on=TODAY)
    assert (found.road, found.moved, found.problem) == (road, ("選定委員会の答申",), "")
    assert tasks.check_roads(on="2026-11-23") == 1


def test_the_night_opens_roads_on_the_day_it_is_told():
    make_designation(last_on=date(2029, 3, 31), on=date(2024, 4, 1))

    opened = []
    for on in (date(2027, 3, 30), date(2027, 3, 31), date(2027, 3, 31)):
        run_night(on=on, finished_at=datetime(on.year, on.month, on.day, 5, 30, tzinfo=TOKYO))
        opened.append(Road.objects.count())

    assert opened == [0, 1, 1]
