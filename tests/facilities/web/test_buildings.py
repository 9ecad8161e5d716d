from __future__ import annotations

import pytest
from django.urls import reverse

from common.partial_dates import PartialDate
from facilities.models import Building
from tests.answers import errors, told
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building

pytestmark = pytest.mark.django_db

FILLED_IN = {
    "name": "別館",
    "role": "annex",
    "structure": "rc",
    "floors_above": "２",
    "floors_below": "0",
    "floor_area": "1,548.20",
    "built_on": "昭和56年3月",
    "confirmed_on": "",
    "certified_on": "",
    "retired_on": "",
    "notes": "",
    "cost_category": "culture",
    "structure_certainty": "",
    "structure_source": "",
    "floor_area_certainty": "verified",
    "floor_area_source": "建物台帳",
    "built_on_certainty": "",
    "built_on_source": "",
}


def test_a_building_is_entered_and_the_page_of_its_centre_says_so(officer, client_of):
    centre = make_centre()

    response = client_of(officer).post(reverse("building-new", args=[centre.pk]), FILLED_IN)

    building = Building.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, reverse("centre", args=[centre.pk]))
    assert told(response) == ["見本市民センターの建物「別館」を登録しました。"]
    assert (building.centre, building.floors_above, building.floors_below) == (centre, 2, 0)
    assert (building.floor_area, building.built_on) == (154820, PartialDate.of_month(1981, 3))
    assert list(building.stated_facts.values_list("field", "certainty", "source")) == [
        ("floor_area", "verified", "建物台帳")
    ]


def test_who_entered_a_building_by_the_page_stays_in_its_history(officer, client_of):
    client_of(officer).post(reverse("building-new", args=[make_centre().pk]), FILLED_IN)

    history = Building.objects.get().history.values_list("history_type", "door", "history_user")
    assert list(history) == [("+", "web", officer.pk)]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(officer, client_of):
    wrong = {
        **FILLED_IN,
        "name": "",
        "floors_above": "二階",
        "floor_area": "548.201",
        "built_on": "昭和56年13月",
        "floor_area_source": "",
    }

    response = client_of(officer).post(reverse("building-new", args=[make_centre().pk]), wrong)

    assert response.status_code == 422
    assert errors(response) == {
        "name": ["建物名を入力してください。"],
        "floors_above": ["地上階数は数字で入力してください。例：148,500"],
        "floor_area": ["延床面積は㎡の数字で、小数は2けたまでで入力してください。例：548.20"],
        "built_on": ["「昭和56年13月」は読めません。月は1から12までです。"],
        "floor_area_source": ["延床面積の出典を入力してください。"],
    }
    page = response.content.decode()
    assert "<title>エラー：建物を登録する | 拠点</title>" in page
    assert 'value="548.201"' in page
    assert 'value="昭和56年13月"' in page
    assert Building.objects.count() == 0


def test_days_that_contradict_each_other_are_refused_together_with_the_rest(officer, client_of):
    wrong = {**FILLED_IN, "name": "", "retired_on": "昭和54年度"}

    response = client_of(officer).post(reverse("building-new", args=[make_centre().pk]), wrong)

    assert (response.status_code, errors(response)) == (
        422,
        {
            "name": ["建物名を入力してください。"],
            "__all__": ["用途廃止日は建築年月以後の日にしてください。"],
        },
    )


def test_a_second_building_of_the_same_name_is_refused_with_a_sentence(officer, client_of):
    building = make_building("別館")

    response = client_of(officer).post(reverse("building-new", args=[building.centre_id]), FILLED_IN)

    assert (response.status_code, errors(response)) == (
        422,
        {"__all__": ["この施設には同じ名前の建物がすでにあります。"]},
    )
    assert Building.objects.count() == 1


def test_the_form_of_a_building_shows_what_is_known(officer, client_of):
    building = make_building(
        floor_area=54820,
        built_on=PartialDate.of_fiscal_year(1981),
        statements={"floor_area": {"certainty": "verified", "source": "建物台帳"}},
    )

    page = client_of(officer).get(reverse("building-edit", args=[building.pk])).content.decode()

    assert 'name="floor_area" value="548.20"' in page
    assert 'name="built_on" value="昭和56年度"' in page
    assert 'name="floor_area_source" value="建物台帳"' in page


def test_a_building_is_changed(officer, client_of):
    building = make_building()

    response = client_of(officer).post(
        reverse("building-edit", args=[building.pk]), {**FILLED_IN, "retired_on": "令和8年11月"}
    )

    building.refresh_from_db()
    assert response.headers["Location"] == reverse("centre", args=[building.centre_id])
    assert told(response) == ["建物「別館」の内容を保存しました。"]
    assert (building.name, building.retired_on) == ("別館", PartialDate.of_month(2026, 11))


def test_a_refused_change_changes_nothing(officer, client_of):
    building = make_building()

    response = client_of(officer).post(
        reverse("building-edit", args=[building.pk]), {**FILLED_IN, "floor_area": "0"}
    )

    building.refresh_from_db()
    assert errors(response) == {"floor_area": ["延床面積は0より大きい数字を入力してください。"]}
    assert (building.name, building.floor_area, building.history.count()) == ("本館", None, 1)


def test_a_storey_below_zero_and_an_area_beyond_every_building_are_refused(officer, client_of):
    wrong = {**FILLED_IN, "floors_below": "-1", "floor_area": "99999999999"}

    response = client_of(officer).post(reverse("building-new", args=[make_centre().pk]), wrong)

    assert (response.status_code, set(errors(response))) == (422, {"floors_below", "floor_area"})


@pytest.mark.parametrize("role", ["監査委員事務局", "システム管理者", "センター職員", "地域団体"])
def test_who_does_not_keep_the_register_may_not_enter_or_change_a_building(person, client_of, role):
    building = make_building()
    client = client_of(person("somebody", role))

    for page in (
        reverse("building-new", args=[building.centre_id]),
        reverse("building-edit", args=[building.pk]),
    ):
        assert (client.get(page).status_code, client.post(page, FILLED_IN).status_code) == (403, 403)
    assert Building.objects.count() == 1


def test_who_is_not_signed_in_is_led_to_the_sign_in(client):
    page = reverse("building-new", args=[make_centre().pk])

    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


def test_a_building_or_centre_that_is_not_there_is_not_found(officer, client_of):
    client = client_of(officer)

    assert client.get(reverse("building-new", args=[999])).status_code == 404
    assert client.get(reverse("building-edit", args=[999])).status_code == 404


@pytest.mark.parametrize("others", [0, 2])
def test_the_form_costs_the_same_however_many_buildings_there_are(
    officer, client_of, django_assert_num_queries, others
):
    building = make_building()
    for number in range(others):
        make_building(f"棟{number}", centre=building.centre)
    client = client_of(officer)

    with django_assert_num_queries(4):
        client.get(reverse("building-new", args=[building.centre_id]))
    with django_assert_num_queries(5):
        client.get(reverse("building-edit", args=[building.pk]))
