"""The pages of who was invited, from the link to the first sign-in."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session

from accounts import actions
from accounts.actions import ActsFor
from accounts.models import Invitation
from tests.answers import errors
from tests.factories.accounts import make_user
from tests.pages import words_of

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
FORM = "/accounts/invitation/"
DONE = "/accounts/invitation/done/"
NEW = "battery staple correct"
TYPED = {"password1": NEW, "password2": NEW}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def invited(roles):
    by = make_user("kanri", "システム管理者")
    return actions.invite_person(
        "市民センター担当", ActsFor(), by=by, at=AT, login_name="hanako", display_name="見本 花子"
    )


def _address(key: str) -> str:
    return f"{FORM}{key}/"


def test_from_the_link_to_the_first_sign_in(client, invited):
    opened = client.get(_address(invited.key))
    shown = client.get(FORM)
    chosen = client.post(FORM, TYPED)
    done = client.get(DONE)
    signed_in = client.post("/accounts/login/", {"login": "hanako", "password": NEW})

    assert opened.headers["Location"] == FORM
    assert "見本花子さん、パスワードを決めてください。" in words_of(shown)
    assert "あなたの利用者番号はhanakoです。" in words_of(shown)
    assert chosen.headers["Location"] == DONE
    assert "あなたの利用者番号はhanakoです。" in words_of(done)
    assert signed_in.headers["Location"] == "/"


def test_the_key_is_neither_on_the_page_behind_nor_in_the_session(client, invited):
    opened = client.get(_address(invited.key))
    page = client.get(FORM)

    assert invited.key not in page.content.decode() + opened.headers["Location"]
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert [invited.key in str(session.get_decoded()) for session in Session.objects.all()] == [False]


def test_opening_the_link_uses_nothing_up(client, invited):
    for _ in range(3):
        assert client.get(_address(invited.key)).status_code == 302
        assert client.get(FORM).status_code == 200

    assert Invitation.objects.get().used_at is None


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (
            {},
            {
                "password1": ["パスワードを入力してください。"],
                "password2": ["パスワード（もう一度）を入力してください。"],
            },
        ),
        (
            {"password1": NEW, "password2": "other"},
            {"password2": ["2回目のパスワードが違います。同じものをもう一度入力してください。"]},
        ),
        (
            {"password1": "short", "password2": "short"},
            {"password1": ["このパスワードは短すぎます。最低 12 文字以上必要です。"]},
        ),
        (
            {"password1": "password1234", "password2": "password1234"},
            {"password1": ["このパスワードは一般的すぎます。"]},
        ),
    ],
    ids=["empty", "different", "short", "common"],
)
def test_a_password_that_is_not_good_enough_is_refused_with_the_reason(client, invited, typed, refused):
    client.get(_address(invited.key))

    answer = client.post(FORM, typed)

    invited.person.refresh_from_db()
    assert (answer.status_code, errors(answer)) == (422, refused)
    assert invited.person.has_usable_password() is False


def _used(invited) -> None:
    actions.accept_invitation(Invitation.digest_of(invited.key), password=NEW, at=AT)


def _revoked(invited) -> None:
    actions.revoke_invitation(invited.person.pk, at=AT)


def _replaced(invited) -> None:
    actions.invite_again(invited.person.pk, by=invited.person.invitations.get().invited_by, at=AT)


def _disabled(invited) -> None:
    actions.disable_person(invited.person.pk, by=invited.person.invitations.get().invited_by, at=AT)


def _expired(invited) -> None:
    invited.person.invitations.update(last_on=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (_used, "リンクは、もう使われています。決めたパスワードでログインしてください。"),
        (_revoked, "リンクは取り消されたか、新しいリンクに替わっています。"),
        (_replaced, "リンクは取り消されたか、新しいリンクに替わっています。"),
        (_disabled, "リンクは取り消されたか、新しいリンクに替わっています。"),
        (_expired, "リンクの期限が過ぎています。市の担当に、新しいリンクを頼んでください。"),
    ],
)
def test_a_link_that_is_no_longer_good_says_why_and_what_to_do(client, invited, happens, sentence):
    client.get(_address(invited.key))
    happens(invited)
    before = invited.person.__class__.objects.get(pk=invited.person.pk).password

    answers = [client.get(_address(invited.key)), client.get(FORM), client.post(FORM, TYPED)]

    invited.person.refresh_from_db()
    assert [answer.status_code for answer in answers] == [410, 410, 410]
    assert all(sentence in words_of(answer) for answer in answers)
    assert invited.person.password == before


@pytest.mark.parametrize("key", ["x", "0" * 43, "%00", "あ"])
def test_an_unknown_link_says_what_to_do(client, invited, key):
    answer = client.get(_address(key))

    assert answer.status_code == 404
    assert "リンクのアドレスが正しくないか、途中で切れています。" in words_of(answer)


def test_a_link_with_a_letter_changed_is_unknown(client, invited):
    changed = invited.key[:-1] + ("a" if invited.key[-1] != "a" else "b")

    assert client.get(_address(changed)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_link_there_is_no_form(client, method):
    answer = getattr(client, method)(FORM, TYPED)

    assert answer.status_code == 404
    assert "この招待のリンクは使えません" in words_of(answer)


def test_who_is_signed_in_in_the_same_browser_is_signed_out_when_the_password_is_chosen(
    client_of, officer, invited
):
    browser = client_of(officer)
    browser.get(_address(invited.key))
    still = browser.get("/desk/").status_code

    browser.post(FORM, TYPED)

    assert (still, browser.get("/desk/").status_code) == (200, 302)
    officer.refresh_from_db()
    assert officer.check_password(NEW) is False


def test_the_last_page_shown_without_having_chosen_names_nobody(client):
    assert "利用者番号は" not in words_of(client.get(DONE))
