"""Words of renewal projects."""

from __future__ import annotations

from django.db import models


class ProjectKind(models.TextChoices):
    """What a renewal project does (整備・更新の種類)."""

    NEW = "new", "新築"
    REBUILD = "rebuild", "建替え"
    MERGE = "merge", "複合化"
    LONG_LIFE = "long_life", "長寿命化改修"
    MAJOR_REFIT = "major_refit", "大規模改修"
    PART_RENEWAL = "part_renewal", "部位改修"
    RELOCATION = "relocation", "移転"
    DEMOLITION = "demolition", "解体"


class ProjectStep(models.TextChoices):
    """The steps of a project (節目), first to last."""

    CONCEPT = "concept", "基本構想"
    BASIC_PLAN = "basic_plan", "基本計画"
    BASIC_DESIGN = "basic_design", "基本設計"
    DETAILED_DESIGN = "detailed_design", "実施設計"
    START = "start", "着工"
    COMPLETION = "completion", "竣工"
    OPENING = "opening", "供用開始"


class ProjectStage(models.TextChoices):
    """How far a project is on a day (段階); derived from its days, never stored.

    It says what was reached, not what is being worked on: that a design follows a plan does not mean that
    anybody has begun to draw.
    """

    NO_PLAN = "no_plan", "計画なし"
    AHEAD = "ahead", "着手前"
    CONCEPT = "concept", "基本構想済み"
    BASIC_PLAN = "basic_plan", "基本計画済み"
    BASIC_DESIGN = "basic_design", "基本設計済み"
    DETAILED_DESIGN = "detailed_design", "実施設計済み"
    UNDER_WORKS = "under_works", "整備中"
    COMPLETED = "completed", "竣工済み"
    OPEN = "open", "供用開始済み"
    CANCELLED = "cancelled", "中止"


class BuildingPart(models.TextChoices):
    """What a project does to a building (建物とのかかわり)."""

    REPLACES = "replaces", "建替え・廃止される"
    CREATES = "creates", "新しくできる"
    WORKS_ON = "works_on", "改修する"
