from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from common.partial_dates import PartialDate
from maintenance.actions import record_inspection
from maintenance.models import DueInspection
from tests.answers import errors, told
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_done_turn, make_turn, make_type
from tests.maintenance.web.inspections import FOUND, LIST, TODAY, record_page
from tests.pages import words_of

pytestmark = pytest.mark.django_db


def test_the_page_says_when_the_turn_is_due_and_under_which_article(officer, client_of):
    turn = make_turn(make_building(centre=make_centre("三丘市民センター")))

    response = client_of(officer).get(record_page(turn))

    page = response.content.decode()
    assert '<time datetime="2026-11-30">令和8年11月30日（月）</time>' in page
    assert '<span class="chip">消防法 第17条の3の3</span>' in page
    assert "三丘市民センターへ戻る" in page
    assert response.context["page"].state.word == "あと7日"
    assert "点検できる人：消防設備士" in page


def test_an_article_that_nobody_has_checked_is_shown_as_such(officer, client_of):
    make_type(certainty="second_hand")

    response = client_of(officer).get(record_page(make_turn()))

    assert response.context["page"].statute_unsure is True
    assert '<span class="note">要確認</span>' in response.content.decode()


def test_the_form_begins_with_today_and_with_who_did_it_last_time(officer, client_of):
    following = make_done_turn(done_by="見本設備点検").next

    form = client_of(officer).get(record_page(following)).context["form"]

    assert (form["done_on"].value(), form["done_by"].value()) == (TODAY, "見本設備点検")


def test_a_turn_is_recorded_and_the_page_of_the_centre_says_when_the_next_one_is_due(officer, client_of):
    turn = make_turn(cycle := make_building())

    response = client_of(officer).post(record_page(turn), {**FOUND, "done_on_month": "8"})

    turn.refresh_from_db()
    assert (response.status_code, response.headers["Location"]) == (
        302,
        reverse("centre", args=[cycle.centre_id]),
    )
    assert told(response) == ["点検を記録しました。次の点検は2月20日（土）です。"]
    assert (turn.done_on, turn.outcome, turn.done_by) == (date(2026, 8, 20), "good", "見本設備点検")
    assert list(turn.history.values_list("history_type", "door", "history_user")) == [
        ("~", "web", officer.pk),
        ("+", "command", None),
    ]


@pytest.mark.parametrize(
    ("year", "month", "sentence"),
    [
        ("8", "11", "点検を記録しました。次の点検は令和9年5月20日（木）です。"),
        ("8", "9", "点検を記録しました。次の点検は3月20日（土）です。"),
        ("8", "5", "点検を記録しました。次の点検も登録しました。期限の11月20日（金）を、もう過ぎています。"),
        (
            "7",
            "5",
            "点検を記録しました。次の点検も登録しました。期限の令和7年11月20日（木）を、もう過ぎています。",
        ),
    ],
)
def test_the_next_day_is_told_with_its_year_outside_this_fiscal_year_and_when_it_is_past(
    officer, client_of, year, month, sentence
):
    turn = make_turn(due_on=None)

    response = client_of(officer).post(
        record_page(turn), {**FOUND, "done_on_year": year, "done_on_month": month}
    )

    assert told(response) == [sentence]


def test_somebody_of_the_centre_records_a_turn_of_their_own_centre_only(centre_worker, client_of):
    own, other = make_turn(), make_turn()
    client = client_of(centre_worker(own.building.centre))

    here = client.post(record_page(own), FOUND)
    there = client.post(record_page(other), FOUND)

    assert (here.status_code, there.status_code) == (302, 404)
    assert list(DueInspection.objects.done()) == [own]


def test_everything_that_is_wrong_with_a_record_is_told_at_once_and_nothing_typed_is_lost(officer, client_of):
    turn = make_turn(make_building(built_on=PartialDate.of_fiscal_year(2026)))
    wrong = {**FOUND, "done_on_month": "3", "outcome": "repair", "remarks": " ", "done_by": ""}

    response = client_of(officer).post(record_page(turn), wrong)

    assert (response.status_code, errors(response)) == (
        422,
        {
            "done_on": ["点検した日は、建物や設備ができた日（令和8年度）以後の日にしてください。"],
            "remarks": [
                "気づいたことを入力するか、指摘を書いてください。「異常なし」のときだけ、書かなくてもかまいません。"
            ],
            "done_by": ["点検した人を入力してください。"],
        },
    )
    page = response.content.decode()
    assert "<title>エラー：点検を記録する | 拠点</title>" in page
    assert re.search(r'name="done_on_month"\s+value="3"', page)
    assert list(DueInspection.objects.values_list("done_on", flat=True)) == [None]


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        ({"done_on_day": "24"}, {"done_on": ["点検した日は、きょうまでの日にしてください。"]}),
        ({"done_on_day": "31"}, {"done_on": ["「令和8年11月31日」という日は暦にありません。"]}),
        ({"done_on_day": ""}, {"done_on": ["点検した日の日を入力してください。"]}),
        ({"outcome": ""}, {"outcome": ["結果を選んでください。"]}),
        ({"outcome": "splendid"}, {"outcome": ["結果を選び直してください。"]}),
        (
            {"outcome": "watch"},
            {
                "remarks": [
                    "気づいたことを入力するか、指摘を書いてください。「異常なし」のときだけ、書かなくてもかまいません。"
                ]
            },
        ),
        ({"done_by": "あ" * 121}, {"done_by": ["点検した人は120文字までです。いまは121文字あります。"]}),
    ],
)
def test_a_record_that_cannot_be_is_refused_with_a_sentence(officer, client_of, answer, refused):
    turn = make_turn()

    response = client_of(officer).post(record_page(turn), {**FOUND, **answer})

    assert (response.status_code, errors(response)) == (422, refused)
    assert DueInspection.objects.count() == 1


