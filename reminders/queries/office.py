"""Who holds which post, may see what and can be written to on a day: what ``rules.audience`` decides by."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db.models import Q

from accounts.models import Membership, User
from accounts.roles import reaches_of
from centres.models import Post, PostHolding
from reminders.rules.audience import Holder, Listener, Office, PostFacts
from reminders.subjects import MAY_SEE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

KEEPS_ACCOUNTS = "accounts.change_user"


def office_on(on: date) -> Office:
    """Posts, people and groups as they are on the day; a constant number of queries.

    What a person may see is what ``accounts.access.scope_for`` and their roles say, here for everybody at
    once.
    """
    holdings = list(
        PostHolding.objects.held(on)
        .order_by("is_deputy", "first_on", "pk")
        .values_list("post_id", "user_id", "is_deputy", "post__centre_id")
    )
    holders: dict[int, list[Holder]] = defaultdict(list)
    own_centres: dict[int, set[int]] = defaultdict(set)
    for post_id, user_id, is_deputy, centre_id in holdings:
        holders[post_id].append(Holder(user_id, is_deputy))
        if centre_id is not None:
            own_centres[user_id].add(centre_id)
    people, keepers = _people(on, own_centres)
    members: dict[int, list[int]] = defaultdict(list)
    for organisation_id, user_id in (
        Membership.objects.on_day(on)
        .order_by("organisation_id", "user_id")
        .values_list("organisation_id", "user_id")
        .distinct()
    ):
        members[organisation_id].append(user_id)
    return Office(
        posts={
            pk: PostFacts(level, superior_id, tuple(holders[pk]))
            for pk, level, superior_id in Post.objects.order_by().values_list("pk", "level", "superior_id")
        },
        people=people,
        members={pk: tuple(user_ids) for pk, user_ids in members.items()},
        keepers=keepers,
    )


def _people(on: date, own_centres: Mapping[int, set[int]]) -> tuple[dict[int, Listener], tuple[int, ...]]:
    permitted = _permissions_by_role()
    roles: dict[int, set[str]] = defaultdict(set)
    facts: dict[int, tuple[str | None, bool]] = {}
    rows = User.objects.filter(Q(active_until__isnull=True) | Q(active_until__gte=on), is_active=True)
    for pk, email, is_superuser, role in rows.order_by("pk").values_list(
        "pk", "email", "is_superuser", "groups__name"
    ):
        facts[pk] = email, is_superuser
        if role is not None:
            roles[pk].add(role)
    people, keepers = {}, []
    for pk, (email, is_superuser) in facts.items():
        permissions = frozenset().union(*(permitted.get(role, frozenset()) for role in roles[pk]))
        if is_superuser or KEEPS_ACCOUNTS in permissions:
            keepers.append(pk)
        kinds = (kind for kind, name in MAY_SEE.items() if is_superuser or name in permissions)
        people[pk] = Listener(
            kinds=frozenset(kinds),
            centre_ids=_reach(roles[pk], is_superuser=is_superuser, own=own_centres.get(pk, set())),
            has_address=bool(email),
        )
    return people, tuple(keepers)


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
