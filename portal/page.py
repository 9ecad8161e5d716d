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

if TYPE_CHECKING:
    from django.http import HttpRequest

    from common.scope import Scope


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


# Label, URL name, what the paths of its pages begin with, and the permission without which it leads nowhere.
NAVIGATION = (
    ("要対応", "desk", ("/desk/",), "reminders.view_flag"),
    (
        "施設",
        "centre-list",
        (
            *("/centres/", "/buildings/", "/equipment/", "/rooms/", "/land/", "/years/", "/files/"),
            *("/condition/", "/completeness/"),
        ),
        "centres.view_centre",
    ),
    ("整備", "project-list", ("/projects/", "/milestones/"), "facilities.view_renewalproject"),
    ("点検", "inspection-list", ("/inspections/",), "maintenance.view_dueinspection"),
    ("契約", "contract-list", ("/contracts/",), "maintenance.view_servicecontract"),
    ("指定管理", "designation-list", ("/designations/", "/bundles/"), "designated_managers.view_designation"),
    ("団体", "organisation-list", ("/organisations/",), "designated_managers.view_organisation"),
    ("お金", "budget", ("/budget/", "/forecast/"), "maintenance.view_servicecontract"),
    ("利用者", "people", ("/accounts/people/",), "accounts.view_user"),
)


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
    items = _of_a_group(request.path, scope) if scope and outside else _of_staff(request.path, user)
    return {
        "base": FOR_VOLUNTEERS if outside else FOR_STAFF,
        "outside": outside,
        "nav_items": items,
        "acting_user": user,
        **everywhere,
    }


def _of_staff(path: str, user: Any) -> list[NavItem]:
    return [
        NavItem(label, reverse(name), current=path.startswith(paths))
        for label, name, paths, permission in NAVIGATION
        if user.has_perm(permission)
    ]


def _of_a_group(path: str, scope: Scope) -> list[NavItem]:
    """Home; and as long as there is one to see, the centre (of several the list), and inspections."""
    home = NavItem("ホーム", reverse("group-home"), current=path == reverse("group-home"))
    if not scope.centre_ids:
        return [home]
    only = next(iter(scope.centre_ids)) if len(scope.centre_ids) == 1 else None
    centres = reverse("centre-list") if only is None else reverse("centre", args=[only])
    return [
        home,
        NavItem("施設", centres, current=path.startswith("/centres/")),
        NavItem("点検", reverse("inspection-list"), current=path.startswith("/inspections/")),
    ]
