from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common.db.partial_dates import partial_date_values
from common.partial_dates import PartialDate
from facilities.models import Building, Equipment
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY = PartialDate.of_month(2021, 1), PartialDate.of_month(2021, 2)


def _refused(make):
    """Whether the database itself refuses the row."""
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"floor_area": 0}, True),
        ({"floor_area": 1}, False),
        ({"floor_area": None}, False),
        ({"built_on_first": date(2021, 2, 1)}, True),
        (partial_date_values("built_on", FEBRUARY), False),
        ({**partial_date_values("built_on", FEBRUARY), **partial_date_values("retired_on", JANUARY)}, True),
        ({**partial_date_values("built_on", FEBRUARY), **partial_date_values("retired_on", FEBRUARY)}, False),
        ({**partial_date_values("built_on", JANUARY), **partial_date_values("retired_on", FEBRUARY)}, False),
    ],
)
def test_the_database_refuses_a_building_that_cannot_be(facts, refused):
    centre = make_centre()

    assert _refused(lambda: Building.objects.create(centre=centre, name="本館", **facts)) is refused


def test_a_name_is_given_once_per_centre():
    building = make_building("本館")

    assert _refused(lambda: Building.objects.create(centre=building.centre, name="本館"))
    assert not _refused(lambda: Building.objects.create(centre=building.centre, name="別館"))
    assert not _refused(lambda: Building.objects.create(centre=make_centre(), name="本館"))


@pytest.mark.parametrize(
    ("installed_on", "removed_on", "refused"),
    [(FEBRUARY, JANUARY, True), (FEBRUARY, FEBRUARY, False), (None, JANUARY, False)],
)
def test_the_database_refuses_equipment_removed_before_it_was_installed(installed_on, removed_on, refused):
    building = make_building()
    facts = {
        **partial_date_values("installed_on", installed_on),
        **partial_date_values("removed_on", removed_on),
    }

    def make():
        return Equipment.objects.create(building=building, name="1号機", category="lift", **facts)

    assert _refused(make) is refused


@pytest.mark.parametrize(
    ("installed_on", "warranty_until", "refused"),
    [
        (FEBRUARY, date(2021, 1, 31), True),
        (FEBRUARY, date(2021, 2, 1), False),
        (None, date(2021, 1, 31), False),
    ],
)
def test_the_database_refuses_a_warranty_that_ends_before_the_installation(
    installed_on, warranty_until, refused
):
    building = make_building()
    facts = {**partial_date_values("installed_on", installed_on), "warranty_until": warranty_until}

    def make():
        return Equipment.objects.create(building=building, name="1号機", category="lift", **facts)

    assert _refused(make) is refused


def test_a_name_of_equipment_is_given_once_per_building():
    building = make_building()

    def make(name):
        return lambda: Equipment.objects.create(building=building, name=name, category="lift")

    make("1号機")()

    assert _refused(make("1号機"))
    assert not _refused(make("2号機"))