@pytest.mark.parametrize("day", ["22", "23"])
def test_a_record_up_to_today_is_taken(officer, client_of, day):
    assert client_of(officer).post(record_page(make_turn()), {**FOUND, "done_on_day": day}).status_code == 302


def test_who_comes_second_gets_the_sentence_and_keeps_what_they_typed(officer, chief, client_of):
    turn = make_turn()
    client_of(officer).post(record_page(turn), FOUND)

    second = client_of(chief).post(
        record_page(turn), {**FOUND, "done_on_day": "21", "outcome": "watch", "remarks": "さびがある"}
    )

    assert (second.status_code, errors(second)) == (
        422,
        {"__all__": ["この点検は令和8年11月20日に実施済みとして記録されています。"]},
    )
    assert "さびがある" in second.content.decode()
    assert list(DueInspection.objects.order_by("pk").values_list("done_on", "outcome")) == [
        (date(2026, 11, 20), "good"),
        (None, ""),
    ]


def test_a_turn_that_is_done_shows_its_record_instead_of_a_form(officer, client_of):
    done = make_done_turn(outcome="watch", remarks="2階廊下の消火器1本")

    response = client_of(officer).get(record_page(done))

    page = response.content.decode()
    assert response.context["form"] is None
    assert ("<h1>点検の記録</h1>" in page, "<textarea" in page) == (True, False)
    for fact in ("令和8年11月20日（金）", "様子を見る", "2階廊下の消火器1本", "見本設備点検"):
        assert fact in page
    assert reverse("inspection-record", args=[done.next.pk]) in page


@pytest.mark.parametrize(
    ("typed", "kept", "shown"), [("55,000", 55000, "55,000円"), ("0", 0, "契約に含む"), ("", None, "―")]
)
def test_what_a_turn_cost_is_recorded_with_it(officer, client_of, typed, kept, shown):
    turn = make_turn()
    client = client_of(officer)

    client.post(record_page(turn), {**FOUND, "cost": typed})

    turn.refresh_from_db()
    assert turn.cost == kept
    assert f"費用{shown}期限" in words_of(client.get(record_page(turn)).content.decode())


def test_a_turn_that_was_withdrawn_shows_why_instead_of_a_form(officer, client_of):
    turn = make_turn()
    turn.withdrawn_on, turn.withdrawn_reason = date(2026, 11, 1), "用途廃止"
    turn.save()

    response = client_of(officer).get(record_page(turn))

    assert response.context["form"] is None
    assert "に取りやめました。理由：用途廃止" in response.content.decode()


def test_a_turn_whose_day_is_unknown_says_how_to_settle_it(officer, client_of):
    page = client_of(officer).get(record_page(make_turn(due_on=None))).content.decode()

    assert "前回の点検日が分かったら、その日の点検として記録してください。" in page


def test_a_type_that_has_left_the_catalogue_can_still_be_recorded(officer, client_of):
    turn = make_turn()
    make_type().delete()
    client = client_of(officer)

    shown = client.get(record_page(turn))
    recorded = client.post(record_page(turn), FOUND)

    assert (shown.context["page"].name, recorded.status_code) == ("FIR-1", 302)


@pytest.mark.parametrize("role", ["監査委員事務局", "システム管理者"])
def test_who_only_looks_reads_the_turn_without_a_form_and_cannot_record_it(person, client_of, role):
    turn = make_turn()
    client = client_of(person("somebody", role))

    shown = client.get(record_page(turn))
    posted = client.post(record_page(turn), FOUND)

    assert (shown.status_code, shown.context["form"], posted.status_code) == (200, None, 403)
    assert "まだ記録されていません。" in shown.content.decode()
    assert DueInspection.objects.done().count() == 0


@pytest.mark.parametrize("page", [LIST, "/inspections/1/record/", "/centres/1/inspections/new/"])
def test_who_is_not_signed_in_is_led_to_the_sign_in(client, page):
    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


def test_a_turn_that_is_not_there_is_not_found(officer, client_of):
    assert client_of(officer).get("/inspections/999/record/").status_code == 404


@pytest.mark.parametrize("turns", [1, 3])
def test_the_page_of_a_turn_costs_the_same_however_many_there_were_before(
    officer, client_of, django_assert_num_queries, turns
):
    turn = make_turn(due_on=None)
    for month in range(1, turns):
        turn = record_inspection(
            turn.pk, done_on=date(2026, month, 1), on=TODAY, outcome="good", done_by="見本"
        )
    client = client_of(officer)

    with django_assert_num_queries(9):
        client.get(record_page(turn))
