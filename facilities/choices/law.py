"""Words of the facts that law and shelter, cost and earthquake ask of a building (法令が問う属性).

Each has three answers: a word, ``NONE`` (ない), and the empty text (不明).
"""

from __future__ import annotations

from django.db import models


class FireItem(models.TextChoices):
    """What the building is to the fire law: its item of 消防法施行令 別表第一 (項)."""

    ASSEMBLY = "1_ro", "(1)項ロ　集会場など"
    OFFICE = "15", "(15)項　事務所など"
    MIXED_WITH_ASSEMBLY = "16_i", "(16)項イ　集会場などを含む複合用途"
    MIXED_OTHER = "16_ro", "(16)項ロ　そのほかの複合用途"
    OTHER = "other", "そのほかの項"


class Voltage(models.TextChoices):
    """How the building receives electric power (受電方式)."""

    NONE = "none", "受電していない"
    LOW = "low", "低圧"
    HIGH = "high", "高圧（600Vを超える）"


class Generator(models.TextChoices):
    """Whether there is a generator, and for what (自家発電機)."""

    NONE = "none", "ない"
    FIRE = "fire", "ある（消防用設備の非常電源）"
    OTHER = "other", "ある（消防用でない）"


class SepticTank(models.TextChoices):
    """The kind of septic tank (浄化槽の方式), as far as the cycle of its upkeep differs."""

    NONE = "none", "ない"
    COMBINED = "combined", "合併：分離接触ばっ気・嫌気ろ床接触ばっ気・脱窒ろ床接触ばっ気"
    CONTACT_WEEK = "contact_week", "合併：接触ばっ気など（1週ごとの区分）"
    CONTACT_FORTNIGHT = "contact_fortnight", "合併：接触ばっ気など（2週ごとの区分）"
    CONTACT_QUARTER = "contact_quarter", "合併：接触ばっ気など（3か月ごとの区分）"
    ACTIVATED_SLUDGE = "activated_sludge", "合併：活性汚泥"
    SINGLE_AERATION = "single_aeration", "みなし（単独）：全ばっ気"
    SINGLE_OTHER = "single_other", "みなし（単独）：そのほかの方式"
    OTHER = "other", "そのほかの方式"


class UndergroundTank(models.TextChoices):
    """Whether oil is stored under the ground, and in what (地下タンク)."""

    NONE = "none", "ない"
    SINGLE = "single", "ある（一重殻）"
    DOUBLE = "double", "ある（二重殻）"


class Boiler(models.TextChoices):
    """What kind of boiler the labour law sees in it (ボイラーの区分)."""

    NONE = "none", "ない"
    BOILER = "boiler", "ボイラー"
    SMALL = "small", "小型ボイラー"
    SIMPLE = "simple", "簡易ボイラー・無圧や真空の温水機"


class SeismicStandard(models.TextChoices):
    """By which standard against earthquakes it was built (耐震基準): the new one from 1 June 1981."""

    NEW = "new", "新耐震基準"
    OLD = "old", "旧耐震基準"


class Strengthening(models.TextChoices):
    """Whether it was strengthened against earthquakes (耐震補強)."""

    NONE = "none", "していない"
    DONE = "done", "した"
    NOT_NEEDED = "not_needed", "要らない（診断で確かめた）"


class Shelter(models.TextChoices):
    """What the city has designated the building as for a disaster (避難所の指定)."""

    NONE = "none", "ない"
    SHELTER = "shelter", "指定避難所"
    EMERGENCY = "emergency", "指定緊急避難場所"
    BOTH = "both", "指定避難所・指定緊急避難場所"
