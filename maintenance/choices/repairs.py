"""Words of repairs."""

from __future__ import annotations

from django.db import models


class RepairMove(models.TextChoices):
    """What happened to a repair (修繕の経過), as it stands in its history."""

    REQUEST = "request", "受付"
    TRIAGE = "triage", "緊急度の判定"
    ESTIMATE = "estimate", "見積りの受領"
    DECIDE = "decide", "実施の決定"
    ORDER = "order", "発注"
    DONE = "done", "修繕の完了"
    ACCEPT = "accept", "検収"
    PAY = "pay", "支払"
    DECLINE = "decline", "見送り"
    REDO = "redo", "手直しの指示"
    REOPEN = "reopen", "再開"


class RepairState(models.TextChoices):
    """Where a repair stands (状態); derived from what happened to it, never stored."""

    REQUESTED = "requested", "判定待ち"
    TRIAGED = "triaged", "見積り待ち"
    ESTIMATED = "estimated", "決定待ち"
    DECIDED = "decided", "発注待ち"
    ORDERED = "ordered", "施工中"
    DONE = "done", "検収待ち"
    ACCEPTED = "accepted", "支払待ち"
    PAID = "paid", "完了"
    DECLINED = "declined", "見送り"


OVER = frozenset({RepairState.PAID, RepairState.DECLINED})
"""Nothing is to come any more."""

UNMENDED = frozenset(
    {
        RepairState.REQUESTED,
        RepairState.TRIAGED,
        RepairState.ESTIMATED,
        RepairState.DECIDED,
        RepairState.ORDERED,
    }
)
"""The thing is still broken, and a promised day is still to be kept."""


class Urgency(models.TextChoices):
    """How soon a repair must be done (緊急度)."""

    DANGER = "danger", "危険"
    URGENT = "urgent", "緊急"
    NORMAL = "normal", "通常"
    PLANNED = "planned", "計画"


class RequestedSide(models.TextChoices):
    """From which side a repair was asked for (依頼した側)."""

    STAFF = "staff", "市の担当"
    CENTRE = "centre", "センター職員"
    GROUP = "group", "地域団体"


class RepairCause(models.TextChoices):
    """Why a thing is broken (原因); it decides which row of the sharing of responsibilities speaks of it."""

    WEAR = "wear", "老朽・ふつうの使用"
    DISASTER = "disaster", "災害"
    FIRE = "fire", "火災"
    DAMAGE = "damage", "事故・破損"


class InsuranceState(models.TextChoices):
    """How far the insurance of the building is asked to pay (火災保険などの請求)."""

    NONE = "none", "使わない"
    CHECKING = "checking", "対象か確かめている"
    CLAIMED = "claimed", "請求した"
    SETTLED = "settled", "支払われた"
    REFUSED = "refused", "対象外だった"


class PhotoMoment(models.TextChoices):
    """When a photograph was taken (写真の時期)."""

    BEFORE = "before", "修繕前"
    AFTER = "after", "修繕後"
