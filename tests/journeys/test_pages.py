"""A walk through every page there is, and through every form refused: nothing is wrong with any of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import get_resolver, reverse
from playwright.sync_api import expect

from accounts.models import User
from centres.models import Centre
from designated_managers.models import Designation, Organisation
from facilities.models import Building, Equipment
from maintenance.models import DueInspection, ServiceContract
from tests.factories.accounts import make_membership
from tests.journeys.conftest import DESK, Way

CENTRE = "見本中央市民センター"
PAGES = {
    "desk": "要対応",
    "gallery": "部品の見本",
    "centre-list": "施設",
    "centre": CENTRE,
    "inspection-list": "点検",
    "contract-list": "委託契約",
    "contract": "見本 消防用設備保守業務委託",
    "organisation-list": "団体",
    "organisation": "見本中央協議会",
    "designation-list": "指定管理",
    "designation": f"{CENTRE}の指定",
}
FORMS = {
    "centre-new": "施設を登録する",
    "centre-edit": "施設の内容を直す",
    "building-new": "建物を登録する",
    "building-edit": "建物の内容を直す",
    "equipment-new": "設備を登録する",
    "equipment-edit": "設備の内容を直す",
    "inspection-plan": "点検を登録する",
    "inspection-record": "点検を記録する",
    "contract-new": "契約を登録する",
    "contract-edit": "契約の内容を直す",
    "contract-succeed": "次の契約を登録する",
    "contract-end": "この契約を更新しないことにしますか",
    "organisation-new": "団体を登録する",
    "organisation-edit": "団体の内容を直す",
    "designation-new": "指定を登録する",
    "designation-edit": "指定の内容を直す",
    "designation-return": "直営に戻すと決めますか",
}
# What a member of a group may open: their home and, of the pages above, these.
GROUP_HOME = {"group-home": CENTRE}
GROUP_PAGES = {
    "centre": CENTRE,
    "centre-list": "施設",
    "inspection-list": "点検",
    "inspection-record": "点検を記録する",
    "designation": f"{CENTRE}の指定",
    "organisation": "見本中央協議会",
}
# They lead on to another page and show none.
WITHOUT_A_PAGE = {"home", "theme"}
# Wide and light, narrow and dark: widths and colours do not depend on one another.
WAYS = (DESK, Way(width=375, height=812, dark=True))


def test_the_walk_leaves_no_page_out():
    ours = {
        pattern.name
        for branch in get_resolver().url_patterns
        for pattern in getattr(branch, "url_patterns", [branch])
        if getattr(branch, "app_name", None) != "admin" and "accounts/" not in str(branch.pattern)
    }

    assert ours - WITHOUT_A_PAGE == PAGES.keys() | FORMS.keys() | GROUP_HOME.keys()


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_page_is_whole(visitor, logins, way):
    somebody = visitor(way)
    somebody.open("/accounts/login/")
    somebody.sign_in("tanto1", logins["tanto1"])
    somebody.arrives_at("要対応")

    for name, heading in PAGES.items():
        assert somebody.open(path_of(name)) == 200
        somebody.arrives_at(heading)
    assert somebody.open("/desk/?overdue=on&kind=designation_end") == 200
    expect(somebody.page.locator(".desk-row")).to_have_count(1)
    somebody.looks_around("絞り込み")
    assert somebody.open("/centres/?q=見つからない名前") == 200
    expect(somebody.page.get_by_role("main")).to_contain_text("条件に合う施設はありません")
    somebody.looks_around("見つからない")


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_form_is_whole_as_it_comes_and_when_it_is_refused(visitor, logins, way):
    somebody = visitor(way)
    somebody.open("/accounts/login/")
    somebody.press("ログインする")
    expect(somebody.page.get_by_role("alert")).to_be_focused()
    somebody.looks_around("ログイン エラー")
    somebody.sign_in("tanto1", logins["tanto1"])
    somebody.arrives_at("要対応")

    for name, heading in FORMS.items():
        assert somebody.open(path_of(name)) == 200
        somebody.arrives_at(heading)
        somebody.leaves_everything_empty()
        somebody.page.locator("main form [type=submit]").click()
        expect(somebody.page.get_by_role("alert")).to_be_focused()
        somebody.looks_around(f"{heading} エラー")


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_page_of_a_group_is_whole(visitor, logins, way):
    somebody = visitor(way)
    somebody.open("/accounts/login/")
    somebody.sign_in("dantai1", logins["dantai1"])
    somebody.arrives_at(CENTRE)

    for name, heading in {**GROUP_HOME, **GROUP_PAGES}.items():
        assert somebody.open(path_of(name)) == 200
        somebody.arrives_at(heading)
        expect(somebody.page.get_by_text("メニュー")).to_be_visible()
    somebody.page.get_by_text("メニュー").click()
    expect(somebody.page.get_by_role("navigation", name="おもなページ").get_by_role("link")).to_have_text(
        ["ホーム", "施設", "点検"]
    )
    somebody.looks_around("メニュー")


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_group_whose_term_is_over_is_told_so(visitor, logins, way):
    somebody = visitor(way)
    somebody.open("/")
    somebody.sign_in("dantai2", logins["dantai2"])

    somebody.arrives_at("見本東市民センター")
    term = somebody.page.get_by_role("region", name="まかされている期間")
    expect(term).to_contain_text("令和8年10月31日に終わりました。")
    expect(somebody.page.get_by_role("link", name="点検を記録する")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_group_with_several_centres_jumps_to_each_and_one_with_none_is_told_why(visitor, logins, way):
    many, none = User.objects.get(login_name="dantai2"), User.objects.get(login_name="dantai1")
    west_and_south = Organisation.objects.get(name="見本西南協議会")
    make_membership(many, west_and_south, first_on=date(2026, 4, 1))
    none.memberships.all().delete()

    somebody = visitor(way)
    somebody.open("/")
    somebody.sign_in("dantai2", logins["dantai2"])
    somebody.arrives_at("わたしたちのセンター")
    somebody.follow(somebody.page.get_by_role("link", name="見本南市民センター"))
    expect(somebody.page.get_by_role("heading", level=2, name="見本南市民センター")).to_be_in_viewport()
    expect(somebody.page.get_by_role("heading", level=2)).to_have_count(3)

    nobody = visitor(way)
    nobody.open("/")
    nobody.sign_in("dantai1", logins["dantai1"])
    nobody.arrives_at("団体がまだ登録されていません")


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_who_may_not_see_a_page_is_told_so_and_shown_the_way_out(visitor, logins, way):
    somebody = visitor(way)
    somebody.open("/desk/")
    somebody.sign_in("dantai1", logins["dantai1"])
    somebody.arrives_at("このページは見られません")
    staff = visitor(way)
    staff.open("/desk/")
    staff.sign_in("center", logins["center"])
    staff.arrives_at("要対応")

    assert staff.page.locator(".desk-row").count() == 2
    assert staff.open(path_of("contract")) == 403
    staff.arrives_at("このページは見られません")
    assert staff.open(path_of("centre")) == 404
    staff.arrives_at("ページが見つかりません")


def path_of(name: str) -> str:
    """Where a page is, for the records of the sample city."""
    centre = Centre.objects.get(name=CENTRE)
    rows: dict[str, Any] = {
        "centre": centre,
        "building": Building.objects.get(centre=centre, name="本館"),
        "equipment": Equipment.objects.get(name="見本 エレベーター"),
        "inspection": DueInspection.objects.get(building__centre=centre, type_code="ELC-2", done_on=None),
        "contract": ServiceContract.objects.get(name="見本 消防用設備保守業務委託"),
        "designation": Designation.objects.filter(centre=centre).latest("first_on"),
    }
    rows["organisation"] = rows["designation"].organisation
    what, _, act = name.partition("-")
    if name in {"building-new", "inspection-plan"}:
        return reverse(name, args=[centre.pk])
    if name == "equipment-new":
        return reverse(name, args=[rows["building"].pk])
    if what in {"desk", "gallery", "group"} or act in {"list", "new"}:
        return reverse(name)
    return reverse(name, args=[rows[what].pk])
