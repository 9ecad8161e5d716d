"""What is known of a building against earthquakes (耐震) from its days and its Is値."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from facilities.choices import SeismicStandard

if TYPE_CHECKING:
    from common.partial_dates import PartialDate

NEW_STANDARD_FROM = date(1981, 6, 1)
"""The first day of building confirmations by the new standard."""

DANGEROUS_BELOW, SAFE_FROM = 30, 60


def standard_of(confirmed_on: PartialDate | None) -> SeismicStandard | None:
    """By which standard it was built, if the day of its confirmation (建築確認日) tells it for certain.

    The day of completion does not tell it: what was finished in 1982 may have been confirmed before.
    """
    if confirmed_on is None:
        return None
    if confirmed_on.first >= NEW_STANDARD_FROM:
        return SeismicStandard.NEW
    return SeismicStandard.OLD if confirmed_on.last < NEW_STANDARD_FROM else None


def danger_of(is_value: int) -> str:
    """What an Is値 (in 0.01) says of the danger of falling down: below 0.3, below 0.6, or from 0.6."""
    if is_value < DANGEROUS_BELOW:
        return "倒壊の危険性が高い"
    return "倒壊の危険性がある" if is_value < SAFE_FROM else "倒壊の危険性が低い"
