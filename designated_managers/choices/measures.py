"""Words of the measures of supervision (監督の措置)."""

from __future__ import annotations

from django.db import models


class MeasureKind(models.TextChoices):
    """What the city did or accepted, in the usual order (措置の種類)."""

    INSTRUCTION = "instruction", "指示"
    SUSPENSION_PART = "suspension_part", "業務停止（一部）"
    SUSPENSION_WHOLE = "suspension_whole", "業務停止（全部）"
    REVOCATION = "revocation", "取消し"
    RELEASE = "release", "返上"


SUSPENSIONS = frozenset({MeasureKind.SUSPENSION_PART, MeasureKind.SUSPENSION_WHOLE})
ENDING = frozenset({MeasureKind.REVOCATION, MeasureKind.RELEASE})
"""They end the designation before its last day."""


class ClosedHow(models.TextChoices):
    """How a measure came to its end (終わり方)."""

    IMPROVED = "improved", "改善を確認した"
    LIFTED = "lifted", "解除した"
    FOLLOWED = "followed", "次の措置に進んだ"
    WITHDRAWN = "withdrawn", "取り下げた（撤回）"


class MeasureState(models.TextChoices):
    """Where a measure stands on a day; derived, never stored."""

    PLAN_DUE = "plan_due", "改善計画待ち"
    PLAN_OVERDUE = "plan_overdue", "改善計画の期限超過"
    PLAN_IN = "plan_in", "改善計画の確認中"
    IMPROVING = "improving", "改善中"
    OVERDUE = "overdue", "改善の期限超過"
    AHEAD = "ahead", "停止の前"
    RUNNING = "running", "停止中"
    OVER = "over", "停止の期間が終了"
    IN_EFFECT = "in_effect", "効力あり"
    CLOSED = "closed", "終了"
