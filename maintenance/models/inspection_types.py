"""The inspection catalogue."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from maintenance.choices import Counting, FirstFrom, Footing, OutcomeFamily, SubjectOfInspection
from maintenance.rules.applicability import RULE_FIELDS, TypeRule, read_rule


class InspectionType(CatalogueRow):
    """A type of inspection (点検の種類): its law and article, to what it applies, its cycle, who may do it,
    and to whom it is reported.

    Shipped rows come from ``maintenance/catalogues/inspection_types.yaml``; a city row with the same code
    stands in front of the shipped one, a city row with a code of its own is a type of the city's (市独自).
    ``cycle_months`` is the longest lawful time between two turns, in months; what has no cycle (そのつど) has
    none. ``applies_when`` is the condition on the facts of the building, and for equipment on those of the
    piece; ``exists_when`` the fact of the building that says whether it has such equipment at all.
    ``cycle_cases`` and ``report_cases`` are lists of ``{"when": condition, "months": number}``: the first
    one that holds stands in place of ``cycle_months`` or ``report_months``. ``keep_years`` is how long the
    record is kept, in years; ``effective_from`` the first day on which the law asks for it.
    """

    name = models.CharField("点検名", max_length=120)
    law = models.CharField("根拠", max_length=120, blank=True)
    footing = models.CharField(
        "根拠の区分", max_length=12, choices=Footing.choices, default=Footing.STATUTORY
    )
    subject = models.CharField("対象", max_length=20, choices=SubjectOfInspection.choices)
    equipment_categories = models.JSONField("対象の設備の区分", default=list, blank=True)
    exists_when = models.TextField("その設備があるといえる事実", blank=True)
    applies_when = models.TextField("対象になる条件", blank=True)
    counting = models.CharField(
        "期限の数え方", max_length=20, choices=Counting.choices, default=Counting.FROM_LAST
    )
    cycle_months = models.PositiveSmallIntegerField("周期（月）", null=True, blank=True)
    cycle_cases = models.JSONField("場合ごとの周期", default=list, blank=True)
    first_from = models.CharField("初回の起算日", max_length=20, choices=FirstFrom.choices, blank=True)
    first_months = models.PositiveSmallIntegerField("初回まで（月）", null=True, blank=True)
    outcome_family = models.CharField(
        "結果の言葉", max_length=20, choices=OutcomeFamily.choices, default=OutcomeFamily.GENERAL
    )
    qualified = models.CharField("資格者", max_length=200, blank=True)
    report_to = models.CharField("報告先", max_length=200, blank=True)
    report_months = models.PositiveSmallIntegerField("報告の周期（月）", null=True, blank=True)
    report_cases = models.JSONField("場合ごとの報告の周期", default=list, blank=True)
    keep_years = models.PositiveSmallIntegerField("記録の保存（年）", null=True, blank=True)
    effective_from = models.DateField("施行日", null=True, blank=True)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "点検の種類"
        verbose_name_plural = "点検の種類"
        constraints = [
            *CatalogueRow.Meta.constraints,
            models.CheckConstraint(
                name="inspection_type_cycle_above_zero",
                condition=Q(cycle_months__isnull=True) | Q(cycle_months__gt=0),
                violation_error_message="周期は1か月以上にしてください。",
            ),
            models.CheckConstraint(
                name="inspection_type_cycle_unless_on_occasion",
                condition=Q(counting=Counting.OCCASION, cycle_months__isnull=True)
                | (~Q(counting=Counting.OCCASION) & Q(cycle_months__isnull=False)),
                violation_error_message="周期を入力してください。「そのつど（周期なし）」のときだけ空けます。",
            ),
            models.CheckConstraint(
                name="inspection_type_first_cycle_above_zero",
                condition=Q(first_months__isnull=True) | Q(first_months__gt=0),
                violation_error_message="初回までは1か月以上にしてください。",
            ),
            models.CheckConstraint(
                name="inspection_type_report_cycle_above_zero",
                condition=Q(report_months__isnull=True) | Q(report_months__gt=0),
                violation_error_message="報告の周期は1か月以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def rule(self) -> TypeRule:
        """What it says, its conditions read; once for a row."""
        return read_rule({name: getattr(self, name) for name in RULE_FIELDS})

    def clean(self) -> None:
        """Its conditions, categories and cases can be read, each mistake at its own field."""
        wrong: dict[str, list[str]] = {}
        for name in RULE_FIELDS:
            said: dict[str, Any] = {"subject": self.subject, name: getattr(self, name)}
            try:
                read_rule(said)
            except ValueError as error:
                wrong[name] = str(error).splitlines()
        if wrong:
            raise ValidationError(wrong)
