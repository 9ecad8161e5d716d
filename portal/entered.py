"""Facts that are still to be entered (未入力の項目), as links to the very field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from facilities.rules.completeness import Asked

MOST_USEFUL = 8
"""How many missing facts are named at once: what an officer can do between two telephone calls."""


@dataclass(frozen=True)
class MissingFact:
    """A fact that is not known: what it is, what waits for it, and where it is entered."""

    label: str
    reason: str
    url: str


def shown_missing(asked: Iterable[Asked]) -> tuple[MissingFact, ...]:
    """These facts as a page shows them."""
    return tuple(
        MissingFact(
            label="の".join(filter(None, (one.subject, one.label))),
            reason=one.reason,
            url=f"{reverse(one.place.page, args=[one.place.pk])}#id_{one.place.field}",
        )
        for one in asked
    )
