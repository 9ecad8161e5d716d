"""Words of inspections."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    """What an inspection found (結果)."""

    GOOD = "good", "異常なし"
    WATCH = "watch", "様子を見る"
    REPAIR = "repair", "直す必要がある"


class TurnState(models.TextChoices):
    """Where a turn of an inspection stands on a day (状態); derived from its days, never stored."""

    TO_COME = "to_come", "これから"
    OVERDUE = "overdue", "期限超過"
    UNKNOWN_DAY = "unknown_day", "期日不明・要確認"
    DONE = "done", "済み"
    WITHDRAWN = "withdrawn", "取りやめ"


class SubjectOfInspection(models.TextChoices):
    """Whether a type of inspection looks at a whole building or at one piece of equipment (対象)."""

    BUILDING = "building", "建物"
    EQUIPMENT = "equipment", "設備"
