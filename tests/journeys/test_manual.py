"""What the manual tells, done in a real browser; the pictures of README and manual are taken on the way.

One test for each page of ``docs/manual/``. After a change of the pages: see ``tests/journeys/pictures.py``.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

import pytest
from playwright.sync_api import expect

from centres.models import Centre
from common.clock import TOKYO, now
from common.office_days import load_office_days
from designated_managers.models import Designation
from reminders.actions import flag_due, reconcile, send_waiting, write_pulse
from reminders.models import SweepRun
from tests.journeys.conftest import Visitor, Way
from tests.journeys.pictures import CALENDAR, INVITATION, KEY, README_IMAGES, show_instead, take

README = Way(width=1280, height=1180)
STAFF = Way(width=1040, height=760)
VOLUNTEER = Way(width=400, height=760)

CENTRE, INSPECTION = "見本中央市民センター", "自家用電気工作物 年次点検"
DOORS = "見本 自動ドア保守業務委託"

FRIDAY = date(2026, 11, 20)
"""The last open day before the Monday of the journeys, which is a holiday."""
FRIDAY_NIGHT, FRIDAY_MORNING = (datetime.combine(FRIDAY, hour, TOKYO) for hour in (time(5, 30), time(7, 0)))

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.fixture(autouse=True)
def _an_office_with_a_telephone(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.OFFICE_NAME = "見本市 地域づくり推進課"
    settings.OFFICE_CONTACT = "見本市 地域づくり推進課\n電話 0834-00-0000"


@pytest.fixture
def arrived(visitor, logins):
    """Somebody who has signed in, and the heading they began at."""

    def come(login_name: str, heading: str, way: Way = STAFF) -> Visitor:
        somebody = visitor(way)
        somebody.open("/accounts/login/")
        somebody.sign_in(login_name, logins[login_name])
        somebody.arrives_at(heading)
        somebody.open("/")
        somebody.arrives_at(heading)
        return somebody

    return come


@pytest.fixture
def told(logins):
    """What the night of the last open day told, the mails of that morning, and everything at work since."""
    SweepRun.objects.all().delete()
    flag_due(on=FRIDAY, finished_at=FRIDAY_NIGHT)
    reconcile(on=FRIDAY, at=FRIDAY_NIGHT)
    send_waiting(on=FRIDAY, days=load_office_days(), clock=lambda: FRIDAY_MORNING)
    flag_due(on=now().date(), finished_at=now())
    reconcile(on=now().date(), at=now())
    for name in ("beat", "worker"):
        write_pulse(name, at=now())


def at(somebody: Visitor, words: str) -> None:
    """Bring the heading with these words to the top of the window."""
    heading = somebody.page.get_by_role("heading", name=words, exact=True)
    heading.evaluate("heading => window.scrollTo(0, heading.getBoundingClientRect().top + scrollY - 24)")


def test_the_desk_of_the_readme(arrived):
    take(arrived("tanto1", "要対応", README), "desk", folder=README_IMAGES)


def test_signing_in_and_passwords(visitor, logins):
    somebody = visitor(STAFF)
    somebody.open("/accounts/login/")
    somebody.arrives_at("ログイン")
    take(somebody, "login")
    somebody.follow("パスワードを忘れたとき")
    somebody.arrives_at("パスワードを決め直す")
    take(somebody, "password-forgotten")
    somebody.open("/accounts/login/")
    somebody.sign_in("tanto1", logins["tanto1"])
    somebody.arrives_at("要対応")
    somebody.page.get_by_text("見本 太郎").first.click()
    somebody.looks_around("メニュー")
    take(somebody, "menu")
    somebody.follow("パスワードを変える")
    somebody.arrives_at("パスワードを変える")
    take(somebody, "password-change")


def test_from_the_desk_to_the_record_of_an_inspection(arrived):
    officer = arrived("tanto1", "要対応")
    take(officer, "desk")
    officer.follow(officer.desk_row(INSPECTION, CENTRE).get_by_role("link", name=INSPECTION, exact=True))
    officer.arrives_at("点検を記録する")
    officer.choose("不良")
    officer.write("気づいたこと", "受変電設備の扉が閉まらない。")
    officer.write("点検した人", "見本電気サービス")
    officer.page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    take(officer, "inspection-record", of=officer.page.get_by_role("main"))
    officer.press("記録する")
    officer.arrives_at(CENTRE)
    officer.is_told("点検を記録しました", "次の点検は令和9年11月23日（火・祝）です。")
    take(officer, "inspection-recorded")


def test_entering_and_correcting_a_centre(arrived):
    officer = arrived("tanto1", "要対応")
    officer.follow("施設")
    officer.arrives_at("施設")
    take(officer, "centres")
    officer.follow("施設を登録")
    officer.arrives_at("施設を登録する")
    take(officer, "centre-new")
    officer.write("名称", "見本新町市民センター")
    officer.write("名称（かな）", "みほんしんまちしみんせんたー")
    officer.write("施設コード", "352152-9000000001")
    officer.write("供用開始日", "令和3年2月")
    officer.press("登録する")
    officer.arrives_at("見本新町市民センター")
    officer.follow("編集する")
    officer.arrives_at("施設の内容を直す")
    at(officer, "計画から廃止まで")
    take(officer, "centre-days")
    at(officer, "出典と確かさ")
    take(officer, "centre-sources")


@pytest.mark.usefixtures("told")
def test_answering_what_is_due(arrived):
    officer = arrived("tanto1", "要対応")
    for box in officer.page.locator(".desk-row").get_by_role("checkbox").all()[:2]:
        box.check()
    officer.page.evaluate("() => document.activeElement.blur()")
    at(officer, "期限超過")
    take(officer, "reminder-choose")
    officer.press("後で知らせる")
    officer.arrives_at("後で知らせる")
    take(officer, "reminder-snooze")
    officer.open("/")
    officer.follow(officer.desk_row(INSPECTION, CENTRE).get_by_role("link", name="経過"))
    officer.arrives_at(INSPECTION)
    officer.press("承知する")
    at(officer, "だれに、いつ知らせたか")
    take(officer, "reminder-story")
    officer.follow("至急で知らせる")
    officer.arrives_at("至急で知らせる")
    take(officer, "reminder-urge")
    officer.open("/notices/")
    officer.arrives_at("わたしへのお知らせ")
    take(officer, "reminder-mine")


@pytest.mark.usefixtures("told")
def test_when_it_is_told_and_what_will_be(arrived):
    chief = arrived("kakaricho", "要対応")
    chief.open("/reminders/lead-times/")
    chief.arrives_at("お知らせの時期")
    take(chief, "lead-times")
    chief.open("/reminders/lead-times/contract/edit/")
    chief.arrives_at("お知らせの時期を変える")
    take(chief, "lead-time-edit")
    centre = Centre.objects.get(name=CENTRE)
    chief.open(f"/centres/{centre.pk}/reminders/")
    chief.arrives_at(f"{CENTRE}のお知らせの予定")
    take(chief, "reminders-to-come")
    chief.open("/reminders/status/")
    chief.arrives_at("動作の状況")
    take(chief, "status")


def test_a_calendar_of_ones_own(arrived):
    officer = arrived("tanto1", "要対応")
    officer.open("/calendars/new/")
    officer.arrives_at("カレンダーを作る")
    officer.write("使う所", "職場のOutlook")
    officer.page.evaluate("() => document.activeElement.blur()")
    take(officer, "calendar-new")
    officer.press("カレンダーを作る")
    officer.arrives_at("カレンダーを作りました")
    show_instead(officer.page.get_by_label("カレンダーのアドレス"), CALENDAR)
    take(officer, "calendar-made")


def test_a_contract_and_the_next_one(arrived):
    officer = arrived("tanto2", "要対応")
    officer.follow("契約")
    officer.arrives_at("委託契約")
    take(officer, "contracts")
    officer.follow(DOORS)
    officer.arrives_at(DOORS)
    take(officer, "contract")
    officer.follow("次の契約を登録する")
    officer.arrives_at("次の契約を登録する")
    take(officer, "contract-next")
    officer.press("登録する")
    officer.arrives_at(DOORS)
    expect(officer.page.get_by_role("heading", name="前の契約")).to_be_visible()


def test_entering_a_designation(arrived):
    officer = arrived("tanto1", "要対応")
    ending = Designation.objects.filter(centre__name=CENTRE).latest("first_on")
    officer.open(f"/designations/{ending.pk}/")
    officer.arrives_at(f"{CENTRE}の指定")
    take(officer, "designation")
    officer.follow("次の指定を登録")
    officer.arrives_at("指定を登録する")
    take(officer, "designation-new")
    at(officer, "議会")
    take(officer, "designation-days")


def test_inviting_somebody(arrived, visitor):
    kanri = arrived("kanri", "要対応")
    kanri.follow("利用者")
    kanri.arrives_at("利用者")
    take(kanri, "people")
    kanri.follow("利用者を招待")
    kanri.arrives_at("利用者を招待する")
    kanri.write("氏名", "見本 恵子")
    kanri.write("利用者番号", "keiko")
    kanri.page.get_by_label("役割").select_option("市民センター担当")
    kanri.page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    take(kanri, "invite")
    kanri.press("招待する")
    kanri.arrives_at("招待のリンクを渡してください")
    box = kanri.page.get_by_label("招待のリンク")
    link = box.input_value()
    show_instead(box, INVITATION)
    take(kanri, "invited")

    keiko = visitor(STAFF)
    keiko.open(link.removeprefix(keiko.home))
    keiko.arrives_at("パスワードを決める")
    take(keiko, "invitation-password")

    kanri.follow("渡しました")
    kanri.arrives_at("見本 恵子")
    take(kanri, "person")


def test_a_key_for_the_api(arrived):
    officer = arrived("tanto1", "要対応")
    officer.open("/accounts/tokens/")
    officer.arrives_at("API用の鍵")
    officer.follow("鍵を作る")
    officer.arrives_at("鍵を作る")
    officer.write("名前", "統計の集計")
    officer.page.evaluate("() => document.activeElement.blur()")
    take(officer, "key-new")
    officer.press("鍵を作る")
    officer.arrives_at("鍵を作りました")
    show_instead(officer.page.get_by_label("鍵", exact=True), KEY)
    show_instead(officer.page.get_by_label("プログラムが送るヘッダー"), f"Authorization: Token {KEY}")
    take(officer, "key-made")
    officer.follow("一覧へ戻る")
    officer.arrives_at("API用の鍵")
    officer.page.get_by_text(re.compile(r"^kyoten_\w+…$")).evaluate(
        "(cell, key) => { cell.textContent = key; }", f"{KEY[:15]}…"
    )
    take(officer, "keys")


def test_the_page_of_our_centre(arrived):
    kazuo = arrived("dantai1", CENTRE, VOLUNTEER)
    take(kazuo, "group-home")
    at(kazuo, "まかされている期間")
    take(kazuo, "group-term")
    at(kazuo, "困ったとき")
    take(kazuo, "group-call")
    kazuo.page.evaluate("() => scrollTo(0, 0)")
    kazuo.page.get_by_text("メニュー").click()
    kazuo.looks_around("メニュー")
    take(kazuo, "group-menu")


def test_a_volunteer_records_an_inspection(arrived):
    kazuo = arrived("dantai1", CENTRE, VOLUNTEER)
    kazuo.follow(kazuo.page.get_by_role("link", name=re.compile(f"^点検を記録する：{INSPECTION}")))
    kazuo.arrives_at("点検を記録する")
    take(kazuo, "group-inspection")
    kazuo.choose("良")
    kazuo.page.get_by_role("button", name="記録する").scroll_into_view_if_needed()
    kazuo.page.evaluate("() => { document.activeElement.blur(); scrollBy(0, 80); }")
    take(kazuo, "group-inspection-result")
    kazuo.press("記録する")
    kazuo.arrives_at(CENTRE)
    kazuo.is_told("点検を記録しました", "次の点検は令和9年11月23日（火・祝）です。")
    take(kazuo, "group-inspection-recorded")


@pytest.mark.usefixtures("told")
def test_a_volunteer_reads_what_was_told(arrived):
    kazuo = arrived("dantai1", CENTRE, VOLUNTEER)
    take(kazuo, "group-told")
    kazuo.open("/notices/")
    kazuo.arrives_at("わたしへのお知らせ")
    take(kazuo, "group-notices")
    kazuo.open("/calendars/new/")
    kazuo.arrives_at("カレンダーを作る")
    take(kazuo, "group-calendar-new")


def test_a_volunteer_forgot_the_password(visitor, logins):
    kazuo = visitor(VOLUNTEER)
    kazuo.open("/accounts/login/")
    kazuo.arrives_at("ログイン")
    take(kazuo, "group-login")
    kazuo.follow("パスワードを忘れたとき")
    kazuo.arrives_at("パスワードを決め直す")
    kazuo.write("メールアドレス", "kazuo@example.jp")
    kazuo.page.evaluate("() => document.activeElement.blur()")
    take(kazuo, "group-password")
    kazuo.press("リンクを送る")
    kazuo.arrives_at("メールを見てください")
    take(kazuo, "group-password-mail")
