"""Who may see which centres: the whole policy on one page.

Two questions, two answers. *May this person do this kind of thing?* is a Django permission, granted through
the roles of ``config/roles.yaml``. *May they do it to this row?* is the ``Scope`` computed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from accounts.models import Membership
from accounts.roles import reaches_of
from centres.models import PostHolding
from common.scope import Scope
from designated_managers.models import Designation

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def scope_for(user: User | AnonymousUser, *, on: date) -> Scope:
    """The centres this person may see on this day.

    City staff and auditors: every centre, internal notes included; so does the administrator who sets the
    system up. センター職員: the centre of the post they hold on the day. 地域団体: the centres that their
    organisations are designated for, from the days before the first day to those after the last (60 and 90
    unless the city sets others), what is shared with groups; they act there only while the designation is in
    force. Everybody else, and anybody whose access has ended: nothing.
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
    if "organisation" in reaches:
        return _scope_of_group(user, on=on)
    return Scope.nothing()


def _scope_of_group(user: User, *, on: date) -> Scope:
    """What is theirs stays theirs as long as the membership lasts; a centre comes and goes with its days."""
    memberships = Membership.objects.filter(user=user).on_day(on)
    organisations = frozenset(memberships.values_list("organisation_id", flat=True))
    held = Designation.objects.filter(organisation_id__in=organisations).readable(
        on,
        days_before=settings.GROUP_READS_DAYS_BEFORE,
        days_after=settings.GROUP_READS_DAYS_AFTER,
    )
    designations = list(held) if organisations else []
    return Scope(
        every_centre=False,
        centre_ids=frozenset(designation.centre_id for designation in designations),
        organisation_ids=organisations,
        internal=False,
        managed_centre_ids=frozenset(
            designation.centre_id for designation in designations if designation.in_force_on(on)
        ),
    )
