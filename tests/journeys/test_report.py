"""A monthly report there and back: written on a phone, handed in, returned, mended, accepted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from playwright.sync_api import expect

from common.clock import TOKYO
from designated_managers.models import Submission
from maintenance.actions import close_round
from maintenance.models import EmergencyRound
from tests.journeys.conftest import DESK, Way
from tests.journeys.pages import CENTRE
from tests.journeys.reports import fills_in, hands_in, mends

pytestmark = pytest.mark.browser

REPORT, IN_FULL = "11月の月報", "令和8年11月の月報"
SMALL_PHONE = Way(width=375, height=667)
WAYS = (
    SMALL_PHONE,
    Way(width=375, height=667, dark=True, by_keyboard=True),
    Way(width=320, height=568, scripts=False),
)
COMMENT = "利用人数に、祭りの日の人数が入っていないようです。"


@pytest.fixture
def _november_is_over(logins) -> Iterator[None]:
    """The home asks for the report of a month once its days are over."""
    with time_machine.travel(datetime(2026, 12, 1, 10, 0, tzinfo=TOKYO)):
        yield


@pytest.mark.usefixtures("_november_is_over")
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_report_is_handed_in_returned_mended_and_accepted(visitor, logins, way):
    group = visitor(way)
    group.comes_in("dantai1", logins["dantai1"])
    group.arrives_at(CENTRE)
    to_hand_in = group.page.get_by_role("region", name="今月 出すもの")
    group.follow(to_hand_in.get_by_role("link", name=f"報告を書く：{REPORT}"))
    fills_in(group, "1203")
    hands_in(group)
    first = Submission.objects.latest("receipt_year", "receipt_serial")
    expect(group.page.get_by_role("region", name="受付番号")).to_contain_text(first.receipt)
    group.follow("ホームへ")
    group.arrives_at(CENTRE)
    expect(to_hand_in).to_contain_text("12月1日（火）に出しました。市が見ています")

    officer = visitor(DESK)
    officer.comes_in("tanto1", logins["tanto1"])
    officer.open("/submissions/")
    officer.arrives_at("提出物")
    officer.follow(officer.page.get_by_role("link", name=IN_FULL))
    officer.arrives_at(IN_FULL)
    officer.follow("差し戻す")
    officer.arrives_at("差し戻しますか")
    officer.write("なおしてほしいこと", COMMENT)
    officer.press("差し戻す")
    officer.arrives_at(IN_FULL)

    group.open("/home/")
    group.arrives_at(CENTRE)
    expect(to_hand_in).to_contain_text(COMMENT)
    group.follow(to_hand_in.get_by_role("link", name=f"なおして出す：{REPORT}"))
    mends(group, "1303")

    officer.open("/submissions/?state=submitted")
    officer.follow(officer.page.get_by_role("link", name=IN_FULL))
    officer.arrives_at(IN_FULL)
    expect(officer.page.get_by_role("row", name="利用人数（人）")).to_contain_text("1,203")
    officer.follow("受理する")
    officer.arrives_at("受理しますか")
    officer.press("受理する")
    officer.is_told("受理しました", "団体のホームには「受け付けました」と出ます。")

    group.open("/home/")
    expect(to_hand_in).to_contain_text("12月1日（火）に受け付けました")
    versions = Submission.objects.filter(obligation=first.obligation).order_by("number")
    told = [
        (row.monthly.people, row.returned_on is not None, row.accepted_on is not None) for row in versions
    ]
    assert told == [(1_203, True, False), (1_303, False, True)]


def test_the_first_button_of_what_to_hand_in_is_seen_without_scrolling(visitor, logins):
    """While nothing has happened: after an earthquake the emergency round comes first."""
    close_round(EmergencyRound.objects.open().get().pk, reason="見本", on=date(2026, 11, 23))
    group = visitor(SMALL_PHONE)
    group.comes_in("dantai1", logins["dantai1"])
    group.arrives_at(CENTRE)

    first = group.page.get_by_role("region", name="今月 出すもの").get_by_role("link").first
    box = first.bounding_box()

    assert box["y"] + box["height"] <= SMALL_PHONE.height
    assert box["height"] >= 56
