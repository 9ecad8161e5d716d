"""How urgent the works of a building are (緊急度) by its condition: the weight of each year they wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

LEAST, MOST = 1, 5
"""As the urgency of a renewal project is told."""


def urgency_of_score(score: Fraction, highest: Fraction) -> int:
    """1 for the best fifth of the scale, 5 for the worst: 52.47 of 100 points is 3, 37.45 is 4."""
    fifths_lost = int((highest - score) * MOST // highest)
    return min(LEAST + fifths_lost, MOST)
