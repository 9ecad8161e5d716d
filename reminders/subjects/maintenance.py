"""Inspections, contracts and repairs, as subjects of flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from common.db.columns import text
from maintenance.choices import ContractKind, RepairState
from maintenance.models import DueInspection, Filing, InspectionType, Repair, RoundCentre, ServiceContract
from reminders.choices import FlagKind, Progress
from reminders.subjects.kinds import COLUMNS, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


_type_in_front = InspectionType.objects.in_front().filter(code=OuterRef("type_code")).order_by()


INSPECTION_NAME = Coalesce(Subquery(_type_in_front.values("name")[:1]), F("type_code"))
"""What the inspection is called in the catalogue of today; its code where the catalogue has lost it."""


INSPECTION_LAW = Coalesce(Subquery(_type_in_front.values("law")[:1]), Value(""))
"""The article that the inspection of a turn rests on."""


INSPECTION_PROGRESS = Case(
    When(planned_on__isnull=False, then=text(Progress.DAY_SET)), default=text(Progress.NOT_STARTED)
)


def contract_title(name: str) -> str:
    """What is due about a contract: its end."""
    return f"{name}　契約の満了"


def notice_title(name: str) -> str:
    """What is due about a contract before its end: to say whether it is renewed or ended."""
    return f"{name}　更新・解約の申し出"


def _inspections(ids: Collection[int]) -> QuerySet[DueInspection, tuple[Any, ...]]:
    return (
        DueInspection.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.INSPECTION),
            subject_pk=F("pk"),
            name=INSPECTION_NAME,
            article=INSPECTION_LAW,
            centre_name=F("building__centre__name"),
            part=Coalesce("equipment__name", "building__name"),
            progress=INSPECTION_PROGRESS,
        )
        .values_list(*COLUMNS)
    )


def filing_title(name: str) -> str:
    """What is due: the report of an inspection."""
    return f"{name}の報告"


def _filings(ids: Collection[int]) -> QuerySet[Filing, tuple[Any, ...]]:
    return (
        Filing.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.FILING),
            subject_pk=F("pk"),
            name=INSPECTION_NAME,
            article=INSPECTION_LAW,
            centre_name=F("building__centre__name"),
            part=Coalesce("equipment__name", "building__name"),
            progress=text(Progress.NOT_STARTED),
        )
        .values_list(*COLUMNS)
    )


def _contracts_as(kind: str) -> Callable[[Collection[int]], QuerySet[Any, tuple[Any, ...]]]:
    """A contract as the subject of one kind of flag: its end and its notice day are two. One row for each
    centre that it covers."""

    def rows(ids: Collection[int]) -> QuerySet[ServiceContract, tuple[Any, ...]]:
        return (
            ServiceContract.objects.filter(pk__in=ids)
            .order_by()
            .annotate(
                flag_kind=text(kind),
                subject_pk=F("pk"),
                article=F("contract_kind"),
                centre_name=F("centres__name"),
                part=text(""),
                progress=text(Progress.NOT_STARTED),
            )
            .values_list(*COLUMNS)
        )

    return rows


def _round_places(ids: Collection[int]) -> QuerySet[RoundCentre, tuple[Any, ...]]:
    return (
        RoundCentre.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.ROUND_ANSWER),
            subject_pk=F("pk"),
            name=F("round__name"),
            article=text(""),
            centre_name=F("centre__name"),
            part=text(""),
            progress=text(Progress.NOT_STARTED),
        )
        .values_list(*COLUMNS)
    )


def round_title(name: str) -> str:
    """What is due in an emergency round: that the centre answers."""
    return f"{name}　未確認"


def repair_title(name: str) -> str:
    """What is due about a repair: the day it was promised for."""
    return f"{name}　修繕の約束の日"


REPAIR_PROGRESS = Case(
    When(stands=RepairState.ORDERED, then=text(Progress.UNDER_WAY)), default=text(Progress.NOT_STARTED)
)


def _repairs(ids: Collection[int]) -> QuerySet[Repair, tuple[Any, ...]]:
    return (
        Repair.objects.filter(pk__in=ids)
        .with_state()
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.REPAIR),
            subject_pk=F("pk"),
            name=F("place"),
            article=text(""),
            centre_name=F("centre__name"),
            part=Coalesce("equipment__name", "building__name", Value("")),
            progress=REPAIR_PROGRESS,
        )
        .values_list(*COLUMNS)
    )


KINDS: Mapping[str, SubjectKind] = {
    FlagKind.REPAIR: SubjectKind(_repairs, "maintenance.view_repair", "repair", title=repair_title),
    FlagKind.INSPECTION: SubjectKind(_inspections, "maintenance.view_dueinspection", "inspection-record"),
    FlagKind.FILING: SubjectKind(_filings, "maintenance.view_filing", "filing", title=filing_title),
    FlagKind.ROUND_ANSWER: SubjectKind(
        _round_places, "maintenance.view_emergencyround", "round-answer", title=round_title
    ),
    **{
        kind: SubjectKind(
            _contracts_as(kind),
            "maintenance.view_servicecontract",
            "contract",
            title=title,
            statute=lambda contract_kind: ContractKind(contract_kind).label,
        )
        for kind, title in (
            (FlagKind.CONTRACT, contract_title),
            (FlagKind.CONTRACT_NOTICE, notice_title),
        )
    },
}
