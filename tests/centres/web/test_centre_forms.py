from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from centres.actions import let_succeed, state_sources
from centres.models import Centre, Succession
from common.certainty import Certainty
from common.partial_dates import PartialDate
from tests.answers import errors
from tests.factories.centres import make_centre, make_district, make_post
from tests.pages import words_of

NEW = "/centres/new/"

pytestmark = pytest.mark.django_db


def _edit(centre: Centre) -> str:
    return f"/centres/{centre.pk}/edit/"


FACTS = {"name": "遠石市民センター", "code": "352152-1"}


def test_an_officer_registers_a_centre_with_all_its_facts(officer, client_of):
    district, post = make_district("遠石"), make_post()
    hub = make_centre("拠点施設")

    response = client_of(officer).post(
        NEW,
        {
            **FACTS,
            "kana": "といししみんせんたー",
            "nickname": "万葉プラザ",
            "kind": "civic_centre",
            "district": district.pk,
            "is_hub": "on",
            "postal_code": "７４５０８４１",
            "address": "若草町6-33",
            "phone": "０８３４−２２−０４４２",
            "latitude": "34.05512345",
            "longitude": "131.80612345",
            "opens_at": "８：３０",
            "closes_at": "22:00",
            "closed_days": "12月29日から1月3日まで",
            "planned_on": "平成30年度",
            "works_began_on": "2020",
            "opened_on": "令和3年2月",
            "abolished_on": "",
            "successors": [hub.pk],
            "ordinance": "見本条例",
            "post_in_charge": post.pk,
            "internal_notes": "見本のメモ",
            "opened_on_certainty": "second_hand",
            "opened_on_source": "地元紙",
        },
    )

    centre = Centre.objects.get(code="352152-1")
    assert (response.status_code, response.headers["Location"]) == (302, reverse("centre", args=[centre.pk]))
    assert (centre.name, centre.kana, centre.nickname, centre.kind) == (
        "遠石市民センター",
        "といししみんせんたー",
        "万葉プラザ",
        "civic_centre",
    )
    assert (centre.district, centre.post_in_charge, centre.is_hub) == (district, post, True)
    assert (centre.postal_code, centre.phone) == ("745-0841", "0834-22-0442")
    assert (str(centre.latitude), str(centre.longitude)) == ("34.05512345", "131.80612345")
    assert (f"{centre.opens_at:%H:%M}", f"{centre.closes_at:%H:%M}") == ("08:30", "22:00")
    assert (centre.planned_on, centre.works_began_on, centre.opened_on, centre.abolished_on) == (
        PartialDate.of_fiscal_year(2018),
        PartialDate.of_year(2020),
        PartialDate.of_month(2021, 2),
        None,
    )
    assert (centre.closed_days, centre.ordinance, centre.internal_notes) == (
        "12月29日から1月3日まで",
        "見本条例",
        "見本のメモ",
    )
    assert list(centre.successors.all()) == [hub]
    assert list(centre.stated_facts.values_list("field", "certainty", "source")) == [
        ("opened_on", "second_hand", "地元紙")
    ]


def test_after_registering_the_page_says_what_was_done(officer, client_of):
    response = client_of(officer).post(NEW, FACTS, follow=True)

    assert "遠石市民センターを登録しました" in words_of(response)


