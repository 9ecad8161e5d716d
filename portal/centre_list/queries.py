"""The answer behind the list of centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Subquery

from centres.choices import CentreStatus
from centres.models import Centre, PostHolding
from centres.rules.status import CentreDays, StatusOnDay, status_on
from designated_managers.models import Designation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from centres.querysets import CentreQuerySet
    from common.scope import Scope


RUN = frozenset({CentreStatus.IN_USE, CentreStatus.SUSPENDED})
"""Only a centre that stands is run by anybody."""


@dataclass(frozen=True)
class CentreLine:
    """One centre in the list. ``run_by`` is an organisation, 直営, or empty where nothing is run, or where
    the reader may not know by whom."""

    pk: int
    name: str
    kind: str
    district: str
    is_hub: bool
    status: StatusOnDay
    organisation_id: int | None
    run_by: str
    in_charge: str


def centres(*, scope: Scope, on: date) -> CentreQuerySet:
    """The centres this person may see, each with its status, who runs it and who is in charge on the day."""
    in_force = (
        Designation.objects.within(scope)
        .in_force(on)
        .filter(centre=OuterRef("pk"))
        .order_by(F("first_on").desc(nulls_last=True), "-pk")
    )
    holder = (
        PostHolding.objects.held(on)
        .filter(post=OuterRef("post_in_charge_id"))
        .order_by("is_deputy", "first_on", "pk")
    )
    return (
        Centre.objects.within(scope)
        .with_status(on)
        .select_related("district", "post_in_charge")
        .annotate(
            organisation_id=Subquery(in_force.values("organisation_id")[:1]),
            organisation_name=Subquery(in_force.values("organisation__name")[:1]),
            holder_name=Subquery(holder.values("user__display_name")[:1]),
        )
    )


def lines(rows: Iterable[Any], *, scope: Scope, on: date) -> list[CentreLine]:
    """These centres, as ``centres`` finds them, ready to be shown."""
    return [_line(centre, _status(centre, on), scope) for centre in rows]


def _line(centre: Any, status: StatusOnDay, scope: Scope) -> CentreLine:
    by_the_city = scope.internal and status.status in RUN
    return CentreLine(
        pk=centre.pk,
        name=centre.full_name,
        kind=centre.get_kind_display(),
        district=centre.district.name if centre.district else "",
        is_hub=centre.is_hub,
        status=status,
        organisation_id=centre.organisation_id,
        run_by=centre.organisation_name or ("直営" if by_the_city else ""),
        in_charge=centre.holder_name or (centre.post_in_charge.name if centre.post_in_charge else ""),
    )


def _status(centre: Any, on: date) -> StatusOnDay:
    """By the rule; the query has already told whether the day lies in a suspension."""
    days = CentreDays(
        planned=centre.planned_on,
        works_began=centre.works_began_on,
        opened=centre.opened_on,
        abolished=centre.abolished_on,
        suspensions=((on, on),) if centre.is_suspended else (),
    )
    return status_on(on, days)
