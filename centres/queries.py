"""Answers for the pages on centres."""

from __future__ import annotations

from typing import TYPE_CHECKING

from centres.models import Post, PostHolding

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


def posts_in_scope(scope: Scope) -> list[tuple[int, str]]:
    """The posts that a filter offers: id and name."""
    return list(Post.objects.within(scope).values_list("pk", "name"))
