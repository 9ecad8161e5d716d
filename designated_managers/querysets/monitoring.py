"""Questions to site visits, their findings and the evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery

from common.db.scoped import ScopedQuerySet
from designated_managers.choices import SheetSide

if TYPE_CHECKING:
    from common.scope import Scope
    from designated_managers.models import (  # noqa: F401 -- named in the class heads below
        Evaluation,
        EvaluationItem,
        EvaluationSheet,
        Finding,
        FindingFile,
        SiteVisit,
        VisitMark,
    )


class SiteVisitQuerySet(ScopedQuerySet["SiteVisit"]):
    """Site visits (実地調査). A group reads those it was told of."""

    centre_path: ClassVar[str] = "designation__centre_id"
    organisation_path: ClassVar[str] = "designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q(told_on__isnull=False)


class VisitMarkQuerySet(ScopedQuerySet["VisitMark"]):
    """What was looked at on a visit."""

    centre_path: ClassVar[str] = "visit__designation__centre_id"
    organisation_path: ClassVar[str] = "visit__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q(visit__told_on__isnull=False)


AWAITS_ANSWER = Q(due_on__isnull=False, visit__told_on__isnull=False, closed_on__isnull=True)
"""The group was told of it and asked to answer by a day, and the city has not closed it."""


class FindingQuerySet(ScopedQuerySet["Finding"]):
    """Findings (指摘). A group answers what is open also after its term."""

    centre_path: ClassVar[str] = "visit__designation__centre_id"
    organisation_path: ClassVar[str] = "visit__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q(visit__told_on__isnull=False)
    beyond_term: ClassVar[Q | None] = AWAITS_ANSWER

    def awaiting_answer(self) -> Self:
        """Asked to be answered and not closed, whether answered meanwhile or not."""
        return self.filter(AWAITS_ANSWER)


class FindingFileQuerySet(ScopedQuerySet["FindingFile"]):
    """Photographs and files of findings: of the visit, and of the answer."""

    centre_path: ClassVar[str] = "finding__visit__designation__centre_id"
    organisation_path: ClassVar[str] = "finding__visit__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q(finding__visit__told_on__isnull=False)
    beyond_term: ClassVar[Q | None] = Q(
        finding__visit__told_on__isnull=False,
        finding__due_on__isnull=False,
        finding__closed_on__isnull=True,
    )


class EvaluationQuerySet(ScopedQuerySet["Evaluation"]):
    """Evaluations (年度評価), one for each designation and fiscal year. What is theirs in it, a group
    reads; that the city has begun a draft is told by nothing here."""

    centre_path: ClassVar[str] = "designation__centre_id"
    organisation_path: ClassVar[str] = "designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q()
    beyond_term: ClassVar[Q | None] = Q(pk__isnull=False)

    def with_standing(self) -> Self:
        """Each with what stands in it now: the published grade and day, whether the city has a draft, and
        when the group last handed in its own sheet."""
        published = _sheets().published().filter(evaluation=OuterRef("pk")).order_by("-number")
        handed_in = _sheets().handed_in().filter(evaluation=OuterRef("pk")).order_by("-number")
        drafts = _sheets().filter(evaluation=OuterRef("pk"), side=SheetSide.CITY, released_on__isnull=True)
        return self.annotate(
            published_overall=Subquery(published.values("overall")[:1]),
            published_on=Subquery(published.values("released_on")[:1]),
            handed_in_on=Subquery(handed_in.values("released_on")[:1]),
            self_overall=Subquery(handed_in.values("overall")[:1]),
            has_draft=Exists(drafts),
        )


class EvaluationSheetQuerySet(ScopedQuerySet["EvaluationSheet"]):
    """Sheets of evaluations (評価シート). A group never sees what the city has not published; the city
    never sees what the group has not handed in."""

    centre_path: ClassVar[str] = "evaluation__designation__centre_id"
    organisation_path: ClassVar[str] = "evaluation__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q(side=SheetSide.SELF) | Q(released_on__isnull=False)
    beyond_term: ClassVar[Q | None] = Q(side=SheetSide.SELF) | Q(released_on__isnull=False)

    def within(self, scope: Scope) -> Self:
        """The sheets this person may read."""
        rows = super().within(scope)
        return rows.exclude(side=SheetSide.SELF, released_on__isnull=True) if scope.internal else rows

    def published(self) -> Self:
        """The city's, once published (公表)."""
        return self.filter(side=SheetSide.CITY, released_on__isnull=False)

    def handed_in(self) -> Self:
        """The group's own, once handed in (提出)."""
        return self.filter(side=SheetSide.SELF, released_on__isnull=False)


class EvaluationItemQuerySet(ScopedQuerySet["EvaluationItem"]):
    """Graded items of sheets; read as their sheet is."""

    centre_path: ClassVar[str] = "sheet__evaluation__designation__centre_id"
    organisation_path: ClassVar[str] = "sheet__evaluation__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q(sheet__side=SheetSide.SELF) | Q(
        sheet__released_on__isnull=False
    )

    def within(self, scope: Scope) -> Self:
        """The items of the sheets this person may read."""
        rows = super().within(scope)
        return (
            rows.exclude(sheet__side=SheetSide.SELF, sheet__released_on__isnull=True)
            if scope.internal
            else rows
        )


def _sheets() -> Any:
    return apps.get_model("designated_managers", "EvaluationSheet")._default_manager.all()
