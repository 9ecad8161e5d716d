"""The acts on people with a login: made by the city, never by a visitor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from knox.crypto import hash_token
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from accounts.choices import LinkState
from accounts.models import ApiToken, Invitation, Membership, User
from accounts.queries import ACCOUNT_END
from accounts.roles import reaches_of
from accounts.rules.expiry import end_of
from accounts.rules.membership import misfits
from common.db.records import save_checked
from common.deadlines import SettledReason, tell_settled
from common.problems import Problem, Refused, refuse_if_blocked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from designated_managers.models import Organisation


class LinkGone(Refused):
    """The link of an invitation is no longer good, or never was."""


@dataclass(frozen=True)
class ActsFor:
    """For which organisation a new person will act, from when to when; empty for who acts for none."""

    organisation: Organisation | None = None
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Invited:
    """Who was invited, and the key of the link: it is told this once and kept nowhere."""

    person: User
    key: str
    last_on: date


@dataclass(frozen=True)
class NewKey:
    """A key for the API just made: the key itself is told this once and kept nowhere."""

    token: ApiToken
    key: str
    last_on: date


@transaction.atomic
def create_person(login_name: str, display_name: str, role: str, *, password: str, **facts: Any) -> User:
    """Give a person a login (利用者の登録) with one role of ``config/roles.yaml``; raises ``Refused`` with
    every problem: of the person's own facts, of the password, and a role that does not exist."""
    user = User(login_name=login_name, display_name=display_name, **facts)
    user.set_password(password)
    return _save_with_role(user, role, *_weakness(password, user))


@transaction.atomic
def invite_person(role: str, acts_for: ActsFor, *, by: User, at: datetime, **facts: Any) -> Invited:
    """Give a person a login without a password, and a link to choose one (招待).

    Raises ``Refused`` with every problem: of the person's own facts, of the role, and of the organisation.
    """
    user = User(**facts)
    user.set_unusable_password()
    misfit = misfits(
        is_group_member="organisation" in reaches_of([role]),
        has_organisation=acts_for.organisation is not None,
        first_on=acts_for.first_on,
        last_on=acts_for.last_on,
    )
    _save_with_role(user, role, *misfit)
    if acts_for.organisation is not None and acts_for.first_on is not None:
        join_organisation(user, acts_for.organisation, first_on=acts_for.first_on, last_on=acts_for.last_on)
    return _invite(user, by=by, at=at)


@transaction.atomic
def invite_again(pk: int, *, by: User, at: datetime) -> Invited:
    """Make a new link to choose a password (招待のやり直し), also for who forgot theirs and has no e-mail.

    The link before is void from now on; a password so far stands until the new link is used. Raises
    ``Refused`` when the person may not enter.
    """
    person = _locked(pk)
    refuse_if_blocked(_out(person, on=at.date()))
    return _invite(person, by=by, at=at)


@transaction.atomic
def revoke_invitation(pk: int, *, at: datetime) -> User:
    """Make the link that is out void (招待の取消し); raises ``Refused`` when none is out."""
    person = _locked(pk)
    if not _void_links(person, at=at):
        message = "取り消す招待がありません。もう使われたか、取り消されています。"
        raise Refused([Problem("nothing-to-revoke", message)])
    return person


@transaction.atomic
def accept_invitation(digest: str, *, password: str, at: datetime) -> User:
    """Choose a password by the link (招待の受入れ), once.

    Raises ``LinkGone`` when the link is no longer good, ``Refused`` when the password is not good enough;
    then the link stays good.
    """
    # Whoever does anything with a person's links waits for the person first, so nobody waits for one another.
    person = (
        User.objects.select_for_update(of=("self",), no_key=True).filter(invitations__digest=digest).first()
    )
    invitation = person.invitations.get(digest=digest) if person else None
    if person is None or invitation is None or invitation.state_on(at.date()) != LinkState.OPEN:
        message = "このリンクは、もう使えません。市の担当に、新しいリンクを頼んでください。"
        raise LinkGone([Problem("link-gone", message)])
    refuse_if_blocked(_weakness(password, person, field="password1"))
    person.set_password(password)
    person.save(update_fields=["password"])
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    return person


@transaction.atomic
def choose_password(person: User, password: str, *, at: datetime) -> None:
    """Replace one's own password, once the rules have let it pass; links that are out become void."""
    person.set_password(password)
    person.save(update_fields=["password"])
    _void_links(person, at=at)


@transaction.atomic
def disable_person(pk: int, *, by: User, at: datetime) -> User:
    """Shut an account at once (利用停止): sessions end, links become void, keys for the API are gone. Raises
    ``Refused`` for one's own."""
    person = _locked(pk)
    if person.pk == by.pk:
        message = "自分の利用は止められません。ほかのシステム管理者に頼んでください。"
        raise Refused([Problem("own-account", message)])
    person.is_active = False
    person.save(update_fields=["is_active"])
    _void_links(person, at=at)
    ApiToken.objects.filter(user=person).delete()
    tell_settled(ACCOUNT_END, [pk], SettledReason.NO_LONGER_APPLIES, on=at.date())
    return person


@transaction.atomic
def enable_person(pk: int) -> User:
    """Open an account again (利用再開). A password so far works again; links and keys do not come back."""
    person = _locked(pk)
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person


