"""Words of transfers between direct management and a designated manager."""

from __future__ import annotations

from django.db import models


class TransferDirection(models.TextChoices):
    """Which way a centre goes (向き)."""

    TO_MANAGER = "to_manager", "直営から指定管理へ"
    TO_CITY = "to_city", "指定管理から直営へ"


class MeetingKind(models.TextChoices):
    """What a meeting on the way was (会議の種類)."""

    BRIEFING = "briefing", "制度の説明会"
    TALKS = "talks", "地域・団体との協議"
    ASSEMBLY = "assembly", "総会"
    RESIDENTS = "residents", "住民説明会"
    OFFICE = "office", "庁内の会議"
    OTHER = "other", "そのほか"


class QuestionTopic(models.TextChoices):
    """What an open question is about (論点)."""

    LEGAL_STATUS = "legal_status", "法人格"
    LIABILITY = "liability", "責任"
    ACCOUNTING = "accounting", "会計の支援"
    CITY_STAFF = "city_staff", "初年度の市職員"
    STAFFING = "staffing", "人員"
    GIVING_BACK = "giving_back", "返上"
    OTHER = "other", "そのほか"


class TaskSide(models.TextChoices):
    """Whose task it is (担う側)."""

    CITY = "city", "市"
    MANAGER = "manager", "団体"


class StageState(models.TextChoices):
    """How a stage of a transfer stands on a day (段階の状態); derived, never stored."""

    DONE = "done", "済み"
    CURRENT = "current", "いまここ"
    AHEAD = "ahead", "先に済み"
    UPCOMING = "upcoming", "これから"
    NOT_NEEDED = "not_needed", "不要"


SUSPENDED = "90"
"""The code of the stage of a road that was given up or waits (見送り)."""

SUSPENDED_NAME = "見送り"
