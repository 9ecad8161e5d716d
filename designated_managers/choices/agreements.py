"""Words of agreements."""

from __future__ import annotations

from django.db import models


class FeeSystem(models.TextChoices):
    """Whose income the fees of the rooms are (料金の取扱い)."""

    MANAGER_INCOME = "manager_income", "利用料金制"
    CITY_INCOME = "city_income", "使用料（市の収入）"
    NO_FEES = "no_fees", "料金なし"


class SubcontractConsent(models.TextChoices):
    """Whether the manager may hand work on to others (再委託)."""

    NOT_ALLOWED = "not_allowed", "認めない"
    WITH_CONSENT = "with_consent", "市の承諾があれば認める"
    LISTED = "listed", "協定に挙げた業務だけ認める"


class ResponsibilityArea(models.TextChoices):
    """What a row of the sharing of responsibilities (責任分担表) is about."""

    INSPECTION = "inspection", "点検"
    REPAIR = "repair", "修繕"
    UTILITIES = "utilities", "光熱水費"
    CLEANING = "cleaning", "清掃"
    SECURITY = "security", "警備"
    PLANTING = "planting", "植栽・草刈り"
    INSURANCE = "insurance", "保険"
    EQUIPMENT = "equipment", "備品"
    LIABILITY = "liability", "第三者への損害"
    DISASTER = "disaster", "災害・不可抗力"
    OTHER = "other", "そのほか"


class Bearer(models.TextChoices):
    """Who has to do or pay a thing (負担する者)."""

    CITY = "city", "市"
    MANAGER = "manager", "指定管理者"
    CONSULT = "consult", "協議"
