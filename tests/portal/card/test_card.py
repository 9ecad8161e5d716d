from __future__ import annotations

import pytest

from common.scope import Scope
from facilities.actions import set_uses
from facilities.queries.completeness import centre_completeness
from facilities.queries.record import record_of
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_file, make_land, make_room, make_year
from tests.portal.conftest import MONDAY, links, words

pytestmark = pytest.mark.usefixtures("catalogues", "monday")


def _card(centre) -> str:
    return f"/centres/{centre.pk}/card/"


def _furnished(**facts):
    """A centre of which something of every kind is known."""
    centre = make_centre("三丘市民センター")
    building = make_building(centre=centre, floor_area=20000, lifts=0, solar_watts=9900, **facts)
    make_building("未入力の棟", centre=centre)
    room = make_room("大会議室", building=building, area=9668, fee=329, fee_basis="hour", source="内密の出典")
    make_land("敷地", centre=centre, area=120000, parking=0, notes="内密の覚え書き")
    make_file("正面の外観", centre=centre, shared=True)
    make_file("市だけの図面", centre=centre, shared=False)
    return centre, building, room


def test_the_three_answers_are_told_apart(officer, client_of):
    centre, _, _ = _furnished()

    text = words(client_of(officer).get(_card(centre)))

    assert "昇降機の台数 なし" in text
    assert "太陽光発電の出力 9.9kW" in text
    assert "自家発電機 不明" in text
    assert "駐車場 なし 車椅子用の駐車場 不明" in text


def test_rooms_land_and_files_lead_to_where_they_are_changed(officer, client_of):
    centre, building, room = _furnished()

    response = client_of(officer).get(_card(centre))

    assert "大会議室 要確認 ― 不明 1時間329円 96.68㎡" in words(response)
    assert {
        f"/rooms/{room.pk}/edit/",
        f"/buildings/{building.pk}/rooms/new/",
        f"/buildings/{building.pk}/uses/",
        f"/centres/{centre.pk}/land/new/",
        f"/centres/{centre.pk}/files/new/",
    } <= set(links(response))


def test_uses_beyond_the_floor_area_are_a_warning(officer, client_of):
    centre, building, _ = _furnished()
    set_uses(building.pk, [{"kind": "assembly", "name": "", "storey": 1, "area": 20001}])

    text = words(client_of(officer).get(_card(centre)))

    assert "用途の面積の合計が、延床面積を超えています" in text


def test_the_facts_to_enter_next_lead_to_their_fields(officer, client_of):
    centre, building, _ = _furnished()

    response = client_of(officer).get(_card(centre))

    assert "本館の建築年月 更新費用の試算と、劣化の評価の案のため" in words(response)
    assert f'href="/buildings/{building.pk}/edit/#id_built_on"' in response.content.decode()


def test_a_group_reads_the_card_without_what_is_the_citys(roles, client_of):
    centre, _, _ = _furnished(book_value=123_456_789)
    client = client_of(make_group(centre))

    page = client.get(_card(centre)).content.decode()

    assert "96.68㎡" in page
    for hidden in ("内密", "要確認", "充足度", "簿価", "123,456,789", "市だけの図面", "編集する", "登録する"):
        assert hidden not in page, hidden


def test_the_card_of_another_centre_is_not_found(roles, client_of):
    own, other = make_centre(), make_centre()

    assert client_of(make_group(own)).get(_card(other)).status_code == 404


def test_nothing_registered_is_said_in_each_place(officer, client_of):
    text = words(client_of(officer).get(_card(make_centre())))

    assert "使っている建物はまだ登録されていません" in text
    assert "土地はまだ登録されていません。" in text
    assert "写真・文書はまだ登録されていません。" in text


@pytest.mark.parametrize("furnish", [make_centre, lambda: _furnished()[0]], ids=["empty", "furnished"])
def test_both_ways_of_telling_how_complete_a_record_is_agree(furnish):
    centre = furnish()
    make_year(2025, centre=centre, users=100)
    make_year(2024, centre=centre)

    of_loaded = record_of(centre.pk, scope=Scope.everything(), on=MONDAY).completeness

    assert of_loaded == centre_completeness(centre.pk, scope=Scope.everything(), on=MONDAY)
    assert of_loaded is not None


def test_a_year_is_told_with_the_parts_of_its_upkeep_and_a_group_reads_its_use_alone(
    officer, roles, client_of
):
    centre = make_centre()
    year = make_year(
        2025, centre=centre, users=20, fees=300, utilities=4000, repairs=0, services=500, notes="内密"
    )

    city = client_of(officer).get(_card(centre))
    group = client_of(make_group(centre)).get(_card(centre))

    assert "令和7年度 要確認 20 人 ― 件 300 円" in words(city)
    assert "令和7年度 内密 4,000 0 500 ― 4,500 分かる費目だけ" in words(city)
    assert f"/years/{year.pk}/edit/" in links(city)
    assert "令和7年度 20 人 ― 件 300 円" in words(group)
    assert not {"維持管理費", "内密", "4,000", "要確認"} & set(words(group).split())


def test_a_centre_without_a_year_leads_to_the_form_of_the_first(officer, client_of):
    centre = make_centre()

    response = client_of(officer).get(_card(centre))

    assert "年度の実績はまだ登録されていません。" in words(response)
    assert f"/centres/{centre.pk}/years/new/" in links(response)
