"""Condition assessments: the methods, the surveys made by them, and what was seen of each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from common.db.attached_files import AttachedFile
from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from common.db.partial_dates import PartialDateField, partial_date_constraint
from common.db.sourced import SOURCE_FIELDS, Sourced
from facilities.models.buildings import Building
from facilities.querysets.condition import (
    ConditionAssessmentQuerySet,
    PartGradeQuerySet,
    PartPhotoQuerySet,
)
from facilities.rules.condition_methods import read_method

if TYPE_CHECKING:
    from facilities.rules.condition import Method


class ConditionMethod(CatalogueRow):
    """A way to make a score out of grades (健全度の方式), one version of it under its code.

    Shipped rows come from the files in ``facilities/catalogues/condition_methods/``. Once an assessment was
    made by it, its definition never changes; a change is a method of its own.
    """

    name = models.CharField("方式の名前", max_length=120)
    definition = models.JSONField("方式の内容")
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "健全度の方式"
        verbose_name_plural = "健全度の方式"

    def __str__(self) -> str:
        return self.name

    @property
    def method(self) -> Method:
        """What it says, as the rules take it."""
        return read_method(self.code, self.name, self.definition)


class ConditionAssessment(Sourced):
    """A survey of the condition of a building (劣化調査), by the method of its day.

    ``score`` in 0.01 points (健全度), ``band`` and ``is_partial`` are written by the act out of the grades,
    so that lists can be narrowed by them; the band was judged on the exact value.
    """

    building = models.ForeignKey(
        Building, models.PROTECT, verbose_name="建物", related_name="condition_assessments"
    )
    method = models.ForeignKey(
        ConditionMethod, models.PROTECT, verbose_name="方式", related_name="assessments"
    )
    assessed_on = models.DateField("調査日")
    assessor = models.CharField("調査した人", max_length=120)
    score = models.PositiveIntegerField("健全度（0.01点）")
    band = models.CharField("区分", max_length=20)
    is_partial = models.BooleanField("一部の部位のみ")
    notes = models.TextField("備考", blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"notes", "assessor", *SOURCE_FIELDS})

    objects = ConditionAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "劣化調査"
        verbose_name_plural = "劣化調査"
        ordering = ["building", "-assessed_on"]
        constraints = [
            models.UniqueConstraint(
                "building",
                "assessed_on",
                name="assessment_once_per_building_and_day",
                violation_error_message="この建物には、同じ調査日の劣化調査がすでにあります。",
            ),
            models.CheckConstraint(
                name="assessment_with_band",
                condition=~Q(band=""),
                violation_error_message="区分がありません。",
            ),
        ]
        indexes = [models.Index(fields=["band"], name="assessment_band")]

    def __str__(self) -> str:
        return f"{self.building} {self.assessed_on}"


class PartGrade(models.Model):
    """What was seen of one part (部位の評価). ``grade`` empty: the part was not looked at (調べていない)."""

    assessment = models.ForeignKey(
        ConditionAssessment, models.CASCADE, verbose_name="劣化調査", related_name="part_grades"
    )
    part = models.CharField("部位", max_length=20)
    grade = models.CharField("評価", max_length=20, blank=True)
    refitted_on = PartialDateField("改修年月")
    note = models.TextField("様子", blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"note"})

    objects = PartGradeQuerySet.as_manager()

    class Meta:
        verbose_name = "部位の評価"
        verbose_name_plural = "部位の評価"
        ordering = ["assessment", "pk"]
        constraints = [
            models.UniqueConstraint("assessment", "part", name="part_grade_once_per_assessment"),
            partial_date_constraint("refitted_on", "part_grade"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.part} {self.grade}"


class PartPhoto(AttachedFile):
    """A photograph of a part (部位の写真), for the city alone."""

    part_grade = models.ForeignKey(
        PartGrade, models.CASCADE, verbose_name="部位の評価", related_name="photos"
    )

    objects = PartPhotoQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        abstract = False
        verbose_name = "部位の写真"
        verbose_name_plural = "部位の写真"
