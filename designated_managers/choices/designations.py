"""Words of designations."""

from __future__ import annotations

from django.db import models


class SelectionKind(models.TextChoices):
    """How the body was found (選定の方法): by an open call, or asked directly, for a public reason."""

    OPEN = "open", "公募"
    DIRECT = "direct", "非公募"


class VoteResult(models.TextChoices):
    """What the council did with the bill (議決の結果)."""

    PASSED = "passed", "可決"
    REJECTED = "rejected", "否決"
    CONTINUED = "continued", "継続審査"
    WITHDRAWN = "withdrawn", "撤回"


class DesignationStage(models.TextChoices):
    """Where a designation stands on a day (段階); derived from its dated facts, never stored."""

    PREPARING = "preparing", "準備中"
    CANDIDATE = "candidate", "候補者決定"
    BILL = "bill", "議案提出"
    VOTED = "voted", "議決"
    FELL_THROUGH = "fell_through", "不成立"
    MADE = "made", "指定"
    IN_FORCE = "in_force", "指定期間中"
    ENDED = "ended", "満了"
    REVOKED = "revoked", "取消し"
