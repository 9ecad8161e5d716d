"""Words of the building register."""

from __future__ import annotations

from django.db import models


class BuildingRole(models.TextChoices):
    """What a building is to its centre (棟の区分)."""

    MAIN = "main", "本館"
    ANNEX = "annex", "別館"
    BRANCH_OFFICE = "branch_office", "支所"
    OTHER = "other", "その他"


class Structure(models.TextChoices):
    """Structure of a building (構造)."""

    RC = "rc", "鉄筋コンクリート造（RC）"
    SRC = "src", "鉄骨鉄筋コンクリート造（SRC）"
    STEEL = "s", "鉄骨造（S）"
    WOOD = "w", "木造（W）"
    BLOCK = "cb", "コンクリートブロック造（CB）"
    MIXED = "mixed", "混構造"


class EquipmentCategory(models.TextChoices):
    """What kind of plant or equipment it is (設備の区分)."""

    LIFT = "lift", "昇降機"
    FIRE = "fire", "消防用設備等"
    POWER = "power", "受変電設備"
    AIR_CONDITIONING = "air_conditioning", "空調設備"
    WATER = "water", "給水設備"
    SEPTIC_TANK = "septic_tank", "浄化槽"
    AUTOMATIC_DOOR = "automatic_door", "自動ドア"
    AED = "aed", "AED"
    REFRIGERATION = "refrigeration", "冷凍冷蔵機器"
    BOILER = "boiler", "ボイラー"
    OTHER = "other", "その他"
