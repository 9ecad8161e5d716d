"""How sure we are of a stated fact (確かさ)."""

from __future__ import annotations

from django.db import models


class Certainty(models.TextChoices):
    """How sure we are of a stated fact (確かさ), surest first."""

    VERIFIED = "verified", "確認済み"
    SECOND_HAND = "second_hand", "二次資料"
    DERIVED = "derived", "推定"
    UNVERIFIED = "unverified", "要確認"
    SAMPLE = "sample", "見本"


def needs_check(certainty: str) -> bool:
    """Whether somebody still has to look at the original: everything but 確認済み and 見本."""
    return certainty not in {Certainty.VERIFIED, Certainty.SAMPLE}
