"""Words of filings."""

from __future__ import annotations

from django.db import models


class FilingState(models.TextChoices):
    """Where a filing stands on a day (状態); derived from its days, never stored."""

    TO_COME = "to_come", "これから"
    OVERDUE = "overdue", "期限超過"
    UNKNOWN_DAY = "unknown_day", "期日不明・要確認"
    FILED = "filed", "提出済み"
    WITHDRAWN = "withdrawn", "取りやめ"
