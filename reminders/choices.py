"""Words of the nightly flags."""

from __future__ import annotations

from django.db import models


class FlagKind(models.TextChoices):
    """What kind of deadline a flag speaks of (種類)."""

    INSPECTION = "inspection", "点検"
    FILING = "filing", "届出・報告"
    CONTRACT = "contract", "委託契約"
    CONTRACT_NOTICE = "contract_notice", "委託契約の申し出の期限"
    ROUND_ANSWER = "round_answer", "臨時点検の未確認"
    REPAIR = "repair", "修繕"
    DESIGNATION_END = "designation_end", "指定期間の満了"
    EQUIPMENT_LIFE = "equipment_life", "設備の標準の耐用年数"
    WARRANTY = "warranty", "保証期間の満了"
    MILESTONE = "milestone", "事業の節目"
    ROAD_STEP = "road_step", "指定スケジュールの段階"
    OFFICER_TERM = "officer_term", "役員の任期満了"
    HANDOVER_ITEM = "handover_item", "引継ぎの項目"
    OBLIGATION = "obligation", "協定の義務"
    FEE_PAYMENT = "fee_payment", "指定管理料の支払"
    AGREEMENT_MISSING = "agreement_missing", "基本協定の締結"
    INSTRUCTION = "instruction", "改善の指示"
    FINDING = "finding", "指摘への回答"
    RETURNED_SUBMISSION = "returned_submission", "差戻しの出し直し"
    SUBMISSION_REVIEW = "submission_review", "提出物の確認"
    ACCOUNT_END = "account_end", "利用者の利用期限"


class CloseReason(models.TextChoices):
    """Why a flag was closed. The passing of the day closes none but those of a right or an account that ends
    with it: warranties and logins, of which nothing waits any more (対象外になった)."""

    DONE = "done", "実施済み"
    ANSWERED = "answered", "対応済み"
    DAY_CHANGED = "day_changed", "期限の変更"
    NO_LONGER_APPLIES = "no_longer_applies", "対象外になった"


class Progress(models.TextChoices):
    """How far the thing that is due is (進みぐあい), as far as the records tell."""

    NOT_STARTED = "not_started", "未着手"
    DAY_SET = "day_set", "日程確定"
    UNDER_WAY = "under_way", "手続き中"


UNKNOWN_DAY = "unknown"
"""The stage of a flag whose due day cannot be told (期日不明・要確認)."""


class Why(models.TextChoices):
    """Why somebody is told of a deadline (知らせた理由)."""

    HOLDER = "holder", "担当者"
    DEPUTY = "deputy", "副担当"
    VACANT = "vacant", "担当が空席のため"
    NOBODY = "nobody", "担当が決まっていないため"
    CHIEF = "chief", "係長（期限超過のため）"
    MANAGER = "manager", "課長（期限超過のため）"
    MEMBER = "member", "団体の構成員"
    KEEPER = "keeper", "利用者の管理をする人"


class Dropped(models.TextChoices):
    """Why a notice that had not gone out was left (送らなかった理由)."""

    ADVANCED = "advanced", "次の段階の通知に替えた"
    SETTLED = "settled", "対応が済んだ"
    DAY_CHANGED = "day_changed", "期限が変わった"
    PLAN_CHANGED = "plan_changed", "通知の時期が変わった"
    NOT_THEIRS = "not_theirs", "担当ではなくなった"
    SNOOZED = "snoozed", "後で知らせることにした"


class Kind(models.TextChoices):
    """What a message is (便の種類)."""

    DIGEST = "digest", "きょうのお知らせ"
    URGENT = "urgent", "至急のお知らせ"
    HEARTBEAT = "heartbeat", "動作の報告"
    ALARM = "alarm", "照合の警報"


class Outcome(models.TextChoices):
    """How a try to send a message went (送信の結果)."""

    SENT = "sent", "送った"
    REFUSED = "refused", "相手先が受け取らなかった"
    FAILED = "failed", "送れなかった"
    UNKNOWN = "unknown", "届いたかどうか分からない"


class Act(models.TextChoices):
    """What somebody did about a flag on 要対応 (対応)."""

    ACKNOWLEDGED = "acknowledged", "承知した"
    HANDED_OVER = "handed_over", "ほかの担当に渡した"
    SNOOZED = "snoozed", "後で知らせることにした"
    RESUMED = "resumed", "また知らせることにした"
    URGED = "urged", "至急で知らせた"
