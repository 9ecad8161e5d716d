"""Words of site visits, findings and evaluations."""

from __future__ import annotations

from django.db import models


class Severity(models.TextChoices):
    """How a point of a site visit was found (確認の結果)."""

    GOOD = "good", "良"
    IMPROVE = "improve", "要改善"
    SERIOUS = "serious", "重大"


class FindingState(models.TextChoices):
    """Where a finding stands on a day; derived, never stored."""

    NOTED = "noted", "記録のみ"
    OPEN = "open", "回答待ち"
    OVERDUE = "overdue", "期限超過"
    ANSWERED = "answered", "確認待ち"
    CLOSED = "closed", "済み"


class SheetSide(models.TextChoices):
    """Who fills in a sheet of an evaluation (評価する人)."""

    SELF = "self", "自己評価"
    CITY = "city", "市の評価"
