"""Words of the centre register."""

from __future__ import annotations

from django.db import models


class CentreKind(models.TextChoices):
    """What a centre is called by its ordinance (種別)."""

    CIVIC_CENTRE = "civic_centre", "市民センター"
    BRANCH_AND_CENTRE = "branch_and_centre", "支所・市民センター"
    EXCHANGE_HALL = "exchange_hall", "交流館等"


class CentreStatus(models.TextChoices):
    """Where a centre stands on a day (状態); derived from its dated facts, never stored."""

    PLANNED = "planned", "計画中"
    UNDER_WORKS = "under_works", "整備中"
    IN_USE = "in_use", "供用中"
    SUSPENDED = "suspended", "休止中"
    ABOLISHED = "abolished", "廃止"


class DreamPlan(models.TextChoices):
    """How far a district is with its plan of its own future (地域の夢プラン)."""

    NONE = "none", "なし"
    DRAWING_UP = "drawing_up", "作成中"
    ADOPTED = "adopted", "策定済み"


class PostLevel(models.TextChoices):
    """The rank of a post; an overdue duty climbs from one to the next through ``superior``."""

    OFFICER = "officer", "担当"
    CHIEF = "chief", "係長"
    MANAGER = "manager", "課長"
    CENTRE = "centre", "センター職員"
