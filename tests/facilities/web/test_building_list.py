from __future__ import annotations

from datetime import date

import pytest

from common.partial_dates import PartialDate
from facilities.choices import Structure
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre, make_district
from tests.factories.condition import make_assessment, seen
from tests.factories.facilities import make_building
from tests.pages import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

LIST = "/buildings/"


def _names(response) -> list[str]:
    return [line.name for line in response.context["listing"].page.object_list]


@pytest.fixture
def buildings():
    """Four buildings of two centres; one more is out of use, and one not in use yet."""
    here = make_centre("甲市民センター", kana="こう", district=make_district("北"))
    there = make_centre("乙市民センター", kana="おつ")
    old = make_building(
        "古い館",
        centre=here,
        built_on=PartialDate.of_month(1970, 3),
        structure=Structure.RC,
        floor_area=50_000,
    )
    edge = make_building(
        "境の館", centre=here, built_on=PartialDate.of_day(date(1981, 5, 31)), floor_area=90_000
    )
    make_building(
        "新しい館", centre=there, built_on=PartialDate.of_day(date(1996, 11, 24)), structure=Structure.WOOD
    )
    make_building("分からない館", centre=there)
    make_building("消えた館", centre=there, retired_on=PartialDate.of_year(2020))
    make_building("これからの館", centre=there, awaits_opening=True)
    make_assessment(building=old, parts=seen("AAAAA"), assessed_on=date(2020, 6, 1))
    make_assessment(building=old, parts=seen("DCCCC"), assessed_on=date(2026, 6, 1))
    make_assessment(building=edge, parts=seen("BBBBB"))
    return here


def test_the_buildings_in_use_stand_with_their_latest_score(officer, client_of, buildings):
    response = client_of(officer).get(LIST)

    assert _names(response) == ["新しい館", "分からない館", "古い館", "境の館"]
    assert (
        "古い館甲市民センター鉄筋コンクリート造（RC）昭和45年（1970年）3月築56年37.45点優先的に対策500.00㎡"
        in words_of(response)
    )
    assert "分からない館乙市民センター――調査なし―" in words_of(response)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("band=priority", ["古い館"]),
        ("band=above", ["境の館"]),
        ("band=none", ["新しい館", "分からない館"]),
        ("structure=w", ["新しい館"]),
        ("built=seismic", ["古い館", "境の館"]),
        ("built=30", ["古い館", "境の館"]),
        ("built=50", ["古い館"]),
        ("order=oldest", ["古い館", "境の館", "新しい館", "分からない館"]),
        ("order=worst", ["古い館", "境の館", "新しい館", "分からない館"]),
        ("order=largest", ["境の館", "古い館", "新しい館", "分からない館"]),
        ("band=nonsense&order=x", ["新しい館", "分からない館", "古い館", "境の館"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(officer, client_of, buildings, asked, names):
    assert _names(client_of(officer).get(f"{LIST}?{asked}")) == names


def test_the_list_is_narrowed_to_a_centre_and_to_a_district(officer, client_of, buildings):
    client = client_of(officer)

    of_centre = client.get(f"{LIST}?centre={buildings.pk}")
    of_district = client.get(f"{LIST}?district={buildings.district_id}")

    assert _names(of_centre) == _names(of_district) == ["古い館", "境の館"]


def test_a_group_sees_the_buildings_of_its_centre(roles, client_of, buildings):
    assert _names(client_of(make_group(buildings)).get(LIST)) == ["古い館", "境の館"]


def test_nothing_registered_is_said(officer, client_of):
    assert "建物はまだ登録されていません" in words_of(client_of(officer).get(LIST))
