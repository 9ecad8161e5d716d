"""Words of council sessions and of the road to a designation."""

from __future__ import annotations

from django.db import models


class SessionKind(models.TextChoices):
    """A regular session of the council, or one called for a matter (会期の種類; 地方自治法 第102条)."""

    REGULAR = "regular", "定例会"
    EXTRAORDINARY = "extraordinary", "臨時会"


class Needed(models.TextChoices):
    """Whether a road needs something (要否); not knowing yet is not a no."""

    YES = "yes", "必要"
    NO = "no", "不要"
    UNKNOWN = "unknown", "まだ分からない"


class RoadStepState(models.TextChoices):
    """How far a step of a road is on a day (段階の状態); derived, never stored."""

    DONE = "done", "済み"
    LEFT_BEHIND = "left_behind", "記録なし"
    NOT_NEEDED = "not_needed", "不要"
    LATE = "late", "期限超過"
    SHORT = "short", "余裕なし"
    AHEAD = "ahead", "これから"
