"""The records that the page of a centre is made of, each with what the page asks of them besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from centres.models import Centre, PostHolding
from common.fiscal_year import FiscalYear
from common.months import add_months
from designated_managers.models import Designation
from designated_managers.queries.transfers import transfer_of
from maintenance.models import ContractCoverage, DueInspection, ServiceContract
from reminders.choices import FlagKind
from reminders.models import Flag
from reminders.subjects import MAY_SEE
from reminders.subjects.designations import DESIGNATION_PROGRESS
from reminders.subjects.maintenance import INSPECTION_LAW, INSPECTION_NAME, INSPECTION_PROGRESS

if TYPE_CHECKING:
    from datetime import date

    from designated_managers.models import Transfer
    from portal.viewer import Viewer

A_YEAR = 12


def centre_of(pk: int, *, viewer: Viewer, on: date) -> Any:
    """The centre with its district, its post in charge, and who holds that post on the day (``holder``)."""
    held = PostHolding.objects.held(on).filter(post=OuterRef("post_in_charge"))
    return (
        Centre.objects.within(viewer.scope)
        .filter(pk=pk)
        .select_related("district", "post_in_charge")
        .annotate(
            holder=Subquery(held.order_by("is_deputy", "first_on", "pk").values("user__display_name")[:1])
        )
        .first()
    )


def turns_of(centre_id: int, *, viewer: Viewer, on: date) -> list[Any]:
    """Turns of inspections that are pending, and those done in this fiscal year or the last twelve months."""
    if not viewer.may(MAY_SEE[FlagKind.INSPECTION]):
        return []
    since = min(FiscalYear.of(on).first_day, add_months(on, -A_YEAR))
    rows = (
        DueInspection.objects.within(viewer.scope)
        .filter(
            Q(done_on__isnull=True) | Q(done_on__gte=since), building__centre=centre_id, withdrawn_on=None
        )
        .select_related("building", "equipment")
        .with_outcome()
        .annotate(
            name=INSPECTION_NAME,
            law=INSPECTION_LAW,
            progress=INSPECTION_PROGRESS,
            flagged=flagged_as(FlagKind.INSPECTION, viewer),
        )
        .order_by("due_on", "pk")
    )
    return list(rows)


def contracts_of(centre_id: int, *, viewer: Viewer, on: date) -> list[Any]:
    """Service contracts that have not ended, and ended ones that nothing answers yet."""
    if not viewer.may(MAY_SEE[FlagKind.CONTRACT]):
        return []
    coverages = ContractCoverage.objects.filter(contract=OuterRef("pk")).order_by().values("contract")
    rows = (
        ServiceContract.objects.within(viewer.scope)
        .filter(
            Q(last_on__gte=on) | Q(pk__in=ServiceContract.objects.unanswered().values("pk")),
            coverages__centre=centre_id,
        )
        .select_related("post_in_charge")
        .annotate(
            covered=Subquery(coverages.annotate(number=Count("pk")).values("number")),
            followed=Exists(ServiceContract.objects.filter(previous=OuterRef("pk"))),
            flagged=flagged_as(FlagKind.CONTRACT, viewer),
        )
        .order_by("last_on", "pk")
    )
    return list(rows)


def designations_of(centre_id: int, *, viewer: Viewer) -> list[Any]:
    """Every designation of the centre with its organisation, the oldest first."""
    if not viewer.may(MAY_SEE[FlagKind.DESIGNATION_END]):
        return []
    rows = (
        Designation.objects.within(viewer.scope)
        .filter(centre=centre_id)
        .select_related("organisation")
        .annotate(progress=DESIGNATION_PROGRESS, flagged=flagged_as(FlagKind.DESIGNATION_END, viewer))
        .order_by(F("first_on").asc(nulls_first=True), "pk")
    )
    return list(rows)


def transfer_under_way(centre_id: int, *, viewer: Viewer) -> Transfer | None:
    """The transfer (移行) on which the centre is, to a designated manager or back."""
    if not viewer.may("designated_managers.view_transfer"):
        return None
    return transfer_of(centre_id, scope=viewer.scope)


def flagged_as(kind: str, viewer: Viewer) -> Exists:
    """Whether an open flag speaks of the record."""
    return Exists(Flag.objects.within(viewer.scope).open().filter(kind=kind, subject_id=OuterRef("pk")))
