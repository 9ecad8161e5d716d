"""The navigation around every page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory

from accounts.access import scope_for
from portal.page import page
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/desk/", ["要対応"]),
        ("/centres/3/", ["施設"]),
        ("/buildings/3/edit/", ["施設"]),
        ("/equipment/3/edit/", ["施設"]),
        ("/inspections/", ["点検・修繕"]),
        ("/repairs/3/", ["点検・修繕"]),
        ("/contracts/3/", ["契約"]),
        ("/designations/new/", ["指定管理"]),
        ("/organisations/", ["団体"]),
        ("/elsewhere/", []),
    ],
)
def test_the_navigation_says_where_one_is(officer, path, current):
    request = RequestFactory().get(path)
    request.user = officer

    assert [item.label for item in page(request)["nav_items"] if item.current] == current


@pytest.mark.parametrize(
    ("path", "parts", "current"),
    [
        ("/desk/", ["要対応", "動作の状況", "お知らせの時期"], ["要対応"]),
        ("/reminders/lead-times/contract/", ["要対応", "動作の状況", "お知らせの時期"], ["お知らせの時期"]),
        ("/centres/3/", ["施設の一覧", "建物の一覧", "台帳の充足度"], ["施設の一覧"]),
        ("/buildings/3/edit/", ["施設の一覧", "建物の一覧", "台帳の充足度"], ["建物の一覧"]),
        ("/forecast/", ["予算要求の一覧", "更新費用の試算", "平準化の試算"], ["更新費用の試算"]),
        ("/forecast/scenarios/3/", ["予算要求の一覧", "更新費用の試算", "平準化の試算"], ["平準化の試算"]),
        ("/organisations/", [], []),
    ],
)
def test_a_section_of_several_lists_says_in_which_one_is(officer, path, parts, current):
    request = RequestFactory().get(path)
    request.user = officer

    shown = [part for item in page(request)["nav_items"] for part in item.parts]

    assert [part.label for part in shown] == parts
    assert [part.label for part in shown if part.current] == current


def test_the_navigation_leads_nowhere_that_one_may_not_go(person):
    request = RequestFactory().get("/desk/")
    request.user = person("nobody")

    assert page(request)["nav_items"] == []


def page_of(user, path: str, on: date = date(2026, 11, 23)) -> dict[str, Any]:
    """What the pages show around their content, for somebody whose scope is known."""
    request = RequestFactory().get(path)
    request.user = user
    request.centre_scope = scope_for(user, on=on)  # type: ignore[attr-defined]
    return page(request)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/home/", ["ホーム"]),
        ("/notices/", ["お知らせ"]),
        ("/centres/3/", ["施設"]),
        ("/inspections/", ["点検"]),
        ("/inspections/3/record/", ["点検"]),
        ("/repairs/new/", ["修繕"]),
        ("/designations/3/", []),
    ],
)
def test_a_group_has_few_ways_to_go(roles, path, current):
    centre = make_centre()

    shown = page_of(make_group(centre), path)

    assert [(item.label, item.url) for item in shown["nav_items"]] == [
        ("ホーム", "/home/"),
        ("お知らせ", "/notices/"),
        ("施設", f"/centres/{centre.pk}/"),
        ("点検", "/inspections/"),
        ("修繕", "/repairs/"),
    ]
    assert [item.label for item in shown["nav_items"] if item.current] == current
    assert (shown["base"], shown["outside"]) == ("ui/base_volunteer.html", True)


def test_a_group_with_several_centres_finds_them_in_the_list(roles):
    organisation = make_organisation()
    member = make_group(make_centre(), organisation=organisation)
    make_designation(centre=make_centre(), organisation=organisation)

    assert [item.url for item in page_of(member, "/home/")["nav_items"]] == [
        "/home/",
        "/notices/",
        "/centres/",
        "/inspections/",
        "/repairs/",
    ]


def test_a_group_without_a_centre_to_see_is_led_home_and_to_its_notices(roles):
    member = make_group(make_centre(), last_on=date(2026, 8, 24))

    assert [
        [item.label for item in page_of(member, "/home/", on)["nav_items"]]
        for on in (date(2026, 11, 22), date(2026, 11, 23))
    ] == [["ホーム", "お知らせ", "施設", "点検", "修繕"], ["ホーム", "お知らせ"]]


def test_the_citys_people_keep_their_own_page(officer):
    shown = page_of(officer, "/desk/")

    assert (shown["base"], shown["outside"]) == ("ui/base.html", False)
