"""How a centre was used and what its upkeep cost, by fiscal year (年度の実績), ready for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.db.scoped import without_hidden
from common.fiscal_year import FiscalYear

if TYPE_CHECKING:
    from common.scope import Scope
    from facilities.models import YearOfUse


@dataclass(frozen=True)
class YearLine:
    """A fiscal year of a centre (年度の実績), money in yen; None where a number is not known, and for whoever
    does not read what the city pays."""

    pk: int
    year: FiscalYear
    users: int | None
    uses_count: int | None
    fees: int | None
    utilities: int | None
    repairs: int | None
    services: int | None
    other_upkeep: int | None
    notes: str
    needs_check: bool

    @property
    def parts(self) -> tuple[int | None, ...]:
        """The four parts of the upkeep (維持管理費), in the order of the form."""
        return self.utilities, self.repairs, self.services, self.other_upkeep

    @property
    def upkeep(self) -> int | None:
        """What the city paid for the upkeep, as far as it is known; None while none of it is."""
        known = [part for part in self.parts if part is not None]
        return sum(known) if known else None

    @property
    def upkeep_in_part(self) -> bool:
        """Whether some parts are known and others are not."""
        return self.upkeep is not None and None in self.parts


def year_line(row: YearOfUse, scope: Scope) -> YearLine:
    """One year as this person reads it."""
    shown = without_hidden(row, scope)
    return YearLine(
        pk=shown.pk,
        year=FiscalYear(shown.fiscal_year),
        users=shown.users,
        uses_count=shown.uses_count,
        fees=shown.fees,
        utilities=shown.utilities,
        repairs=shown.repairs,
        services=shown.services,
        other_upkeep=shown.other_upkeep,
        notes=shown.notes,
        needs_check=scope.internal and shown.needs_check,
    )
