"""Over any twenty years: a due day is the legal expiry from its anchor, never passes the legal limit, never drifts."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from common.fiscal_year import FiscalYear
from common.months import civil_code_expiry, last_of_month
from maintenance.choices import Counting
from maintenance.rules.cycles import PastTurn, after_last_done, following_due
from tests.common.near_edges import days_near_edges

cycles = st.sampled_from([1, 2, 3, 4, 6, 12, 24, 36])
TWENTY_YEARS = 20 * 12


def _first(since, cycle_months, counting=Counting.FROM_LAST):
    return after_last_done(since, counting=counting, cycle_months=cycle_months)


def _next(past, cycle_months, counting=Counting.FROM_LAST):
    return following_due(past, counting=counting, cycle_months=cycle_months)


@given(
    days_near_edges,
    cycles,
    st.lists(st.integers(-40, 40), min_size=1, max_size=30),
    st.lists(cycles, max_size=3),
)
def test_a_due_day_is_the_legal_expiry_and_never_passes_the_legal_limit(since, cycle, lateness, other_cycles):
    """Each turn is done so many days early or late, most of them on the very day. The cycle may change on the way."""
    due, last_done = _first(since, cycle), since
    for turn, late in enumerate(lateness):
        in_time = abs(late) <= 20
        done_on = max(due.due_on + timedelta(days=0 if in_time else late), last_done + timedelta(days=1))
        past = [PastTurn(due.due_on, done_on, cycle, due.anchor)]
        cycle = other_cycles[turn] if turn < len(other_cycles) else cycle
        due, last_done = _next(past, cycle), done_on

        assert due.due_on == civil_code_expiry(due.anchor.counted_from, due.anchor.months)
        assert last_done < due.due_on <= civil_code_expiry(last_done, cycle)
        assert last_of_month(due.due_on) == last_of_month(civil_code_expiry(last_done, cycle))


@given(days_near_edges, cycles)
def test_turns_done_on_their_due_days_never_drift_over_twenty_years(since, cycle):
    due = _first(since, cycle)
    for turns in range(1, TWENTY_YEARS // cycle + 1):
        assert due.due_on == civil_code_expiry(since, cycle * turns)

        due = _next([PastTurn(due.due_on, due.due_on, cycle, due.anchor)], cycle)


@given(days_near_edges, cycles, st.integers(1, 400))
def test_done_early_the_next_is_never_later_and_done_late_never_earlier(since, cycle, days):
    due = _first(since, cycle)
    in_time = _next([PastTurn(due.due_on, due.due_on, cycle, due.anchor)], cycle)
    early_on = max(since + timedelta(days=1), due.due_on - timedelta(days=days))

    early = _next([PastTurn(due.due_on, early_on, cycle, due.anchor)], cycle)
    late = _next([PastTurn(due.due_on, due.due_on + timedelta(days=days), cycle, due.anchor)], cycle)

    assert early.due_on <= in_time.due_on <= late.due_on


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.lists(st.integers(1, 700), max_size=25))
def test_by_fiscal_year_no_year_without_a_turn_is_passed_over(since, gaps):
    due, done, past = _first(since, 12, Counting.FISCAL_YEAR), [since], []
    for gap in gaps:
        done.append(done[-1] + timedelta(days=gap))
        past.append(PastTurn(due.due_on, done[-1], 12, due.anchor))
        due = _next(past, 12, Counting.FISCAL_YEAR)

    year = FiscalYear.of(due.due_on)
    years = {FiscalYear.of(day) for day in done}
    assert due.due_on == year.last_day
    assert year not in years
    assert years >= {FiscalYear(number) for number in range(FiscalYear.of(since).year, year.year)}


@given(
    st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    st.integers(1, 6),
    st.lists(st.integers(0, 200), max_size=25),
)
def test_by_month_a_turn_is_never_due_later_than_its_months_after_one_that_counts(since, cycle, gaps):
    due, done, past = _first(since, cycle, Counting.CALENDAR_MONTH), [since], []
    for gap in gaps:
        done.append(done[-1] + timedelta(days=gap))
        past.append(PastTurn(due.due_on, done[-1], cycle, due.anchor))
        due = _next(past, cycle, Counting.CALENDAR_MONTH)

    assert due.due_on == last_of_month(due.due_on)
    months = [12 * day.year + day.month for day in done]
    due_month = 12 * due.due_on.year + due.due_on.month
    assert due_month - cycle in months
    assert not any(due_month - cycle < month <= due_month for month in months)


def test_what_is_done_once_or_on_occasion_is_followed_by_nothing():
    past = [PastTurn(date(2026, 11, 23), date(2026, 11, 23), 12)]

    assert _next(past, 12, Counting.ONCE) is None
    assert _next(past, 12, Counting.OCCASION) is None
    assert _first(date(2026, 11, 23), 12, Counting.ONCE) is None


def test_a_turn_withdrawn_while_counted_from_the_last_is_followed_by_nothing():
    assert _next([PastTurn(date(2026, 11, 23), None, 12)], 12) is None


def test_a_turn_whose_due_day_nobody_knew_starts_the_count():
    done_on = date(2026, 11, 23)

    assert _next([PastTurn(None, done_on, 6)], 6).due_on == date(2027, 5, 23)
    assert _next([PastTurn(None, done_on, 12)], 12, Counting.FISCAL_YEAR).due_on == date(2028, 3, 31)
    assert _next([PastTurn(None, done_on, 1)], 1, Counting.CALENDAR_MONTH).due_on == date(2026, 12, 31)
