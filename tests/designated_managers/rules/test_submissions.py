"""Where a submission stands on a day, how late it is, and its receipt number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from designated_managers.choices import SubmissionState as S
from designated_managers.rules.submissions import SubmissionDays, days_late, receipt_number, state_on

HANDED_IN, JUDGED = date(2026, 11, 10), date(2026, 11, 20)
DUE = date(2026, 11, 10)
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (SubmissionDays(), {HANDED_IN: S.DRAFT, JUDGED: S.DRAFT}),
        (
            SubmissionDays(submitted=HANDED_IN),
            {HANDED_IN - ONE_DAY: S.DRAFT, HANDED_IN: S.SUBMITTED, HANDED_IN + ONE_DAY: S.SUBMITTED},
        ),
        (
            SubmissionDays(submitted=HANDED_IN, returned=JUDGED),
            {JUDGED - ONE_DAY: S.SUBMITTED, JUDGED: S.RETURNED, JUDGED + ONE_DAY: S.RETURNED},
        ),
        (
            SubmissionDays(submitted=HANDED_IN, accepted=JUDGED),
            {JUDGED - ONE_DAY: S.SUBMITTED, JUDGED: S.ACCEPTED, JUDGED + ONE_DAY: S.ACCEPTED},
        ),
        (
            SubmissionDays(set_aside=JUDGED),
            {JUDGED - ONE_DAY: S.DRAFT, JUDGED: S.SET_ASIDE, JUDGED + ONE_DAY: S.SET_ASIDE},
        ),
    ],
)
def test_a_fact_counts_from_its_own_day_on(days, expected):
    assert {on: state_on(on, days) for on in expected} == expected


@pytest.mark.parametrize(
    ("submitted", "on", "expected"),
    [
        (DUE - ONE_DAY, JUDGED, 0),
        (DUE, JUDGED, 0),
        (DUE + ONE_DAY, JUDGED, 1),
        (None, DUE, 0),
        (None, DUE + ONE_DAY, 1),
        (DUE + 5 * ONE_DAY, DUE + ONE_DAY, 1),
    ],
)
def test_late_is_counted_from_the_day_after_the_due_day(submitted, on, expected):
    assert days_late(submitted, DUE, on=on) == expected


def test_nothing_is_late_that_is_due_on_no_day():
    assert days_late(None, None, on=JUDGED) == 0


@pytest.mark.parametrize(
    ("year", "serial", "expected"),
    [
        (2026, 123, "令和8年度-000123"),
        (2019, 1, "令和元年度-000001"),
        (2018, 999_999, "平成30年度-999999"),
    ],
)
def test_the_receipt_number_names_its_fiscal_year(year, serial, expected):
    assert receipt_number(year, serial) == expected
