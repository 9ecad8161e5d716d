"""Verdicts that a person has overruled."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.db.history import tracked
from facilities.models import Building, Equipment
from maintenance.choices import Answer
from maintenance.querysets.verdicts import VerdictOverruleQuerySet

A_PERSONS_ANSWERS = (Answer.APPLIES, Answer.NOT)
"""What a person can answer in place of the rule: they look because it cannot tell, or tells wrongly."""


class VerdictOverrule(models.Model):
    """That a person answers otherwise than the rule whether an inspection applies (判定の変更).

    ``facts`` are those that the verdict stood on, as they were: what decided it, and as null what was not
    known. While they are the same, the answer of the person stands in place of the rule's; once one of them
    changes it has lapsed (失効), which is told by comparing and never stored.
    """

    building = models.ForeignKey(
        Building, models.PROTECT, verbose_name="建物", related_name="verdict_overrules"
    )
    equipment = models.ForeignKey(
        Equipment,
        models.PROTECT,
        verbose_name="設備",
        null=True,
        blank=True,
        related_name="verdict_overrules",
    )
    type_code = models.CharField("点検の種類", max_length=60)
    answer = models.CharField(
        "判定", max_length=10, choices=[(answer.value, answer.label) for answer in A_PERSONS_ANSWERS]
    )
    reason = models.TextField("理由")
    facts = models.JSONField("よりどころにした事実", default=dict, blank=True)
    decided_on = models.DateField("変更した日")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="変更した人", related_name="+"
    )
    withdrawn_on = models.DateField("取り消した日", null=True, blank=True)
    withdrawn_reason = models.CharField("取り消した理由", max_length=200, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="取り消した人",
        null=True,
        blank=True,
        related_name="+",
    )
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = VerdictOverruleQuerySet.as_manager()

    class Meta:
        verbose_name = "判定の変更"
        verbose_name_plural = "判定の変更"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "type_code"],
                condition=Q(equipment__isnull=True, withdrawn_on__isnull=True),
                name="verdict_overruled_once_per_building",
                violation_error_message="この判定は、すでに変更されています。",
            ),
            models.UniqueConstraint(
                fields=["equipment", "type_code"],
                condition=Q(equipment__isnull=False, withdrawn_on__isnull=True),
                name="verdict_overruled_once_per_equipment",
                violation_error_message="この判定は、すでに変更されています。",
            ),
            models.CheckConstraint(
                name="verdict_overruled_by_an_answer",
                condition=Q(answer__in=A_PERSONS_ANSWERS),
                violation_error_message="判定は「対象」か「対象外」にしてください。",
            ),
            models.CheckConstraint(
                name="verdict_overruled_with_reason",
                condition=~Q(reason=""),
                violation_error_message="判定を変える理由を入力してください。",
            ),
            models.CheckConstraint(
                name="verdict_overrule_withdrawn_whole",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                violation_error_message="取り消した日・人・理由は、そろえて入力してください。",
            ),
            models.CheckConstraint(
                name="verdict_overrule_withdrawn_after_decided",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("decided_on")),
                violation_error_message="取り消した日は変更した日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building} {self.type_code}"
