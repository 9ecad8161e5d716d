"""Words of organisations."""

from __future__ import annotations

from django.db import models


class OrganisationKind(models.TextChoices):
    """What kind of body it is; never a single person (地方自治法 第244条の2第3項)."""

    NEIGHBOURHOOD_FEDERATION = "neighbourhood_federation", "自治会連合会"
    DISTRICT_COUNCIL = "district_council", "地区コミュニティ協議会"
    RUNNING_COUNCIL = "running_council", "運営協議会"
    LOCAL_CORPORATION = "local_corporation", "認可地縁団体"
    NPO = "npo", "NPO法人"
    GENERAL_ASSOCIATION = "general_association", "一般社団法人"
    WORKERS_COOPERATIVE = "workers_cooperative", "労働者協同組合"
    COMPANY = "company", "企業"
    CONSORTIUM = "consortium", "共同体（グループ）"
    OTHER = "other", "その他の団体"
