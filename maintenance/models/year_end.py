"""The year-end report of statutory inspections."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from centres.models import Centre
from common.db.history import tracked
from facilities.models import Building, Equipment
from maintenance.models.inspections import DueInspection
from maintenance.querysets.year_plans import YearEndAnswerQuerySet, YearEndReportQuerySet


class YearEndReport(models.Model):
    """What became of every statutory inspection of one centre in one fiscal year (法定点検実施報告書).

    While it is open its rows are derived from the turns. Closing it freezes them in ``frozen``, so that a
    later correction of a record never changes silently what was confirmed; ``closed_on`` and
    ``confirmed_by`` say when and by whom. ``reopened_reason`` is why it was last opened again.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="year_end_reports")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    closed_on = models.DateField("確認した日", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="確認した人",
        null=True,
        blank=True,
        related_name="+",
    )
    frozen = models.JSONField("確認したときの内容", default=list, blank=True)
    reopened_on = models.DateField("開き直した日", null=True, blank=True)
    reopened_reason = models.CharField("開き直した理由", max_length=200, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = YearEndReportQuerySet.as_manager()

    class Meta:
        verbose_name = "法定点検実施報告書"
        verbose_name_plural = "法定点検実施報告書"
        ordering = ["-fiscal_year", "centre"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "fiscal_year"],
                name="year_end_report_once_per_centre",
                violation_error_message="この施設のこの年度の報告書は、もうあります。",
            ),
            models.CheckConstraint(
                name="year_end_report_open_is_not_frozen",
                condition=Q(closed_on__isnull=False) | Q(frozen=[], confirmed_by__isnull=True),
                violation_error_message="確認していない報告書には、確認した人と内容を残せません。",
            ),
            models.CheckConstraint(
                name="year_end_report_reopened_with_reason",
                condition=Q(reopened_on__isnull=True) | ~Q(reopened_reason=""),
                violation_error_message="開き直した理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.fiscal_year}年度"


class YearEndAnswer(models.Model):
    """Why a statutory inspection was late or not done, and what is to be done about it (理由と今後の対応).

    It answers the row of one turn; where an inspection applies but no turn stands (``turn`` empty), that of
    the building or the equipment and the type.
    """

    report = models.ForeignKey(YearEndReport, models.PROTECT, verbose_name="報告書", related_name="answers")
    turn = models.ForeignKey(
        DueInspection, models.PROTECT, verbose_name="点検", null=True, blank=True, related_name="+"
    )
    building = models.ForeignKey(Building, models.PROTECT, verbose_name="建物", related_name="+")
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, verbose_name="設備", null=True, blank=True, related_name="+"
    )
    type_code = models.CharField("点検の種類", max_length=60)
    reason = models.CharField("理由", max_length=400)
    plan = models.CharField("今後の対応", max_length=400, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = YearEndAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "報告書の回答"
        verbose_name_plural = "報告書の回答"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "turn"],
                condition=Q(turn__isnull=False),
                name="year_end_answer_once_per_turn",
                violation_error_message="この点検には、もう回答があります。",
            ),
            models.UniqueConstraint(
                fields=["report", "building", "type_code"],
                condition=Q(turn__isnull=True, equipment__isnull=True),
                name="year_end_answer_once_per_building",
                violation_error_message="この建物のこの点検には、もう回答があります。",
            ),
            models.UniqueConstraint(
                fields=["report", "equipment", "type_code"],
                condition=Q(turn__isnull=True, equipment__isnull=False),
                name="year_end_answer_once_per_equipment",
                violation_error_message="この設備のこの点検には、もう回答があります。",
            ),
            models.CheckConstraint(
                name="year_end_answer_with_reason",
                condition=~Q(reason=""),
                violation_error_message="理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.type_code}"
