from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.periods import Period
from maintenance.choices import ContractKind
from maintenance.rules.terms import following_term, problems_with_term_days
from tests.common.near_edges import days_near_edges

SINGLE, LONG = ContractKind.SINGLE_YEAR, ContractKind.LONG_TERM


def _term(*days):
    return Period(*(date.fromisoformat(day) for day in days))


@pytest.mark.parametrize(
    ("term", "kind", "following"),
    [
        (("2026-04-01", "2027-03-31"), SINGLE, ("2027-04-01", "2028-03-31")),
        (("2026-06-01", "2027-03-31"), SINGLE, ("2027-04-01", "2028-03-31")),
        (("2026-04-01", "2026-09-30"), SINGLE, ("2026-10-01", "2027-03-31")),
        (("2026-04-01", "2027-03-31"), LONG, ("2027-04-01", "2028-03-31")),
        (("2024-04-01", "2027-03-31"), LONG, ("2027-04-01", "2030-03-31")),
        (("2023-11-01", "2026-10-31"), LONG, ("2026-11-01", "2029-10-31")),
        (("2026-11-16", "2027-01-15"), LONG, ("2027-01-16", "2027-03-15")),
        (("2026-04-01", "2026-04-30"), LONG, ("2026-05-01", "2026-05-31")),
        (("2026-04-01", "2026-04-10"), LONG, ("2026-04-11", "2026-04-20")),
        (("2026-04-10", "2026-06-30"), LONG, ("2026-07-01", "2026-09-20")),
        (("2027-03-31", "2027-03-31"), SINGLE, ("2027-04-01", "2028-03-31")),
    ],
)
def test_the_term_that_most_likely_follows(term, kind, following):
    assert following_term(_term(*term), kind) == _term(*following)


@pytest.mark.parametrize("last", [date(2200, 3, 31), date.max])
@pytest.mark.parametrize("kind", [SINGLE, LONG])
def test_nothing_follows_a_term_that_ends_out_of_reach(last, kind):
    assert following_term(Period(date(2026, 4, 1), last), kind) is None


@pytest.mark.parametrize(
    ("first_on", "last_on", "fields"),
    [
        (date(1950, 3, 31), date(2200, 4, 1), ["first_on", "last_on"]),
        (date(1950, 4, 1), date(2200, 3, 31), []),
        (date.min, date.max, ["first_on", "last_on"]),
        (None, None, []),
    ],
)
def test_a_term_begins_and_ends_on_days_that_contracts_have(first_on, last_on, fields):
    assert [problem.field for problem in problems_with_term_days(first_on, last_on)] == fields


@given(days_near_edges, st.integers(1, 2000), st.sampled_from(ContractKind.values))
def test_the_term_that_follows_begins_on_the_next_day(first, days, kind):
    term = Period(first, first + timedelta(days=days - 1))

    following = following_term(term, kind)

    assert following is not None
    assert following.first == term.last + timedelta(days=1)
    assert following.touches(term)
