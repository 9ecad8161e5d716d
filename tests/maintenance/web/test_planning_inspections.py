from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from common.partial_dates import PartialDate
from maintenance.choices import FirstFrom
from maintenance.models import DueInspection
from tests.answers import errors, told
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_lift_type, make_type

pytestmark = pytest.mark.django_db


def _planned(centre, **changes):
    building = centre.buildings.get()
    return {
        "type_code": "FIR-1",
        "target": f"building-{building.pk}",
        "basis": "last",
        "last_done_on_era": "令和",
        "last_done_on_year": "8",
        "last_done_on_month": "5",
        "last_done_on_day": "20",
        **changes,
    }


NO_LAST_DAY = {"last_done_on_year": "", "last_done_on_month": "", "last_done_on_day": ""}
A_DUE_DAY = {"due_on_year": "9", "due_on_month": "4", "due_on_day": "1"}


@pytest.fixture
def centre():
    make_type()
    return make_building().centre


def _plan_page(centre):
    return reverse("inspection-plan", args=[centre.pk])


@pytest.mark.parametrize(
    ("answer", "due_on", "sentence"),
    [
        ({}, date(2026, 11, 20), "点検を登録しました。期限の11月20日（金）を、もう過ぎています。"),
        ({"last_done_on_day": "31"}, date(2026, 11, 30), "点検を登録しました。期限は11月30日（月）です。"),
        (
            {"basis": "day", **NO_LAST_DAY, **A_DUE_DAY},
            date(2027, 4, 1),
            "点検を登録しました。期限は令和9年4月1日（木）です。",
        ),
        (
            {"basis": "unknown", **NO_LAST_DAY},
            None,
            "点検を登録しました。期限が分からないので、「期日不明・要確認」として要対応に出ます。",
        ),
    ],
)
def test_an_inspection_is_put_under_watch(officer, client_of, centre, answer, due_on, sentence):
    response = client_of(officer).post(_plan_page(centre), _planned(centre, **answer))

    turn = DueInspection.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, reverse("centre", args=[centre.pk]))
    assert (turn.building.centre, turn.type_code, turn.due_on) == (centre, "FIR-1", due_on)
    assert told(response) == [sentence]
    assert list(turn.history.values_list("door", "history_user")) == [("web", officer.pk)]


def test_an_inspection_of_a_lift_is_put_under_watch(officer, client_of, centre):
    make_lift_type()
    lift = make_equipment(building=centre.buildings.get())

    client_of(officer).post(
        _plan_page(centre),
        _planned(centre, type_code="BLD-3", target=f"equipment-{lift.pk}", basis="unknown", **NO_LAST_DAY),
    )

    assert DueInspection.objects.get().equipment == lift


def test_everything_that_is_missing_is_told_at_once(officer, client_of, centre):
    response = client_of(officer).post(_plan_page(centre), {})

    assert (response.status_code, errors(response)) == (
        422,
        {
            "type_code": ["点検の種類を選んでください。"],
            "target": ["対象を選んでください。"],
            "basis": ["期限の決め方を選んでください。"],
        },
    )
    assert "3か所、入力が足りません" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (NO_LAST_DAY, {"last_done_on": ["前回の点検日を入力してください。"]}),
        (
            {"basis": "day"},
            {
                "last_done_on": ["「期限の日を入れる」を選んだときは、前回の点検日を空にしてください。"],
                "due_on": ["期限の日を入力してください。"],
            },
        ),
        (
            {"basis": "unknown", **A_DUE_DAY, **NO_LAST_DAY},
            {"due_on": ["「分からない」を選んだときは、期限の日を空にしてください。"]},
        ),
        (
            {"last_done_on_month": "11", "last_done_on_day": "24"},
            {"last_done_on": ["前回の点検日は、きょうまでの日にしてください。"]},
        ),
        ({"last_done_on_day": ""}, {"last_done_on": ["前回の点検日の日を入力してください。"]}),
    ],
)
def test_exactly_the_day_asked_for_is_given(officer, client_of, centre, answer, refused):
    response = client_of(officer).post(_plan_page(centre), _planned(centre, **answer))

    assert (response.status_code, errors(response)) == (422, refused)
    assert DueInspection.objects.count() == 0


