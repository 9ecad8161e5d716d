"""The inspection catalogue."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from maintenance.choices import SubjectOfInspection


class InspectionType(CatalogueRow):
    """A type of inspection (点検の種類): its law and article, its cycle, who may do it, to whom it is
    reported.

    Shipped rows come from ``maintenance/catalogues/inspection_types.yaml``; a city row with the same code
    stands in front of the shipped one. ``cycle_months`` is the longest lawful time between two turns, in
    months.
    """

    name = models.CharField("点検名", max_length=120)
    law = models.CharField("根拠", max_length=120)
    subject = models.CharField("対象", max_length=20, choices=SubjectOfInspection.choices)
    cycle_months = models.PositiveSmallIntegerField("周期（月）")
    qualified = models.CharField("資格者", max_length=200, blank=True)
    report_to = models.CharField("報告先", max_length=200, blank=True)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "点検の種類"
        verbose_name_plural = "点検の種類"
        constraints = [
            *CatalogueRow.Meta.constraints,
            models.CheckConstraint(
                name="inspection_type_cycle_above_zero",
                condition=Q(cycle_months__gt=0),
                violation_error_message="周期は1か月以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