def test_name_and_code_are_all_that_is_needed(officer, client_of):
    client_of(officer).post(NEW, FACTS)

    centre = Centre.objects.get()
    assert (centre.name, centre.code, centre.kind, centre.district) == (
        "遠石市民センター",
        "352152-1",
        "",
        None,
    )


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": ""}, "name", "名称を入力してください。"),
        ({"code": " "}, "code", "施設コードを入力してください。"),
        ({"code": "taken"}, "code", "この施設コードは、ほかの施設で使われています。"),
        ({"postal_code": "745"}, "postal_code", "郵便番号は「745-0841」の形で入力してください。"),
        ({"phone": "なし"}, "phone", "電話番号は「0834-22-0442」の形で入力してください。"),
        (
            {"latitude": "350"},
            "latitude",
            "緯度は20から46までの数を、小数点以下8けたまでで入力してください。",
        ),
        (
            {"latitude": "19.9"},
            "latitude",
            "緯度は20から46までの数を、小数点以下8けたまでで入力してください。",
        ),
        (
            {"longitude": "東経"},
            "longitude",
            "経度は122から154までの数を、小数点以下8けたまでで入力してください。",
        ),
        ({"opens_at": "朝"}, "opens_at", "時刻は「8:30」のように、24時間の形で入力してください。"),
        ({"closes_at": "25:00"}, "closes_at", "時刻は「8:30」のように、24時間の形で入力してください。"),
        ({"opened_on": "令和3年13月"}, "opened_on", "「令和3年13月」は読めません。月は1から12までです。"),
        ({"kind": "castle"}, "kind", "種別を選び直してください。"),
        ({"district": "999"}, "district", "地区を選び直してください。"),
        ({"post_in_charge": "abc"}, "post_in_charge", "市の担当を選び直してください。"),
        ({"successors": ["999"]}, "successors", "後を継ぐ施設を選び直してください。"),
        ({"name_certainty": "verified"}, "name_source", "名称の出典を入力してください。"),
        ({"phone_source": "施設案内"}, "phone_certainty", "電話番号の確かさを選んでください。"),
        (
            {"phone_source": "施設案内", "phone_certainty": "sure"},
            "phone_certainty",
            "電話番号の確かさを選び直してください。",
        ),
        ({"opens_at": "22:00", "closes_at": "8:30"}, "__all__", "閉館時刻は開館時刻より後にしてください。"),
        (
            {"opened_on": "令和3年", "abolished_on": "令和2年"},
            "__all__",
            "廃止日は供用開始日以後の日にしてください。",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_stored(
    officer, client_of, typed, field, sentence
):
    make_centre("別の市民センター", code="taken")

    response = client_of(officer).post(NEW, {**FACTS, **typed})

    assert response.status_code == 422
    assert errors(response) == {field: [sentence]}
    assert Centre.objects.count() == 1


def test_everything_that_is_wrong_is_told_at_once_and_what_was_typed_stays(officer, client_of):
    typed = {
        "name": "",
        "code": "352152-1",
        "phone": "なし",
        "opened_on": "むかし",
        "nickname": "万葉プラザ",
        "opens_at": "22:00",
        "closes_at": "8:30",
    }

    response = client_of(officer).post(NEW, typed)

    form = response.context["form"]
    assert sorted(errors(response)) == ["__all__", "name", "opened_on", "phone"]
    assert "エラー：施設を登録する|拠点" in words_of(response)
    assert "4か所、直してください" in words_of(response)
    assert (form["nickname"].value(), form["opened_on"].value()) == ("万葉プラザ", "むかし")


def test_a_character_that_no_database_keeps_is_refused(officer, client_of):
    response = client_of(officer).post(NEW, {**FACTS, "name": "\x00遠石"})

    assert (response.status_code, list(errors(response))) == (422, ["name"])


def test_a_form_sent_empty_is_refused(officer, client_of):
    response = client_of(officer).post(NEW, {})

    assert (response.status_code, list(errors(response))) == (422, ["name", "code"])


def test_the_form_of_a_centre_begins_with_what_is_known(officer, client_of):
    hub = make_centre("拠点施設")
    centre = make_centre(opened_on=PartialDate.of_month(1981, 3), opens_at="08:30")
    centre.refresh_from_db()
    let_succeed(centre, hub)
    state_sources(centre, {"name": {"source": "条例", "certainty": Certainty.VERIFIED}})

    form = client_of(officer).get(_edit(centre)).context["form"]

    shown = {
        name: form[name].value()
        for name in ("name", "opened_on", "opens_at", "successors", "name_certainty", "name_source")
    }
    assert shown == {
        "name": "見本市民センター",
        "opened_on": "昭和56年3月",
        "opens_at": "8:30",
        "successors": [hub.pk],
        "name_certainty": "verified",
        "name_source": "条例",
    }


def test_a_form_sent_back_as_it_came_changes_nothing(officer, client_of):
    centre = make_centre(opened_on=PartialDate.of_month(1981, 3), opens_at="08:30", closes_at="22:00")
    centre.refresh_from_db()
    let_succeed(centre, make_centre("拠点施設"), on=PartialDate.of_year(2026))
    state_sources(centre, {"name": {"source": "条例", "certainty": Certainty.VERIFIED, "note": "1頁"}})
    client = client_of(officer)
    form = client.get(_edit(centre)).context["form"]
    before = Centre.objects.filter(pk=centre.pk).values().get()

    response = client.post(_edit(centre), {name: form[name].value() or "" for name in form.fields})

    assert response.status_code == 302
    assert Centre.objects.filter(pk=centre.pk).values().get() == before
    assert [fact.note for fact in centre.stated_facts.all()] == ["1頁"]
    assert [s.taken_over_on for s in Succession.objects.all()] == [PartialDate.of_year(2026)]


def test_facts_successors_and_sources_are_changed_and_taken_back(officer, client_of):
    centre, hub = (
        make_centre(nickname="もとの通称", opened_on=PartialDate.of_year(1981)),
        make_centre("拠点施設"),
    )
    let_succeed(centre, hub)
    state_sources(centre, {"opened_on": {"source": "条例", "certainty": Certainty.VERIFIED}})

    client_of(officer).post(_edit(centre), {"name": "新しい名称", "code": centre.code})

    centre.refresh_from_db()
    assert (centre.name, centre.nickname, centre.opened_on) == ("新しい名称", "", None)
    assert (centre.successors.count(), centre.stated_facts.count()) == (0, 0)


def test_the_history_says_that_it_was_changed_on_the_page_and_by_whom(officer, client_of):
    centre = make_centre()

    client_of(officer).post(_edit(centre), {"name": "新しい名称", "code": centre.code})

    latest = centre.history.first()
    assert (latest.name, latest.door, latest.history_user) == ("新しい名称", "web", officer)


@pytest.mark.parametrize("role", ["auditor", "administrator", "group_member"])
def test_who_may_not_keep_the_register_gets_the_designed_refusal(request, client_of, role):
    centre = make_centre()
    client = client_of(request.getfixturevalue(role))

    answers = [
        client.get(NEW),
        client.post(NEW, FACTS),
        client.get(_edit(centre)),
        client.post(_edit(centre), FACTS),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert "このページは見られません" in words_of(answers[0])
    assert list(Centre.objects.values_list("name", flat=True)) == ["見本市民センター"]


def test_somebody_not_signed_in_is_sent_to_sign_in(client):
    assert client.get(NEW).headers["Location"] == f"/accounts/login/?next={NEW}"


def test_a_centre_that_is_not_there_is_not_found(officer, client_of):
    assert client_of(officer).get("/centres/999/edit/").status_code == 404


def test_somebody_of_another_centre_does_not_find_it(centre_worker, client_of, roles):
    mine, other = make_centre(), make_centre("別の市民センター")
    Group.objects.get(name="センター職員").permissions.add(Permission.objects.get(codename="change_centre"))
    client = client_of(centre_worker(mine))

    assert [client.get(_edit(mine)).status_code, client.get(_edit(other)).status_code] == [200, 404]
    assert client.post(_edit(other), FACTS).status_code == 404
    assert [value for value, _ in client.get(_edit(mine)).context["form"].fields["successors"].choices] == []


def test_the_form_costs_the_same_whatever_there_is_to_choose_from(
    officer, client_of, django_assert_num_queries
):
    centre = make_centre()
    client = client_of(officer)

    for _ in range(2):
        with django_assert_num_queries(8):
            client.get(_edit(centre))
        with django_assert_num_queries(6):
            client.get(NEW)
        for number in range(2):
            other = make_centre(f"市民センター{number}", district=make_district(), post_in_charge=make_post())
            let_succeed(centre, other)
            state_sources(centre, {"name": {"source": "条例", "certainty": Certainty.VERIFIED}})