def test_the_last_turn_was_not_before_the_building(officer, client_of):
    make_type()
    centre = make_building(built_on=PartialDate.of_month(2026, 6)).centre

    response = client_of(officer).post(_plan_page(centre), _planned(centre))

    assert errors(response) == {
        "last_done_on": ["前回の点検日は、建物や設備ができた日（令和8年6月）以後の日にしてください。"]
    }


def test_type_and_target_go_together(officer, client_of, centre):
    make_lift_type()
    lift = make_equipment(building=centre.buildings.get())
    client = client_of(officer)

    of_lift = client.post(_plan_page(centre), _planned(centre, type_code="BLD-3"))
    of_building = client.post(_plan_page(centre), _planned(centre, target=f"equipment-{lift.pk}"))

    assert errors(of_lift) == {"target": ["「昇降機の点検」は設備ごとの点検です。設備を選んでください。"]}
    assert errors(of_building) == {
        "target": ["「消防用設備等 機器点検」は建物全体の点検です。設備ではなく建物を選んでください。"]
    }


def test_the_same_inspection_is_not_put_under_watch_twice(officer, client_of, centre):
    client = client_of(officer)
    client.post(_plan_page(centre), _planned(centre))

    response = client.post(_plan_page(centre), _planned(centre))

    assert (response.status_code, errors(response)) == (
        422,
        {"__all__": ["この建物には、同じ種類のまだ済んでいない点検があります。"]},
    )
    assert DueInspection.objects.count() == 1


def test_a_building_of_another_centre_cannot_be_chosen(officer, client_of, centre):
    elsewhere = make_building("よその本館")

    response = client_of(officer).post(
        _plan_page(centre), _planned(centre, target=f"building-{elsewhere.pk}")
    )

    assert errors(response) == {"target": ["対象を選び直してください。"]}


def test_a_centre_without_a_building_is_told_to_have_one_entered_first(officer, centre_worker, client_of):
    centre = make_centre()

    to_officer = client_of(officer).get(_plan_page(centre)).content.decode()
    to_worker = client_of(centre_worker(centre)).get(_plan_page(centre)).content.decode()

    building_page = reverse("building-new", args=[centre.pk])
    assert (building_page in to_officer, building_page in to_worker) == (True, False)
    assert "市の担当に、建物の登録を頼んでください。" in to_worker


def test_somebody_of_one_centre_plans_there_and_nowhere_else(centre_worker, client_of, centre):
    elsewhere = make_building().centre
    client = client_of(centre_worker(centre))

    here = client.post(_plan_page(centre), _planned(centre))
    there = client.post(_plan_page(elsewhere), _planned(elsewhere))

    assert (here.status_code, there.status_code) == (302, 404)
    assert [turn.building.centre for turn in DueInspection.objects.all()] == [centre]


@pytest.mark.parametrize("role", ["監査委員事務局", "システム管理者", "地域団体"])
def test_who_does_not_inspect_may_not_plan(person, client_of, centre, role):
    client = client_of(person("somebody", role))

    assert client.get(_plan_page(centre)).status_code == 403
    assert client.post(_plan_page(centre), _planned(centre)).status_code == 403
    assert DueInspection.objects.count() == 0


@pytest.mark.parametrize("buildings", [1, 3])
def test_the_form_costs_the_same_however_many_buildings_there_are(
    officer, client_of, django_assert_num_queries, centre, buildings
):
    for number in range(1, buildings):
        make_equipment(building=make_building(f"棟{number}", centre=centre))
    client = client_of(officer)

    with django_assert_num_queries(7):
        client.get(_plan_page(centre))


def test_what_was_never_inspected_counts_from_the_certificate_of_inspection(officer, client_of):
    make_type(first_from=FirstFrom.CERTIFIED, first_months=72)
    centre = make_building(certified_on=PartialDate.of_day(date(2024, 8, 31))).centre

    client_of(officer).post(_plan_page(centre), _planned(centre, basis="first", **NO_LAST_DAY))

    turn = DueInspection.objects.get()
    assert (turn.due_on, turn.counted_from, turn.counted_months) == (date(2030, 8, 31), date(2024, 8, 31), 72)
