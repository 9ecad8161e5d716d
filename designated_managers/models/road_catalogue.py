"""What the city decides about the road to a designation: its steps, and the few numbers it reckons with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from common.deadlines import Side
from designated_managers.rules.road_steps import StepRule, parse_anchor, parse_offset, step_rule


def is_anchor(text: str) -> None:
    """For the field: refuses what no step can be counted from."""
    _read(parse_anchor, text)


def is_offset(text: str) -> None:
    """For the field: refuses what is neither days nor months."""
    _read(parse_offset, text)


def _read(parse: Any, text: str) -> None:
    try:
        parse(text)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from None


class RoadStepType(CatalogueRow):
    """A step of the road as the catalogue has it (段階の種類): what its days are counted from and by how
    much.

    Shipped in ``catalogues/road_steps.yaml``, which explains every field.
    """

    step = models.CharField("段階", max_length=60, blank=True)
    name = models.CharField("名称", max_length=60)
    place = models.PositiveSmallIntegerField("並び")
    roads = models.JSONField("進め方", default=list)
    counts_from = models.CharField("数え始め", max_length=80, validators=[is_anchor])
    latest = models.CharField("期限", max_length=8, validators=[is_offset])
    usual = models.CharField("目安", max_length=8, validators=[is_offset])
    rolls = models.CharField("閉庁日の扱い", max_length=20, blank=True)
    decided_by = models.CharField("決める人", max_length=60, blank=True)
    law = models.CharField("根拠", max_length=120, blank=True)
    evidence = models.CharField("残す書類", max_length=120, blank=True)
    answered_by = models.CharField("指定の事実", max_length=40, blank=True)
    needs = models.CharField("必要な場合", max_length=20, blank=True)
    side = models.CharField(
        "だれの仕事", max_length=10, choices=[(Side.CITY.value, "市"), (Side.MANAGER.value, "団体")]
    )
    note = models.CharField("ひとこと", max_length=120, blank=True)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        ordering = ["place", "code", "origin"]
        verbose_name = "段階の種類"
        verbose_name_plural = "段階の種類"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A row of the city is read as the shipped ones are; what it does to the others, its form asks."""
        super().clean()
        try:
            _ = self.rule
        except ValueError as error:
            raise ValidationError(str(error).splitlines()) from None

    @property
    def rule(self) -> StepRule:
        """The step as the rules take it. Raises ``ValueError`` for a row that cannot be read."""
        names = (
            "step name place roads counts_from latest usual rolls answered_by needs".split()  # noqa: SIM905
        )
        return step_rule(self.code, {name: getattr(self, name) for name in names})


class RoadSetting(CatalogueRow):
    """One number of the road (指定スケジュールの設定): months ahead, days a hand-over needs. Shipped in
    ``catalogues/road_settings.yaml``."""

    name = models.CharField("名称", max_length=80)
    value = models.PositiveSmallIntegerField("値")
    unit = models.CharField("単位", max_length=10)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "指定スケジュールの設定"
        verbose_name_plural = "指定スケジュールの設定"

    def __str__(self) -> str:
        return self.name
