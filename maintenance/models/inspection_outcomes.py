"""In what words the outcome of an inspection is told."""

from __future__ import annotations

from django.db import models

from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from maintenance.choices import Meaning, OutcomeFamily


class InspectionOutcome(CatalogueRow):
    """One word for what an inspection found (点検の結果の言葉), of the family that its type speaks in.

    A turn keeps the ``code``; word and meaning are read here. ``meaning`` is what lets words of different
    families be counted together; ``position`` the order in which they are offered.
    """

    family = models.CharField("言葉の系統", max_length=20, choices=OutcomeFamily.choices)
    label = models.CharField("結果", max_length=20)
    meaning = models.CharField("意味", max_length=10, choices=Meaning.choices)
    position = models.PositiveSmallIntegerField("並び順")
    explanation = models.CharField("選ぶ人への説明", max_length=80, blank=True)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "点検の結果の言葉"
        verbose_name_plural = "点検の結果の言葉"

    def __str__(self) -> str:
        return self.label
