from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from maintenance.choices import Counting
from tests.answers import errors, told
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_done_turn, make_turn, make_type

pytestmark = pytest.mark.django_db


def _page(name, turn):
    return reverse(name, args=[turn.pk])


def _words(response):
    """What is read on the page, without the marks between."""
    return "".join(re.sub(r"<[^>]+>", "", response.text).split())


def _day(day):
    return {"planned_on": day.isoformat()}


def test_the_form_proposes_the_last_open_day_until_the_due_day(officer, client_of):
    turn = make_turn(due_on=date(2026, 11, 29))

    response = client_of(officer).get(_page("inspection-day", turn))

    assert response.context["form"].initial["planned_on"] == date(2026, 11, 27)
    assert "令和8年11月29日（日）までの最後の開庁日は、令和8年11月27日（金）です。" in _words(response)


def test_the_day_is_set_and_shown_on_the_page_and_in_the_list(officer, client_of):
    turn = make_turn()
    client = client_of(officer)

    response = client.post(_page("inspection-day", turn), _day(date(2026, 11, 27)))

    assert response.url == _page("inspection-record", turn)
    page = client.get(response.url)
    assert told(page) == ["実施予定日を令和8年11月27日（金）に決めました。"]
    assert "実施予定日" in page.text
    assert "11月27日（金）に予定" in _words(client.get("/inspections/"))


def test_a_day_after_the_due_day_is_set_and_the_officer_is_warned(officer, client_of):
    turn = make_turn(due_on=date(2026, 11, 30))
    client = client_of(officer)

    response = client.post(_page("inspection-day", turn), _day(date(2026, 12, 5)))

    assert told(client.get(response.url)) == [
        "令和8年12月5日（土）は、期限（令和8年11月30日（月））を過ぎています。期限は延びません。",
        "令和8年12月5日（土）は土曜日で、市役所は休みです。",
        "実施予定日を令和8年12月5日（土）に決めました。",
    ]


def test_a_day_in_the_past_is_refused(officer, client_of):
    response = client_of(officer).post(_page("inspection-day", make_turn()), _day(date(2026, 11, 22)))

    assert response.status_code == 422
    assert errors(response) == {"planned_on": ["実施予定日は、きょうから後の日にしてください。"]}


def test_a_turn_that_was_done_has_no_day_to_plan(officer, client_of):
    turn = make_done_turn()

    response = client_of(officer).get(_page("inspection-day", turn))

    assert (response.status_code, response.url) == (302, _page("inspection-record", turn))


def test_a_year_that_could_not_be_done_is_withdrawn_and_the_next_is_told(officer, client_of):
    make_type(counting=Counting.FISCAL_YEAR, cycle_months=12)
    turn = make_turn(make_building(), due_on=date(2027, 3, 31))
    client = client_of(officer)

    response = client.post(_page("inspection-withdraw", turn), {"reason": "改修工事で休館する"})

    assert told(client.get(response.url)) == [
        "消防用設備等 機器点検を取りやめました。次の期限は令和10年3月31日（金）です。"
    ]


def test_withdrawn_without_a_next_one_the_watch_ends(officer, client_of):
    turn = make_turn()
    client = client_of(officer)

    response = client.post(_page("inspection-withdraw", turn), {"reason": "設備を撤去した"})

    assert told(client.get(response.url)) == ["消防用設備等 機器点検を取りやめました。次の回はありません。"]
    turn.refresh_from_db()
    assert turn.withdrawn_on == date(2026, 11, 23)
