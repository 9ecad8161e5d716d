from __future__ import annotations

from datetime import date

import pytest

from common.periods import Period
from maintenance.choices import ContractKind
from maintenance.rules.contract_years import problems_with_years
from maintenance.rules.terms import following_notice, following_term

THREE_YEARS = Period(date(2026, 4, 1), date(2029, 3, 31))
SUM = "年度別の金額の合計{:,}円が、契約金額3,000,000円と合いません。"


def _told(amounts, amount=3_000_000, term=THREE_YEARS):
    return [(one.code, one.message) for one in problems_with_years(amounts, term, amount)]


@pytest.mark.parametrize(
    "amounts",
    [
        {},
        {2026: 1_000_000},
        {2026: 1_000_000, 2027: 2_000_000},
        {2026: 1_000_000, 2027: 1_000_000, 2028: 1_000_000},
        {2026: 0, 2027: 0, 2028: 3_000_000},
    ],
)
def test_amounts_that_can_add_up_to_the_amount_of_the_contract_are_right(amounts):
    assert _told(amounts) == []


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        ({2026: 3_000_001}, 3_000_001),
        ({2026: 1_000_000, 2027: 1_000_000, 2028: 999_999}, 2_999_999),
        ({2026: 1_000_000, 2027: 1_000_000, 2028: 1_000_001}, 3_000_001),
    ],
)
def test_a_sum_above_the_amount_or_whole_and_below_it_is_told(amounts, total):
    assert _told(amounts) == [("years-sum", SUM.format(total))]


def test_without_an_amount_of_the_whole_any_sum_is_right():
    assert _told({2026: 1, 2027: 2, 2028: 3}, amount=None) == []


def test_years_outside_the_term_are_named_together():
    told = _told({2025: 0, 2026: 1_000_000, 2029: 0})

    sentence = "令和7年度、令和11年度は契約期間にかかりません。年度別の金額から除いてください。"
    assert told == [("year-outside", sentence)]


@pytest.mark.parametrize(
    ("notice_on", "expected"),
    [
        (date(2026, 12, 31), date(2027, 12, 31)),
        (date(2026, 12, 15), date(2027, 12, 16)),
        (date(2027, 2, 28), date(2028, 2, 29)),
        (date(2027, 3, 31), date(2028, 3, 31)),
        (date(2026, 4, 1), date(2027, 4, 2)),
    ],
)
def test_the_notice_day_of_the_next_contract_lies_as_long_before_its_end(notice_on, expected):
    term = Period(date(2026, 4, 1), date(2027, 3, 31))
    following = following_term(term, ContractKind.SINGLE_YEAR)

    assert following is not None
    assert following_notice(notice_on, term, following) == expected


def test_the_notice_day_never_lies_before_the_term_that_follows():
    term = Period(date(2026, 4, 1), date(2029, 3, 31))

    day = following_notice(date(2026, 6, 1), term, Period(date(2029, 4, 1), date(2030, 3, 31)))

    assert day == date(2029, 4, 1)
