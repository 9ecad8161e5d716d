"""A forgotten password, and changing one's own."""

from __future__ import annotations

import re
import smtplib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from tests.answers import errors, told
from tests.factories.accounts import PASSWORD, make_user
from tests.pages import words_of

NEW = "battery staple correct"
ASKED = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
RESET = "/accounts/password/reset/"
DONE = "/accounts/password/reset/done/"
CHANGE = "/accounts/password/change/"
LINK = re.compile(r"http://testserver(/accounts/password/reset/key/\S+/)")
TYPED = {"password1": NEW, "password2": NEW}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_stay_here(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.OFFICE_NAME = "見本市 地域づくり課"
    settings.OFFICE_CONTACT = "電話 0000-00-0000"


def _ask(client, address: str):
    return client.post(RESET, {"email": address})


def _link_for(client, address: str) -> str:
    _ask(client, address)
    (link,) = LINK.findall(str(mail.outbox[-1].body))
    return link


def _form_behind(client, link: str) -> str:
    """Open the link; where the form is."""
    answer = client.get(link)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_who_forgot_the_password_gets_a_link_by_mail_and_chooses_a_new_one(client):
    hanako = make_user("hanako", email="hanako@example.jp")

    asked = _ask(client, "Hanako@Example.jp")
    form = _form_behind(client, LINK.findall(str(mail.outbox[0].body))[0])
    shown = client.get(form)
    chosen = client.post(form, TYPED)

    hanako.refresh_from_db()
    assert asked.headers["Location"] == DONE
    assert "新しいパスワードを決める" in words_of(shown)
    assert chosen.headers["Location"] == "/accounts/password/reset/key/done/"
    assert "パスワードを変えました" in words_of(client.get(chosen.headers["Location"]))
    assert hanako.check_password(NEW)
    assert told(chosen) == []


def test_the_mail_says_in_plain_words_what_to_do_until_when_and_whom_to_ask(client):
    make_user("hanako", email="hanako@example.jp")

    _ask(client, "hanako@example.jp")

    (sent,) = mail.outbox
    body = LINK.sub("（リンク）", str(sent.body))
    assert (sent.subject, sent.to) == ("拠点：パスワードを決め直すためのリンク", ["hanako@example.jp"])
    assert body == (
        "見本 hanako 様\n\n"
        "市民センター管理「拠点」のパスワードを決め直す申込みがありました。\n"
        "次のリンクを開いて、新しいパスワードを決めてください。\n\n"
        "（リンク）\n\n"
        "・リンクは、このメールを送ってから24時間たつと使えなくなります。\n"
        "・使えるのは一度だけです。\n"
        "・利用者番号は hanako です。\n\n"
        "申し込んだ覚えがないときは、何もしないでください。いまのパスワードのままです。\n\n"
        "――――\n"
        "見本市 地域づくり課\n"
        "電話 0000-00-0000\n"
        "このメールは「拠点」から自動で送っています。"
    )


def test_the_key_is_not_in_the_address_of_the_form(client):
    make_user("hanako", email="hanako@example.jp")

    link = _link_for(client, "hanako@example.jp")
    form = _form_behind(client, link)

    key = link.rstrip("/").split("-", 1)[1]
    assert form.endswith("-set-password/")
    assert key not in client.get(form).content.decode()
    assert client.get(form).headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["hanako@example.jp", "nobody@example.jp", "out@example.jp"])
def test_whether_somebody_has_the_address_shows_neither_in_the_answer_nor_in_the_number_of_mails(
    client, address
):
    make_user("hanako", email="hanako@example.jp")
    make_user("out", email="out@example.jp", is_active=False)

    answer = _ask(client, address)
    page = client.get(answer.headers["Location"])

    assert (answer.status_code, answer.headers["Location"], answer.content) == (302, DONE, b"")
    assert "メールを見てください" in words_of(page)
    assert address not in page.content.decode()
    assert [sent.to for sent in mail.outbox] == [[address]]


@pytest.mark.parametrize(
    "facts",
    [
        {"is_active": False},
        {"active_until": date(2026, 11, 22)},
        {"password": None},
    ],
    ids=["disabled", "past the last day", "invited only"],
)
def test_who_may_not_enter_gets_no_link(client, facts):
    user = make_user("hanako", email="hanako@example.jp")
    if "password" in facts:
        user.set_unusable_password()
    else:
        for name, value in facts.items():
            setattr(user, name, value)
    user.save()

    with time_machine.travel(ASKED, tick=False):
        _ask(client, "hanako@example.jp")

    (sent,) = mail.outbox
    assert sent.subject == "拠点：パスワードを決め直せませんでした"
    assert "いまログインできる利用者はいません" in sent.body
    assert "/accounts/" not in sent.body


@pytest.mark.parametrize(
    ("later", "status"),
    [
        (timedelta(hours=24) - timedelta(seconds=1), 302),
        (timedelta(hours=24), 302),
        (timedelta(hours=24, seconds=1), 410),
    ],
)
def test_a_link_is_good_for_24_hours(client, later, status):
    make_user("hanako", email="hanako@example.jp")
    with time_machine.travel(ASKED, tick=False):
        link = _link_for(client, "hanako@example.jp")

    with time_machine.travel(ASKED + later, tick=False):
        assert client.get(link).status_code == status


def test_a_used_a_tampered_and_an_unknown_link_say_what_to_do(client):
    hanako = make_user("hanako", email="hanako@example.jp")
    link = _link_for(client, "hanako@example.jp")
    tampered = f"{link[:-2]}{'0' if link[-2] != '0' else '1'}/"
    client.post(_form_behind(client, link), TYPED)

    answers = [client.get(one) for one in (link, tampered, "/accounts/password/reset/key/zzz-abc/")]

    assert [answer.status_code for answer in answers] == [410, 410, 410]
    assert all("このリンクは使えません" in words_of(answer) for answer in answers)
    assert all("リンクを送り直す" in words_of(answer) for answer in answers)
    hanako.refresh_from_db()
    assert hanako.check_password(NEW)


