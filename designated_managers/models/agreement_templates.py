"""Templates of agreements (協定のひな型): the duties and the sharing of responsibilities they bring along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from designated_managers.choices import (
    Bearer,
    DoneBy,
    DueRule,
    FeeSystem,
    Frequency,
    ObligationForm,
    ObligationSide,
    ResponsibilityArea,
    Rolls,
    RollsBy,
)
from designated_managers.rules.obligations import Duty
from designated_managers.rules.responsibility import Share

if TYPE_CHECKING:
    from django.db.models import CheckConstraint

COUNTED = (
    DueRule.MONTHS_BEFORE_START,
    DueRule.DAYS_BEFORE_START,
    DueRule.DAY_OF_NEXT_MONTH,
    DueRule.DAYS_AFTER_END,
    DueRule.MONTHS_AFTER_END,
    DueRule.DAYS_AFTER_EVENT,
)
"""Rules with a number of months or days, or the day of a month."""

ABOVE_ZERO = (DueRule.MONTHS_BEFORE_START, DueRule.MONTHS_AFTER_END, DueRule.DAY_OF_NEXT_MONTH)
EVENTS = (DueRule.DAYS_AFTER_EVENT,)


def _code_is_of_template(name: str, rest: str) -> CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(code=Concat("template", Value("/"), rest, output_field=models.CharField())),
        violation_error_message="コードは「ひな型のコード/種類のコード」にしてください。",
    )


class AgreementTemplate(CatalogueRow):
    """A template of an agreement (協定のひな型), from ``catalogues/agreement_templates.yaml``."""

    name = models.CharField("ひな型の名前", max_length=120)
    description = models.CharField("説明", max_length=300, blank=True)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "協定のひな型"
        verbose_name_plural = "協定のひな型"

    def __str__(self) -> str:
        return self.name


class ObligationType(CatalogueRow):
    """A type of obligation (義務の種類) of a template: how often, due by which rule, whose, and what does it.

    From ``catalogues/obligation_types.yaml``; its code is that of its template and ``type_code``, as
    ``standard/monthly_report``. ``optional``: owed only where the agreement says so. ``fee_system``: only
    where the terms have it. ``replaces``: the type that it stands for where a designation ends within a year.
    """

    template = models.CharField("ひな型", max_length=30)
    type_code = models.CharField("種類のコード", max_length=29)
    name = models.CharField("名称", max_length=120)
    frequency = models.CharField("ひん度", max_length=10, choices=Frequency.choices)
    due_rule = models.CharField("期限の数え方", max_length=24, choices=DueRule.choices)
    due_count = models.PositiveSmallIntegerField("月数・日数・日", null=True, blank=True)
    due_month = models.PositiveSmallIntegerField("決まった月", null=True, blank=True)
    due_day = models.PositiveSmallIntegerField("決まった日", null=True, blank=True)
    rolls = models.CharField("閉庁日のとき", max_length=20, choices=Rolls.choices, default=Rolls.NONE)
    rolls_by = models.CharField("繰延べの根拠", max_length=10, choices=RollsBy.choices, blank=True)
    side = models.CharField("だれの義務か", max_length=10, choices=ObligationSide.choices)
    form = models.CharField("出すもの", max_length=10, choices=ObligationForm.choices)
    done_by = models.CharField(
        "果たしたとする事実", max_length=20, choices=DoneBy.choices, default=DoneBy.SUBMISSION
    )
    optional = models.BooleanField("任意", default=False)
    fee_system = models.CharField("料金の取扱い", max_length=20, choices=FeeSystem.choices, blank=True)
    replaces = models.CharField("代わりになる種類", max_length=29, blank=True)
    basis = models.CharField("根拠", max_length=200, blank=True)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "義務の種類"
        verbose_name_plural = "義務の種類"
        constraints = [
            *CatalogueRow.Meta.constraints,
            _code_is_of_template("obligation_type_code_of_template", "type_code"),
            models.CheckConstraint(
                name="obligation_type_due_count",
                condition=Q(due_rule__in=COUNTED, due_count__isnull=False)
                | ~Q(due_rule__in=COUNTED) & Q(due_count__isnull=True),
                violation_error_message="この期限の数え方には、月数・日数・日（due_count）が合いません。",
            ),
            models.CheckConstraint(
                name="obligation_type_due_count_above_zero",
                condition=~Q(due_rule__in=ABOVE_ZERO) | Q(due_count__gte=1),
                violation_error_message="月数と日は1以上にしてください。",
            ),
            models.CheckConstraint(
                name="obligation_type_day_of_month",
                condition=~Q(due_rule=DueRule.DAY_OF_NEXT_MONTH) | Q(due_count__lte=31),
                violation_error_message="翌月の日は1から31までにしてください。",
            ),
            models.CheckConstraint(
                name="obligation_type_fixed_day",
                condition=Q(
                    due_rule=DueRule.FIXED_DAY,
                    due_month__gte=1,
                    due_month__lte=12,
                    due_day__gte=1,
                    due_day__lte=31,
                )
                | ~Q(due_rule=DueRule.FIXED_DAY) & Q(due_month__isnull=True, due_day__isnull=True),
                violation_error_message="決まった月日は、その数え方のときだけ、月（1〜12）と日（1〜31）を入れます。",
            ),
            models.CheckConstraint(
                name="obligation_type_event_counts_from_event",
                condition=Q(frequency=Frequency.EVENT, due_rule__in=EVENTS)
                | ~Q(frequency=Frequency.EVENT) & ~Q(due_rule__in=EVENTS),
                violation_error_message="「そのつど」の義務の期限は、そのことの日から数えます。",
            ),
            models.CheckConstraint(
                name="obligation_type_rolls_by_something",
                condition=Q(rolls=Rolls.NONE, rolls_by="") | ~Q(rolls=Rolls.NONE) & ~Q(rolls_by=""),
                violation_error_message="期限を動かすときは、その根拠（rolls_by）を書いてください。",
            ),
            models.CheckConstraint(
                name="obligation_type_replaces_at_the_end",
                condition=Q(replaces="") | Q(frequency=Frequency.FINAL) & ~Q(replaces=F("type_code")),
                violation_error_message="代わりになる種類は、年度の途中で終わるときの義務にだけ書けます。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def duty(self) -> Duty:
        """The type, as the rules take it."""
        return Duty(
            type_code=self.type_code,
            frequency=self.frequency,
            due_rule=self.due_rule,
            due_count=self.due_count,
            due_month=self.due_month,
            due_day=self.due_day,
            rolls=self.rolls,
            rolls_by=self.rolls_by,
            replaces=self.replaces,
        )


class ResponsibilityTemplateRow(CatalogueRow):
    """A row of the 責任分担表 that a template proposes, from ``catalogues/responsibility_rows.yaml``; adopted
    and edited, it becomes a ``ResponsibilityRow``."""

    template = models.CharField("ひな型", max_length=30)
    row_code = models.CharField("行のコード", max_length=29)
    area = models.CharField("ことがら", max_length=20, choices=ResponsibilityArea.choices)
    type_code = models.CharField("点検の種類", max_length=60, blank=True)
    name = models.CharField("内容", max_length=120, blank=True)
    amount_from = models.PositiveBigIntegerField("金額（から・円・税込み）", null=True, blank=True)
    amount_upto = models.PositiveBigIntegerField("金額（まで・円・税込み）", null=True, blank=True)
    bearer = models.CharField("負担する者", max_length=10, choices=Bearer.choices)
    note = models.CharField("備考", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "責任分担のひな型の行"
        verbose_name_plural = "責任分担のひな型の行"
        constraints = [
            *CatalogueRow.Meta.constraints,
            _code_is_of_template("responsibility_template_code_of_template", "row_code"),
        ]

    def __str__(self) -> str:
        return f"{self.get_area_display()} {self.get_bearer_display()}"

    @property
    def share(self) -> Share:
        """The row, as the rules take it."""
        return Share(
            area=self.area,
            bearer=self.bearer,
            type_code=self.type_code,
            name=self.name,
            amount_from=self.amount_from,
            amount_upto=self.amount_upto,
        )
