"""What every page shows around its content: the navigation, today, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from common.clock import today

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


# Label, URL name, what the paths of its pages begin with, and the permission without which it leads nowhere.
NAVIGATION = (
    ("要対応", "desk", ("/desk/",), "reminders.view_flag"),
    ("施設", "centre-list", ("/centres/", "/buildings/", "/equipment/"), "centres.view_centre"),
    ("点検", "inspection-list", ("/inspections/",), "maintenance.view_dueinspection"),
    ("契約", "contract-list", ("/contracts/",), "maintenance.view_servicecontract"),
    ("指定管理", "designation-list", ("/designations/",), "designated_managers.view_designation"),
    ("団体", "organisation-list", ("/organisations/",), "designated_managers.view_organisation"),
    ("利用者", "people", ("/accounts/people/",), "accounts.view_user"),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for ``ui/base.html``: the navigation, who is signed in, today, and whom to call."""
    on = today()
    everywhere = {
        "today": on,
        "office_name": settings.OFFICE_NAME,
        "office_contact": settings.OFFICE_CONTACT,
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav_items": [], "acting_user": None, **everywhere}
    items = [
        NavItem(label, reverse(name), current=request.path.startswith(paths))
        for label, name, paths, permission in NAVIGATION
        if user.has_perm(permission)
    ]
    return {"nav_items": items, "acting_user": user, **everywhere}