@pytest.mark.parametrize(
    ("day", "status"), [(date(2026, 11, 22), 302), (date(2026, 11, 23), 302), (date(2026, 11, 24), 410)]
)
def test_a_link_ends_with_the_last_day_of_access(client, day, status, settings):
    settings.PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 7
    make_user("hanako", email="hanako@example.jp", active_until=date(2026, 11, 23))
    with time_machine.travel("2026-11-22T09:00:00+09:00", tick=False):
        link = _link_for(client, "hanako@example.jp")

    with time_machine.travel(f"{day}T12:00:00+09:00", tick=False):
        assert client.get(link).status_code == status


def test_a_person_disabled_while_the_form_is_open_sets_no_password(client):
    hanako = make_user("hanako", email="hanako@example.jp")
    form = _form_behind(client, _link_for(client, "hanako@example.jp"))
    hanako.is_active = False
    hanako.save()

    answer = client.post(form, TYPED)

    hanako.refresh_from_db()
    assert (answer.status_code, hanako.check_password(PASSWORD)) == (410, True)


def test_a_new_password_ends_every_other_session(client, client_of, roles):
    hanako = make_user("hanako", "市民センター担当", email="hanako@example.jp")
    elsewhere = client_of(hanako)
    assert elsewhere.get("/desk/").status_code == 200

    client.post(_form_behind(client, _link_for(client, "hanako@example.jp")), TYPED)

    assert elsewhere.get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (
            {},
            {
                "password1": ["新しいパスワードを入力してください。"],
                "password2": ["新しいパスワード（もう一度）を入力してください。"],
            },
        ),
        (
            {"password1": "short", "password2": "short"},
            {"password1": ["このパスワードは短すぎます。最低 12 文字以上必要です。"]},
        ),
        (
            {"password1": "hanako.mihon.1", "password2": "hanako.mihon.1"},
            {"password1": ["このパスワードは 利用者番号 と似すぎています。"]},
        ),
        (
            {"password1": NEW, "password2": PASSWORD},
            {"password2": ["2回目のパスワードが違います。同じものをもう一度入力してください。"]},
        ),
    ],
    ids=["empty", "short", "like the login name", "different"],
)
def test_a_password_that_is_not_good_enough_is_refused_with_the_reason(client, typed, refused):
    hanako = make_user("hanako.mihon", email="hanako@example.jp")
    form = _form_behind(client, _link_for(client, "hanako@example.jp"))

    answer = client.post(form, typed)

    hanako.refresh_from_db()
    assert (answer.status_code, errors(answer)) == (422, refused)
    assert hanako.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "メールアドレスを入力してください。"),
        ("hanako", "メールアドレスは「名前@example.jp」の形で入力してください。"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(client, address, sentence):
    answer = _ask(client, address)

    assert (answer.status_code, errors(answer)) == (422, {"email": [sentence]})
    assert mail.outbox == []


@pytest.mark.parametrize("address", ["hanako@example.jp", "nobody@example.jp"])
def test_an_address_gets_two_mails_a_minute_at_most(client, address):
    make_user("hanako", email="hanako@example.jp")

    answers = [_ask(client, address) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "少し待ってください" in words_of(answers[-1])
    assert len(mail.outbox) == 2


def test_a_mail_server_that_fails_changes_nothing_in_the_answer(client, monkeypatch, caplog):
    def fail(*_args, **_named):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    make_user("hanako", email="hanako@example.jp")

    answer = _ask(client, "hanako@example.jp")

    assert answer.headers["Location"] == DONE
    assert "could not be handed to the mail server" in caplog.text


def test_without_an_address_one_reads_whom_to_call(client):
    page = client.get(RESET)

    assert "メールアドレスを登録していないとき" in words_of(page)
    assert "電話0000-00-0000" in words_of(page)


def test_the_sign_in_page_leads_to_the_page_for_a_forgotten_password(client):
    assert f'href="{RESET}"' in client.get(reverse("account_login")).content.decode()


def test_one_changes_ones_own_password_and_stays_signed_in_here_alone(client_of, roles):
    hanako = make_user("hanako", "市民センター担当")
    here, elsewhere = client_of(hanako), client_of(hanako)

    answer = here.post(CHANGE, {"oldpassword": PASSWORD, **TYPED})

    hanako.refresh_from_db()
    assert answer.headers["Location"] == "/"
    assert told(answer) == ["パスワードを変えました。ほかの端末やブラウザーでのログインは終わりました。"]
    assert hanako.check_password(NEW)
    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (
            {"oldpassword": "wrong", **TYPED},
            {"oldpassword": ["いまのパスワードが違います。もう一度入力してください。"]},
        ),
        (
            {"oldpassword": PASSWORD, "password1": "password1234", "password2": "password1234"},
            {"password1": ["このパスワードは一般的すぎます。"]},
        ),
    ],
)
def test_changing_it_takes_the_password_so_far_and_a_good_new_one(client_of, typed, refused):
    hanako = make_user("hanako")

    answer = client_of(hanako).post(CHANGE, typed)

    hanako.refresh_from_db()
    assert (answer.status_code, errors(answer)) == (422, refused)
    assert hanako.check_password(PASSWORD)


def test_who_is_not_signed_in_changes_no_password(client):
    assert client.get(CHANGE).headers["Location"] == f"/accounts/login/?next={CHANGE}"


def test_the_menu_leads_to_the_page_for_changing_it(officer, client_of):
    assert f'href="{CHANGE}"' in client_of(officer).get("/desk/").content.decode()
