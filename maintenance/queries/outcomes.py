"""The words in which outcomes of inspections are told, as acts and pages ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maintenance.choices import Meaning, OutcomeFamily
from maintenance.models import InspectionOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from maintenance.models import InspectionType


def outcome_words() -> Mapping[str, InspectionOutcome]:
    """The words by code, the city's row in front of the shipped one; those no longer used too, for old
    records."""
    return {row.code: row for row in InspectionOutcome.objects.in_front()}


def offered_outcomes(kind: InspectionType | None, *, on: date) -> list[InspectionOutcome]:
    """The words in which a type of inspection tells its outcome on this day, in their order."""
    words = InspectionOutcome.objects.in_front().current(on).filter(family=family_of(kind))
    return list(words.order_by("position", "code"))


def family_of(kind: InspectionType | None) -> str:
    """In whose words a type tells its outcome; in everyday words where the catalogue has lost it."""
    return kind.outcome_family if kind else OutcomeFamily.GENERAL


def good_word(words: Sequence[InspectionOutcome]) -> str:
    """The word for nothing wrong (異常なし・指摘なし・良)."""
    return next((word.label for word in words if word.meaning == Meaning.GOOD), Meaning.GOOD.label)
