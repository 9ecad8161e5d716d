from __future__ import annotations

from datetime import date

import pytest

from common.durations import span_in_words, time_left


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2024, 4, 1), "5年"),
        (date(2026, 11, 23), "2年4か月"),
        (date(2027, 4, 1), "2年"),
        (date(2027, 4, 2), "1年11か月"),
        (date(2028, 3, 31), "1年"),
        (date(2028, 4, 1), "1年"),
        (date(2028, 4, 2), "11か月"),
        (date(2029, 2, 28), "1か月"),
        (date(2029, 3, 1), "1か月"),
        (date(2029, 3, 2), "29日"),
        (date(2029, 3, 30), "1日"),
        (date(2029, 3, 31), "きょうまで"),
        (date(2029, 4, 1), ""),
    ],
)
def test_the_time_left_is_told_in_whole_months_and_at_last_in_days(on, words):
    assert time_left(date(2029, 3, 31), on=on) == words


def test_nothing_is_told_while_the_last_day_is_not_known():
    assert time_left(None, on=date(2026, 11, 23)) == ""


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (date(2024, 4, 1), ""),
        (date(2024, 4, 30), ""),
        (date(2024, 5, 1), "1か月"),
        (date(2025, 3, 31), "11か月"),
        (date(2025, 4, 1), "1年"),
        (date(2026, 11, 25), "2年7か月"),
        (date(2029, 4, 1), "5年"),
    ],
)
def test_a_span_is_told_in_whole_months_that_have_passed(end, words):
    assert span_in_words(date(2024, 4, 1), end) == words
