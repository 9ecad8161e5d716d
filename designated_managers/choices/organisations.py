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


class CorporateStatus(models.TextChoices):
    """What the body is in law (法人格). A body without one (任意団体) may be designated unless the city asks
    for one; not known is an answer of its own."""

    NONE = "none", "なし（任意団体）"
    LOCAL_CORPORATION = "local_corporation", "認可地縁団体"
    NPO = "npo", "特定非営利活動法人"
    GENERAL_ASSOCIATION = "general_association", "一般社団法人"
    GENERAL_FOUNDATION = "general_foundation", "一般財団法人"
    WORKERS_COOPERATIVE = "workers_cooperative", "労働者協同組合"
    SOCIAL_WELFARE = "social_welfare", "社会福祉法人"
    COMPANY = "company", "株式会社など"
    OTHER = "other", "そのほかの法人"
    UNKNOWN = "unknown", "不明"


IN_LAW = frozenset(CorporateStatus.values) - {CorporateStatus.NONE, CorporateStatus.UNKNOWN}
"""The answers that say that the body is a corporation."""


class OfficerRole(models.TextChoices):
    """What an officer of a body is (役職)."""

    CHAIR = "chair", "会長"
    VICE_CHAIR = "vice_chair", "副会長"
    SECRETARY = "secretary", "事務局長"
    TREASURER = "treasurer", "会計"
    AUDITOR = "auditor", "監事"
    DIRECTOR = "director", "理事"
    OTHER = "other", "そのほかの役員"


class PaperKind(models.TextChoices):
    """What a paper of a body is (書類の種別)."""

    BYLAWS = "bylaws", "規約・定款"
    OFFICERS = "officers", "役員名簿"
    ACCOUNTS = "accounts", "決算書"
    REPORT = "report", "事業報告"
    MINUTES = "minutes", "総会議事録"
    OTHER = "other", "そのほか"


YEARLY_PAPERS = frozenset({PaperKind.ACCOUNTS, PaperKind.REPORT})
"""The papers that are of a fiscal year."""
