"""Answers about people with a login."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, F, Prefetch, Value
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.choices import LinkState, Standing
from accounts.models import ApiToken, Invitation, Membership, User
from accounts.querysets import UserQuerySet
from accounts.rules.expiry import last_day_before
from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

SHAPES = {
    Standing.IN_USE: "done",
    Standing.INVITED: "active",
    Standing.EXPIRED: "soon",
    Standing.NOT_INVITED: "planned",
    Standing.ENDED: "none",
    Standing.DISABLED: "held",
}
"""The shape beside the word, of the vocabulary of states."""

NOBODYS = Cast(Value(None), BigIntegerField())
"""A centre or a post where there is none."""


ACCOUNT_END = "account_end"
"""The kind of deadline that the last day of an account is (利用者の利用期限)."""


def account_deadlines(*, until: date, on: date) -> QuerySet[User, tuple[Any, ...]]:
    """Last days of people who may still sign in on the day. Nobody is in charge, and no centre is concerned;
    once the day has passed the door is shut, and nothing waits."""
    return (
        UserQuerySet(User)
        .ending(on)
        .filter(active_until__lte=until)
        .order_by()
        .annotate(
            kind=text(ACCOUNT_END),
            lead=text(ACCOUNT_END),
            subject_id=F("pk"),
            centre_id=NOBODYS,
            due_on=F("active_until"),
            post_id=NOBODYS,
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled_accounts(*, on: date) -> QuerySet[User, tuple[Any, ...]]:  # noqa: ARG001
    """None: a later last day is another deadline, and an account that ends is left alone."""
    return (
        UserQuerySet(User)
        .none()
        .order_by()
        .annotate(kind=text(ACCOUNT_END), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


@dataclass(frozen=True)
class PersonLine:
    """One person in the list."""

    pk: int
    name: str
    kana: str
    login_name: str
    roles: Sequence[str]
    organisations: Sequence[str]
    standing: Standing
    invited_until: date | None
    active_until: date | None

    @property
    def shape(self) -> str:
        """The shape beside the word of the standing."""
        return SHAPES[self.standing]


@dataclass(frozen=True)
class InvitationLine:
    """The latest invitation of a person."""

    made_on: date
    by: str
    last_on: date
    state: LinkState

    @property
    def is_out(self) -> bool:
        """Whether there is something to revoke."""
        return self.state in {LinkState.OPEN, LinkState.EXPIRED}


@dataclass(frozen=True)
class TokenLine:
    """One key for the API in a list."""

    pk: int
    name: str
    beginning: str
    made_on: date
    last_on: date
    last_used_on: date | None
    is_good: bool


@dataclass(frozen=True)
class PersonStory:
    """What the page of one person shows beside the person's own facts."""

    line: PersonLine
    memberships: Sequence[Membership]
    invitation: InvitationLine | None
    tokens: Sequence[TokenLine]
    last_login_on: date | None


@dataclass(frozen=True)
class LinkBehind:
    """What stands behind the link of an invitation: how it stands, and whom it is for (nobody: unknown)."""

    state: LinkState
    person: User | None = None


def people() -> UserQuerySet:
    """Everybody with a login, by kana, with what their line shows."""
    return (
        UserQuerySet(User)
        .with_invitation()
        .prefetch_related(
            "groups", Prefetch("memberships", Membership.objects.select_related("organisation"))
        )
        .order_by("display_kana", "display_name", "login_name")
    )


def person_lines(rows: Iterable[Any], *, on: date) -> list[PersonLine]:
    """These people, as ``people`` finds them, ready to be shown on a day."""
    return [
        PersonLine(
            pk=person.pk,
            name=person.display_name,
            kana=person.display_kana,
            login_name=person.login_name,
            roles=sorted(group.name for group in person.groups.all()),
            organisations=sorted(
                membership.organisation.name
                for membership in person.memberships.all()
                if membership.last_on is None or membership.last_on >= on
            ),
            standing=person.standing_on(on, invited_until=person.invited_until),
            invited_until=person.invited_until,
            active_until=person.active_until,
        )
        for person in rows
    ]


def person_story(person: Any, *, at: datetime) -> PersonStory:
    """One person, as ``people`` finds them, on their own page."""
    on = at.date()
    (line,) = person_lines([person], on=on)
    invitation = person.invitations.select_related("user", "invited_by").order_by("-made_at", "-pk").first()
    return PersonStory(
        line=line,
        memberships=sorted(person.memberships.all(), key=lambda one: one.first_on),
        invitation=_line(invitation, on=on) if invitation else None,
        tokens=token_lines(person, at=at),
        last_login_on=_day(person.last_login),
    )


def token_lines(person: User, *, at: datetime) -> list[TokenLine]:
    """The keys for the API of one person, the newest first; expired ones stay until the next is made."""
    return [
        TokenLine(
            pk=token.pk,
            name=token.name,
            beginning=token.token_key,
            made_on=timezone.localtime(token.created).date(),
            last_on=last_day_before(token.expiry),
            last_used_on=token.last_used_on,
            is_good=token.is_good(at),
        )
        for token in ApiToken.objects.filter(user=person).order_by("-created", "-pk")
    ]


def behind_link(digest: str, *, on: date) -> LinkBehind:
    """How the link with this digest stands on a day."""
    invitation = Invitation.objects.filter(digest=digest).select_related("user").first()
    if invitation is None:
        return LinkBehind(LinkState.UNKNOWN)
    return LinkBehind(invitation.state_on(on), invitation.user)


def people_who_may_reset(address: str, *, on: date) -> list[User]:
    """Who may choose a new password by a link to this address: they may enter, and had a password before."""
    found = User.objects.filter(email__iexact=address)
    return [person for person in found if person.may_enter(on) and person.has_usable_password()]


def _line(invitation: Invitation, *, on: date) -> InvitationLine:
    return InvitationLine(
        made_on=timezone.localtime(invitation.made_at).date(),
        by=str(invitation.invited_by),
        last_on=invitation.last_on,
        state=invitation.state_on(on),
    )


def _day(instant: datetime | None) -> date | None:
    return None if instant is None else timezone.localtime(instant).date()
