"""How long an overruling of a verdict stands (判定の変更の効力): as long as the facts that it stood on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from maintenance.rules.facts import Between

if TYPE_CHECKING:
    from collections.abc import Mapping


def changed_facts(stood_on: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of the facts that an overruling stood on are no longer the same; none: it still stands.

    ``stood_on`` is what the verdict used, as it is stored: what was not known stands in it as None, so that
    somebody looks again once it is.
    """
    return tuple(name for name, value in stood_on.items() if plain(facts.get(name)) != value)


def plain(value: Any) -> Any:
    """A fact as it is stored: a day as text, one known in part by its two ends, an unknown word as
    nothing."""
    if isinstance(value, Between):
        return [plain(value.low), plain(value.high)]
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value
