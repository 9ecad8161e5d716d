"""The pages of the catalogue of inspections: everybody reads it, some keep the city's own types."""

from __future__ import annotations

import pytest
from django.urls import reverse

from common.certainty import Certainty
from common.db.catalogue_rows import city_row_in_front_of
from maintenance.models import InspectionType
from tests.answers import errors, told
from tests.factories.local_types import make_local_type
from tests.factories.maintenance import make_lift_type, make_type
from tests.pages import filled_in, links_of, words_of

pytestmark = pytest.mark.django_db

LIST = "/inspection-types/"

ENTERED = {
    "name": "植栽のせん定",
    "law": "管理仕様書",
    "subject": "building",
    "counting": "fiscal_year",
    "cycle_months": "12",
    "reason": "落ち葉の苦情が続いたため",
}


def _names(client, asked=""):
    page = client.get(f"{LIST}?{asked}").context["listing"].page
    return [(line.code, line.origin) for line in page.object_list]


def test_the_list_says_whose_each_type_is_and_what_is_to_be_checked(client_of, officer):
    make_type()
    shipped = make_lift_type(certainty=Certainty.SECOND_HAND)
    city_row_in_front_of(shipped, reason="条例", cycle_months=6).save()
    make_local_type()
    client = client_of(officer)

    assert _names(client) == [("BLD-3", "標準を市が変更"), ("C-CLEAN", "市独自"), ("FIR-1", "標準")]
    assert _names(client, "whose=own") == [("C-CLEAN", "市独自")]
    assert _names(client, "whose=changed") == [("BLD-3", "標準を市が変更")]
    assert _names(client, "whose=shipped") == [("FIR-1", "標準")]
    assert _names(client, "unsure=on") == [("BLD-3", "標準を市が変更")]
    assert _names(client, "footing=local") == [("C-CLEAN", "市独自")]
    assert _names(client, "subject=equipment") == [("BLD-3", "標準を市が変更")]
    assert _names(client, "q=消防法 機器") == [("FIR-1", "標準")]


def test_what_is_no_longer_used_is_shown_when_asked_for(client_of, officer):
    make_type(retired_on="2026-11-23")
    client = client_of(officer)

    assert (_names(client), _names(client, "retired=on")) == ([], [("FIR-1", "標準")])


def test_the_page_of_a_type_says_what_the_catalogue_says(client_of, officer):
    make_type(
        counting="fiscal_year",
        cycle_months=6,
        first_from="certified_on",
        first_months=72,
        report_to="消防署長",
        report_months=36,
        keep_years=3,
        source="法令の条文",
        certainty=Certainty.SECOND_HAND,
    )

    words = words_of(client_of(officer).get(f"{LIST}FIR-1/"))

    for said in (
        "消防法第17条の3の3",
        "毎年度2回",
        "検査済証の交付日から6年",
        "消防署長",
        "3年に1回",
        "要確認",
        "確かさ二次資料",
        "出典法令の条文",
    ):
        assert said in words


def test_a_group_reads_the_law_and_not_how_sure_the_city_is(client_of, group_member):
    make_type(source="内部の出典", certainty=Certainty.SECOND_HAND)
    client = client_of(group_member)

    for page in (LIST, f"{LIST}FIR-1/"):
        words = words_of(client.get(page))
        assert "消防法第17条の3の3" in words
        assert [word for word in ("要確認", "内部の出典", "標準") if word in words] == []
    assert _names(client, "unsure=on&whose=own") == [("FIR-1", "標準")]


def test_a_chief_adds_a_type_of_the_citys_own(client_of, chief):
    response = client_of(chief).post(f"{LIST}new/", ENTERED)

    kind = InspectionType.objects.get()
    assert response.url == f"{LIST}C-1/"
    assert told(response) == ["市独自の点検「植栽のせん定」を登録しました。"]
    assert (kind.code, kind.name, kind.cycle_months, kind.changed_reason) == (
        "C-1",
        "植栽のせん定",
        12,
        "落ち葉の苦情が続いたため",
    )
    assert kind.history.get().history_user == chief


def test_what_does_not_go_together_is_told_at_its_field_with_everything_typed_kept(client_of, chief):
    response = client_of(chief).post(
        f"{LIST}new/", {**ENTERED, "subject": "equipment", "cycle_months": "", "code": "清掃"}
    )

    assert response.status_code == 422
    assert set(errors(response)) == {"code", "equipment_categories", "cycle_months"}
    assert filled_in(response)["name"] == ["植栽のせん定"]


def test_a_type_is_changed_under_its_code_by_whoever_saw_its_latest_state(client_of, chief):
    make_local_type()
    client = client_of(chief)
    sent = {**filled_in(client.get(f"{LIST}C-CLEAN/edit/")), "name": "日常清掃（週2回）"}

    response = client.post(f"{LIST}C-CLEAN/edit/", sent)
    again = client.post(f"{LIST}C-CLEAN/edit/", sent)

    assert response.url == f"{LIST}C-CLEAN/"
    assert InspectionType.objects.get().name == "日常清掃（週2回）"
    assert again.status_code == 409


def test_a_type_is_taken_out_of_use_and_used_again(client_of, chief):
    make_local_type()
    client = client_of(chief)
    page = f"{LIST}C-CLEAN/retire/"

    empty = client.post(page, {**filled_in(client.get(page)), "reason": ""})
    client.post(page, {**filled_in(client.get(page)), "reason": "直営をやめたため"})
    retired = words_of(client.get(f"{LIST}C-CLEAN/"))
    client.post(page, {**filled_in(client.get(page)), "reason": "また行うため"})

    assert (empty.status_code, list(errors(empty))) == (422, ["reason"])
    assert "令和8年11月23日から使っていません" in retired
    assert "使っていません" not in words_of(client.get(f"{LIST}C-CLEAN/"))
    assert InspectionType.objects.get().retired_on is None


def test_what_is_shipped_has_no_form_here(client_of, chief):
    make_type()
    client = client_of(chief)

    assert [client.get(f"{LIST}FIR-1/{act}/").status_code for act in ("edit", "retire")] == [404, 404]
    assert links_of(client.get(f"{LIST}FIR-1/")).get("編集する") is None


def test_an_officer_reads_and_changes_nothing(client_of, officer):
    make_local_type()
    client = client_of(officer)

    assert client.get(reverse("inspection-type", args=["C-CLEAN"])).status_code == 200
    assert client.get(f"{LIST}none/").status_code == 404
    for act in ("new/", "C-CLEAN/edit/", "C-CLEAN/retire/"):
        assert client.post(f"{LIST}{act}", ENTERED).status_code == 403
