"""Access ends by itself: for who is signed in at the very next request, and for programs as well."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts import actions
from accounts.authentication import ApiTokenAuthentication
from tests.factories.accounts import ENTERED_AT, PASSWORD, make_membership, make_token, make_user
from tests.factories.designated_managers import make_designation, make_organisation

LAST_DAY = date(2026, 11, 23)
DAYS = [(LAST_DAY - timedelta(days=1), True), (LAST_DAY, True), (LAST_DAY + timedelta(days=1), False)]
SIGN_IN = "/accounts/login/"
# Pages of every kind: of the office, one's own, of the administration.
PAGES = ("/desk/", "/accounts/tokens/", "/accounts/password/change/", "/accounts/people/", "/admin/")

pytestmark = pytest.mark.django_db


def _lets_in(key: str) -> bool:
    request = Request(APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Token {key}"))
    try:
        return ApiTokenAuthentication().authenticate(request) is not None
    except AuthenticationFailed:
        return False


def _asked_to_sign_in(answer) -> bool:
    return answer.status_code == 302 and "/login/" in answer.headers["Location"]


@pytest.fixture
def kanri(roles):
    return make_user("kanri", "システム管理者", is_staff=True)


@pytest.mark.parametrize(("day", "enters"), DAYS)
def test_the_last_day_set_while_somebody_is_signed_in_ends_session_and_key(kanri, client_of, day, enters):
    with time_machine.travel(f"{day - timedelta(days=1)}T23:59:59+09:00", tick=False):
        browser, key = client_of(kanri), make_token(kanri).key
        before = [browser.get(page).status_code for page in PAGES]
        actions.set_last_day(kanri.pk, active_until=LAST_DAY, by=make_user("other"), on=LAST_DAY)

    with time_machine.travel(f"{day}T00:00:00+09:00", tick=False):
        after = [_asked_to_sign_in(browser.get(page)) for page in PAGES]
        key_lets_in = _lets_in(key)

    assert before == [200] * len(PAGES)
    assert (after, key_lets_in) == ([not enters] * len(PAGES), enters)


def test_a_person_who_is_disabled_is_out_at_the_very_next_request(kanri, client_of):
    browser, key = client_of(kanri), make_token(kanri).key
    with time_machine.travel(ENTERED_AT, tick=False):
        before = (browser.get("/desk/").status_code, _lets_in(key))

        actions.disable_person(kanri.pk, by=make_user("other"), at=ENTERED_AT)

        after = [_asked_to_sign_in(browser.get(page)) for page in PAGES]
        assert (before, after, _lets_in(key)) == ((200, True), [True] * len(PAGES), False)


def test_the_day_of_one_page_being_over_a_form_sent_from_it_changes_nothing(kanri, client_of):
    hanako = make_user("hanako")
    kanri.active_until = LAST_DAY
    kanri.save()
    browser = client_of(kanri)

    with time_machine.travel(f"{LAST_DAY + timedelta(days=1)}T00:00:00+09:00", tick=False):
        answer = browser.post(f"/accounts/people/{hanako.pk}/disable/")

    hanako.refresh_from_db()
    assert (_asked_to_sign_in(answer), hanako.is_active) == (True, True)


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2027, 3, 31), date(2027, 4, 1), date(2028, 12, 31)])
def test_a_member_whose_organisation_no_longer_runs_anything_signs_in_all_the_same(roles, client, day):
    member, organisation = make_user("member", "地域団体"), make_organisation()
    make_designation(organisation=organisation, first_on=date(2024, 4, 1), last_on=date(2026, 3, 31))
    make_membership(member, organisation, first_on=date(2024, 4, 1), last_on=date(2027, 3, 31))

    with time_machine.travel(f"{day}T09:00:00+09:00", tick=False):
        answer = client.post(SIGN_IN, {"login": "member", "password": PASSWORD})
        own_page = client.get("/accounts/password/change/")

    assert answer.status_code == 302
    assert own_page.status_code == 200
