"""A working day without a mouse: every stop of the Tab key is seen, and whatever a mouse does the keyboard does too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, Way
from tests.journeys.pages import CENTRE, OFFICER, address_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "way", [Way(by_keyboard=True), Way(width=375, height=812, by_keyboard=True)], ids=str
)
def test_an_officer_finds_a_centre_records_an_inspection_darkens_the_page_and_leaves_by_keyboard(
    visitor, logins, way
):
    somebody = visitor(way)
    page = somebody.page
    somebody.comes_in(OFFICER, logins[OFFICER])
    somebody.arrives_at("要対応")

    # The first stop of every page leads past its head.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    somebody.open("/centres/")
    somebody.write("名称・所在地", "中央")
    somebody.press("絞り込む")
    expect(page.locator(".tag")).to_have_count(1)
    somebody.follow(CENTRE)
    somebody.arrives_at(CENTRE)

    somebody.open(address_of("inspection-record"))
    somebody.press("記録する")
    somebody.meets_errors("結果を選んでください")
    somebody.follow("結果を選んでください")
    expect(page.locator("#id_outcome_0")).to_be_focused()
    somebody.choose("良")
    somebody.press("記録する")
    somebody.arrives_at(CENTRE)

    menu = page.locator("details.menu > summary")
    somebody.opens(menu)
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    somebody.opens(menu)
    somebody.press("暗い")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    somebody.looks_around("暗い")
    somebody.opens(menu)
    somebody.press("ログアウトする")
    somebody.arrives_at("ログイン")


@pytest.mark.parametrize("way", [DESK, PHONE], ids=str)
def test_a_question_may_be_asked_over_the_page_and_is_left_with_escape(visitor, logins, way):
    somebody = visitor(way)
    somebody.comes_in(OFFICER, logins[OFFICER])
    somebody.open(address_of("gallery"))
    dialog = somebody.page.get_by_role("dialog", name="月次報告を差し戻しますか")
    opener = somebody.page.get_by_role("link", name="差し戻す", exact=True)

    opener.click()
    expect(dialog).to_be_visible()
    somebody.looks_around("確認")
    somebody.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    dialog.get_by_role("button", name="やめる").click()
    expect(dialog).to_be_hidden()
