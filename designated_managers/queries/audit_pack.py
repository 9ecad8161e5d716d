"""The audit pack (監査資料) of a designation: every duty and dated fact with its evidence or its gap.

It is made of *sections*. A section is a function ``(designation, on) -> AuditSection`` that asks a constant
number of queries; ``SECTIONS`` names them in the order of the pack. To add one, write such a function and
put it there: page, workbook and ZIP take it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from common.scope import Scope
from designated_managers.choices import ClosedHow, Severity
from designated_managers.models import Designation, Finding, Measure, SiteVisit
from designated_managers.queries.audit_duties import agreement, duties
from designated_managers.queries.audit_rows import AuditRow, AuditSection
from designated_managers.queries.designations import DatedFact, dated_facts
from designated_managers.queries.evaluations import evaluation_lines, evaluations
from designated_managers.queries.measures import latest_plan, measure_lines, measures_to_show
from designated_managers.rules.measures import warnings_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from common.db.attached_files import AttachedFile

EVERYTHING = Scope.everything()
"""Whoever may open an audit pack at all sees every centre; a group never does."""


@dataclass(frozen=True)
class AuditPack:
    """The audit pack of a designation as it stands on the day."""

    designation: Designation
    sections: Sequence[AuditSection]

    @property
    def gaps(self) -> int:
        """How many rows lack something."""
        return sum(section.gaps for section in self.sections)

    @property
    def files(self) -> Sequence[AttachedFile]:
        """Every paper of the pack, in its order."""
        return [file for section in self.sections for row in section.rows for file in row.files]


Section = Callable[[Designation, date], AuditSection]


def audit_pack(designation: Designation, *, on: date) -> AuditPack:
    """The pack of a designation, loaded with what ``designations_to_audit`` finds."""
    return AuditPack(designation, [section(designation, on) for section in SECTIONS])


def designations_to_audit(scope: Scope) -> Any:
    """Designations with centre, organisation and the sources of their facts."""
    return (
        Designation.objects.within(scope)
        .select_related("centre", "organisation")
        .prefetch_related("stated_facts")
    )


def designation_facts(designation: Designation, on: date) -> AuditSection:  # noqa: ARG001 -- every section takes the day
    """The days of the designation, each with where it was read."""
    told = dated_facts(designation, scope=EVERYTHING)
    return AuditSection("指定の日付と出典", [_fact_row(fact) for fact in told], "日付の記録がありません。")


def _fact_row(fact: DatedFact) -> AuditRow:
    source = f"{fact.source}（{fact.certainty}）" if fact.source else ""
    evidence = "　".join(filter(None, (fact.remark, source)))
    unsure = "原本で要確認" if fact.needs_check else ""
    return AuditRow(fact.label, fact.day, evidence, unsure if fact.day else "日の記録がありません")


def visits(designation: Designation, on: date) -> AuditSection:  # noqa: ARG001 -- every section takes the day
    """Site visits, and what is still open of what they found."""
    found = SiteVisit.objects.filter(designation=designation).order_by("visited_on", "pk")
    rows: list[AuditRow] = []
    for visit in found.prefetch_related("findings__files"):
        findings = list(visit.findings.all())
        gap = "" if visit.told_on else "団体に知らせていません"
        rows.append(AuditRow("実地調査", visit.visited_on, f"指摘{len(findings)}件", gap))
        rows += [_finding_row(finding) for finding in findings]
    return AuditSection("実地調査と指摘", rows, "実地調査の記録がありません。")


def _finding_row(finding: Finding) -> AuditRow:
    gap = ""
    if finding.severity != Severity.GOOD and finding.closed_on is None:
        gap = "市の確認が済んでいません" if finding.answered_on or not finding.due_on else "回答がありません"
    answer = f"回答：{finding.answer}" if finding.answer else ""
    evidence = "　".join(filter(None, (answer, finding.closing_note)))
    what = f"指摘（{finding.get_severity_display()}）：{finding.text}"
    return AuditRow(
        what, finding.closed_on or finding.answered_on or finding.due_on, evidence, gap, _files(finding)
    )


def yearly_evaluations(designation: Designation, on: date) -> AuditSection:
    """The evaluations of each year, published or not."""
    rows = list(evaluations(scope=EVERYTHING).filter(designation=designation).order_by("fiscal_year"))
    lines = evaluation_lines(rows, scope=EVERYTHING, on=on)
    return AuditSection(
        "年度評価",
        [
            AuditRow(
                f"{line.year}の評価（{line.scheme}）",
                line.published_on,
                f"総合評価 {line.overall}" if line.published_on else "",
                "" if line.published_on else "公表していません",
            )
            for line in lines
        ],
        "年度評価の記録がありません。",
    )


def supervision(designation: Designation, on: date) -> AuditSection:
    """The measures, the plans that answered them, and what was not done on the way."""
    found = measures_to_show(EVERYTHING).filter(designation=designation)
    measures = list(found.prefetch_related("files").order_by("decided_on", "pk"))
    rows: list[AuditRow] = []
    before: set[str] = set()
    for measure, line in zip(measures, measure_lines(measures, on=on), strict=True):
        if measure.closed_how == ClosedHow.WITHDRAWN:
            # Taken back as a mistake: it lacks nothing, and is no step on the way to another.
            rows.append(_measure_row(measure, line.state.word, ()))
            continue
        rows += _measure_rows(measure, line.state.word, before)
        before.add(measure.kind)
    return AuditSection("監督の措置", rows, "監督の措置の記録がありません。")


def _measure_rows(measure: Measure, state: str, before: set[str]) -> Iterator[AuditRow]:
    gaps = [problem.message for problem in warnings_about(measure.days(), before)]
    if not measure.number:
        gaps.append("文書番号がありません")
    if not _files(measure):
        gaps.append("文書がありません")
    yield _measure_row(measure, state, gaps)
    if measure.plan_by is not None and latest_plan(measure) is None and measure.closed_on is None:
        yield AuditRow("改善計画", measure.plan_by, "", "提出がありません")
    for plan in measure.plans.all():
        decided = "認めた" if plan.accepted_on else "差し戻した" if plan.sent_back_on else ""
        gap = "" if decided else "市の返事がありません"
        yield AuditRow("改善計画", plan.handed_in_on, "　".join(filter(None, (plan.summary, decided))), gap)


def _measure_row(measure: Measure, state: str, gaps: Sequence[str]) -> AuditRow:
    evidence = "　".join(filter(None, (measure.number, measure.reason, state)))
    return AuditRow(
        measure.get_kind_display(), measure.decided_on, evidence, "　".join(gaps), _files(measure)
    )


def _files(record: Any) -> Sequence[AttachedFile]:
    return list(record.files.all())


SECTIONS: tuple[Section, ...] = (
    designation_facts,
    agreement,
    duties,
    visits,
    yearly_evaluations,
    supervision,
)
"""The sections of the pack in their order."""
