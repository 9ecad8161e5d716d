"""A volunteer at the phone: sign in, see what is next, record the inspection, and find it gone from the list."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from maintenance.models import DueInspection
from tests.journeys.conftest import Way

pytestmark = pytest.mark.browser

CENTRE, INSPECTION = "見本中央市民センター", "自家用電気工作物 年次点検（本館）"
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
    expect(to_do).to_contain_text("あと3つ")
    expect(to_do.get_by_role("heading", level=3).first).to_have_text(INSPECTION)
    somebody.follow(to_do.get_by_role("link", name=f"点検を記録する：{INSPECTION}"))

    somebody.arrives_at("点検を記録する")
    somebody.press("記録する")
    somebody.meets_errors("結果を選んでください")
    somebody.choose("直す必要がある")
    somebody.write("気づいたこと", "受変電設備の扉が閉まらない。")
    somebody.press("記録する")

    somebody.arrives_at(CENTRE)
    somebody.is_told("点検を記録しました", "次の点検は令和9年11月23日（火・祝）です。")
    expect(to_do).to_contain_text("あと2つ")
    expect(to_do).not_to_contain_text(INSPECTION)

    turn.refresh_from_db()
    assert (turn.done_on, turn.outcome) == (date(2026, 11, 23), "repair")
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

    assert len(boxes) == 7
    assert boxes[0]["y"] + boxes[0]["height"] <= SMALL_PHONE.height
    assert [box for box in boxes if box["height"] < 56] == []
    assert somebody.page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") >= 18
