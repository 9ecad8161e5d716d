"""The pages カレンダーの購読, for one's own calendars."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from reminders.models import CalendarFeed
from tests.answers import errors, told
from tests.factories.accounts import make_group, make_user
from tests.factories.centres import make_centre
from tests.factories.feeds import make_calendar
from tests.pages import filled_in, links_of, words_of

pytestmark = pytest.mark.django_db

LIST = "/calendars/"
NEW = "/calendars/new/"
ADDRESS = re.compile(r"http://testserver(/calendar/[A-Za-z0-9_-]{43}\.ics)")
ROLES = ["市民センター担当", "係長・課長", "監査委員事務局", "システム管理者", "センター職員", "地域団体"]


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel("2026-11-23T10:00:00+09:00", tick=False):
        yield


@pytest.fixture
def desk(officer, client_of):
    return client_of(officer)


def test_an_address_is_made_shown_this_once_and_answers(desk):
    page = desk.post(NEW, {"name": "庁内のOutlook", "centre": ""})

    (address,) = set(ADDRESS.findall(page.content.decode()))
    assert page.status_code == 200
    assert "「庁内のOutlook」のアドレスです。" in words_of(page)
    assert page.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert Client().get(address).status_code == 200
    after = desk.get(LIST)
    assert ADDRESS.findall(after.content.decode()) == []
    for word in ("庁内のOutlook", "自分の担当", "令和8年11月23日"):
        assert word in words_of(after)


def test_a_centre_is_chosen_ahead_by_the_link_on_its_page(desk):
    centre = make_centre("遠石市民センター")
    (link,) = {where for where in links_of(desk.get(f"/centres/{centre.pk}/")).values() if NEW in where}

    page = desk.get(link)

    assert link == f"{NEW}?centre={centre.pk}"
    assert filled_in(page)["centre"] == [str(centre.pk)]
    assert "遠石市民センターの期日" in words_of(page)


@pytest.mark.parametrize("centre", ["abc", "999999", "-1"])
def test_a_centre_that_is_none_is_not_chosen_ahead(desk, centre):
    assert filled_in(desk.get(f"{NEW}?centre={centre}"))["centre"] == []


def test_what_stands_in_the_way_is_said_beside_the_fields(desk, officer):
    make_calendar(officer, "電話")

    empty, taken = desk.post(NEW, {}), desk.post(NEW, {"name": "電話", "centre": "999999"})

    assert (empty.status_code, errors(empty)) == (422, {"name": ["使う所を入力してください。"]})
    assert (taken.status_code, list(errors(taken))) == (422, ["centre"])
    again = desk.post(NEW, {"name": "電話"})
    assert (again.status_code, errors(again)) == (
        422,
        {"name": ["この名前のカレンダーは、もうあります。別の名前にしてください。"]},
    )
    assert CalendarFeed.objects.count() == 1


def test_a_group_chooses_among_its_own_centres(client_of, roles):
    own, other = make_centre("遠石市民センター"), make_centre("よその施設")
    member = client_of(make_group(own))

    page = member.get(NEW)
    refused = member.post(NEW, {"name": "電話", "centre": other.pk})
    made = member.post(NEW, {"name": "電話", "centre": own.pk})

    assert "例：わたしの電話、事務所のパソコン" in words_of(page)
    assert "遠石市民センターの期日" in words_of(page)
    assert "よその施設" not in words_of(page)
    assert (refused.status_code, list(errors(refused)), made.status_code) == (422, ["centre"], 200)
    assert CalendarFeed.objects.get().centre == own


def test_an_address_is_revoked_after_asking(desk, officer):
    made = make_calendar(officer, "電話")
    address = f"/calendar/{made.key}.ics"
    before = Client().get(address).status_code

    question = desk.get(f"{LIST}{made.feed.pk}/revoke/")
    answer = desk.post(f"{LIST}{made.feed.pk}/revoke/")
    again = desk.post(f"{LIST}{made.feed.pk}/revoke/")

    assert "「電話」のカレンダーをやめますか" in words_of(question)
    assert (answer.headers["Location"], again.status_code) == (LIST, 404)
    assert told(answer) == ["「電話」のカレンダーをやめました。"]
    assert (before, Client().get(address).status_code) == (200, 404)
    assert "カレンダーはまだありません" in words_of(desk.get(LIST))


def test_the_calendars_of_others_are_neither_shown_nor_revoked(desk, roles):
    made = make_calendar(make_user("taro"), "ほかの人の電話")

    answers = [desk.get(f"{LIST}{made.feed.pk}/revoke/"), desk.post(f"{LIST}{made.feed.pk}/revoke/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "ほかの人の電話" not in words_of(desk.get(LIST))
    assert CalendarFeed.objects.in_force().count() == 1


@pytest.mark.parametrize(("role", "status"), [*((role, 200) for role in ROLES), ("", 403)])
def test_everybody_with_a_role_makes_calendars(person, client_of, role, status):
    desk = client_of(person("somebody", role))

    answers = [desk.get(LIST), desk.get(NEW), desk.post(NEW, {"name": "電話"})]

    assert [answer.status_code for answer in answers] == [status] * 3
    assert CalendarFeed.objects.count() == (1 if status == 200 else 0)


def test_the_menu_leads_staff_and_groups_to_the_page(desk, client_of, roles):
    member = client_of(make_group(make_centre()))

    assert links_of(desk.get("/desk/"))["カレンダーの購読"] == LIST
    assert links_of(member.get("/home/", follow=True))["カレンダーで期日を見る"] == LIST


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_with_one_calendar_and_with_three(
    desk, officer, django_assert_num_queries, rows
):
    for number in range(rows):
        make_calendar(officer, f"電話{number}", centre=make_centre())

    with django_assert_num_queries(4):
        desk.get(LIST)
