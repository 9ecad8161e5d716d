"""How the list for the budget request is asked for: a fiscal year, a district, a kind of cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.fiscal_year import FiscalYear
from portal.budget.lines import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

YEARS_AHEAD = 10
"""How far ahead projects are planned year by year."""


class BudgetAsked(forms.Form):
    """What the address asks for; what makes no sense is left out of account."""

    year = forms.TypedChoiceField(label="年度", coerce=int, required=False)
    district = forms.TypedChoiceField(label="地区", coerce=int, required=False, empty_value=None)
    kind = forms.TypedChoiceField(
        label="種類",
        coerce=Kind,
        required=False,
        empty_value=None,
        choices=[("", "すべての種類"), *((kind.value, kind.label) for kind in Kind)],
    )

    def __init__(
        self, asked: QueryDict, *, districts: Iterable[tuple[int, str]], this_year: FiscalYear
    ) -> None:
        self.next_year = this_year + 1
        super().__init__({"year": str(self.next_year.year), **asked.dict()})
        years = [this_year + ahead for ahead in range(YEARS_AHEAD + 1)]
        self._offer("year", [(year.year, year.label) for year in years])
        self._offer("district", [("", "すべての地区"), *districts])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def asked(self) -> dict[str, Any]:
        """The year, by default the next one, for which October asks; the district; the kind."""
        self.is_valid()
        chosen = self.cleaned_data
        year = chosen.get("year")
        return {
            "year": FiscalYear(year) if year else self.next_year,
            "district_id": chosen.get("district"),
            "kind": chosen.get("kind"),
        }
