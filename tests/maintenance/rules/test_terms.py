from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.periods import Period
from maintenance.choices import ContractKind
from maintenance.rules.terms import following_term
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


@given(days_near_edges, st.integers(1, 2000), st.sampled_from(ContractKind.values))
def test_the_term_that_follows_begins_on_the_next_day(first, days, kind):
    term = Period(first, first + timedelta(days=days - 1))

    following = following_term(term, kind)

    assert following.first == term.last + timedelta(days=1)
    assert following.touches(term)
