"""The words for how an account and a link stand."""

from __future__ import annotations

from django.db.models import TextChoices


class Standing(TextChoices):
    """How an account stands (状態) on a day."""

    IN_USE = "in_use", "利用中"
    INVITED = "invited", "招待中"
    EXPIRED = "expired", "期限切れ"
    NOT_INVITED = "not_invited", "招待なし"
    ENDED = "ended", "期間終了"
    DISABLED = "disabled", "停止"


class LinkState(TextChoices):
    """How the link of an invitation stands on a day; ``OPEN`` alone lets somebody choose a password."""

    OPEN = "open", "使えます"
    EXPIRED = "expired", "期限切れ"
    USED = "used", "使用済み"
    VOID = "void", "取消し"
    UNKNOWN = "unknown", "不明"
