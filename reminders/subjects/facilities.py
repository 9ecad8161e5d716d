"""Steps of renewal projects, and equipment with its days, as subjects of flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from common.db.columns import text
from facilities.choices import ProjectStep
from facilities.models import Equipment, Milestone
from reminders.choices import FlagKind, Progress
from reminders.subjects.kinds import COLUMNS, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


def milestone_title(step: str) -> str:
    """What is due about a project: a step of it, 実施設計の予定."""
    return f"{ProjectStep(step).label}の予定"


def _milestones(ids: Collection[int]) -> QuerySet[Milestone, tuple[Any, ...]]:
    return (
        Milestone.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.MILESTONE),
            subject_pk=F("pk"),
            name=F("step"),
            article=text(""),
            centre_name=F("project__centre__name"),
            part=F("project__name"),
            progress=text(Progress.DAY_SET),
        )
        .values_list(*COLUMNS)
    )


def life_title(name: str) -> str:
    """What is due about equipment that grows old: to decide what becomes of it."""
    return f"{name}　標準の耐用年数の終わり"


def warranty_title(name: str) -> str:
    """What is due about equipment under warranty: to look it over before the warranty ends."""
    return f"{name}　保証期間の満了前の確認"


def _equipment_as(kind: str) -> Callable[[Collection[int]], QuerySet[Any, tuple[Any, ...]]]:
    """Equipment as the subject of one kind of flag: the end of its life and of its warranty are two."""

    def rows(ids: Collection[int]) -> QuerySet[Equipment, tuple[Any, ...]]:
        return (
            Equipment.objects.filter(pk__in=ids)
            .order_by()
            .annotate(
                flag_kind=text(kind),
                subject_pk=F("pk"),
                article=text(""),
                centre_name=F("building__centre__name"),
                part=F("building__name"),
                progress=text(Progress.NOT_STARTED),
            )
            .values_list(*COLUMNS)
        )

    return rows


KINDS: Mapping[str, SubjectKind] = {
    FlagKind.MILESTONE: SubjectKind(
        _milestones, "facilities.view_milestone", "milestone", title=milestone_title
    ),
    **{
        kind: SubjectKind(_equipment_as(kind), "facilities.view_equipment", "equipment", title=title)
        for kind, title in ((FlagKind.EQUIPMENT_LIFE, life_title), (FlagKind.WARRANTY, warranty_title))
    },
}
