from __future__ import annotations

from datetime import date

import pytest
import time_machine

from designated_managers.models import Bundle, Designation
from tests.answers import errors
from tests.factories.centres import make_centre
from tests.factories.designated_managers import bundle_of, make_designation
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db

NAME = "令和6年度 西部一括"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


def _make_bundle() -> Bundle:
    west, _ = (
        make_designation(centre=make_centre(place), bundle_name=NAME, bill_number="議案第101号")
        for place in ("西市民センター", "南市民センター")
    )
    return bundle_of(west)


def test_the_page_tells_what_is_decided_and_for_which_centres(officer, client_of):
    bundle = _make_bundle()

    response = client_of(officer).get(f"/bundles/{bundle.pk}/")

    told = {fact.label: (fact.day, fact.remark) for fact in response.context["facts"]}
    assert told == {
        "選定委員会の日": (None, ""),
        "候補者の決定日": (None, ""),
        "議案の提出日": (None, "議案第101号"),
        "議決日": (date(2023, 12, 15), "可決"),
        "告示日": (date(2023, 12, 20), ""),
        "基本協定の締結日": (None, ""),
    }
    assert {"西市民センター", "南市民センター"} <= set(links_of(response))


def test_the_page_of_a_designation_leads_to_its_bundle(officer, client_of):
    bundle = _make_bundle()
    designation = Designation.objects.earliest("pk")

    response = client_of(officer).get(f"/designations/{designation.pk}/")

    assert links_of(response)["令和6年度西部一括"] == f"/bundles/{bundle.pk}/"


def test_a_bundle_is_opened_before_its_designations(officer, client_of):
    response = client_of(officer).post("/bundles/new/", {"name": NAME, "selection_kind": "open"}, follow=True)

    bundle = Bundle.objects.get()
    assert (bundle.name, bundle.get_selection_kind_display()) == (NAME, "公募")
    assert "指定を登録するときに、この名称を入れてください。" in words_of(response)
    assert "指定はまだありません" in words_of(response)


def test_what_is_changed_on_the_page_stands_in_every_designation(officer, client_of):
    bundle = _make_bundle()
    client = client_of(officer)
    seen = client.get(f"/bundles/{bundle.pk}/edit/").context["form"]["version"].value()

    response = client.post(
        f"/bundles/{bundle.pk}/edit/",
        {
            "version": seen,
            "name": NAME,
            "voted_on": "2023-12-15",
            "vote_result": "passed",
            "announced_on": "2023-12-20",
            "agreed_on": "2024-03-20",
        },
    )

    assert response.headers["Location"] == f"/bundles/{bundle.pk}/"
    assert {row.agreed_on for row in Designation.objects.all()} == {date(2024, 3, 20)}
    assert {row.history.first().history_user for row in Designation.objects.all()} == {officer}


def test_what_a_designation_cannot_bear_is_told_with_its_centre_and_nothing_is_changed(officer, client_of):
    bundle = _make_bundle()

    response = client_of(officer).post(
        f"/bundles/{bundle.pk}/edit/", {"name": NAME, "voted_on": "2023-12-15", "vote_result": "rejected"}
    )

    sentence = "議案が可決されていないので、指定日は入力できません（地方自治法 第244条の2第6項）。"
    assert response.status_code == 422
    assert errors(response) == {
        "__all__": [f"西市民センター：{sentence}", f"南市民センター：{sentence}"],
    }
    assert Bundle.objects.get().vote_result == "passed"


def test_the_form_of_a_designation_leaves_what_is_decided_together_to_the_bundle(officer, client_of):
    bundle = _make_bundle()
    designation = Designation.objects.earliest("pk")

    response = client_of(officer).get(f"/designations/{designation.pk}/edit/")

    fields = set(response.context["form"].fields)
    assert fields & {"voted_on", "vote_result", "bill_number", "agreed_on", "voted_on_source"} == set()
    assert fields >= {"designated_on", "instrument_number", "bundle_name"}
    assert links_of(response)["「令和6年度西部一括」のページ"] == f"/bundles/{bundle.pk}/edit/"


def test_a_designation_in_force_without_an_agreement_is_pointed_out(officer, client_of):
    lacking = make_designation()
    make_designation(agreed_on=date(2024, 3, 20))
    client = client_of(officer)

    page = words_of(client.get(f"/designations/{lacking.pk}/"))
    lines = client.get("/designations/").context["listing"].page.object_list

    assert "基本協定が、まだ結ばれていません" in page
    assert [line.lacks_agreement for line in lines] == [line.pk == lacking.pk for line in lines]
