"""Answers for the pages on centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from centres.models import Centre, District, PostHolding, Succession

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from common.scope import Scope


def holders(posts: Iterable[int | None], *, on: date) -> Mapping[int, str]:
    """Who holds these posts on the day: post id to the names, the holder first, deputies after."""
    wanted = {post for post in posts if post is not None}
    names: dict[int, list[str]] = {}
    held = PostHolding.objects.held(on).filter(post_id__in=wanted).order_by("is_deputy", "first_on", "pk")
    for post_id, name in held.values_list("post_id", "user__display_name"):
        names.setdefault(post_id, []).append(name)
    return {post: "・".join(who) for post, who in names.items()}


def districts() -> list[tuple[int, str]]:
    """The districts that a filter or a form offers: id and name. Districts are open to everybody."""
    return list(District.objects.values_list("pk", "name"))


@dataclass(frozen=True)
class OtherCentre:
    """A centre that may take over from another, and whether it does (後継)."""

    pk: int
    name: str
    succeeds_it: bool


def other_centres(pk: int | None, *, scope: Scope) -> list[OtherCentre]:
    """The centres one may see besides this one; None: besides one that is not in the register yet."""
    of_it = Succession.objects.filter(predecessor=pk or 0, successor=OuterRef("pk"))
    rows = Centre.objects.within(scope).exclude(pk=pk or 0).annotate(succeeds_it=Exists(of_it))
    return [OtherCentre(*row) for row in rows.values_list("pk", "name", "succeeds_it")]
