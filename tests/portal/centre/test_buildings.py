from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from common.certainty import Certainty
from common.partial_dates import PartialDate
from common.scope import Scope
from facilities.actions import state_sources
from portal.centre.buildings import BuildingPart, EquipmentLine, buildings_of, floors_in_words, whole
from portal.centre.footnotes import Facts, footnotes_of
from portal.viewer import Viewer
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment

if TYPE_CHECKING:
    from centres.models import Centre

ON = date(2026, 11, 23)
CITY = Viewer(Scope.everything(), frozenset())
NOTHING_STATED = Facts((), frozenset())


def found(centre: Centre, facts: Facts = NOTHING_STATED) -> tuple[BuildingPart, ...]:
    return buildings_of(centre.pk, viewer=CITY, facts=facts, conditions={}, on=ON)


@pytest.mark.parametrize(
    ("above", "below", "words"),
    [(2, 1, "地下1階・地上2階"), (2, 0, "地上2階"), (2, None, "地上2階"), (None, None, "")],
)
def test_storeys_in_words(above, below, words):
    assert floors_in_words(above, below) == words


def test_a_building_has_its_facts_and_what_is_installed_in_it(db):
    centre = make_centre()
    building = make_building(
        centre=centre,
        structure="rc",
        floors_above=2,
        floor_area=54820,
        built_on=PartialDate.of_month(1981, 3),
    )
    lift = make_equipment(building=building, maker="見本昇降機", installed_on=PartialDate.of_year(1999))
    make_equipment("撤去したもの", building=building, removed_on=PartialDate.of_day(ON))

    (part,) = found(centre)

    assert (part.name, part.role, part.structure, part.floors) == (
        "本館",
        "本館",
        "鉄筋コンクリート造（RC）",
        "地上2階",
    )
    assert (part.floor_area, part.built_on, part.age) == (
        54820,
        PartialDate.of_month(1981, 3),
        "築45年",
    )
    assert part.equipment == (
        EquipmentLine(lift.pk, "エレベーター", "昇降機", "見本昇降機", PartialDate.of_year(1999)),
    )


def test_a_building_of_which_only_the_name_is_known(db):
    centre = make_centre()
    make_building(centre=centre)

    (part,) = found(centre)

    assert (part.structure, part.floors, part.floor_area, part.built_on, part.equipment) == (
        "",
        "",
        None,
        None,
        (),
    )


def test_standing_buildings_come_before_those_out_of_use(db):
    centre = make_centre()
    make_building("旧館", centre=centre, retired_on=PartialDate.of_day(ON))
    make_building("建設中", centre=centre, awaits_opening=True)
    make_building("来月から", centre=centre, opened_on=PartialDate.of_month(2026, 12))
    make_building("新館", centre=centre, retired_on=PartialDate.of_day(date(2026, 11, 24)))

    assert [(part.name, part.awaited, part.retired) for part in found(centre)] == [
        ("新館", False, False),
        ("建設中", True, False),
        ("来月から", True, False),
        ("旧館", False, True),
    ]


def test_the_whole_takes_the_oldest_and_adds_the_areas_of_what_stands(db):
    centre = make_centre()
    make_building("本館", centre=centre, floor_area=9668, built_on=PartialDate.of_year(1981))
    make_building("別館", centre=centre, floor_area=6729, built_on=PartialDate.of_year(1976))
    make_building("倉庫", centre=centre)
    make_building(
        "旧館",
        centre=centre,
        floor_area=10000,
        built_on=PartialDate.of_year(1950),
        retired_on=PartialDate.of_year(2000),
    )
    make_building("建設中", centre=centre, floor_area=20000, awaits_opening=True)

    together = whole(found(centre))

    assert together.oldest is not None
    assert (together.oldest.name, together.floor_area, together.areas_missing) == ("別館", 16397, True)


def test_the_whole_of_nothing_is_not_known():
    together = whole([])

    assert (together.oldest, together.floor_area, together.areas_missing) == (None, None, False)


def test_a_building_knows_which_of_its_facts_are_to_be_checked(db):
    centre = make_centre()
    one, other = make_building("本館", centre=centre), make_building("別館", centre=centre)
    state_sources(one, {"built_on": {"source": "聞き取り", "certainty": Certainty.UNVERIFIED}})
    state_sources(other, {"built_on": {"source": "台帳", "certainty": Certainty.VERIFIED}})

    parts = found(centre, footnotes_of(centre.pk, CITY).facts)

    assert {part.name: part.doubts for part in parts} == {"本館": {"built_on"}, "別館": frozenset()}


def test_buildings_of_another_centre_are_not_told(db):
    make_building()

    assert found(make_centre()) == ()
