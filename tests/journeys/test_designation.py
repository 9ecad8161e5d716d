"""A centre goes to a community group and comes back: the whole road, by the pages alone.

An organisation is formed, its transfer walks to the vote of the council, the designation begins, the group reports by its
telephone, and in the end the city takes the centre back. The years between are passed by moving the clock of the server.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Locator, expect

from tests.factories.centres import make_centre
from tests.journeys.conftest import DESK, PHONE, Visitor
from tests.journeys.entrusting import (
    BODY,
    CENTRE,
    FIRST,
    LAST,
    a_session_of_the_council_is_entered,
    a_transfer_walks_to_the_application,
    an_organisation_is_formed,
    comes_to,
    the_candidate_is_decided,
    the_centre_is_handed_back,
    the_centre_is_handed_over,
    the_city_runs_the_centre_again,
    the_council_votes,
    the_designation_is_made_and_agreed,
    the_return_to_the_city_is_decided,
    the_road_is_opened,
    the_term_begins,
)
from tests.journeys.reports import fills_in, hands_in, mends

pytestmark = pytest.mark.browser

REPORT, IN_FULL = "10月の月報", "令和9年10月の月報"
COMMENT = "利用人数に、運動会の日の人数が入っていないようです。"
PASSWORD = "battery staple correct"


def test_a_centre_goes_to_a_group_that_reports_and_comes_back_to_the_city(visitor, logins):
    make_centre(CENTRE, code="999999-9001")
    officer, administrator, volunteer = visitor(DESK), visitor(DESK), visitor(PHONE)

    comes_to_the_desk(officer, "tanto1", logins)
    an_organisation_is_formed(officer)
    a_transfer_walks_to_the_application(officer)
    a_session_of_the_council_is_entered(officer)
    the_road_is_opened(officer)
    the_candidate_is_decided(officer)

    with on_the_morning_of(date(2027, 6, 25)):
        comes_to_the_desk(officer, "tanto1", logins)
        the_council_votes(officer)
    with on_the_morning_of(date(2027, 7, 20)):
        comes_to_the_desk(officer, "tanto1", logins)
        the_designation_is_made_and_agreed(officer)
        the_centre_is_handed_over(officer)

    with on_the_morning_of(FIRST):
        comes_to_the_desk(officer, "tanto1", logins)
        the_term_begins(officer)
        comes_to_the_desk(administrator, "kanri", logins)
        the_group_comes_in(administrator, volunteer)
    with on_the_morning_of(date(2027, 11, 4)):
        volunteer.comes_in("yamate", PASSWORD)
        the_group_reports(volunteer)
        comes_to_the_desk(officer, "tanto1", logins)
        the_report_is_returned(officer)
        the_group_mends_it(volunteer)
        the_report_is_accepted(officer, volunteer)

    with on_the_morning_of(date(2028, 6, 5)):
        comes_to_the_desk(officer, "tanto1", logins)
        the_return_to_the_city_is_decided(officer)
    with on_the_morning_of(LAST):
        comes_to_the_desk(officer, "tanto1", logins)
        the_centre_is_handed_back(officer)
    with on_the_morning_of(date(2029, 4, 1)):
        comes_to_the_desk(officer, "tanto1", logins)
        the_city_runs_the_centre_again(officer)
        volunteer.comes_in("yamate", PASSWORD)
        the_group_is_told_that_it_is_over(volunteer)


@contextmanager
def on_the_morning_of(day: date) -> Iterator[None]:
    """It is ten o'clock on this day, and the job of the night has run."""
    with time_machine.travel(datetime.combine(day, time(10), tzinfo=ZoneInfo("Asia/Tokyo"))):
        call_command("flag_due", stdout=io.StringIO())
        yield


def comes_to_the_desk(somebody: Visitor, login_name: str, logins: dict[str, str]) -> None:
    somebody.comes_in(login_name, logins[login_name])
    comes_to(somebody, "要対応")


def the_group_comes_in(administrator: Visitor, volunteer: Visitor) -> None:
    administrator.open("/accounts/people/")
    administrator.follow("利用者を招待")
    comes_to(administrator, "利用者を招待する")
    administrator.write("氏名", "見本 実")
    administrator.write("利用者番号", "yamate")
    administrator.pick("役割", "地域団体")
    administrator.pick("団体", BODY)
    administrator.write_day("所属の初日", FIRST)
    administrator.press("招待する")
    comes_to(administrator, "招待のリンクを渡してください")
    link = administrator.page.get_by_label("招待のリンク").input_value()

    volunteer.open(link.removeprefix(volunteer.home))
    volunteer.arrives_at("パスワードを決める")
    volunteer.write("パスワード", PASSWORD)
    volunteer.write("パスワード（もう一度）", PASSWORD)
    volunteer.press("このパスワードにする")
    volunteer.arrives_at("パスワードを決めました")
    volunteer.follow("ログインのページへ")
    volunteer.sign_in("yamate", PASSWORD)
    volunteer.arrives_at(CENTRE)
    expect(volunteer.page.get_by_role("region", name="まかされている期間")).to_contain_text("令和11年3月31日")


def to_hand_in(volunteer: Visitor) -> Locator:
    return volunteer.page.get_by_role("region", name="今月 出すもの")


def the_group_reports(volunteer: Visitor) -> None:
    volunteer.arrives_at(CENTRE)
    volunteer.follow(to_hand_in(volunteer).get_by_role("link", name=f"報告を書く：{REPORT}"))
    fills_in(volunteer, "1203")
    hands_in(volunteer)
    volunteer.follow("ホームへ")
    expect(to_hand_in(volunteer)).to_contain_text("11月4日（木）に出しました。市が見ています")


def the_report_is_returned(officer: Visitor) -> None:
    officer.open("/submissions/")
    row = officer.page.get_by_role("row").filter(has_text=CENTRE)
    officer.follow(row.get_by_role("link", name=IN_FULL))
    comes_to(officer, IN_FULL)
    officer.follow("差し戻す")
    comes_to(officer, "差し戻しますか")
    officer.write("なおしてほしいこと", COMMENT)
    officer.press("差し戻す")
    comes_to(officer, IN_FULL)


def the_group_mends_it(volunteer: Visitor) -> None:
    volunteer.open("/home/")
    expect(to_hand_in(volunteer)).to_contain_text(COMMENT)
    volunteer.follow(to_hand_in(volunteer).get_by_role("link", name=f"なおして出す：{REPORT}"))
    mends(volunteer, "1303")


def the_report_is_accepted(officer: Visitor, volunteer: Visitor) -> None:
    officer.open("/submissions/?state=submitted")
    row = officer.page.get_by_role("row").filter(has_text=CENTRE)
    officer.follow(row.get_by_role("link", name=IN_FULL))
    comes_to(officer, IN_FULL)
    expect(officer.page.get_by_role("row", name="利用人数（人）")).to_contain_text("1,303")
    officer.follow("受理する")
    comes_to(officer, "受理しますか")
    officer.press("受理する")
    officer.is_told("受理しました", "団体のホームには「受け付けました」と出ます。")

    volunteer.open("/home/")
    expect(to_hand_in(volunteer)).to_contain_text("11月4日（木）に受け付けました")


def the_group_is_told_that_it_is_over(volunteer: Visitor) -> None:
    volunteer.arrives_at(CENTRE)
    term = volunteer.page.get_by_role("region", name="まかされている期間")
    expect(term).to_contain_text("令和11年3月31日に終わりました。")
    expect(volunteer.page.get_by_role("link", name="点検を記録する")).to_have_count(0)
