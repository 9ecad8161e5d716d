"""The monitoring of one designation on one page: visits, findings, evaluations and measures as one
timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from designated_managers.choices import MeasureKind
from designated_managers.models import Designation, Finding, SiteVisit
from designated_managers.queries.evaluations import EvaluationLine, evaluation_lines, evaluations
from designated_managers.queries.measures import MeasureLine, measure_lines, measures_to_show, suspension_on
from designated_managers.queries.visits import FindingTold, findings_told
from designated_managers.rules.measures import next_usual

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from common.scope import Scope
    from designated_managers.querysets.designations import DesignationQuerySet


@dataclass(frozen=True)
class Event:
    """One thing that happened (できごと): its day, what it was in a sentence, and the page that tells
    more."""

    day: date
    text: str
    url_name: str
    pk: int
    milestone: bool = False


@dataclass(frozen=True)
class Monitoring:
    """Everything the monitoring page of a designation tells this reader.

    ``suspension`` is the one that runs on the day, ``usual_next`` the measure that usually comes next.
    """

    designation: Designation
    open_findings: Sequence[FindingTold]
    visits: Sequence[SiteVisit]
    evaluations: Sequence[EvaluationLine]
    measures: Sequence[MeasureLine]
    events: Sequence[Event]
    suspension: MeasureKind | None
    usual_next: MeasureKind


def designations_to_monitor(scope: Scope) -> DesignationQuerySet:
    """Designations as their monitoring page names them."""
    return Designation.objects.within(scope).select_related("centre", "organisation")


def monitoring(designation: Designation, *, scope: Scope, on: date) -> Monitoring:
    """What was looked at, found, judged and done about a designation (モニタリング), the latest first."""
    visits = list(
        SiteVisit.objects.within(scope).filter(designation=designation).order_by("-visited_on", "-pk")
    )
    findings = list(
        Finding.objects.within(scope)
        .filter(visit__designation=designation)
        .select_related("visit")
        .prefetch_related("files")
        .order_by("due_on", "pk")
    )
    rows = list(evaluations(scope=scope).filter(designation=designation))
    lines = evaluation_lines(rows, scope=scope, on=on)
    measures = list(measures_to_show(scope).filter(designation=designation).order_by("-decided_on", "-pk"))
    asked = [finding for finding in findings if finding.due_on is not None and finding.closed_on is None]
    told = [
        *_of_visits(visits),
        *_of_findings(findings),
        *_of_evaluations(rows, lines),
        *_of_measures(measures),
    ]
    return Monitoring(
        designation=designation,
        open_findings=findings_told(asked, on=on),
        visits=visits,
        evaluations=lines,
        measures=measure_lines(measures, on=on),
        events=sorted(told, key=lambda event: event.day, reverse=True),
        suspension=_running(designation, measures, on),
        usual_next=next_usual({measure.kind for measure in measures if measure.closed_how != "withdrawn"}),
    )


def _running(designation: Designation, measures: Sequence[Any], on: date) -> MeasureKind | None:
    designation._prefetched_objects_cache = {"measures": measures}  # type: ignore[attr-defined]
    return suspension_on(designation, on)


def _of_visits(visits: Sequence[SiteVisit]) -> Iterator[Event]:
    for visit in visits:
        yield Event(visit.visited_on, "実地調査をしました。", "site-visit", visit.pk)


def _of_findings(findings: Sequence[Finding]) -> Iterator[Event]:
    for finding in findings:
        if finding.answered_on is not None:
            text = f"指摘に回答がありました：{_shortened(finding.text)}"
            yield Event(finding.answered_on, text, "site-visit", finding.visit_id)
        if finding.closed_on is not None:
            text = f"指摘の確認を終えました：{_shortened(finding.text)}"
            yield Event(finding.closed_on, text, "site-visit", finding.visit_id)


def _of_evaluations(rows: Sequence[Any], lines: Sequence[EvaluationLine]) -> Iterator[Event]:
    for row, line in zip(rows, lines, strict=True):
        if row.handed_in_on is not None:
            yield Event(row.handed_in_on, f"{line.year}の自己評価が出ました。", "evaluation", row.pk)
        if row.published_on is not None:
            text = f"{line.year}の評価を公表しました。総合評価は{line.overall}です。"
            yield Event(row.published_on, text, "evaluation", row.pk, milestone=True)


def _of_measures(measures: Sequence[Any]) -> Iterator[Event]:
    for measure in measures:
        word = measure.get_kind_display()
        text = "指定の返上を認めました。" if measure.kind == MeasureKind.RELEASE else f"{word}をしました。"
        yield Event(measure.decided_on, text, "measure", measure.pk, milestone=True)
        for plan in measure.plans.all():
            yield Event(plan.handed_in_on, "改善計画が出ました。", "measure", measure.pk)
            if plan.accepted_on is not None:
                yield Event(plan.accepted_on, "改善計画を認めました。", "measure", measure.pk)
            if plan.sent_back_on is not None:
                yield Event(plan.sent_back_on, "改善計画を差し戻しました。", "measure", measure.pk)
        if measure.closed_on is not None:
            text = f"{word}の終わり：{measure.get_closed_how_display()}。"
            yield Event(measure.closed_on, text, "measure", measure.pk)


def _shortened(text: str) -> str:
    """The first line of a finding, for a line of the timeline."""
    return text.splitlines()[0][:60]
