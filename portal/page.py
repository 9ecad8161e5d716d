"""What every page shows around its content: the navigation, today, and who is signed in.

City staff and the members of community groups look at the same pages in different clothes: groups get large
type, plain words, and few ways to go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from common.clock import today
from portal.navigation import NAVIGATION, Part

if TYPE_CHECKING:
    from django.http import HttpRequest

    from common.scope import Scope


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation; ``parts``: what it is divided into, where there is more than one."""

    label: str
    url: str
    current: bool
    parts: tuple[NavItem, ...] = ()


FOR_STAFF, FOR_VOLUNTEERS = "ui/base.html", "ui/base_volunteer.html"


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for every page: what it extends (``base``), whether a group reads it (``outside``), the
    navigation, who is signed in, today, and whom to call."""
    everywhere = {
        "today": today(),
        "office_name": settings.OFFICE_NAME,
        "office_contact": settings.OFFICE_CONTACT,
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"base": FOR_STAFF, "outside": False, "nav_items": [], "acting_user": None, **everywhere}
    # A page of last resort may be shown before the middleware that says what the person sees has run.
    scope: Scope | None = getattr(request, "centre_scope", None)
    outside = scope is not None and not scope.internal and user.has_perm("centres.view_centre")
    items = _of_a_group(request.path, user, scope) if scope and outside else _of_staff(request.path, user)
    return {
        "base": FOR_VOLUNTEERS if outside else FOR_STAFF,
        "outside": outside,
        "nav_items": items,
        "acting_user": user,
        **everywhere,
    }


def _of_staff(path: str, user: Any) -> list[NavItem]:
    items = []
    for label, parts in NAVIGATION:
        open_to_them = [part for part in parts if user.has_perm(part.permission)]
        if open_to_them:
            items.append(_section(label, open_to_them, path))
    return items


def _section(label: str, parts: list[Part], path: str) -> NavItem:
    """A section begins with the first of its parts. The part one is in has the longest beginning in common
    with the path: scenarios lie inside the forecast."""
    here = max(
        ((len(beginning), part) for part in parts for beginning in part.paths if path.startswith(beginning)),
        key=lambda found: found[0],
        default=(0, None),
    )[1]
    items = tuple(NavItem(part.label, reverse(part.url_name), current=part is here) for part in parts)
    return NavItem(
        label, items[0].url, current=here is not None, parts=items if here and len(items) > 1 else ()
    )


def _of_a_group(path: str, user: Any, scope: Scope) -> list[NavItem]:
    """Home; what one was told; and as long as there is one to see, the centre (of several the list),
    inspections and repairs."""
    first = [NavItem("ホーム", reverse("group-home"), current=path == reverse("group-home"))]
    if user.has_perm("reminders.view_notice"):
        first.append(NavItem("お知らせ", reverse("notices"), current=path == reverse("notices")))
    if not scope.centre_ids:
        return first
    only = next(iter(scope.centre_ids)) if len(scope.centre_ids) == 1 else None
    centres = reverse("centre-list") if only is None else reverse("centre", args=[only])
    return [
        *first,
        NavItem("施設", centres, current=path.startswith("/centres/")),
        NavItem("点検", reverse("inspection-list"), current=path.startswith("/inspections/")),
        NavItem("修繕", reverse("repair-list"), current=path.startswith("/repairs/")),
    ]
