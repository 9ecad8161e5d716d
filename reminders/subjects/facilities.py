"""Steps of renewal projects, as subjects of flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from common.db.columns import text
from facilities.choices import ProjectStep
from facilities.models import Milestone
from reminders.choices import FlagKind, Progress
from reminders.subjects.kinds import COLUMNS, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


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


KINDS: Mapping[str, SubjectKind] = {
    FlagKind.MILESTONE: SubjectKind(
        _milestones, "facilities.view_milestone", "milestone", title=milestone_title
    ),
}
