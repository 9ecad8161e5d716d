from __future__ import annotations

from datetime import date

import pytest

from common.periods import Period
from designated_managers.rules.stage import DesignationDays
from designated_managers.rules.term import day_after, reading_days, term_in_words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 4, 1), date(2029, 3, 31), "令和6年4月1日から令和11年3月31日まで"),
        (date(2019, 4, 1), date(2020, 3, 31), "平成31年4月1日から令和2年3月31日まで"),
        (None, date(2029, 3, 31), "初日不明から令和11年3月31日まで"),
        (date(2024, 4, 1), None, "令和6年4月1日から末日不明まで"),
        (None, None, "初日不明から末日不明まで"),
    ],
)
def test_a_term_in_words_says_which_end_is_not_known(first, last, words):
    assert term_in_words(first, last) == words


def test_what_follows_begins_on_the_day_after():
    assert [day_after(date(2027, 3, 31)), day_after(date(2027, 12, 31))] == [
        date(2027, 4, 1),
        date(2028, 1, 1),
    ]


@pytest.mark.parametrize(
    ("first", "last", "revoked", "reads"),
    [
        (date(2026, 4, 1), date(2031, 3, 31), None, Period(date(2026, 1, 31), date(2031, 6, 29))),
        # The day before the revocation is the last with effect.
        (date(2026, 4, 1), date(2031, 3, 31), date(2027, 4, 1), Period(date(2026, 1, 31), date(2027, 6, 29))),
        (date(2026, 4, 1), date(2031, 3, 31), date(2026, 4, 2), Period(date(2026, 1, 31), date(2026, 6, 30))),
        (date(2026, 4, 1), date(2031, 3, 31), date(2026, 4, 1), None),
        (None, date(2031, 3, 31), None, Period(date.min, date(2031, 6, 29))),
        (date(2026, 4, 1), None, None, Period(date(2026, 1, 31), date.max)),
    ],
)
def test_an_organisation_reads_from_60_days_before_to_90_days_after(first, last, revoked, reads):
    days = DesignationDays(designated=date(2025, 12, 18), first=first, last=last, revoked=revoked)

    assert reading_days(days, before=60, after=90) == reads
