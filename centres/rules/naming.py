"""How several centres are named where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED = 2


def in_short(names: Sequence[str]) -> str:
    """Two centres by name, the others by number: 「三丘市民センター、和田市民センター ほか5施設」."""
    more = f" ほか{len(names) - NAMED}施設" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more
