from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F

from common.partial_dates import PartialDate
from common.scope import Scope
from facilities.models import Building, Equipment
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment

pytestmark = pytest.mark.django_db

LAST_DAYS = [(date(2026, 10, 31), True), (date(2026, 11, 1), False), (date(2026, 11, 2), False)]


def _of(centre):
    return Scope(False, frozenset({centre.pk}), frozenset(), internal=True)


@pytest.mark.parametrize(("on", "stands"), LAST_DAYS)
def test_a_building_stands_until_the_first_day_on_which_it_may_be_retired(on, stands):
    make_building(retired_on=PartialDate.of_month(2026, 11))

    assert Building.objects.standing(on).exists() is stands


@pytest.mark.parametrize(
    ("on", "stands"), [(date(2026, 10, 31), False), (date(2026, 11, 1), True), (date(2026, 11, 2), True)]
)
def test_a_building_is_in_use_from_the_first_day_on_which_it_may_be_opened_and_so_is_what_it_holds(
    on, stands
):
    building = make_building(opened_on=PartialDate.of_month(2026, 11))
    make_equipment(building=building)

    there = Building.objects.standing(on).exists(), Equipment.objects.installed(on).exists()
    assert there == (stands, stands)


def test_a_building_that_awaits_its_opening_is_not_in_use():
    make_equipment(building=make_building(awaits_opening=True))

    on = date(2026, 11, 23)
    assert (Building.objects.standing(on).exists(), Equipment.objects.installed(on).exists()) == (
        False,
        False,
    )


@pytest.mark.parametrize(("on", "installed"), LAST_DAYS)
def test_equipment_is_installed_until_the_first_day_on_which_it_may_be_removed(on, installed):
    make_equipment(removed_on=PartialDate.of_month(2026, 11))

    assert Equipment.objects.installed(on).exists() is installed


@pytest.mark.parametrize(("on", "installed"), LAST_DAYS)
def test_equipment_goes_with_its_building(on, installed):
    make_equipment(building=make_building(retired_on=PartialDate.of_month(2026, 11)))

    assert Equipment.objects.installed(on).exists() is installed


@pytest.mark.parametrize(
    "gone",
    [
        lambda day: make_equipment(removed_on=day),
        lambda day: make_equipment(building=make_building(retired_on=day)),
        lambda day: make_equipment(building=make_building(centre=make_centre(abolished_on=day))),
    ],
)
@pytest.mark.parametrize(("on", "kept"), LAST_DAYS)
def test_equipment_is_kept_beyond_a_day_until_it_its_building_or_its_centre_goes(gone, on, kept):
    lift = gone(PartialDate.of_month(2026, 11))
    Equipment.objects.update(warranty_until=on)

    assert list(Equipment.objects.kept_beyond(on)) == [lift] * kept
    assert list(Equipment.objects.kept_beyond(F("warranty_until"))) == [lift] * kept


def test_equipment_in_a_building_that_awaits_its_opening_is_kept():
    make_equipment(building=make_building(awaits_opening=True))

    assert Equipment.objects.kept_beyond(date(2026, 11, 23)).exists()


def test_a_person_sees_the_buildings_and_the_equipment_of_their_centres():
    lift = make_equipment()
    make_equipment()

    scope = _of(lift.building.centre)

    assert list(Building.objects.within(scope)) == [lift.building]
    assert list(Equipment.objects.within(scope)) == [lift]
    assert Building.objects.within(Scope.nothing()).count() == 0
    assert Equipment.objects.within(Scope.everything()).count() == 2
