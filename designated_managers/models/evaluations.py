"""Yearly evaluations: the schemes, the evaluation of a designation in a fiscal year, and the sheets in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from common.fiscal_year import FiscalYear
from designated_managers.choices import SheetSide
from designated_managers.models.designations import Designation
from designated_managers.querysets.monitoring import (
    EvaluationItemQuerySet,
    EvaluationQuerySet,
    EvaluationSheetQuerySet,
)
from designated_managers.rules.evaluation_schemes import read_scheme

if TYPE_CHECKING:
    from designated_managers.rules.evaluation_schemes import Scheme

FIRST_YEAR, LAST_YEAR = 2003, 2199
"""Designated managers exist since 2003 (平成15年)."""


class EvaluationScheme(CatalogueRow):
    """A way to evaluate (評価の方式): grades, items and how the overall grade is proposed, under its code.

    Shipped rows come from ``designated_managers/catalogues/evaluation_schemes.yaml``. Once an evaluation
    was made by it, its definition never changes; a change is a scheme of its own.
    """

    name = models.CharField("方式の名前", max_length=120)
    definition = models.JSONField("方式の内容")
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "評価の方式"
        verbose_name_plural = "評価の方式"

    def __str__(self) -> str:
        return self.name

    @property
    def scheme(self) -> Scheme:
        """What it says, as the rules take it."""
        return read_scheme(self.code, self.name, self.definition)


class Evaluation(models.Model):
    """The evaluation of a designation in a fiscal year (年度評価), by the scheme of its day.

    ``asked_on``: the day from which the city asks the group for its own sheet, ``self_due_on`` until when.
    """

    designation = models.ForeignKey(
        Designation, models.PROTECT, verbose_name="指定", related_name="evaluations"
    )
    fiscal_year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    scheme = models.ForeignKey(
        EvaluationScheme, models.PROTECT, verbose_name="評価の方式", related_name="evaluations"
    )
    asked_on = models.DateField("自己評価を依頼した日", null=True, blank=True)
    self_due_on = models.DateField("自己評価の期限", null=True, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "年度評価"
        permissions = [("selfassess_evaluation", "自己評価を書く")]
        verbose_name_plural = "年度評価"
        ordering = ["-fiscal_year", "designation"]
        constraints = [
            models.UniqueConstraint(
                "designation",
                "fiscal_year",
                name="evaluation_once_per_designation_and_year",
                violation_error_message="この指定には、同じ年度の評価がすでにあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.designation} {self.year}"

    @property
    def year(self) -> FiscalYear:
        """Its fiscal year (年度)."""
        return FiscalYear(self.fiscal_year)


class EvaluationSheet(models.Model):
    """One sheet of an evaluation (評価シート): the group's own (自己評価) or the city's, in versions.

    ``released_on`` is the day on which it was handed in (自己評価の提出) or published (公表); until then it
    is a draft that the other side never sees. A correction afterwards is a new version with its reason.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, verbose_name="年度評価", related_name="sheets")
    side = models.CharField("評価する人", max_length=10, choices=SheetSide.choices)
    number = models.PositiveSmallIntegerField("版")
    overall = models.CharField("総合評価", max_length=20, blank=True)
    comment = models.TextField("総評", blank=True)
    committee_on = models.DateField("評価委員会の日", null=True, blank=True)
    committee_opinion = models.TextField("評価委員会の意見", blank=True)
    released_on = models.DateField("提出・公表の日", null=True, blank=True)
    reason = models.CharField("直した理由", max_length=200, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = EvaluationSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "評価シート"
        verbose_name_plural = "評価シート"
        ordering = ["evaluation", "side", "number"]
        constraints = [
            models.UniqueConstraint("evaluation", "side", "number", name="sheet_number_once"),
            models.UniqueConstraint(
                fields=["evaluation", "side"],
                condition=Q(released_on__isnull=True),
                name="sheet_one_draft_per_side",
                violation_error_message="書きかけの評価シートがすでにあります。",
            ),
            models.CheckConstraint(
                name="sheet_released_with_overall",
                condition=Q(released_on__isnull=True) | ~Q(overall=""),
                violation_error_message="総合評価を選んでください。",
            ),
            models.CheckConstraint(
                name="sheet_later_version_with_reason",
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")),
                violation_error_message="直す理由を入力してください。",
            ),
            models.CheckConstraint(
                name="sheet_committee_of_the_city",
                condition=Q(side=SheetSide.CITY) | Q(committee_on__isnull=True, committee_opinion=""),
                violation_error_message="評価委員会の意見は、市の評価にだけ書けます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} {self.get_side_display()} 第{self.number}版"


class EvaluationItem(models.Model):
    """The grade of one item on a sheet (項目の評価), and what is said of it."""

    sheet = models.ForeignKey(
        EvaluationSheet, models.CASCADE, verbose_name="評価シート", related_name="items"
    )
    item = models.CharField("評価項目", max_length=20)
    grade = models.CharField("評価", max_length=20, blank=True)
    comment = models.TextField("所見", blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = EvaluationItemQuerySet.as_manager()

    class Meta:
        verbose_name = "項目の評価"
        verbose_name_plural = "項目の評価"
        ordering = ["sheet", "pk"]
        constraints = [models.UniqueConstraint("sheet", "item", name="evaluation_item_once_per_sheet")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.item} {self.grade}"
