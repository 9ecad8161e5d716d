"""Words of emergency rounds."""

from __future__ import annotations

from django.db import models


class RoundKind(models.TextChoices):
    """After what a round is opened (きっかけ)."""

    EARTHQUAKE = "earthquake", "地震"
    STORM = "storm", "台風・大雨"
    OTHER = "other", "そのほか"


class RoundState(models.TextChoices):
    """How a centre was found in a round (状態); without an answer it is 未確認, which is never stored."""

    TROUBLE = "trouble", "異常あり"
    UNANSWERED = "unanswered", "未確認"
    SOUND = "sound", "異常なし"
