"""Answers for the pages on inspections and contracts, and their deadlines for the nightly job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, When
from django.db.models.functions import Cast, Coalesce, Concat

from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from maintenance.models import DueInspection, InspectionType, ServiceContract

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

INSPECTION = "inspection"
"""The kind of deadline that an inspection due is (点検の期限)."""

CONTRACT = "contract"
"""The kind of deadline that the end of a service contract is (委託契約の満了)."""

ANSWERED = Q(successor__isnull=False) | Q(not_renewed_on__isnull=False)
"""A successor is entered, or it is decided not to renew."""


def inspection_types() -> Mapping[str, InspectionType]:
    """The catalogue by code, the city's row in front of the shipped one; retired types too, for old
    records."""
    return {row.code: row for row in InspectionType.objects.in_front()}


def inspection_deadlines(*, until: date) -> QuerySet[DueInspection, tuple[Any, ...]]:
    """Turns not done yet. What would fall due when the thing itself is gone is no duty any more."""
    return (
        DueInspection.objects.pending()
        .filter(Q(due_on__isnull=True) | Q(due_on__lte=until))
        .exclude(building__retired_on_first__lte=F("due_on"))
        .exclude(equipment__removed_on_first__lte=F("due_on"))
        .exclude(building__centre__abolished_on_first__lte=F("due_on"))
        .order_by()
        .annotate(
            kind=text(INSPECTION),
            lead=Concat(text(f"{INSPECTION}/"), Cast("cycle_months", CharField())),
            subject_id=F("pk"),
            centre_id=F("building__centre_id"),
            post_id=F("building__centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def contract_deadlines(*, until: date) -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """Ends of contracts that nothing answers yet. A contract over several centres belongs to none of them
    alone."""
    return (
        ServiceContract.objects.filter(last_on__lte=until)
        .exclude(ANSWERED)
        .order_by()
        .annotate(
            covered=Count("coverages"),
            lowest_centre=Min("coverages__centre_id"),
            lowest_post=Min("coverages__centre__post_in_charge_id"),
        )
        .annotate(
            kind=text(CONTRACT),
            lead=text(CONTRACT),
            subject_id=F("pk"),
            centre_id=Case(When(Q(covered=1), then=F("lowest_centre"))),
            due_on=F("last_on"),
            post_id=Coalesce("post_in_charge_id", F("lowest_post")),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled_inspections() -> QuerySet[DueInspection, tuple[Any, ...]]:
    """Turns that were done."""
    return (
        DueInspection.objects.done()
        .order_by()
        .annotate(kind=text(INSPECTION), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


def settled_contracts() -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """Contracts whose end is answered."""
    return (
        ServiceContract.objects.filter(ANSWERED)
        .order_by()
        .annotate(kind=text(CONTRACT), subject_id=F("pk"), reason=text(SettledReason.ANSWERED))
        .values_list(*SETTLED_COLUMNS)
    )
