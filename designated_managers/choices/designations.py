"""Words of designations."""

from __future__ import annotations

from django.db import models


class VoteResult(models.TextChoices):
    """What the council did with the bill (議決の結果)."""

    PASSED = "passed", "可決"
    REJECTED = "rejected", "否決"
    CONTINUED = "continued", "継続審査"
    WITHDRAWN = "withdrawn", "撤回"


class DesignationStage(models.TextChoices):
    """Where a designation stands on a day (段階); derived from its dated facts, never stored."""

    PROPOSED = "proposed", "指定の前"
    FELL_THROUGH = "fell_through", "不成立"
    UPCOMING = "upcoming", "期間の前"
    IN_FORCE = "in_force", "指定期間中"
    ENDED = "ended", "期間満了"
    REVOKED = "revoked", "取消し・終了"
