"""What the office decides about transfers: the stages of the roads, and the items of the hand-over."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from designated_managers.choices import TaskSide, TransferDirection
from designated_managers.rules.handover import DueFromFirstDay, parse_due
from designated_managers.rules.transfer_stage import StageNeed, parse_evidence


def refuse_wrong_evidence(listed: Any) -> None:
    """Evidence that no rule can read is refused, each mistake in a line."""
    try:
        parse_evidence(listed)
    except ValueError as error:
        raise ValidationError(str(error).splitlines(), code="invalid") from None


def refuse_wrong_due(text: str) -> None:
    """A due rule that cannot be read is refused."""
    try:
        parse_due(text)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from None


class TransferStage(CatalogueRow):
    """A stage of a road from direct management to a designated manager, or back (移行の段階)."""

    name = models.CharField("段階", max_length=60)
    direction = models.CharField("向き", max_length=20, choices=TransferDirection.choices)
    position = models.PositiveSmallIntegerField("順番")
    usual = models.CharField("ふつうの長さ・時期", max_length=60, blank=True)
    decider = models.CharField("決める人", max_length=60, blank=True)
    law = models.CharField("根拠", max_length=120, blank=True)
    skippable = models.BooleanField("不要にできる", default=False)
    evidence = models.JSONField(
        "段階を終える確認資料",
        validators=[refuse_wrong_evidence],
        help_text="code・name・from・required の並び。from の言葉は標準の行と同じです。",
    )
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "移行の段階"
        verbose_name_plural = "移行の段階"
        ordering = ["direction", "position"]

    def __str__(self) -> str:
        return self.name

    @property
    def need(self) -> StageNeed:
        """The stage as the rules take it."""
        return StageNeed(
            code=self.code,
            name=self.name,
            evidence=parse_evidence(self.evidence),
            skippable=self.skippable,
            usual=self.usual,
            decider=self.decider,
            law=self.law,
        )


class HandoverType(CatalogueRow):
    """What has to change hands when the management of a centre does (引継ぎの項目の種類)."""

    name = models.CharField("項目", max_length=80)
    direction = models.CharField("向き", max_length=20, choices=TransferDirection.choices)
    side = models.CharField("担う側", max_length=10, choices=TaskSide.choices)
    due = models.CharField(
        "期限の決まり",
        max_length=10,
        validators=[refuse_wrong_due],
        help_text="初日から数えて -30d、0d、+90d、-2m。",
    )
    law = models.CharField("根拠", max_length=120, blank=True)
    explanation = models.CharField("見るところ", max_length=200, blank=True)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "引継ぎの項目の種類"
        verbose_name_plural = "引継ぎの項目の種類"

    def __str__(self) -> str:
        return self.name

    @property
    def due_rule(self) -> DueFromFirstDay:
        """When it is due, as the rules take it."""
        return parse_due(self.due)
