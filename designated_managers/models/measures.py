"""Measures of supervision, the improvement plans that answer them, and their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from common.db.attached_files import AttachedFile
from common.db.history import tracked
from designated_managers.choices import ENDING, SUSPENSIONS, ClosedHow, MeasureKind
from designated_managers.models.designations import Designation
from designated_managers.querysets.measures import (
    ImprovementPlanQuerySet,
    MeasureFileQuerySet,
    MeasureQuerySet,
)
from designated_managers.rules.measures import MeasureDays

if TYPE_CHECKING:
    from collections.abc import Collection

HEARD = SUSPENSIONS | {MeasureKind.REVOCATION}


def _only_of(kinds: Collection[str], *fields: str, needed: bool = False) -> Q:
    """These days stand at measures of these kinds alone; ``needed``: and there always."""
    empty = Q(**{f"{field}__isnull": True for field in fields})
    given = Q(**{f"{field}__isnull": False for field in fields}) if needed else Q()
    of_kinds = Q(kind__in=sorted(kinds))
    return (of_kinds & given) | (~of_kinds & empty)


class Measure(models.Model):
    """A measure of supervision over a designated manager (監督の措置): 指示 (地方自治法 第244条の2第10項),
    業務停止 and 取消し (第11項), and the body's own request to be released (返上).

    ``first_on`` and ``last_on`` are the days of a suspension, ``ends_on`` the first day on which the
    designation has no effect any more. ``closed_on`` is the first day without effect of the measure itself,
    ``closed_how`` says how it came to that; one that was taken back (撤回) counts as never made.
    """

    designation = models.ForeignKey(Designation, models.PROTECT, verbose_name="指定", related_name="measures")
    kind = models.CharField("種類", max_length=20, choices=MeasureKind.choices)
    decided_on = models.DateField("措置の日")
    number = models.CharField("文書番号", max_length=60, blank=True)
    reason = models.TextField("理由")
    requested_on = models.DateField("団体が返上を申し出た日", null=True, blank=True)
    improve_by = models.DateField("改善の期限", null=True, blank=True)
    plan_by = models.DateField("改善計画の期限", null=True, blank=True)
    first_on = models.DateField("停止の初日", null=True, blank=True)
    last_on = models.DateField(
        "停止の末日", null=True, blank=True, help_text="決まっていないときは、空けておきます。"
    )
    stopped = models.CharField("停止する業務", max_length=200, blank=True)
    ends_on = models.DateField("効力がなくなる最初の日", null=True, blank=True)
    heard_on = models.DateField("聴聞・弁明の機会の日", null=True, blank=True)
    not_heard_reason = models.CharField("聴聞・弁明をしなかった理由", max_length=200, blank=True)
    closed_on = models.DateField("終わった日", null=True, blank=True)
    closed_how = models.CharField("終わり方", max_length=20, choices=ClosedHow.choices, blank=True)
    closing_number = models.CharField("解除などの文書番号", max_length=60, blank=True)
    closing_reason = models.CharField("終わりの理由", max_length=200, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"internal_notes"})

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "監督の措置"
        verbose_name_plural = "監督の措置"
        ordering = ["designation", "decided_on", "pk"]
        permissions = [("view_auditpack", "監査資料を見る")]
        indexes = [models.Index(fields=["improve_by"], name="measure_improve_by")]
        constraints = [
            models.CheckConstraint(
                name="measure_instruction_has_due_day",
                condition=_only_of({MeasureKind.INSTRUCTION}, "improve_by", needed=True)
                & (Q(kind=MeasureKind.INSTRUCTION) | Q(plan_by__isnull=True)),
                violation_error_message="指示には改善の期限を入力してください。指示でないときは、期限を空けてください。",
            ),
            models.CheckConstraint(
                name="measure_due_after_decision",
                condition=Q(improve_by__isnull=True) | Q(improve_by__gte=F("decided_on")),
                violation_error_message="改善の期限は、措置の日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="measure_plan_between",
                condition=Q(plan_by__isnull=True)
                | Q(plan_by__gte=F("decided_on"), plan_by__lte=F("improve_by")),
                violation_error_message="改善計画の期限は、措置の日から改善の期限までの日にしてください。",
            ),
            models.CheckConstraint(
                name="measure_suspension_has_days",
                condition=_only_of(SUSPENSIONS, "first_on", needed=True)
                & (Q(kind__in=sorted(SUSPENSIONS)) | Q(last_on__isnull=True)),
                violation_error_message="業務停止には停止の初日を入力してください。ほかの措置では空けてください。",
            ),
            models.CheckConstraint(
                name="measure_suspension_not_before",
                condition=Q(first_on__isnull=True) | Q(first_on__gte=F("decided_on")),
                violation_error_message="停止の初日は、措置の日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="measure_suspension_first_to_last",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                violation_error_message="停止の末日は、初日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="measure_part_says_what",
                condition=(Q(kind=MeasureKind.SUSPENSION_PART) & ~Q(stopped=""))
                | (~Q(kind=MeasureKind.SUSPENSION_PART) & Q(stopped="")),
                violation_error_message="業務の一部を止めるときは、停止する業務を入力してください。",
            ),
            models.CheckConstraint(
                name="measure_ending_has_day",
                condition=_only_of(ENDING, "ends_on", needed=True),
                violation_error_message=(
                    "取消し・返上には、効力がなくなる最初の日を入力してください。ほかの措置では空けてください。"
                ),
            ),
            models.CheckConstraint(
                name="measure_ending_not_before",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("decided_on")),
                violation_error_message="効力がなくなる日は、措置の日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="measure_release_was_requested",
                condition=_only_of({MeasureKind.RELEASE}, "requested_on", needed=True),
                violation_error_message="返上には、団体が申し出た日を入力してください。ほかの措置では空けてください。",
            ),
            models.CheckConstraint(
                name="measure_release_after_request",
                condition=Q(requested_on__isnull=True) | Q(decided_on__gte=F("requested_on")),
                violation_error_message="返上を認めた日は、団体が申し出た日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="measure_heard_where_law_asks",
                condition=Q(kind__in=sorted(HEARD)) | Q(heard_on__isnull=True, not_heard_reason=""),
                violation_error_message="聴聞・弁明は、業務停止と取消しにだけ記録します。",
            ),
            models.CheckConstraint(
                name="measure_closed_with_how",
                condition=Q(closed_on__isnull=True, closed_how="")
                | (Q(closed_on__isnull=False) & ~Q(closed_how="")),
                violation_error_message="終わった日と終わり方は、両方を入力してください。",
            ),
            models.CheckConstraint(
                name="measure_closed_not_before",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("decided_on")),
                violation_error_message="終わった日は、措置の日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="measure_ending_only_taken_back",
                condition=Q(closed_on__isnull=True)
                | ~Q(kind__in=sorted(ENDING))
                | Q(closed_how=ClosedHow.WITHDRAWN),
                violation_error_message="取消し・返上は、取り下げることだけができます。",
            ),
            models.UniqueConstraint(
                fields=["designation"],
                condition=Q(kind__in=sorted(ENDING), closed_on__isnull=True),
                name="measure_one_end_per_designation",
                violation_error_message="この指定には、取消しか返上がすでに記録されています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.designation} {self.get_kind_display()} {self.decided_on}"

    def days(self, plan: ImprovementPlan | None = None) -> MeasureDays:
        """Its dated facts, as the rules take them, with those of its latest improvement plan."""
        return MeasureDays(
            kind=self.kind,
            decided=self.decided_on,
            due=self.improve_by,
            plan_due=self.plan_by,
            plan_handed_in=plan.handed_in_on if plan else None,
            plan_accepted=plan.accepted_on if plan else None,
            review_by=plan.review_by if plan else None,
            first=self.first_on,
            last=self.last_on,
            ends=self.ends_on,
            requested=self.requested_on,
            heard=self.heard_on,
            not_heard_reason=self.not_heard_reason,
            closed=self.closed_on,
            closed_how=self.closed_how,
        )


class ImprovementPlan(models.Model):
    """The group's answer to an instruction (改善計画): handed in, and accepted or sent back with the reason.

    ``review_by`` is the day by which the city means to say so.
    """

    measure = models.ForeignKey(Measure, models.PROTECT, verbose_name="監督の措置", related_name="plans")
    handed_in_on = models.DateField("提出の日")
    summary = models.TextField("計画の要点")
    review_by = models.DateField("市が返事をする日（目安）")
    accepted_on = models.DateField("認めた日", null=True, blank=True)
    sent_back_on = models.DateField("差し戻した日", null=True, blank=True)
    sent_back_reason = models.CharField("差し戻した理由", max_length=200, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = ImprovementPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "改善計画"
        verbose_name_plural = "改善計画"
        ordering = ["measure", "handed_in_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_accepted_or_sent_back",
                condition=Q(accepted_on__isnull=True) | Q(sent_back_on__isnull=True),
                violation_error_message="改善計画は、認めるか差し戻すかのどちらかです。",
            ),
            models.CheckConstraint(
                name="plan_decided_not_before",
                condition=(Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("handed_in_on")))
                & (Q(sent_back_on__isnull=True) | Q(sent_back_on__gte=F("handed_in_on"))),
                violation_error_message="認めた日・差し戻した日は、提出の日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="plan_sent_back_with_reason",
                condition=Q(sent_back_on__isnull=True) | ~Q(sent_back_reason=""),
                violation_error_message="差し戻す理由を入力してください。",
            ),
            models.CheckConstraint(
                name="plan_review_not_before",
                condition=Q(review_by__gte=F("handed_in_on")),
                violation_error_message="市が返事をする日は、提出の日以後の日にしてください。",
            ),
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(sent_back_on__isnull=True),
                name="plan_one_at_a_time",
                violation_error_message="提出された改善計画がすでにあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} 改善計画 {self.handed_in_on}"


class MeasureFile(AttachedFile):
    """A document of a measure (措置の文書): the city's letter, the improvement plan, the body's request."""

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="監督の措置", related_name="files")
    title = models.CharField("文書の名前", max_length=120)

    objects = MeasureFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        abstract = False
        verbose_name = "措置の文書"
        verbose_name_plural = "措置の文書"
