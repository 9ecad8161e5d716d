"""Who holds which post, may see what and can be written to on a day: what ``rules.audience`` decides by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.models import Group
from django.db.models import Q

from accounts.models import Membership, User
from accounts.roles import reaches_of
from centres.models import Post, PostHolding
from reminders.rules.audience import Holder, Listener, Office, PostFacts
from reminders.subjects import MAY_SEE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

KEEPS_ACCOUNTS = "accounts.change_user"

ONE_DAY = timedelta(days=1)


class _Holding(NamedTuple):
    post_id: int
    user_id: int
    is_deputy: bool
    centre_id: int | None
    first_on: date
    last_on: date | None


class _Belonging(NamedTuple):
    organisation_id: int
    user_id: int
    first_on: date
    last_on: date | None


@dataclass(frozen=True)
class _Person:
    email: str | None
    is_superuser: bool
    active_until: date | None
    roles: frozenset[str]


@dataclass(frozen=True)
class Offices:
    """Posts, people and groups from one day to another (体制の移り変わり): how they are on each day between.

    What a person may see is what ``accounts.access.scope_for`` and their roles say, here for everybody at
    once.
    """

    posts: Sequence[tuple[int, str, int | None]]
    holdings: Sequence[_Holding]
    memberships: Sequence[_Belonging]
    people: Mapping[int, _Person]
    permitted: Mapping[str, frozenset[str]]

    def on(self, day: date) -> Office:
        """As they are on the day."""
        holders: dict[int, list[Holder]] = defaultdict(list)
        own_centres: dict[int, set[int]] = defaultdict(set)
        for held in self.holdings:
            if _lasts(held.first_on, held.last_on, day):
                holders[held.post_id].append(Holder(held.user_id, held.is_deputy))
                if held.centre_id is not None:
                    own_centres[held.user_id].add(held.centre_id)
        members: dict[int, dict[int, None]] = defaultdict(dict)
        for belongs in self.memberships:
            if _lasts(belongs.first_on, belongs.last_on, day):
                members[belongs.organisation_id][belongs.user_id] = None
        entering = {
            pk: person
            for pk, person in self.people.items()
            if person.active_until is None or person.active_until >= day
        }
        return Office(
            posts={pk: PostFacts(level, above, tuple(holders[pk])) for pk, level, above in self.posts},
            people={
                pk: self._listener(person, own_centres.get(pk, set())) for pk, person in entering.items()
            },
            members={pk: tuple(user_ids) for pk, user_ids in members.items()},
            keepers=tuple(pk for pk, person in entering.items() if self._may(person, KEEPS_ACCOUNTS)),
        )

    def changes(self) -> set[date]:
        """The days on which it becomes another than the day before."""
        begins = {
            *(held.first_on for held in self.holdings),
            *(belongs.first_on for belongs in self.memberships),
        }
        ends = {
            *(held.last_on for held in self.holdings),
            *(belongs.last_on for belongs in self.memberships),
            *(person.active_until for person in self.people.values()),
        }
        return begins | {last + ONE_DAY for last in ends if last is not None and last < date.max}

    def _listener(self, person: _Person, own_centres: set[int]) -> Listener:
        return Listener(
            kinds=frozenset(kind for kind, name in MAY_SEE.items() if self._may(person, name)),
            centre_ids=_reach(person.roles, is_superuser=person.is_superuser, own=own_centres),
            has_address=bool(person.email),
        )

    def _may(self, person: _Person, permission: str) -> bool:
        return person.is_superuser or any(
            permission in self.permitted.get(role, frozenset()) for role in person.roles
        )


def office_on(on: date) -> Office:
    """Posts, people and groups as they are on the day; a constant number of queries."""
    return offices_between(on, on).on(on)


def offices_between(first: date, last: date) -> Offices:
    """Everything that says how the office is on any day from one to another, both included; a constant number
    of queries."""
    meanwhile = Q(last_on__isnull=True) | Q(last_on__gte=first), Q(first_on__lte=last)
    holdings = PostHolding.objects.filter(*meanwhile).order_by("is_deputy", "first_on", "pk")
    memberships = Membership.objects.filter(*meanwhile).order_by("organisation_id", "user_id")
    return Offices(
        posts=list(Post.objects.order_by().values_list("pk", "level", "superior_id")),
        holdings=[
            _Holding(*row)
            for row in holdings.values_list(
                "post_id", "user_id", "is_deputy", "post__centre_id", "first_on", "last_on"
            )
        ],
        memberships=[
            _Belonging(*row)
            for row in memberships.values_list("organisation_id", "user_id", "first_on", "last_on")
        ],
        people=_people(first),
        permitted=_permissions_by_role(),
    )


def _lasts(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def _people(first: date) -> dict[int, _Person]:
    """Everybody who may still enter on the first day."""
    rows = User.objects.filter(Q(active_until__isnull=True) | Q(active_until__gte=first), is_active=True)
    roles: dict[int, set[str]] = defaultdict(set)
    facts: dict[int, tuple[str | None, bool, date | None]] = {}
    for pk, email, is_superuser, active_until, role in rows.order_by("pk").values_list(
        "pk", "email", "is_superuser", "active_until", "groups__name"
    ):
        facts[pk] = email, is_superuser, active_until
        if role is not None:
            roles[pk].add(role)
    return {pk: _Person(*known, roles=frozenset(roles[pk])) for pk, known in facts.items()}


def _reach(roles: Iterable[str], *, is_superuser: bool, own: set[int]) -> frozenset[int] | None:
    """At which centres the person hears of the city's duties; None: at every one."""
    reaches = reaches_of(roles)
    if is_superuser or "city" in reaches:
        return None
    return frozenset(own) if "post" in reaches else frozenset()


def _permissions_by_role() -> dict[str, frozenset[str]]:
    permitted: dict[str, set[str]] = defaultdict(set)
    for role, app, codename in Group.objects.order_by().values_list(
        "name", "permissions__content_type__app_label", "permissions__codename"
    ):
        permitted[role].add(f"{app}.{codename}")
    return {role: frozenset(names) for role, names in permitted.items()}
