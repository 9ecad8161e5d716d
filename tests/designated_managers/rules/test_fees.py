from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.fiscal_year import FiscalYear
from designated_managers.rules.fees import (
    Instalment,
    problems_with_instalments,
    problems_with_settlement,
    quarterly,
)


def test_a_fee_is_paid_at_the_end_of_each_quarter_and_the_last_takes_the_rest():
    assert quarterly(1_003, FiscalYear(2026)) == (
        Instalment(date(2026, 6, 30), 250),
        Instalment(date(2026, 9, 30), 250),
        Instalment(date(2026, 12, 31), 250),
        Instalment(date(2027, 3, 31), 253),
    )


@given(st.integers(0, 10**12))
def test_instalments_add_up_to_the_yen(fee):
    assert sum(one.amount for one in quarterly(fee, FiscalYear(2026))) == fee


@pytest.mark.parametrize(
    ("amounts", "sentences"),
    [
        ([500, 500], []),
        ([500, 499], ["支払の合計（999円）が指定管理料（1,000円）より1円足りません。"]),
        ([500, 501], ["支払の合計（1,001円）が指定管理料（1,000円）より1円多すぎます。"]),
        ([], []),
    ],
)
def test_instalments_that_do_not_pay_the_fee_are_named_with_the_difference(amounts, sentences):
    due = [Instalment(date(2026, 6 + place, 30), amount) for place, amount in enumerate(amounts)]

    assert [problem.message for problem in problems_with_instalments(1_000, due)] == sentences


@pytest.mark.parametrize(
    ("settled_on", "codes"),
    [
        (None, []),
        (date(2027, 3, 31), ["settled-before-end"]),
        (date(2027, 4, 1), []),
        (date(2027, 4, 2), ["settled-in-future"]),
    ],
)
def test_a_year_is_settled_after_its_end_and_not_ahead(settled_on, codes):
    found = problems_with_settlement(settled_on, ended_on=date(2027, 3, 31), on=date(2027, 4, 1))

    assert [problem.code for problem in found] == codes
