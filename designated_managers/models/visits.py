"""Site visits: what is looked at, what was seen on a day, and what the group is to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from common.db.attached_files import AttachedFile
from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from designated_managers.choices import FindingState, Severity
from designated_managers.models.designations import Designation
from designated_managers.querysets.monitoring import (
    FindingFileQuerySet,
    FindingQuerySet,
    SiteVisitQuerySet,
    VisitMarkQuerySet,
)
from designated_managers.rules.findings import FindingDays, finding_state_on

if TYPE_CHECKING:
    from datetime import date


class VisitItem(CatalogueRow):
    """One thing that is looked at on a site visit (確認する項目), in the order of ``position``."""

    name = models.CharField("項目", max_length=60)
    look_at = models.CharField("見るところ", max_length=200)
    position = models.PositiveSmallIntegerField("並び順")
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "実地調査の項目"
        verbose_name_plural = "実地調査の項目"

    def __str__(self) -> str:
        return self.name


class SiteVisit(models.Model):
    """A visit of the city to a centre that a designated manager runs (実地調査).

    ``told_on``: the day on which the group was told what was found; before it the visit is the city's own.
    """

    designation = models.ForeignKey(
        Designation, models.PROTECT, verbose_name="指定", related_name="site_visits"
    )
    visited_on = models.DateField("調査日")
    visited_by = models.CharField("調査した人", max_length=120, help_text="市の職員の名前。")
    summary = models.TextField("全体の様子", blank=True, help_text="団体も読みます。")
    told_on = models.DateField("団体に知らせた日", null=True, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"internal_notes", "visited_by"})

    objects = SiteVisitQuerySet.as_manager()

    class Meta:
        verbose_name = "実地調査"
        verbose_name_plural = "実地調査"
        ordering = ["designation", "-visited_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="site_visit_told_not_before",
                condition=Q(told_on__isnull=True) | Q(told_on__gte=F("visited_on")),
                violation_error_message="団体に知らせた日は、調査日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.designation} {self.visited_on}"


class VisitMark(models.Model):
    """How one item was found on a visit (確認の結果); ``name`` is what the item was called then. Without a
    mark it was not looked at (見ていない)."""

    visit = models.ForeignKey(SiteVisit, models.CASCADE, verbose_name="実地調査", related_name="marks")
    item = models.CharField("項目のコード", max_length=60)
    name = models.CharField("項目", max_length=60)
    mark = models.CharField("結果", max_length=10, choices=Severity.choices, blank=True)
    note = models.CharField("メモ", max_length=200, blank=True)
    history = tracked()

    objects = VisitMarkQuerySet.as_manager()

    class Meta:
        verbose_name = "実地調査の結果"
        verbose_name_plural = "実地調査の結果"
        ordering = ["visit", "pk"]
        constraints = [models.UniqueConstraint("visit", "item", name="visit_mark_once_per_item")]

    def __str__(self) -> str:
        return f"{self.visit} {self.name}"


class Finding(models.Model):
    """A point found on a visit (指摘): until when the group is to answer, what it answered, and when the
    city was content."""

    visit = models.ForeignKey(SiteVisit, models.PROTECT, verbose_name="実地調査", related_name="findings")
    severity = models.CharField("程度", max_length=10, choices=Severity.choices)
    text = models.TextField("内容")
    due_on = models.DateField("回答の期限", null=True, blank=True)
    answered_on = models.DateField("回答の日", null=True, blank=True)
    answer = models.TextField("回答", blank=True)
    closed_on = models.DateField("確認した日", null=True, blank=True)
    closing_note = models.CharField("確認したこと", max_length=200, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "指摘"
        permissions = [("answer_finding", "指摘に回答する")]
        verbose_name_plural = "指摘"
        ordering = ["visit", "pk"]
        constraints = [
            models.CheckConstraint(
                name="finding_good_asks_nothing",
                condition=~Q(severity=Severity.GOOD) | Q(due_on__isnull=True),
                violation_error_message="「良」の指摘には、回答の期限を付けられません。",
            ),
            models.CheckConstraint(
                name="finding_answer_with_day",
                condition=Q(answered_on__isnull=True, answer="")
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
                violation_error_message="回答の日と回答は、両方を入力してください。",
            ),
            models.CheckConstraint(
                name="finding_closed_not_before_answer",
                condition=Q(closed_on__isnull=True)
                | Q(answered_on__isnull=True)
                | Q(closed_on__gte=F("answered_on")),
                violation_error_message="確認した日は、回答の日以後の日にしてください。",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="finding_due_on")]

    def __str__(self) -> str:
        return self.text

    @property
    def days(self) -> FindingDays:
        """Its dated facts, as the rules take them."""
        return FindingDays(self.due_on, self.answered_on, self.closed_on)

    def state_on(self, on: date) -> FindingState:
        """Where it stands on this day."""
        return finding_state_on(on, self.days)


class FindingFile(AttachedFile):
    """A photograph or file of a finding (指摘の写真); ``of_answer``: handed in with the group's answer."""

    finding = models.ForeignKey(Finding, models.CASCADE, verbose_name="指摘", related_name="files")
    of_answer = models.BooleanField("回答の写真", default=False)

    objects = FindingFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        abstract = False
        verbose_name = "指摘の写真"
        verbose_name_plural = "指摘の写真"
