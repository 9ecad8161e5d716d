"""Answers on site visits and findings, and the deadlines of their answers for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, QuerySet, When

from common.db.columns import text
from common.db.scoped import without_hidden
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from designated_managers.choices import FindingState, Severity
from designated_managers.models import Finding, FindingFile, SiteVisit, VisitItem, VisitMark
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.scope import Scope
    from designated_managers.querysets.monitoring import SiteVisitQuerySet

FINDING = "finding"
"""The kind of deadline that the answer to a finding is (指摘への回答)."""

SHAPES = {
    FindingState.NOTED: "none",
    FindingState.OPEN: "planned",
    FindingState.OVERDUE: "overdue",
    FindingState.ANSWERED: "active",
    FindingState.CLOSED: "done",
}
MARK_SHAPES = {Severity.GOOD: "done", Severity.IMPROVE: "soon", Severity.SERIOUS: "overdue", "": "none"}
NOT_LOOKED_AT = "見ていない"


def finding_deadlines(*, until: date) -> QuerySet[Finding, tuple[Any, ...]]:
    """Findings that the group was told of and that are not closed: the group's turn until it has answered,
    then the city's."""
    return (
        Finding.objects.awaiting_answer()
        .filter(due_on__lte=until)
        .order_by()
        .annotate(
            kind=text(FINDING),
            lead=text(FINDING),
            subject_id=F("pk"),
            centre_id=F("visit__designation__centre_id"),
            post_id=F("visit__designation__centre__post_in_charge_id"),
            side=Case(When(answered_on__isnull=False, then=text(Side.CITY)), default=text(Side.MANAGER)),
        )
        .values_list(*COLUMNS)
    )


def settled_findings() -> QuerySet[Finding, tuple[Any, ...]]:
    """Findings with which the city is content."""
    return (
        Finding.objects.filter(Q(closed_on__isnull=False), due_on__isnull=False)
        .order_by()
        .annotate(kind=text(FINDING), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


@dataclass(frozen=True)
class FindingTold:
    """A finding as pages tell it: where it stands, what the group said, the photographs of both sides."""

    finding: Finding
    severity: State
    state: State
    photos: Sequence[FindingFile]
    answer_photos: Sequence[FindingFile]

    @property
    def may_be_answered(self) -> bool:
        """Whether an answer is asked for and the city has not closed it."""
        return self.finding.due_on is not None and self.finding.closed_on is None

    @property
    def may_be_closed(self) -> bool:
        """Whether the city has not closed it."""
        return self.finding.closed_on is None


@dataclass(frozen=True)
class MarkTold:
    """What was looked at, how it was found, and the note."""

    name: str
    state: State
    note: str


@dataclass(frozen=True)
class VisitPage:
    """One site visit with everything its page tells this reader."""

    visit: SiteVisit
    marks: Sequence[MarkTold]
    findings: Sequence[FindingTold]


def visits_to_show(scope: Scope) -> SiteVisitQuerySet:
    """Site visits with what their page needs."""
    return SiteVisit.objects.within(scope).select_related("designation__centre", "designation__organisation")


def visit_page(visit: SiteVisit, *, scope: Scope, on: date) -> VisitPage:
    """What the page of a visit tells; the visit in the answer is not to be saved."""
    return VisitPage(
        visit=without_hidden(visit, scope),
        marks=[
            MarkTold(
                row.name, State(MARK_SHAPES[row.mark], row.get_mark_display() or NOT_LOOKED_AT), row.note
            )
            for row in visit.marks.all()
        ],
        findings=findings_told(visit.findings.prefetch_related("files"), on=on),
    )


def findings_told(findings: Iterable[Finding], *, on: date) -> list[FindingTold]:
    """These findings, with their files loaded, ready to be shown."""
    told = []
    for finding in findings:
        state, files = finding.state_on(on), list(finding.files.all())
        told.append(
            FindingTold(
                finding,
                State(MARK_SHAPES[finding.severity], finding.get_severity_display()),
                State(SHAPES[state], state.label),
                [file for file in files if not file.of_answer],
                [file for file in files if file.of_answer],
            )
        )
    return told


@dataclass(frozen=True)
class ItemToMark:
    """One item of the checklist on the form of a visit; with what was said of it before."""

    code: str
    name: str
    look_at: str
    mark: str = ""
    note: str = ""


def checklist(on: date, visit: SiteVisit | None = None) -> list[ItemToMark]:
    """The items in use today; of a visit that was entered, those it has, by the names of its day, and then
    those that came later."""
    items = list(VisitItem.objects.in_front().current(on).order_by("position", "code"))
    hints: Mapping[str, str] = {item.code: item.look_at for item in items}
    marks = list(VisitMark.objects.filter(visit=visit)) if visit else []
    there = [ItemToMark(row.item, row.name, hints.get(row.item, ""), row.mark, row.note) for row in marks]
    known = {row.item for row in marks}
    return there + [
        ItemToMark(item.code, item.name, item.look_at) for item in items if item.code not in known
    ]


def finding_to_show(scope: Scope) -> QuerySet[Finding]:
    """Findings with the visit and the centre they belong to."""
    return Finding.objects.within(scope).select_related(
        "visit__designation__centre", "visit__designation__organisation"
    )
