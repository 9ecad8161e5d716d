"""The verdicts, worked out when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from common.rest.computed import ComputedList
from maintenance.api.serializers.verdicts import VerdictShape
from maintenance.filters.verdicts import VerdictsAsked
from maintenance.models import VerdictOverrule
from maintenance.queries.verdict_rows import VerdictAsked, VerdictRow, verdict_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Verdicts(ComputedList):
    """Whether each type of inspection applies to each building and piece of equipment (法定点検の判定)."""

    model = VerdictOverrule
    shape = VerdictShape
    filters = VerdictsAsked
    titles = {"list": "法定点検の判定の一覧"}

    def computed(
        self, conditions: Mapping[str, Any], *, after: tuple[Any, ...] | None
    ) -> Iterator[VerdictRow]:
        """By building, equipment and type."""
        place = None if after is None else (int(after[0]), int(after[1]), str(after[2]))
        return verdict_rows(VerdictAsked(**conditions), scope=self.scope, on=self.on, after=place)

    def place(self, row: VerdictRow) -> tuple[Any, ...]:
        """Where it stands in the list."""
        return row.place
