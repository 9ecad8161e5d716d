"""Words of the designated-manager system."""

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


class VoteResult(models.TextChoices):
    """What the council did with the bill (議決の結果)."""

    PASSED = "passed", "可決"
    REJECTED = "rejected", "否決"
    CONTINUED = "continued", "継続審査"
    WITHDRAWN = "withdrawn", "撤回"


class DesignationStage(models.TextChoices):
    """Where a designation stands on a day (段階); derived from its dated facts, never stored."""

    PROPOSED = "proposed", "指定の前"
    FELL_THROUGH = "fell_through", "不成立"
    UPCOMING = "upcoming", "期間の前"
    IN_FORCE = "in_force", "指定期間中"
    ENDED = "ended", "期間満了"
    REVOKED = "revoked", "取消し・終了"
