"""Who may see which centres: the whole policy on one page.

Two questions, two answers. *May this person do this kind of thing?* is a Django permission, granted through
the roles of ``config/roles.yaml``. *May they do it to this row?* is the ``Scope`` computed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.roles import reaches_of
from centres.models import PostHolding
from common.scope import Scope

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def scope_for(user: User | AnonymousUser, *, on: date) -> Scope:
    """The centres this person may see on this day.

    City staff and auditors: every centre, internal notes included; so does the administrator who sets the
    system up. センター職員: the centre of the post they hold on the day. Everybody else, and anybody whose
    access has ended: nothing.
    """
    if not user.is_authenticated or not user.may_enter(on):
        return Scope.nothing()
    reaches = reaches_of(user.granted.roles)
    if user.is_superuser or "city" in reaches:
        return Scope.everything()
    if "post" in reaches:
        held = PostHolding.objects.held(on).filter(user=user, post__centre__isnull=False)
        centres = frozenset(held.values_list("post__centre_id", flat=True))
        return Scope(every_centre=False, centre_ids=centres, organisation_ids=frozenset(), internal=True)
    return Scope.nothing()
