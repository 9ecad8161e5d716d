"""From an overdue inspection on the desk to its record, and the next turn planned."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from maintenance.models import DueInspection
from reminders.models import Flag
from tests.journeys.conftest import DESK, PHONE, Way

pytestmark = pytest.mark.browser

INSPECTION, PLACE = "消防用設備等 機器点検", "長穂市民センター　本館（見本）"
WAYS = (DESK, PHONE, Way(by_keyboard=True), Way(width=375, height=812, scripts=False))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_an_overdue_inspection_is_recorded_its_flag_is_gone_and_the_next_turn_is_planned(
    visitor, logins, way
):
    somebody = visitor(way)
    turn = DueInspection.objects.get(
        building__centre__name="長穂市民センター", type_code="FIR-1", done_on=None
    )

    somebody.open("/desk/")
    somebody.arrives_at("ログイン")
    somebody.sign_in("tanto1", "a wrong password")
    expect(somebody.page.get_by_role("alert")).to_contain_text("ログインできませんでした")
    somebody.arrives_at("ログイン")
    somebody.sign_in("tanto1", logins["tanto1"])

    somebody.arrives_at("要対応")
    row = somebody.desk_row(INSPECTION, PLACE)
    expect(row).to_contain_text("9日超過")
    expect(somebody.page.get_by_role("region", name="期限超過")).to_contain_text("13件")
    somebody.follow(row.get_by_role("link", name=INSPECTION, exact=True))

    somebody.arrives_at("点検を記録する")
    somebody.press("記録する")
    somebody.meets_errors("結果を選んでください")
    somebody.choose("良")
    somebody.press("記録する")

    somebody.arrives_at("長穂市民センター")
    somebody.is_told("点検を記録しました", "次の点検は令和9年5月23日（日）です。")
    expect(somebody.page.get_by_role("region", name="令和8年度の点検")).to_contain_text("令和9年5月23日")
    somebody.follow("要対応")
    somebody.arrives_at("要対応")
    expect(somebody.page.get_by_role("region", name="期限超過")).to_contain_text("12件")
    expect(somebody.desk_row(INSPECTION, PLACE)).to_have_count(0)

    turn.refresh_from_db()
    flag = Flag.objects.get(kind="inspection", subject_id=turn.pk)
    assert (turn.done_on, turn.outcome) == (date(2026, 11, 23), "sound")
    assert turn.next.due_on == date(2027, 5, 23)
    assert (flag.closed_on, flag.close_reason) == (date(2026, 11, 23), "done")