@transaction.atomic
def set_last_day(pk: int, *, active_until: date | None, by: User, on: date) -> User:
    """Say until which day a person may sign in (利用できる最後の日), that day included; None: no known end.

    Raises ``Refused`` for one's own account when that would shut oneself out.
    """
    person = _locked(pk)
    if person.pk == by.pk and active_until is not None and active_until < on:
        message = "自分の最後の日を、過ぎた日にはできません。"
        raise Refused([Problem("own-account", message, field="active_until")])
    if person.active_until != active_until:
        reason = SettledReason.DAY_CHANGED if active_until else SettledReason.NO_LONGER_APPLIES
        tell_settled(ACCOUNT_END, [pk], reason, on=on)
    person.active_until = active_until
    person.save(update_fields=["active_until"])
    return person


@transaction.atomic
def join_organisation(
    user: User, organisation: Organisation, *, first_on: date, last_on: date | None = None
) -> Membership:
    """Say that a person acts for an organisation (団体への所属) from a day on; raises ``Refused``."""
    return save_checked(Membership(user=user, organisation=organisation, first_on=first_on, last_on=last_on))


@transaction.atomic
def make_api_token(person: User, name: str, *, days: int, at: datetime) -> NewKey:
    """Make a key by which a program acts for this person (API用の鍵), good for so many days after today.

    Keys of the person that have expired are cleared away. Raises ``Refused`` with every problem: the name is
    taken, too many days, too many keys.
    """
    _locked(person.pk)
    held = ApiToken.objects.filter(user=person)
    held.exclude(pk__in=held.in_force(at)).delete()
    digest, key = get_digest_token()
    # Looked at as a whole also where the days are refused.
    last_on = at.date() + timedelta(days=min(max(days, 1), settings.API_KEY_MAX_DAYS))
    token = ApiToken(
        user=person,
        name=name,
        digest=digest,
        token_key=key[: CONSTANTS.TOKEN_KEY_LENGTH],
        created=at,
        expiry=end_of(last_on),
    )
    save_checked(token, *_too_many(days=days, held=held.count()))
    return NewKey(token=token, key=key, last_on=last_on)


@transaction.atomic
def revoke_api_token(pk: int, *, of: User) -> ApiToken:
    """Take a key of this person out of use at once (鍵の取消し). Raises ``ApiToken.DoesNotExist``."""
    token = ApiToken.objects.select_for_update().get(pk=pk, user=of)
    ApiToken.objects.filter(pk=pk).delete()
    return token


def use_api_token(key: str, *, at: datetime) -> ApiToken | None:
    """The token of this key with its person, if it lets them in at this moment; the day of use is kept.

    It does not when it has expired or was revoked, when the person may not enter any more, or when their role
    does not permit keys any more.
    """
    token = ApiToken.objects.filter(digest=hash_token(key)).select_related("user").first()
    if token is None or not token.is_good(at) or not token.user.may_enter(at.date()):
        return None
    if not token.user.has_perm("accounts.add_apitoken"):
        return None
    if token.last_used_on != at.date():
        token.last_used_on = at.date()
        # Not save(): the key may be revoked at this very moment.
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=token.last_used_on)
    return token


def _locked(pk: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=pk)


def _save_with_role(user: User, role: str, *problems: Problem) -> User:
    group = Group.objects.filter(name=role).first()
    save_checked(user, *problems, *_no_role(role, group))
    if group is not None:
        user.groups.add(group)
    return user


def _invite(person: User, *, by: User, at: datetime) -> Invited:
    _void_links(person, at=at)
    key = Invitation.new_key()
    last_on = at.date() + timedelta(days=settings.INVITATION_DAYS)
    save_checked(
        Invitation(user=person, invited_by=by, digest=Invitation.digest_of(key), made_at=at, last_on=last_on)
    )
    return Invited(person=person, key=key, last_on=last_on)


def _void_links(person: User, *, at: datetime) -> int:
    return Invitation.objects.out().filter(user=person).update(revoked_at=at)


def _out(person: User, *, on: date) -> Iterator[Problem]:
    if not person.may_enter(on):
        yield Problem(
            "person-out",
            "この人の利用は止まっているか、期間が終わっています。先に、利用を再開するか最後の日を変えてください。",
        )


def _too_many(*, days: int, held: int) -> Iterator[Problem]:
    if not 1 <= days <= settings.API_KEY_MAX_DAYS:
        message = f"使える日数は、1日から{settings.API_KEY_MAX_DAYS}日までで入力してください。"
        yield Problem("days-out-of-reach", message, field="days")
    if held >= settings.API_KEYS_PER_PERSON:
        most = settings.API_KEYS_PER_PERSON
        message = f"鍵は1人{most}個までです。使っていない鍵を取り消してから、作ってください。"
        yield Problem("too-many-keys", message)


def _weakness(password: str, user: User, *, field: str = "password") -> list[Problem]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [Problem("password-weak", message, field=field) for message in error.messages]
    return []


def _no_role(role: str, group: Group | None) -> list[Problem]:
    if group is None:
        return [Problem("role-unknown", f"「{role}」という役割はありません。", field="role")]
    return []
