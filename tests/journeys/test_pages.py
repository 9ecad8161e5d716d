"""A walk through every page there is, and through every state a page can be in: nothing is wrong with any of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import User
from centres.models import Centre
from designated_managers.models import TransferWave
from tests.journeys.conftest import DESK, Way
from tests.journeys.pages import (
    CENTRE,
    NOBODY,
    OFFICER,
    PAGES,
    WITHOUT_A_PAGE,
    address_of,
    names_of_addresses,
)

# Wide and light, narrow and dark: widths and colours do not depend on one another.
NARROW_AND_DARK = Way(width=375, height=812, dark=True)
WAYS = (DESK, NARROW_AND_DARK)
FORMS = {name: page for name, page in PAGES.items() if page.form}


def test_the_walk_leaves_no_page_out():
    assert names_of_addresses() == PAGES.keys() | WITHOUT_A_PAGE.keys()


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_page_is_whole_also_very_narrow_and_at_twice_the_zoom(visitor, logins, way):
    visitors = {NOBODY: visitor(way)}
    for name, page in PAGES.items():
        if page.who not in visitors:
            visitors[page.who] = visitor(way)
            visitors[page.who].comes_in(page.who, logins[page.who])

        assert visitors[page.who].open(address_of(name)) == 200, name
        visitors[page.who].arrives_at(page.heading)
        if way == DESK:
            visitors[page.who].has_room(name)


@pytest.mark.browser
@pytest.mark.looks
def test_no_page_is_wider_than_the_window_when_letters_are_twice_as_large(visitor, logins):
    somebody = visitor(Way(large=True))
    somebody.comes_in(OFFICER, logins[OFFICER])

    for name, page in PAGES.items():
        if page.who == OFFICER:
            assert somebody.open(address_of(name)) == 200, name
            somebody.finds_nothing_beyond_the_window(name)


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_form_that_is_refused_is_whole_and_leads_to_what_to_correct(visitor, logins, way):
    visitors = {NOBODY: visitor(way)}
    for name, page in FORMS.items():
        if page.who not in visitors:
            visitors[page.who] = visitor(way)
            visitors[page.who].comes_in(page.who, logins[page.who])
        somebody = visitors[page.who]

        assert somebody.open(address_of(name)) == 200, name
        somebody.leaves_everything_empty()
        somebody.page.locator("main form [type=submit]").first.click()
        expect(somebody.page.get_by_role("alert")).to_be_focused()
        somebody.looks_around(f"{page.heading} エラー")
        if way == DESK:
            somebody.has_room(name)


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_filtered_list_and_a_list_that_finds_nothing_are_whole(visitor, logins, way):
    somebody = visitor(way)
    somebody.comes_in(OFFICER, logins[OFFICER])

    assert somebody.open("/desk/?overdue=on&kind=designation_end") == 200
    expect(somebody.page.locator(".desk-row")).to_have_count(1)
    somebody.looks_around("絞り込み")
    wave, centre = TransferWave.objects.get().pk, Centre.objects.get(name=CENTRE).pk
    for address, nothing in (
        ("/centres/?q=見つからない名前", "条件に合う施設はありません"),
        ("/organisations/?q=見つからない名前", "条件に合う団体はありません"),
        ("/designations/?stage=revoked", "条件に合う指定はありません"),
        (f"/transfers/?stage=managed&wave={wave}", "条件に合う施設はありません"),
        (f"/roads/?selection=open&centre={centre}", "条件に合う指定スケジュールはありません"),
        ("/council-sessions/?kind=extraordinary", "条件に合う会期はありません"),
        ("/obligations/?state=not_needed&overdue=on", "条件に合う義務はありません"),
        ("/submissions/?state=returned&late=on", "条件に合う提出物はありません"),
        ("/measures/?kind=revocation", "条件に合う措置はありません"),
    ):
        assert somebody.open(address) == 200
        expect(somebody.page.get_by_role("main")).to_contain_text(nothing)
        somebody.looks_around(nothing)


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_lists_of_a_city_without_records_say_how_to_begin(visitor, transactional_db, catalogues, way):
    User.objects.create_superuser("first", "correct horse battery", display_name="見本 一番")
    somebody = visitor(way)
    somebody.comes_in("first", "correct horse battery")

    for name in (
        "desk",
        "centre-list",
        "inspection-list",
        "contract-list",
        "organisation-list",
        "designation-list",
        "transfer-list",
        "wave-list",
        "road-list",
        "council-session-list",
        "agreement-list",
        "obligation-list",
        "submission-list",
        "evaluation-list",
        "measure-list",
    ):
        assert somebody.open(address_of(name)) == 200
        expect(somebody.page.locator(".empty-title")).to_be_visible()
        somebody.arrives_at(PAGES[name].heading)


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_who_may_not_see_a_page_is_told_so_and_shown_the_way_out(visitor, logins, way):
    somebody = visitor(way)
    somebody.comes_in("dantai1", logins["dantai1"])
    assert somebody.open("/contracts/") == 403
    somebody.arrives_at("このページは見られません")
    staff = visitor(way)
    staff.comes_in("center", logins["center"])

    assert staff.open("/desk/") == 200
    assert staff.page.locator(".desk-row").count() == 3
    assert staff.open(address_of("contract")) == 403
    staff.arrives_at("このページは見られません")
    assert staff.open(address_of("centre")) == 404
    staff.arrives_at("ページが見つかりません")


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_whatever_goes_wrong_is_said_on_a_page_that_is_whole(visitor, logins, settings, monkeypatch, way):
    somebody = visitor(way)
    somebody.open("/accounts/login/")
    somebody.press("ログインする")
    expect(somebody.page.get_by_role("alert")).to_be_focused()
    somebody.looks_around("ログイン エラー")

    somebody.page.evaluate("() => document.querySelector('[name=csrfmiddlewaretoken]').remove()")
    somebody.press("ログインする")
    somebody.arrives_at("送信を受け付けられませんでした")

    monkeypatch.setattr("accounts.middleware.today", lambda: 1 / 0)
    somebody.comes_in(OFFICER, logins[OFFICER])
    somebody.arrives_at("システムの不具合で表示できません")
    monkeypatch.undo()

    stranger = visitor(way)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        stranger.comes_in("tanto2", "a wrong password")
    stranger.arrives_at("しばらくログインできません")
