"""Words of service contracts."""

from __future__ import annotations

from django.db import models


class ContractKind(models.TextChoices):
    """On what footing a contract runs over fiscal years (契約の種類)."""

    SINGLE_YEAR = "single_year", "単年度契約"
    LONG_TERM = "long_term", "長期継続契約"
    DEBT_ACT = "debt_act", "債務負担行為"


class Coverage(models.TextChoices):
    """Whether a contract takes on a turn of an inspection on its due day (契約の有無)."""

    COVERED = "covered", "契約あり"
    UNCOVERED = "uncovered", "契約なし（未手当）"
    NOT_BY_CONTRACT = "not_by_contract", "契約によらない"
