"""The yen of a contract by fiscal year (年度別の金額), held against its term and its amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear, fiscal_years_of
from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from common.periods import Period


def problems_with_years(amounts: Mapping[int, int], term: Period, amount: int | None) -> Iterator[Problem]:
    """What is wrong with the amounts: a year outside the term, or a sum that cannot be the amount.

    While years are missing the sum may be below the amount; once all are there, both are the same.
    """
    years = {year.year for year in fiscal_years_of(term)}
    outside = [FiscalYear(year).label for year in sorted(amounts) if year not in years]
    if outside:
        yield Problem(
            "year-outside",
            f"{'、'.join(outside)}は契約期間にかかりません。年度別の金額から除いてください。",
            field="years",
        )
    total = sum(amounts.values())
    if amount is None or not amounts:
        return
    if total > amount or (total < amount and years <= amounts.keys()):
        yield Problem(
            "years-sum",
            f"年度別の金額の合計{total:,}円が、契約金額{amount:,}円と合いません。",
            field="years",
        )
