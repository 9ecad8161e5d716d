from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, make_user

LAST_DAY = date(2026, 11, 23)
SIGN_IN = "/accounts/login/"
WRONG = "not the password"

pytestmark = pytest.mark.django_db


def _try_to_sign_in(client: Client, login: str, password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": login, "password": password})


def _is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["hanako", "hanako@example.jp", "HANAKO@example.jp"])
def test_a_person_signs_in_with_login_name_or_e_mail(client, login):
    make_user("hanako", email="hanako@example.jp")

    response = _try_to_sign_in(client, login)

    assert (response.status_code, response.headers["Location"]) == (302, reverse("home"))
    assert _is_signed_in(client)


def test_a_person_without_e_mail_signs_in_with_the_login_name(client):
    make_user("volunteer")

    response = _try_to_sign_in(client, "volunteer")

    assert response.headers["Location"] == reverse("home")


@pytest.mark.parametrize("login", ["hanako", "nobody", "nobody@example.jp"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, login):
    make_user("hanako", email="hanako@example.jp")

    response = _try_to_sign_in(client, login, WRONG)

    assert response.status_code == 200
    assert "利用者番号またはメールアドレスか、パスワードが違います。" in response.content.decode()
    assert not _is_signed_in(client)


def test_after_signing_in_the_page_asked_for_is_shown(client):
    make_user("hanako")

    response = client.post(
        f"{SIGN_IN}?next=/centres/", {"login": "hanako", "password": PASSWORD, "next": "/centres/"}
    )

    assert response.headers["Location"] == "/centres/"


def test_a_disabled_person_is_refused_with_the_reason(client):
    make_user("hanako", is_active=False)

    response = _try_to_sign_in(client, "hanako")

    assert response.headers["Location"] == reverse("account_inactive")
    assert not _is_signed_in(client)


@pytest.mark.parametrize(
    ("day", "enters"),
    [(LAST_DAY - timedelta(days=1), True), (LAST_DAY, True), (LAST_DAY + timedelta(days=1), False)],
)
def test_a_person_signs_in_up_to_the_last_day_of_access(client, day, enters):
    make_user("hanako", active_until=LAST_DAY)

    with time_machine.travel(f"{day}T12:00:00+09:00", tick=False):
        response = _try_to_sign_in(client, "hanako")
        is_in = _is_signed_in(client)

    assert (is_in, response.headers["Location"]) == (
        enters,
        reverse("home" if enters else "account_inactive"),
    )


def test_the_last_day_ends_at_midnight_in_japan(client):
    make_user("hanako", active_until=LAST_DAY)

    with time_machine.travel("2026-11-23T23:59:59+09:00", tick=False):
        _try_to_sign_in(client, "hanako")
        before = client.get("/desk/").status_code
    with time_machine.travel("2026-11-24T00:00:00+09:00", tick=False):
        after = client.get("/desk/")

    assert before == 403
    assert (after.status_code, after.headers["Location"]) == (302, f"{SIGN_IN}?next=/desk/")


def test_the_session_of_a_person_who_is_disabled_ends_at_once(roles, client):
    officer = make_user("hanako", "市民センター担当")
    _try_to_sign_in(client, "hanako")
    assert client.get("/desk/").status_code == 200

    officer.is_active = False
    officer.save()

    assert client.get("/desk/").headers["Location"] == f"{SIGN_IN}?next=/desk/"


def test_the_page_for_a_closed_account_is_designed(client):
    response = client.get(reverse("account_inactive"))

    assert "この利用者番号は使えません" in response.content.decode()


def test_nobody_signs_themselves_up(client):
    response = client.get(reverse("account_signup"))

    assert "自分では登録できません" in response.content.decode()


def test_ten_failures_lock_the_account_and_the_designed_page_says_so(client):
    make_user("hanako")
    for _ in range(9):
        assert _try_to_sign_in(client, "hanako", WRONG).status_code == 200

    tenth = _try_to_sign_in(client, "hanako", WRONG)
    then = _try_to_sign_in(client, "hanako")

    assert [tenth.status_code, then.status_code] == [429, 429]
    assert "しばらくログインできません" in tenth.content.decode()
    assert "続けて10回まちがえたため" in tenth.content.decode()
    assert "15分たつと、また試せます。" in then.content.decode()
    assert not _is_signed_in(client)


def test_failures_by_login_name_and_by_e_mail_count_together(client):
    make_user("hanako", email="hanako@example.jp")
    names = ["hanako", "hanako@example.jp", "HANAKO", "Hanako@example.jp", "hanako"]

    answers = [_try_to_sign_in(client, name, WRONG).status_code for name in names + names]

    assert answers == [200] * 9 + [429]


def test_a_locked_account_locks_nobody_else_at_the_same_desk(client):
    make_user("hanako")
    make_user("taro")
    for _ in range(10):
        _try_to_sign_in(client, "hanako", WRONG)

    response = _try_to_sign_in(client, "taro")

    assert response.headers["Location"] == reverse("home")


def test_signing_in_forgets_the_failures_before(client):
    make_user("hanako", email="hanako@example.jp")
    for _ in range(9):
        _try_to_sign_in(client, "hanako@example.jp", WRONG)
    _try_to_sign_in(client, "hanako")
    client.logout()

    answers = [_try_to_sign_in(client, "hanako", WRONG).status_code for _ in range(9)]

    assert answers == [200] * 9


def test_the_lock_opens_by_itself_after_a_quarter_of_an_hour(client):
    make_user("hanako")
    with time_machine.travel("2026-11-23T09:00:00+09:00", tick=False):
        for _ in range(10):
            _try_to_sign_in(client, "hanako", WRONG)
    with time_machine.travel("2026-11-23T09:14:59+09:00", tick=False):
        early = _try_to_sign_in(client, "hanako").status_code
    with time_machine.travel("2026-11-23T09:30:01+09:00", tick=False):
        late = _try_to_sign_in(client, "hanako")

    assert early == 429
    assert late.headers["Location"] == reverse("home")


def test_a_flood_from_one_address_gets_a_designed_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "30/m/ip"}
    names = [f"name{number}" for number in range(31)]

    answers = [_try_to_sign_in(client, name, WRONG) for name in names]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert "少し待ってください" in answers[-1].content.decode()


def test_somebody_not_signed_in_is_sent_to_sign_in_and_back(client):
    response = client.get("/desk/")

    assert (response.status_code, response.headers["Location"]) == (302, f"{SIGN_IN}?next=/desk/")


def test_a_group_member_gets_the_designed_refusal_at_the_desk(group_member, client_of):
    response = client_of(group_member).get("/desk/")

    assert response.status_code == 403
    assert "このページは見られません" in response.content.decode()


def test_the_administration_pages_have_no_sign_in_of_their_own(client):
    response = client.get("/admin/login/?next=/admin/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith(SIGN_IN)


def test_the_administration_pages_refuse_who_is_not_staff(officer, client_of):
    response = client_of(officer).get("/admin/", follow=True)

    assert response.status_code == 403
    assert "このページは見られません" in response.content.decode()
