"""A volunteer at the phone: sign in, see what is next, record the inspection, and find it gone from the list."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from accounts.models import User
from designated_managers.models import Organisation
from maintenance.models import DueInspection
from tests.factories.accounts import make_membership
from tests.journeys.conftest import Way
from tests.journeys.pages import CENTRE, GROUP, PAGES, address_of

pytestmark = pytest.mark.browser

INSPECTION = "自家用電気工作物 年次点検（本館）"
SMALL_PHONE = Way(width=375, height=667)
WAYS = (
    SMALL_PHONE,
    Way(width=375, height=667, dark=True),
    Way(width=375, height=667, by_keyboard=True),
    Way(width=375, height=667, scripts=False),
    Way(width=320, height=568),
)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_volunteer_records_an_inspection_and_it_is_gone_from_what_is_next(visitor, logins, way):
    somebody = visitor(way)
    turn = DueInspection.objects.get(building__centre__name=CENTRE, type_code="ELC-2", done_on=None)

    somebody.open("/")
    somebody.arrives_at("ログイン")
    somebody.sign_in("dantai1", logins["dantai1"])

    somebody.arrives_at(CENTRE)
    to_do = somebody.page.get_by_role("region", name="次にすること")
    expect(to_do).to_contain_text("あと4つ")
    expect(to_do.get_by_role("heading", level=3).first).to_have_text(INSPECTION)
    somebody.follow(to_do.get_by_role("link", name=f"点検を記録する：{INSPECTION}"))

    somebody.arrives_at("点検を記録する")
    somebody.press("記録する")
    somebody.meets_errors("結果を選んでください")
    somebody.choose("不良")
    somebody.write("気づいたこと", "受変電設備の扉が閉まらない。")
    somebody.press("記録する")

    somebody.arrives_at(CENTRE)
    somebody.is_told("点検を記録しました", "次の点検は令和9年11月23日（火・祝）です。")
    expect(to_do).to_contain_text("あと3つ")
    expect(to_do).not_to_contain_text(INSPECTION)

    turn.refresh_from_db()
    assert (turn.done_on, turn.outcome) == (date(2026, 11, 23), "defective")
    assert turn.remarks == "受変電設備の扉が閉まらない。"


def test_the_first_button_is_seen_without_scrolling_and_every_button_is_as_tall_as_a_finger(
    visitor, logins, settings
):
    settings.OFFICE_CONTACT = "見本市 地域づくり推進課\n電話 0834-00-0000"
    somebody = visitor(SMALL_PHONE)
    somebody.open("/")
    somebody.sign_in("dantai1", logins["dantai1"])
    somebody.arrives_at(CENTRE)

    boxes = [target.bounding_box() for target in somebody.page.locator("main .button, main .way").all()]

    assert len(boxes) == 14
    assert boxes[0]["y"] + boxes[0]["height"] <= SMALL_PHONE.height
    assert [box for box in boxes if box["height"] < 56] == []
    assert somebody.page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") >= 18


# What a member of a group may open besides their home, in the volunteers' clothes.
GROUP_PAGES = ("centre", "centre-list", "inspection-list", "inspection-record", "designation", "organisation")
BOTH = (SMALL_PHONE, Way(width=1280, height=900, dark=True))


@pytest.mark.parametrize("way", BOTH, ids=str)
def test_every_page_that_a_group_opens_is_whole(visitor, logins, way):
    somebody = visitor(way)
    somebody.comes_in(GROUP, logins[GROUP])

    for name in GROUP_PAGES:
        assert somebody.open(address_of(name)) == 200, name
        somebody.arrives_at(PAGES[name].heading)
        expect(somebody.page.get_by_text("メニュー")).to_be_visible()
    somebody.page.get_by_text("メニュー").click()
    expect(somebody.page.get_by_role("navigation", name="おもなページ").get_by_role("link")).to_have_text(
        ["ホーム", "お知らせ", "施設", "点検", "修繕"]
    )
    somebody.looks_around("メニュー")


@pytest.mark.parametrize("way", BOTH, ids=str)
def test_a_group_whose_term_is_over_is_told_so(visitor, logins, way):
    somebody = visitor(way)
    somebody.comes_in("dantai2", logins["dantai2"])

    somebody.arrives_at("見本東市民センター")
    term = somebody.page.get_by_role("region", name="まかされている期間")
    expect(term).to_contain_text("令和8年10月31日に終わりました。")
    expect(somebody.page.get_by_role("link", name="点検を記録する")).to_have_count(0)


@pytest.mark.parametrize("way", BOTH, ids=str)
def test_a_group_with_several_centres_jumps_to_each_and_one_with_none_is_told_why(visitor, logins, way):
    many, none = User.objects.get(login_name="dantai2"), User.objects.get(login_name="dantai1")
    west_and_south = Organisation.objects.get(name="見本西南協議会")
    make_membership(many, west_and_south, first_on=date(2026, 4, 1))
    none.memberships.all().delete()

    somebody = visitor(way)
    somebody.comes_in("dantai2", logins["dantai2"])
    somebody.arrives_at("わたしたちのセンター")
    somebody.follow(somebody.page.get_by_role("link", name="見本南市民センター"))
    expect(somebody.page.get_by_role("heading", level=2, name="見本南市民センター")).to_be_in_viewport()
    expect(somebody.page.get_by_role("heading", level=2)).to_have_count(3)

    nobody = visitor(way)
    nobody.comes_in("dantai1", logins["dantai1"])
    nobody.arrives_at("団体がまだ登録されていません")
