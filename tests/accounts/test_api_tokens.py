"""Keys for the API: made, used, expired, revoked; and by them nobody comes in who may not enter."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts import actions, queries
from accounts.authentication import ApiTokenAuthentication
from accounts.models import ApiToken
from common.problems import Refused
from tests.factories.accounts import make_token, make_user

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
DAY = AT.date()
NOT_GOOD = "この鍵は使えません。期限切れか、取消し済みです。新しい鍵を「API用の鍵」の画面で作ってください。"
MAY = ["市民センター担当", "係長・課長", "監査委員事務局", "システム管理者"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako(roles):
    return make_user("hanako", "市民センター担当")


def _at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=AT.tzinfo)


def _asks(header: str) -> Request:
    return Request(
        APIRequestFactory().get("/", HTTP_AUTHORIZATION=header) if header else APIRequestFactory().get("/")
    )


def _comes_in(header: str):
    return ApiTokenAuthentication().authenticate(_asks(header))


def test_a_key_is_kept_as_a_digest_and_lets_its_person_in(hanako):
    made = actions.make_api_token(hanako, "統計の集計", days=90, at=AT)

    (stored,) = ApiToken.objects.values()
    assert (made.key[:7], len(made.key), made.last_on) == ("kyoten_", 71, date(2027, 2, 21))
    assert made.key not in str(stored)
    assert (stored["user_id"], stored["name"], stored["token_key"]) == (
        hanako.pk,
        "統計の集計",
        made.key[:15],
    )
    assert actions.use_api_token(made.key, at=AT) == made.token


@pytest.mark.parametrize(
    ("days", "day", "good"),
    [
        (1, DAY, True),
        (1, DAY + timedelta(days=1), True),
        (1, DAY + timedelta(days=2), False),
        (90, DAY + timedelta(days=89), True),
        (90, DAY + timedelta(days=90), True),
        (90, DAY + timedelta(days=91), False),
    ],
)
def test_a_key_is_good_to_the_end_of_its_last_day(hanako, days, day, good):
    key = make_token(hanako, days=days, at=AT).key

    last_minute = datetime(day.year, day.month, day.day, 23, 59, tzinfo=AT.tzinfo)
    assert (actions.use_api_token(key, at=last_minute) is not None) is good
    assert ApiToken.objects.in_force(last_minute).exists() is good


@pytest.mark.parametrize(
    ("day", "good"), [(DAY - timedelta(days=1), True), (DAY, True), (DAY + timedelta(days=1), False)]
)
def test_a_key_ends_with_the_last_day_of_its_persons_access(hanako, day, good):
    key = make_token(hanako, at=AT).key
    hanako.active_until = DAY
    hanako.save()

    assert (actions.use_api_token(key, at=_at_noon(day)) is not None) is good


def test_a_key_of_a_disabled_person_lets_nobody_in_and_does_not_come_back(hanako):
    key = make_token(hanako, at=AT).key
    by = make_user("kanri", "システム管理者")

    hanako.is_active = False
    hanako.save()
    switched_off_elsewhere = actions.use_api_token(key, at=AT)
    actions.disable_person(hanako.pk, by=by, at=AT)
    actions.enable_person(hanako.pk)

    assert [switched_off_elsewhere, actions.use_api_token(key, at=AT)] == [None, None]
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize("role", [*MAY, "センター職員", "地域団体", ""])
def test_a_key_is_good_while_the_role_permits_keys(roles, role):
    somebody = make_user("somebody", "市民センター担当")
    key = make_token(somebody, at=AT).key
    somebody.groups.set(Group.objects.filter(name=role))

    assert (actions.use_api_token(key, at=AT) is not None) is (role in MAY)


def test_a_revoked_and_an_unknown_key_let_nobody_in(hanako):
    made = make_token(hanako, at=AT)
    actions.revoke_api_token(made.token.pk, of=hanako)

    assert [actions.use_api_token(key, at=AT) for key in (made.key, f"{made.key}0", "", "あ")] == [None] * 4


def test_nobody_revokes_the_key_of_another(hanako):
    token = make_token(hanako, at=AT).token

    with pytest.raises(ApiToken.DoesNotExist):
        actions.revoke_api_token(token.pk, of=make_user("taro"))

    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "days", "field"),
    [
        ("統計の集計", 0, "days"),
        ("統計の集計", 366, "days"),
        ("統計の集計", -1, "days"),
        ("統計の集計", 10**30, "days"),
        ("", 90, "name"),
    ],
)
def test_a_key_without_a_name_or_with_too_many_days_is_refused(hanako, name, days, field):
    with pytest.raises(Refused) as refusal:
        actions.make_api_token(hanako, name, days=days, at=AT)

    assert [problem.field for problem in refusal.value.problems] == [field]
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize("days", [1, 365])
def test_from_one_day_to_a_year(hanako, days):
    assert make_token(hanako, days=days, at=AT).token.expiry == datetime(
        2026, 11, 24, tzinfo=AT.tzinfo
    ) + timedelta(days=days)


def test_a_name_is_used_once_per_person(hanako):
    make_token(hanako, "統計の集計", at=AT)
    make_token(make_user("taro"), "統計の集計", at=AT)

    with pytest.raises(Refused) as refusal:
        actions.make_api_token(hanako, "統計の集計", days=1, at=AT)

    assert [problem.message for problem in refusal.value.problems] == [
        "この名前の鍵は、もうあります。別の名前にしてください。"
    ]


def test_a_person_holds_so_many_keys_and_no_more_and_expired_ones_make_room(hanako, settings):
    settings.API_KEYS_PER_PERSON = 2
    make_token(hanako, "1", days=1, at=AT)
    make_token(hanako, "2", days=9, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.make_api_token(hanako, "3", days=9, at=_at_noon(DAY + timedelta(days=1)))
    actions.make_api_token(hanako, "3", days=9, at=_at_noon(DAY + timedelta(days=2)))

    assert [problem.message for problem in refusal.value.problems] == [
        "鍵は1人2個までです。使っていない鍵を取り消してから、作ってください。"
    ]
    assert sorted(ApiToken.objects.values_list("name", flat=True)) == ["2", "3"]


def test_the_day_of_the_last_use_is_kept_with_one_write_a_day(hanako, django_assert_num_queries):
    key = make_token(hanako, at=AT).key

    with django_assert_num_queries(3):
        actions.use_api_token(key, at=AT)
    with django_assert_num_queries(2):
        actions.use_api_token(key, at=AT + timedelta(hours=1))
    first = ApiToken.objects.get().last_used_on
    actions.use_api_token(key, at=AT + timedelta(days=1))

    assert (first, ApiToken.objects.get().last_used_on) == (DAY, DAY + timedelta(days=1))


def test_the_header_with_a_good_key_gives_the_person_and_the_token(hanako):
    made = make_token(hanako, at=AT)

    with time_machine.travel(AT, tick=False):
        comes = [_comes_in(f"{word} {made.key}") for word in ("Token", "token", "TOKEN")]

    assert comes == [(hanako, made.token)] * 3


@pytest.mark.parametrize("header", ["", "Basic aGFuYWtvOng=", "Bearer x"])
def test_a_header_of_another_kind_is_left_to_others(db, header):
    assert _comes_in(header) is None


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("Token", "Authorization ヘッダーは「Token 鍵」の形で、鍵を1つだけ書いてください。"),
        ("Token a b", "Authorization ヘッダーは「Token 鍵」の形で、鍵を1つだけ書いてください。"),
        ("Token kyoten_0000", NOT_GOOD),
        ("Token \xff\xfe", NOT_GOOD),
    ],
)
def test_a_header_that_cannot_be_right_is_refused_with_a_sentence(header, sentence):
    with pytest.raises(AuthenticationFailed) as refusal:
        _comes_in(header)

    assert (refusal.value.status_code, str(refusal.value.detail)) == (401, sentence)
    assert ApiTokenAuthentication().authenticate_header(SimpleNamespace()) == "Token"


def test_an_expired_key_stays_in_the_list_and_is_told_so(hanako):
    make_token(hanako, "古い鍵", days=1, at=AT)
    make_token(hanako, "新しい鍵", days=9, at=AT + timedelta(hours=1))

    lines = queries.token_lines(hanako, at=_at_noon(DAY + timedelta(days=2)))

    assert [(line.name, line.last_on, line.is_good) for line in lines] == [
        ("新しい鍵", DAY + timedelta(days=9), True),
        ("古い鍵", DAY + timedelta(days=1), False),
    ]
