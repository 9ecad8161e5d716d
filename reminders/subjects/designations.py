"""Designations, the roads to them, officers and hand-overs, as subjects of flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, When

from common.db.columns import text
from designated_managers.choices import OfficerRole
from designated_managers.models import (
    Designation,
    HandoverItem,
    OrganisationOfficer,
    PlannedStep,
)
from reminders.choices import FlagKind, Progress
from reminders.subjects.kinds import COLUMNS, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


DESIGNATION_PROGRESS = Case(
    When(
        Exists(Designation.objects.not_failed().filter(previous=OuterRef("pk")).order_by()),
        then=text(Progress.UNDER_WAY),
    ),
    default=text(Progress.NOT_STARTED),
)
"""Entering the next designation begins the road to it; a bill that failed leads back to its start."""


DESIGNATION_ARTICLE = "地方自治法 第244条の2第5項"


def designation_title(organisation: str) -> str:
    """What is due about a designation: the end of its term."""
    return f"{organisation}　指定期間の満了"


def road_step_title(name: str) -> str:
    """What is due on the road to a designation: a step of it."""
    return f"{name}（指定スケジュール）"


def officer_title(role: str) -> str:
    """What is due about the officers of a body: the end of their term, 会長の任期満了."""
    return f"{OfficerRole(role).label}の任期満了"


def handover_title(item: str) -> str:
    """What is due about an item of a hand-over: 引継ぎ：鍵・警備カード."""
    return f"引継ぎ：{item}"


def _designations(ids: Collection[int]) -> QuerySet[Designation, tuple[Any, ...]]:
    return (
        Designation.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.DESIGNATION_END),
            subject_pk=F("pk"),
            name=F("organisation__name"),
            article=text(DESIGNATION_ARTICLE),
            centre_name=F("centre__name"),
            part=text(""),
            progress=DESIGNATION_PROGRESS,
        )
        .values_list(*COLUMNS)
    )


def _road_steps(ids: Collection[int]) -> QuerySet[PlannedStep, tuple[Any, ...]]:
    return (
        PlannedStep.objects.current()
        .filter(step__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.ROAD_STEP),
            subject_pk=F("step_id"),
            article=F("law"),
            centre_name=F("plan__road__centre__name"),
            part=text(""),
            progress=Case(
                When(step__expected_on__isnull=False, then=text(Progress.DAY_SET)),
                default=text(Progress.NOT_STARTED),
            ),
        )
        .values_list(*COLUMNS)
    )


def _officers(ids: Collection[int]) -> QuerySet[OrganisationOfficer, tuple[Any, ...]]:
    return (
        OrganisationOfficer.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.OFFICER_TERM),
            subject_pk=F("pk"),
            # Columns of the model would hide what the names here stand for.
            office=F("role"),
            article=text(""),
            centre_name=text(""),
            part=F("organisation__name"),
            progress=text(Progress.NOT_STARTED),
        )
        .values_list("flag_kind", "subject_pk", "office", "article", "centre_name", "part", "progress")
    )


def _handover_items(ids: Collection[int]) -> QuerySet[HandoverItem, tuple[Any, ...]]:
    return (
        HandoverItem.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.HANDOVER_ITEM),
            subject_pk=F("pk"),
            item=F("name"),
            article=F("law"),
            centre_name=F("transfer__centre__name"),
            part=text(""),
            progress=text(Progress.NOT_STARTED),
        )
        .values_list("flag_kind", "subject_pk", "item", "article", "centre_name", "part", "progress")
    )


KINDS: Mapping[str, SubjectKind] = {
    FlagKind.DESIGNATION_END: SubjectKind(
        _designations, "designated_managers.view_designation", "designation", title=designation_title
    ),
    FlagKind.ROAD_STEP: SubjectKind(
        _road_steps, "designated_managers.view_roadstep", "road-step", title=road_step_title
    ),
    FlagKind.OFFICER_TERM: SubjectKind(
        _officers, "designated_managers.view_organisationofficer", "officer", title=officer_title
    ),
    FlagKind.HANDOVER_ITEM: SubjectKind(
        _handover_items, "designated_managers.view_handoveritem", "handover-item", title=handover_title
    ),
}
