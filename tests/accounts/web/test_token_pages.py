"""The page API用の鍵, for one's own keys."""

from __future__ import annotations

import re

import pytest
import time_machine

from accounts import actions
from accounts.models import ApiToken
from tests.answers import errors, told
from tests.factories.accounts import make_token, make_user
from tests.factories.centres import make_centre
from tests.pages import links_of, words_of

TOKENS = "/accounts/tokens/"
NEW = "/accounts/tokens/new/"
KEY = re.compile(r"kyoten_[0-9a-f]{64}")
MAY = ["市民センター担当", "係長・課長", "監査委員事務局", "システム管理者"]
MAY_NOT = ["センター職員", "地域団体"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel("2026-11-23T10:00:00+09:00", tick=False):
        yield


@pytest.fixture
def desk(officer, client_of):
    return client_of(officer)


def test_a_key_is_made_and_shown_this_once(desk, officer):
    page = desk.post(NEW, {"name": "統計の集計", "days": "30"})

    (key,) = set(KEY.findall(page.content.decode()))
    assert page.status_code == 200
    assert "鍵「統計の集計」は令和8年12月23日（水）まで使えます。" in words_of(page)
    assert page.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    token = ApiToken.objects.get()
    assert actions.use_api_token(key, at=token.created) == token
    after = desk.get(TOKENS)
    assert KEY.findall(after.content.decode()) == []
    assert "統計の集計" in words_of(after)
    assert key[:15] in words_of(after)


def test_ninety_days_are_offered(desk):
    page = desk.get(NEW)

    assert 'value="90"' in page.content.decode()
    assert "365日までです。" in words_of(page)


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({}, {"name": ["名前を入力してください。"], "days": ["使える日数を入力してください。"]}),
        ({"name": "あ", "days": "三"}, {"days": ["使える日数は数字で入力してください。例：148,500"]}),
        ({"name": "あ", "days": "0"}, {"days": ["使える日数は1以上の数字を入力してください。"]}),
        ({"name": "あ", "days": "366"}, {"days": ["使える日数は365以下の数字を入力してください。"]}),
        (
            {"days": "9" * 30},
            {"name": ["名前を入力してください。"], "days": ["使える日数は365以下の数字を入力してください。"]},
        ),
        ({"name": "あ" * 61, "days": "1"}, {"name": ["名前は60文字までです。いまは61文字あります。"]}),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused_with_the_reason(desk, typed, refused):
    page = desk.post(NEW, typed)

    assert (page.status_code, errors(page)) == (422, refused)
    assert ApiToken.objects.count() == 0


def test_the_same_name_twice_makes_one_key(desk):
    answers = [desk.post(NEW, {"name": "統計の集計", "days": "30"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 422]
    assert ApiToken.objects.count() == 1


def test_a_key_is_revoked_after_asking(desk, officer):
    token = make_token(officer, "統計の集計").token

    question = desk.get(f"{TOKENS}{token.pk}/revoke/")
    answer = desk.post(f"{TOKENS}{token.pk}/revoke/")
    again = desk.post(f"{TOKENS}{token.pk}/revoke/")

    assert "鍵「統計の集計」を取り消しますか" in words_of(question)
    assert (answer.headers["Location"], again.status_code) == (TOKENS, 404)
    assert told(answer) == ["鍵「統計の集計」を取り消しました。"]
    assert ApiToken.objects.count() == 0


def test_the_keys_of_others_are_neither_shown_nor_revoked(desk):
    token = make_token(make_user("taro"), "ほかの人の鍵").token

    answer = desk.post(f"{TOKENS}{token.pk}/revoke/")

    assert answer.status_code == 404
    assert "ほかの人の鍵" not in words_of(desk.get(TOKENS))
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"), [*((role, 200) for role in MAY), *((role, 403) for role in MAY_NOT)]
)
def test_who_may_use_the_api_makes_keys_and_nobody_else(person, client_of, role, status):
    desk = client_of(person("somebody", role))

    answers = [desk.get(TOKENS), desk.get(NEW), desk.post(NEW, {"name": "鍵", "days": "1"})]

    assert [answer.status_code for answer in answers] == [status] * 3
    assert ApiToken.objects.count() == (1 if status == 200 else 0)


def test_the_menu_leads_who_may_to_the_page(desk, centre_worker, client_of):
    worker = client_of(centre_worker(make_centre()))

    assert links_of(desk.get("/desk/"))["API用の鍵"] == TOKENS
    assert "API用の鍵" not in links_of(worker.get("/desk/"))


def test_the_page_costs_the_same_with_one_key_and_with_three(desk, officer, django_assert_num_queries):
    make_token(officer)
    desk.get(TOKENS)

    with django_assert_num_queries(4):
        desk.get(TOKENS)
    make_token(officer)
    make_token(officer)
    with django_assert_num_queries(4):
        desk.get(TOKENS)
