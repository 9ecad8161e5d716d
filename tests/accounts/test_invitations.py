"""Inviting people: a login without a password, and a link to choose one, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts import actions, queries
from accounts.actions import ActsFor, LinkGone
from accounts.choices import LinkState
from accounts.models import Invitation, User
from common.problems import Refused
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.designated_managers import make_organisation

TOKYO = ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 11, 23, 10, 0, tzinfo=TOKYO)
LATER = AT + timedelta(hours=1)
NOBODY = ActsFor()
HANAKO = {"login_name": "hanako", "display_name": "見本 花子"}
NEW = "battery staple correct"

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(roles):
    return make_user("kanri", "システム管理者")


def _invite(by, **facts):
    return actions.invite_person("市民センター担当", NOBODY, by=by, at=AT, **{**HANAKO, **facts})


def _state(key: str, on: date) -> LinkState:
    return queries.behind_link(Invitation.digest_of(key), on=on).state


def _accept(key: str, password: str = NEW, at: datetime = LATER):
    return actions.accept_invitation(Invitation.digest_of(key), password=password, at=at)


def test_an_invited_person_has_a_role_and_no_password(by):
    invited = _invite(
        by, display_kana="みほん はなこ", email="Hanako@Example.jp", active_until=date(2027, 3, 31)
    )

    stored = User.objects.get(login_name="hanako")
    assert (invited.person, invited.last_on) == (stored, date(2026, 11, 30))
    assert (stored.display_name, stored.display_kana, stored.email, stored.active_until) == (
        "見本 花子",
        "みほん はなこ",
        "hanako@example.jp",
        date(2027, 3, 31),
    )
    assert stored.has_usable_password() is False
    assert [group.name for group in stored.groups.all()] == ["市民センター担当"]
    assert list(stored.invitations.values("invited_by", "made_at", "last_on", "used_at", "revoked_at")) == [
        {
            "invited_by": by.pk,
            "made_at": AT,
            "last_on": date(2026, 11, 30),
            "used_at": None,
            "revoked_at": None,
        }
    ]


def test_the_key_is_kept_as_a_digest_only(by):
    invited = _invite(by)

    (stored,) = Invitation.objects.values()
    assert len(invited.key) == 43
    assert invited.key not in str(stored)


def test_a_member_of_a_group_is_invited_together_with_the_membership(by):
    organisation = make_organisation()

    invited = actions.invite_person(
        "地域団体",
        ActsFor(organisation, first_on=date(2026, 4, 1), last_on=date(2029, 3, 31)),
        by=by,
        at=AT,
        **HANAKO,
    )

    assert list(invited.person.memberships.values_list("organisation", "first_on", "last_on")) == [
        (organisation.pk, date(2026, 4, 1), date(2029, 3, 31))
    ]


def test_everything_wrong_with_an_invitation_is_said_at_once_and_nobody_is_made(by):
    with pytest.raises(Refused) as refusal:
        actions.invite_person("地域団体", NOBODY, by=by, at=AT, login_name="花", display_name="")

    assert [(problem.field, problem.message) for problem in refusal.value.problems] == [
        ("login_name", "半角の英数字と . _ - で、3文字以上にしてください。"),
        ("display_name", "このフィールドは空ではいけません。"),
        ("organisation", "地域団体の人には、所属する団体を選んでください。"),
        ("first_on", "地域団体の人には、所属の初日を入力してください。"),
    ]
    assert list(User.objects.all()) == [by]


@pytest.mark.parametrize("taken", ["hanako", "Hanako", "HANAKO"])
def test_a_login_name_is_taken_whatever_its_case(by, taken):
    make_user("Hanako" if taken == "hanako" else "hanako")

    with pytest.raises(Refused) as refusal:
        _invite(by, login_name=taken)

    assert [problem.message for problem in refusal.value.problems] == [
        "この利用者番号は、もう使われています。別のものにしてください（大文字と小文字は区別しません）。"
    ]


def test_an_address_is_taken_whatever_its_case(by):
    make_user("taro", email="mihon@example.jp")

    with pytest.raises(Refused) as refusal:
        _invite(by, email="Mihon@example.jp")

    assert [(problem.field, problem.message) for problem in refusal.value.problems] == [
        ("email", "このメールアドレスは、ほかの利用者が使っています。")
    ]


def test_the_link_lets_the_person_choose_a_password_once(by):
    key = _invite(by).key

    person = _accept(key)

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert person.invitations.get().used_at == LATER
    with pytest.raises(LinkGone):
        _accept(key, "another battery staple")
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_a_password_that_is_not_good_enough_leaves_the_link_good(by):
    key = _invite(by).key

    with pytest.raises(Refused) as refusal:
        _accept(key, "hanako")

    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [
        ("password1", "password-weak"),
        ("password1", "password-weak"),
    ]
    assert _state(key, LATER.date()) == LinkState.OPEN
    assert User.objects.get(login_name="hanako").has_usable_password() is False


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 11, 29), LinkState.OPEN),
        (date(2026, 11, 30), LinkState.OPEN),
        (date(2026, 12, 1), LinkState.EXPIRED),
    ],
)
def test_a_link_is_good_for_seven_days(by, day, state):
    key = _invite(by).key

    at = datetime(day.year, day.month, day.day, 23, 59, tzinfo=TOKYO)
    assert _state(key, day) == state
    if state == LinkState.OPEN:
        assert _accept(key, at=at).check_password(NEW)
    else:
        with pytest.raises(LinkGone):
            _accept(key, at=at)


@pytest.mark.parametrize("days", [1, 30])
def test_how_long_a_link_is_good_is_a_setting(by, settings, days):
    settings.INVITATION_DAYS = days

    assert _invite(by).last_on == AT.date() + timedelta(days=days)


def test_a_newer_link_makes_the_older_one_void(by):
    first = _invite(by)

    second = actions.invite_again(first.person.pk, by=by, at=LATER)

    assert [_state(key, LATER.date()) for key in (first.key, second.key)] == [LinkState.VOID, LinkState.OPEN]
    with pytest.raises(LinkGone):
        _accept(first.key)
    assert _accept(second.key).check_password(NEW)


def test_a_new_link_for_somebody_in_use_leaves_the_password_until_it_is_used(by):
    hanako = make_user("hanako")

    invited = actions.invite_again(hanako.pk, by=by, at=AT)
    hanako.refresh_from_db()
    before = hanako.check_password(PASSWORD)
    _accept(invited.key)

    hanako.refresh_from_db()
    assert (before, hanako.check_password(PASSWORD), hanako.check_password(NEW)) == (True, False, True)


@pytest.mark.parametrize("facts", [{"is_active": False}, {"active_until": date(2026, 11, 22)}])
def test_who_may_not_enter_gets_no_new_link(by, facts):
    hanako = make_user("hanako", **facts)

    with pytest.raises(Refused) as refusal:
        actions.invite_again(hanako.pk, by=by, at=AT)

    assert [problem.code for problem in refusal.value.problems] == ["person-out"]
    assert Invitation.objects.count() == 0


def test_an_invitation_is_revoked_once(by):
    invited = _invite(by)

    actions.revoke_invitation(invited.person.pk, at=LATER)

    assert _state(invited.key, AT.date()) == LinkState.VOID
    with pytest.raises(Refused) as refusal:
        actions.revoke_invitation(invited.person.pk, at=LATER)
    assert [problem.code for problem in refusal.value.problems] == ["nothing-to-revoke"]


def test_disabling_a_person_makes_the_link_void_and_enabling_does_not_bring_it_back(by):
    invited = _invite(by)

    actions.disable_person(invited.person.pk, by=by, at=LATER)
    disabled = _state(invited.key, AT.date())
    actions.enable_person(invited.person.pk)

    invited.person.refresh_from_db()
    assert invited.person.is_active
    assert [disabled, _state(invited.key, AT.date())] == [LinkState.VOID, LinkState.VOID]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 11, 23), LinkState.OPEN),
        (date(2026, 11, 24), LinkState.OPEN),
        (date(2026, 11, 25), LinkState.VOID),
    ],
)
def test_a_link_ends_with_the_last_day_of_access(by, day, state):
    invited = _invite(by, active_until=date(2026, 11, 24))

    assert _state(invited.key, day) == state


def test_a_password_chosen_otherwise_makes_a_link_void(by):
    hanako = make_user("hanako")
    invited = actions.invite_again(hanako.pk, by=by, at=AT)

    actions.choose_password(hanako, NEW, at=LATER)

    assert _state(invited.key, AT.date()) == LinkState.VOID


def test_nobody_shuts_their_own_account(by):
    with pytest.raises(Refused):
        actions.disable_person(by.pk, by=by, at=AT)
    with pytest.raises(Refused):
        actions.set_last_day(by.pk, active_until=date(2026, 11, 22), by=by, on=AT.date())

    by.refresh_from_db()
    assert (by.is_active, by.active_until) == (True, None)


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2020, 3, 31), None])
def test_the_last_day_of_another_may_be_any(by, until):
    hanako = make_user("hanako", active_until=date(2027, 3, 31))

    actions.set_last_day(hanako.pk, active_until=until, by=by, on=AT.date())

    hanako.refresh_from_db()
    assert hanako.active_until == until
