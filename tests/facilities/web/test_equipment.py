from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from common.partial_dates import PartialDate
from facilities.models import Equipment
from tests.answers import errors, told
from tests.factories.accounts import make_group
from tests.factories.facilities import make_building, make_equipment

pytestmark = pytest.mark.django_db

FILLED_IN = {
    "name": "エレベーター1号機",
    "category": "lift",
    "maker": "見本昇降機",
    "serial": "A-1",
    "installed_on": "平成7年度",
    "removed_on": "",
    "notes": "",
}


def test_equipment_is_entered_and_the_page_of_its_centre_says_so(officer, client_of):
    building = make_building()

    response = client_of(officer).post(reverse("equipment-new", args=[building.pk]), FILLED_IN)

    lift = Equipment.objects.get()
    assert response.headers["Location"] == reverse("centre", args=[building.centre_id])
    assert told(response) == ["本館の設備「エレベーター1号機」を登録しました。"]
    assert (lift.building, lift.installed_on) == (building, PartialDate.of_fiscal_year(1995))
    assert list(lift.history.values_list("door", "history_user")) == [("web", officer.pk)]


def test_everything_that_is_wrong_is_told_at_once(officer, client_of):
    building = make_building()
    wrong = {**FILLED_IN, "name": "", "category": "", "removed_on": "平成6年"}

    response = client_of(officer).post(reverse("equipment-new", args=[building.pk]), wrong)

    assert (response.status_code, errors(response)) == (
        422,
        {
            "name": ["設備名を入力してください。"],
            "category": ["区分を選んでください。"],
            "__all__": ["撤去年月は設置年月以後の日にしてください。"],
        },
    )
    assert Equipment.objects.count() == 0


def test_equipment_of_the_same_name_is_refused_with_a_sentence(officer, client_of):
    lift = make_equipment("エレベーター1号機")

    response = client_of(officer).post(reverse("equipment-new", args=[lift.building_id]), FILLED_IN)

    assert (response.status_code, errors(response)) == (
        422,
        {"__all__": ["この建物には同じ名前の設備がすでにあります。"]},
    )


def test_equipment_is_changed(officer, client_of):
    lift = make_equipment()

    response = client_of(officer).post(
        reverse("equipment-edit", args=[lift.pk]), {**FILLED_IN, "removed_on": "令和8年11月20日"}
    )

    lift.refresh_from_db()
    assert response.headers["Location"] == reverse("centre", args=[lift.building.centre_id])
    assert told(response) == ["設備「エレベーター1号機」の内容を保存しました。"]
    assert lift.removed_on == PartialDate.of_day(date(2026, 11, 20))


def test_the_end_of_the_warranty_is_kept_and_refused_before_the_installation(officer, client_of):
    lift = make_equipment()
    page = reverse("equipment-edit", args=[lift.pk])
    client = client_of(officer)

    refused = client.post(page, {**FILLED_IN, **_warranty("7", "3", "31")})
    kept = client.post(page, {**FILLED_IN, **_warranty("7", "4", "1")})

    lift.refresh_from_db()
    assert (refused.status_code, errors(refused)) == (
        422,
        {"warranty_until": ["保証期間の末日は設置年月以後の日にしてください。"]},
    )
    assert (kept.status_code, lift.warranty_until) == (302, date(1995, 4, 1))


def _warranty(year: str, month: str, day: str) -> dict[str, str]:
    """The boxes of the day, typed as a whole in the first."""
    return {
        "warranty_until_era": "令和",
        "warranty_until_year": f"平成{year}年{month}月{day}日",
        "warranty_until_month": "",
        "warranty_until_day": "",
    }


@pytest.mark.parametrize("role", ["市民センター担当", "監査委員事務局"])
def test_its_page_tells_everything_of_a_piece(person, client_of, role):
    lift = make_equipment(
        "1号機",
        serial="A-1",
        installed_on=PartialDate.of_fiscal_year(2011),
        expected_life_years=17,
        warranty_until=date(2026, 12, 20),
        notes="部品の在庫なし",
    )
    client = client_of(person("somebody", role))

    page = client.get(reverse("equipment", args=[lift.pk])).content.decode()

    for said in ("1号機", "A-1", "平成23年度", "17年", "令和10年度まで", "令和8年12月20日", "部品の在庫なし"):
        assert said in page, said
    may_change = role == "市民センター担当"
    assert (reverse("equipment-edit", args=[lift.pk]) in page) is may_change


def test_a_group_reads_the_page_of_its_equipment_without_warranty_and_notes(roles, client_of):
    lift = make_equipment(warranty_until=date(2026, 12, 20), notes="内部だけ")
    group = make_group(lift.building.centre)

    page = client_of(group).get(reverse("equipment", args=[lift.pk])).content.decode()

    assert "エレベーター" in page
    for hidden in ("保証", "12月20日", "内部だけ"):
        assert hidden not in page, hidden


def test_the_page_of_a_piece_of_another_centre_is_not_found(centre_worker, client_of):
    client = client_of(centre_worker(make_building().centre))

    assert client.get(reverse("equipment", args=[make_equipment().pk])).status_code == 404


@pytest.mark.parametrize("role", ["監査委員事務局", "センター職員", "地域団体"])
def test_who_does_not_keep_the_register_may_not_enter_or_change_equipment(person, client_of, role):
    lift = make_equipment()
    client = client_of(person("somebody", role))

    for page in (
        reverse("equipment-new", args=[lift.building_id]),
        reverse("equipment-edit", args=[lift.pk]),
    ):
        assert (client.get(page).status_code, client.post(page, FILLED_IN).status_code) == (403, 403)
    assert Equipment.objects.count() == 1


@pytest.mark.parametrize(("url_name", "codename"), [("equipment-new", "add"), ("equipment-edit", "change")])
def test_somebody_of_another_centre_does_not_find_it_even_with_the_permission(
    centre_worker, client_of, url_name, codename
):
    lift = make_equipment()
    worker = centre_worker(make_building().centre)
    worker.groups.get().permissions.add(Permission.objects.get(codename=f"{codename}_equipment"))
    pk = lift.building_id if codename == "add" else lift.pk

    response = client_of(worker).post(reverse(url_name, args=[pk]), FILLED_IN)

    assert response.status_code == 404
    assert list(Equipment.objects.values_list("name", flat=True)) == ["エレベーター"]


def test_who_is_not_signed_in_is_led_to_the_sign_in(client):
    page = reverse("equipment-edit", args=[make_equipment().pk])

    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("others", [0, 2])
def test_the_form_costs_the_same_however_much_equipment_there_is(
    officer, client_of, django_assert_num_queries, others
):
    lift = make_equipment()
    for number in range(others):
        make_equipment(f"{number}号機", building=lift.building)
    client = client_of(officer)

    with django_assert_num_queries(4):
        client.get(reverse("equipment-new", args=[lift.building_id]))
    with django_assert_num_queries(4):
        client.get(reverse("equipment-edit", args=[lift.pk]))
