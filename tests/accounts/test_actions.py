"""Giving people a login, and the organisations they act for."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.actions import create_person, join_organisation
from accounts.models import Membership, User
from common.problems import Refused
from tests.factories.designated_managers import make_organisation

PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db


def test_a_person_gets_a_login_and_one_role(roles):
    user = create_person(
        "hanako", "見本 花子", "市民センター担当", password=PASSWORD, display_kana="みほん はなこ"
    )

    stored = User.objects.get(pk=user.pk)
    assert (stored.login_name, stored.display_name, stored.display_kana) == (
        "hanako",
        "見本 花子",
        "みほん はなこ",
    )
    assert stored.check_password(PASSWORD)
    assert [group.name for group in stored.groups.all()] == ["市民センター担当"]


def test_two_people_may_have_no_e_mail(roles):
    create_person("hanako", "見本 花子", "市民センター担当", password=PASSWORD, email="")
    create_person("taro", "見本 太郎", "市民センター担当", password=PASSWORD)

    assert list(User.objects.values_list("email", flat=True)) == [None, None]


def test_everything_wrong_with_a_new_person_is_said_at_once_and_nobody_is_made(roles):
    with pytest.raises(Refused) as refusal:
        create_person("花子", "", "市長", password="short")

    assert [(problem.field, problem.message) for problem in refusal.value.problems] == [
        ("login_name", "半角の英数字と . _ - で、3文字以上にしてください。"),
        ("display_name", "このフィールドは空ではいけません。"),
        ("password", "このパスワードは短すぎます。最低 12 文字以上必要です。"),
        ("role", "「市長」という役割はありません。"),
    ]
    assert User.objects.count() == 0


def test_a_login_name_is_given_once(roles):
    create_person("hanako", "見本 花子", "市民センター担当", password=PASSWORD)

    with pytest.raises(Refused) as refusal:
        create_person("hanako", "見本 花", "市民センター担当", password=PASSWORD)

    assert [problem.field for problem in refusal.value.problems] == ["login_name"]
    assert User.objects.count() == 1


def test_a_person_joins_an_organisation_from_a_day_on(roles):
    user = create_person("kazuo", "見本 和夫", "地域団体", password=PASSWORD)
    organisation = make_organisation()

    membership = join_organisation(user, organisation, first_on=date(2026, 4, 1))

    assert (membership.organisation, membership.first_on, membership.last_on) == (
        organisation,
        date(2026, 4, 1),
        None,
    )


def test_a_membership_does_not_end_before_it_begins(roles):
    user = create_person("kazuo", "見本 和夫", "地域団体", password=PASSWORD)
    organisation = make_organisation()

    with pytest.raises(Refused) as refusal:
        join_organisation(user, organisation, first_on=date(2026, 4, 1), last_on=date(2026, 3, 31))

    assert [problem.message for problem in refusal.value.problems] == ["末日は初日以後の日にしてください。"]
    assert Membership.objects.count() == 0
