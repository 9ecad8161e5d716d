"""What the areas of a building say of each other (面積), in 0.01 m2."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def beyond_floor_area(uses: Iterable[int], floor_area: int | None) -> int:
    """By how much the uses together go beyond the floor area of their building; 0 while it is not known.

    A warning and no refusal: what was measured by two people seldom agrees.
    """
    return max(0, sum(uses) - floor_area) if floor_area is not None else 0
