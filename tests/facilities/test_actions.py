from __future__ import annotations

from datetime import date

import pytest

from common.acting import acting
from common.certainty import Certainty
from common.db.stated_facts import Statement
from common.partial_dates import PartialDate
from common.problems import Refused
from facilities.actions import change_building, change_equipment, register_building, register_equipment
from facilities.models import Building, Equipment
from tests.factories.accounts import make_user
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
MEASURED: Statement = {"certainty": Certainty.VERIFIED, "source": "建物台帳"}


def test_a_building_is_entered_with_its_facts_and_their_sources():
    building = register_building(
        centre=make_centre(),
        name="本館",
        floor_area=54820,
        built_on=PartialDate.of_month(1981, 3),
        statements={"floor_area": MEASURED, "built_on": None},
    )

    building.refresh_from_db()
    assert (building.floor_area, building.built_on) == (54820, PartialDate.of_month(1981, 3))
    assert list(building.stated_facts.values_list("field", "certainty", "source")) == [
        ("floor_area", "verified", "建物台帳")
    ]


def test_everything_that_is_wrong_with_a_building_is_told_at_once():
    with pytest.raises(Refused) as refusal:
        register_building(
            centre=make_centre(),
            name="",
            floor_area=0,
            built_on=PartialDate.of_year(2021),
            retired_on=PartialDate.of_year(2020),
        )

    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [
        ("name", "name-blank"),
        ("floor_area", "floor_area-min_value"),
        ("", "__all__-invalid"),
    ]
    assert "延床面積は0より大きい数にしてください。\n用途廃止日は建築年月以後の日にしてください。" in str(
        refusal.value
    )
    assert Building.objects.count() == 0


def test_a_second_building_of_the_same_name_is_refused_with_a_sentence():
    building = make_building("本館")

    with pytest.raises(Refused, match=r"^この施設には同じ名前の建物がすでにあります。$"):
        register_building(centre=building.centre, name="本館")


def test_a_source_of_a_fact_that_does_not_exist_is_refused_and_nothing_is_entered():
    with pytest.raises(Refused, match="「colour」という項目はありません。"):
        register_building(centre=make_centre(), name="本館", statements={"colour": MEASURED})

    assert Building.objects.count() == 0


def test_a_change_keeps_what_is_not_named_and_stays_in_the_history():
    officer = make_user()
    building = make_building(floor_area=54820)

    with acting(door="web", user_id=officer.pk):
        change_building(building.pk, retired_on=PartialDate.of_day(date(2026, 11, 1)))

    building.refresh_from_db()
    assert (building.floor_area, building.retired_on) == (54820, PartialDate.of_day(date(2026, 11, 1)))
    columns = "history_type", "retired_on_first", "door", "history_user"
    assert list(building.history.order_by("history_id").values_list(*columns)) == [
        ("+", None, "command", None),
        ("~", date(2026, 11, 1), "web", officer.pk),
    ]


def test_a_refused_change_changes_nothing():
    building = make_building(built_on=PartialDate.of_year(2021))

    with pytest.raises(Refused, match="用途廃止日は建築年月以後の日にしてください。"):
        change_building(building.pk, retired_on=PartialDate.of_year(2020), notes="取り壊し")

    building.refresh_from_db()
    assert (building.retired_on, building.notes, building.history.count()) == (None, "", 1)


def test_a_statement_is_taken_back():
    building = make_building(statements={"floor_area": MEASURED})

    change_building(building.pk, statements={"floor_area": None})

    assert building.stated_facts.count() == 0


def test_equipment_is_entered_and_changed():
    lift = register_equipment(building=make_building(), name="1号機", category="lift")

    change_equipment(lift.pk, on=ON, removed_on=PartialDate.of_month(2026, 11), maker="見本昇降機")

    lift.refresh_from_db()
    assert (lift.maker, lift.removed_on) == ("見本昇降機", PartialDate.of_month(2026, 11))


@pytest.mark.parametrize(
    ("change", "ends_on"),
    [
        ({"maker": "見本昇降機"}, date(2029, 3, 31)),
        ({"expected_life_years": 18}, date(2030, 3, 31)),
        ({"installed_on": PartialDate.of_day(date(2011, 3, 31))}, date(2028, 3, 31)),
        ({"installed_on": None}, None),
        ({"expected_life_years": None}, None),
        # Nobody says this day: it follows from the two others.
        ({"life_ends_on": date(2050, 3, 31)}, date(2029, 3, 31)),
    ],
)
def test_equipment_keeps_the_day_on_which_its_expected_life_ends(change, ends_on):
    lift = make_equipment(installed_on=PartialDate.of_fiscal_year(2011), expected_life_years=17)
    entered = lift.life_ends_on

    change_equipment(lift.pk, on=ON, **change)

    lift.refresh_from_db()
    assert (entered, lift.life_ends_on) == (date(2029, 3, 31), ends_on)
    assert lift.history.latest().life_ends_on == ends_on


def test_equipment_removed_before_it_was_installed_is_refused():
    lift = make_equipment(installed_on=PartialDate.of_year(2021))

    with pytest.raises(Refused, match=r"^撤去年月は設置年月以後の日にしてください。$"):
        change_equipment(lift.pk, on=ON, removed_on=PartialDate.of_year(2020))

    assert Equipment.objects.get().removed_on is None
