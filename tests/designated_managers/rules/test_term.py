from __future__ import annotations

from datetime import date

import pytest

from designated_managers.rules.term import day_after, term_in_words


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
