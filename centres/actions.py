"""The acts on the centre register."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import transaction

from centres.models import Centre, District, Post, PostHolding, Succession, Suspension
from common.db.history import locked
from common.db.records import changed, save_checked
from common.db.stated_facts import state
from common.names import search_text
from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from common.db.stated_facts import Statement
    from common.partial_dates import PartialDate

NOTHING_SAID: Mapping[str, Statement | None] = MappingProxyType({})


def searchable(centre: Centre) -> str:
    """The normalised text of a centre that a search looks in, its parts a space apart."""
    parts = (centre.name, centre.kana, centre.nickname, centre.code, centre.address)
    return " ".join(filter(None, map(search_text, parts)))


@transaction.atomic
def register_centre(
    *,
    statements: Mapping[str, Statement | None] = NOTHING_SAID,
    successor_ids: Collection[int] = (),
    **facts: Any,
) -> Centre:
    """Enter a new centre into the register (施設の登録), with the sources of its facts and the centres that
    take over from it; raises ``Refused`` with every problem."""
    return _save_centre(Centre(**facts), statements, successor_ids)


@transaction.atomic
def change_centre(
    pk: int,
    *,
    expected_version: str | None = None,
    statements: Mapping[str, Statement | None] = NOTHING_SAID,
    successor_ids: Collection[int] | None = None,
    **facts: Any,
) -> Centre:
    """Change facts of a centre (施設の変更), their sources and, unless None, the centres that take over from
    it; raises ``Stale`` if it is no longer what was looked at, ``Refused`` with every other problem, and
    changes nothing then."""
    centre = changed(locked(Centre, pk, expected_version=expected_version), facts)
    return _save_centre(centre, statements, successor_ids)


def _save_centre(
    centre: Centre,
    statements: Mapping[str, Statement | None],
    successor_ids: Collection[int] | None,
) -> Centre:
    centre.search = searchable(centre)
    save_checked(centre)
    state(centre.stated_facts, statements)
    if successor_ids is not None:
        _let_succeed_only(centre, successor_ids)
    return centre


def _let_succeed_only(centre: Centre, successor_ids: Collection[int]) -> None:
    centre.succeeded_by.exclude(successor__in=successor_ids).delete()
    there = set(centre.succeeded_by.values_list("successor_id", flat=True))
    for successor_id in successor_ids:
        if successor_id not in there:
            save_checked(Succession(predecessor=centre, successor_id=successor_id))


@transaction.atomic
def state_sources(centre: Centre, statements: Mapping[str, Statement | None]) -> None:
    """Say where facts of a centre come from and how sure we are of each (出典・確かさ), by field name."""
    state(centre.stated_facts, statements)


@transaction.atomic
def register_district(**facts: Any) -> District:
    """Enter a district (地区の登録); raises ``Refused`` with every problem."""
    return save_checked(District(**facts))


@transaction.atomic
def change_district(pk: int, *, expected_version: str | None = None, **facts: Any) -> District:
    """Change facts of a district (地区の変更); raises ``Stale`` if it is no longer what was looked at,
    ``Refused`` with every other problem, and changes nothing then."""
    return save_checked(changed(locked(District, pk, expected_version=expected_version), facts))


@transaction.atomic
def suspend_centre(centre: Centre, *, first_on: date, last_on: date | None, reason: str) -> Suspension:
    """Take a centre out of use for a span of days (休止), both included; no last day: end not known."""
    return save_checked(Suspension(centre=centre, first_on=first_on, last_on=last_on, reason=reason))


@transaction.atomic
def let_succeed(predecessor: Centre, successor: Centre, *, on: PartialDate | None = None) -> Succession:
    """Say that one centre takes over from another (施設の承継)."""
    succession = Succession(predecessor=predecessor, successor=successor)
    succession.taken_over_on = on
    return save_checked(succession)


@transaction.atomic
def set_up_post(**facts: Any) -> Post:
    """Set up a post (担当の設置); raises ``Refused`` with every problem."""
    return save_checked(Post(**facts))


@transaction.atomic
def change_post(pk: int, **facts: Any) -> Post:
    """Change a post (担当の変更); raises ``Refused`` with every problem, also where its superiors would lead
    back to itself."""
    post = changed(Post.objects.select_for_update().get(pk=pk), facts)
    return save_checked(post, *_leads_back(post))


def _leads_back(post: Post) -> Iterator[Problem]:
    superiors = dict(Post.objects.values_list("pk", "superior_id"))
    above, seen = post.superior_id, {post.pk}
    while above is not None and above not in seen:
        seen.add(above)
        above = superiors.get(above)
    # Itself as its own superior is refused by the record.
    if above == post.pk and post.superior_id != post.pk:
        message = "上位の職をたどると、この担当に戻ってしまいます。ほかの職を選んでください。"
        yield Problem("superior-leads-back", message, field="superior")


@transaction.atomic
def give_post(post: Post, user_id: int, *, first_on: date, is_deputy: bool = False) -> PostHolding:
    """Give a post to a person from a day on (担当者の発令)."""
    return save_checked(PostHolding(post=post, user_id=user_id, first_on=first_on, is_deputy=is_deputy))
