"""From the invitation to the key for the API, and a forgotten password: in a real browser, on every page of accounts."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from accounts.models import User
from tests.journeys.conftest import DESK, PHONE, Way

KEYBOARD = Way(by_keyboard=True)
NO_SCRIPTS = Way(scripts=False)
LINK = re.compile(r"http://\S+?(/accounts/\S+/)\s")
NEW, NEWER = "battery staple correct", "staple correct battery"

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _mails_stay_here(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.OFFICE_CONTACT = "地域づくり課\n電話 0000-00-0000"


def _link_in_the_last_mail() -> str:
    (link,) = LINK.findall(f"{mail.outbox[-1].body}\n")
    return link


@pytest.mark.parametrize("way", [DESK, PHONE, KEYBOARD, NO_SCRIPTS], ids=str)
def test_somebody_is_invited_chooses_a_password_and_is_shut_out_again(visitor, logins, way):
    kanri = visitor(way)
    kanri.open("/accounts/people/")
    kanri.sign_in("kanri", logins["kanri"])
    kanri.arrives_at("利用者")
    kanri.follow("利用者を招待")
    kanri.arrives_at("利用者を招待する")
    kanri.press("招待する")
    kanri.meets_errors("氏名を入力してください", "利用者番号を入力してください", "役割を選んでください")
    kanri.write("氏名", "見本 恵子")
    kanri.write("利用者番号", "keiko")
    kanri.page.get_by_label("役割").select_option("市民センター担当")
    kanri.press("招待する")
    kanri.arrives_at("招待のリンクを渡してください")
    link = kanri.page.get_by_label("招待のリンク").input_value()

    keiko = visitor(way)
    keiko.open(link.removeprefix(keiko.home))
    keiko.arrives_at("パスワードを決める")
    keiko.press("このパスワードにする")
    keiko.meets_errors("パスワードを入力してください", "パスワード（もう一度）を入力してください")
    keiko.write("パスワード", NEW)
    keiko.write("パスワード（もう一度）", NEW)
    keiko.press("このパスワードにする")
    keiko.arrives_at("パスワードを決めました")
    keiko.follow("ログインのページへ")
    keiko.sign_in("keiko", NEW)
    keiko.arrives_at("要対応")
    assert visitor(way).open(link.removeprefix(keiko.home)) == 410

    kanri.follow("見本 恵子さんのページへ")
    kanri.arrives_at("見本 恵子")
    kanri.follow("利用を停止する")
    kanri.arrives_at("見本 恵子さんの利用を停止しますか")
    kanri.press("利用を停止する")
    kanri.arrives_at("見本 恵子")
    kanri.is_told("見本 恵子さんの利用を停止しました")
    keiko.open("/desk/")
    keiko.arrives_at("ログイン")


@pytest.mark.parametrize("way", [DESK, Way(width=375, height=812, dark=True)], ids=str)
def test_the_pages_of_one_person_are_whole(visitor, logins, way):
    kanri = visitor(way)
    kanri.open(f"/accounts/people/{User.objects.get(login_name='dantai1').pk}/")
    kanri.sign_in("kanri", logins["kanri"])
    kanri.arrives_at("見本 和夫")
    kanri.follow("新しいリンクを作る")
    kanri.arrives_at("見本 和夫さんの新しいリンクを作りますか")
    kanri.press("新しいリンクを作る")
    kanri.arrives_at("招待のリンクを渡してください")
    kanri.follow("見本 和夫さんのページへ")
    kanri.follow("招待を取り消す")
    kanri.arrives_at("見本 和夫さんへの招待を取り消しますか")
    kanri.press("招待を取り消す")
    kanri.arrives_at("見本 和夫")
    kanri.follow("最後の日を変える")
    kanri.arrives_at("利用できる最後の日を変える")
    assert kanri.open("/accounts/people/?q=見つからない名前") == 200
    kanri.looks_around("見つからない")


@pytest.mark.parametrize("way", [DESK, PHONE, NO_SCRIPTS], ids=str)
def test_a_forgotten_password_is_replaced_by_the_link_of_a_mail(visitor, logins, way):
    User.objects.filter(login_name="dantai1").update(email="kazuo@example.jp")
    kazuo = visitor(way)
    kazuo.open("/accounts/login/")
    kazuo.follow("パスワードを忘れたとき")
    kazuo.arrives_at("パスワードを決め直す")
    kazuo.press("リンクを送る")
    kazuo.meets_errors("メールアドレスを入力してください")
    kazuo.write("メールアドレス", "kazuo@example.jp")
    kazuo.press("リンクを送る")
    kazuo.arrives_at("メールを見てください")
    link = _link_in_the_last_mail()
    kazuo.open(link)
    kazuo.arrives_at("新しいパスワードを決める")
    kazuo.write("新しいパスワード", NEW)
    kazuo.write("新しいパスワード（もう一度）", "something else")
    kazuo.press("このパスワードにする")
    kazuo.meets_errors("2回目のパスワードが違います")
    kazuo.write("新しいパスワード", NEW)
    kazuo.write("新しいパスワード（もう一度）", NEW)
    kazuo.press("このパスワードにする")
    kazuo.arrives_at("パスワードを変えました")
    assert kazuo.open(link) == 410
    kazuo.arrives_at("このリンクは使えません")
    kazuo.open("/accounts/login/?next=/accounts/password/change/")
    kazuo.sign_in("dantai1", NEW)
    kazuo.arrives_at("パスワードを変える")


@pytest.mark.parametrize("way", [DESK, PHONE, KEYBOARD], ids=str)
def test_one_changes_the_password_and_makes_and_revokes_a_key(visitor, logins, way):
    chief = visitor(way)
    chief.open("/accounts/password/change/")
    chief.sign_in("kacho", logins["kacho"])
    chief.arrives_at("パスワードを変える")
    chief.write("いまのパスワード", logins["kacho"])
    chief.write("新しいパスワード", NEWER)
    chief.write("新しいパスワード（もう一度）", NEWER)
    chief.press("パスワードを変える")
    chief.arrives_at("要対応")
    chief.is_told("パスワードを変えました", "ほかの端末やブラウザーでのログインは終わりました。")

    chief.open("/accounts/tokens/")
    chief.arrives_at("API用の鍵")
    chief.follow("鍵を作る")
    chief.arrives_at("鍵を作る")
    chief.press("鍵を作る")
    chief.meets_errors("名前を入力してください")
    chief.write("名前", "統計の集計")
    chief.press("鍵を作る")
    chief.arrives_at("鍵を作りました")
    expect(chief.page.get_by_label("鍵", exact=True)).to_have_value(re.compile(r"kyoten_[0-9a-f]{64}"))
    chief.follow("一覧へ戻る")
    chief.arrives_at("API用の鍵")
    chief.follow(chief.page.get_by_role("main").get_by_role("link", name=re.compile("取り消す")))
    chief.arrives_at("鍵「統計の集計」を取り消しますか")
    chief.press("鍵を取り消す")
    chief.arrives_at("API用の鍵")
    chief.is_told("鍵「統計の集計」を取り消しました")
