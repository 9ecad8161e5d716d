"""Districts, posts and centres for tests: dull, fixed, made by the office's own acts."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from centres import actions
from centres.choices import CentreKind, PostLevel

if TYPE_CHECKING:
    from accounts.models import User
    from centres.models import Centre, District, Post, PostHolding, Suspension

_numbers = count(1)

LONG_AGO = date(2020, 4, 1)


def make_district(name: str = "見本地区", **facts: Any) -> District:
    """A district; its code is made up."""
    return actions.register_district(name=name, **{"code": f"district-{next(_numbers)}", **facts})


def make_post(name: str = "市民センター担当1", **facts: Any) -> Post:
    """A post of the section; its code is made up."""
    return actions.set_up_post(
        name=name, **{"code": f"post-{next(_numbers)}", "level": PostLevel.OFFICER, **facts}
    )


def make_holding(
    post: Post,
    user: User,
    *,
    first_on: date = LONG_AGO,
    last_on: date | None = None,
    is_deputy: bool = False,
) -> PostHolding:
    """That a person holds a post, since long ago unless told."""
    holding = actions.give_post(post, user.pk, first_on=first_on, is_deputy=is_deputy)
    if last_on is not None:
        holding.last_on = last_on
        holding.save()
    return holding


def make_centre(name: str = "見本市民センター", **facts: Any) -> Centre:
    """A centre with a name and a code and nothing else known."""
    return actions.register_centre(
        name=name, **{"code": f"999999-{next(_numbers):04}", "kind": CentreKind.CIVIC_CENTRE, **facts}
    )


def make_suspension(
    centre: Centre, *, first_on: date, last_on: date | None = None, reason: str = "改修工事"
) -> Suspension:
    """A span of days out of use."""
    return actions.suspend_centre(centre, first_on=first_on, last_on=last_on, reason=reason)
