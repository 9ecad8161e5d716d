"""The agreement of a designation and its duties, as sections of the audit pack (監査資料)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from common.eras import era_day
from common.fiscal_year import FiscalYear
from designated_managers.choices import DoneBy
from designated_managers.models import Agreement, Obligation, Submission, SubmissionFile
from designated_managers.queries.audit_rows import AuditRow, AuditSection
from designated_managers.queries.submission_titles import duty_title_in_full
from designated_managers.rules.submissions import days_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from designated_managers.models import AnnualAgreement, Designation, FeePayment


def agreement(designation: Designation, on: date) -> AuditSection:
    """The basic agreement with its papers, each year's agreement, and what was paid."""
    found = (
        Agreement.objects.covering(designation.pk)
        .prefetch_related("files", "annual_agreements__payments")
        .first()
    )
    nothing = "基本協定の記録がありません。"
    if found is None:
        gap = "" if designation.agreed_on else nothing
        signed = AuditRow("基本協定の締結", designation.agreed_on, "協定書の登録なし", gap)
        return AuditSection("協定と指定管理料", [signed] if designation.agreed_on else [], nothing)
    papers = [file for file in found.files.all() if file.withdrawn_on is None]
    gaps = (("締結日の記録がありません", not designation.agreed_on), ("協定書がありません", not papers))
    rows = [
        AuditRow(
            "基本協定の締結",
            designation.agreed_on,
            "、".join(paper.title for paper in papers),
            "　".join(words for words, is_so in gaps if is_so),
            papers,
        )
    ]
    for annual in found.annual_agreements.all():
        rows += _year(annual, on=on)
    return AuditSection("協定と指定管理料", rows, nothing)


def _year(annual: AnnualAgreement, *, on: date) -> Iterator[AuditRow]:
    label = FiscalYear(annual.fiscal_year).label
    unsigned = "" if annual.agreed_on else "締結日の記録がありません"
    yield AuditRow(f"{label}の年度協定", annual.agreed_on, f"指定管理料 {annual.fee:,}円", unsigned)
    for payment in annual.payments.all():
        yield _payment(label, payment, on=on)


def _payment(label: str, payment: FeePayment, *, on: date) -> AuditRow:
    late = payment.paid_on is None and payment.due_on < on
    return AuditRow(
        f"{label}の指定管理料　第{payment.number}回",
        payment.paid_on or payment.due_on,
        f"{payment.amount:,}円　{'支払済み' if payment.paid_on else '支払予定'}",
        "支払期限を過ぎています" if late else "",
    )


def duties(designation: Designation, on: date) -> AuditSection:
    """Every obligation of the designation, with what was handed in for it or what is missing."""
    found = Obligation.objects.filter(designation=designation).with_done().order_by("due_on", "pk")
    versions: dict[int, list[Submission]] = defaultdict(list)
    handed_in = Submission.objects.filter(
        obligation__designation=designation, submitted_on__isnull=False
    ).order_by("number")
    for submission in handed_in:
        versions[submission.obligation_id].append(submission)
    papers: dict[int, list[SubmissionFile]] = defaultdict(list)
    for paper in SubmissionFile.objects.filter(submission__obligation__designation=designation):
        papers[paper.submission_id].append(paper)
    rows = [_duty(obligation, versions[obligation.pk], papers, on=on) for obligation in found]
    return AuditSection("義務と提出物", rows, "義務の記録がありません。")


def _duty(
    obligation: Any,
    versions: Sequence[Submission],
    papers: Mapping[int, Sequence[SubmissionFile]],
    *,
    on: date,
) -> AuditRow:
    what = duty_title_in_full(obligation)
    if obligation.not_needed_on is not None:
        return AuditRow(what, obligation.not_needed_on, f"不要：{obligation.not_needed_reason}")
    if obligation.done_by != DoneBy.SUBMISSION:
        return AuditRow(what, obligation.due_on, *_by_fact(obligation, on=on))
    if not versions:
        gap = "出ていません" if obligation.due_on < on else ""
        return AuditRow(what, obligation.due_on, "" if gap else f"{era_day(obligation.due_on)}まで", gap)
    latest = versions[-1]
    files = [file for version in versions for file in papers.get(version.pk, ())]
    return AuditRow(
        what,
        latest.accepted_on or latest.submitted_on,
        _evidence(obligation, versions),
        _open(latest),
        files,
    )


def _by_fact(obligation: Any, *, on: date) -> tuple[str, str]:
    if obligation.is_done:
        return "済み", ""
    return "", "まだです" if obligation.due_on < on else ""


def _evidence(obligation: Obligation, versions: Sequence[Submission]) -> str:
    """The receipt numbers, and by how many days the first version was late."""
    first = versions[0].submitted_on
    late = days_late(first, obligation.due_on, on=first) if first else 0
    told = [f"受付 {'、'.join(version.receipt for version in versions)}"]
    if late:
        told.append(f"{late}日遅れ")
    return "　".join(told)


def _open(latest: Submission) -> str:
    if latest.accepted_on is not None:
        return ""
    return "差し戻したまま、出し直されていません" if latest.returned_on else "市の確認が済んでいません"
