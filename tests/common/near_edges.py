"""Days drawn next to the edges where calendar rules slip: random days miss them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import strategies as st

ERA_BOUNDARIES = (date(1912, 7, 30), date(1926, 12, 25), date(1989, 1, 8), date(2019, 5, 1))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


edges = st.one_of(
    st.builds(_month_end, st.integers(1913, 2099), st.integers(1, 12)),
    st.builds(_month_end, st.sampled_from([1924, 1988, 2000, 2023, 2024, 2027, 2028, 2100]), st.just(2)),
    st.builds(date, st.integers(1913, 2099), st.just(3), st.just(31)),
    st.builds(date, st.integers(1913, 2099), st.just(12), st.sampled_from([28, 31])),
    st.sampled_from(ERA_BOUNDARIES),
)
days_near_edges = st.builds(lambda edge, days: edge + timedelta(days=days), edges, st.integers(-3, 3))
"""Every kind of edge, and the three days before and after it; from 1912 on."""
