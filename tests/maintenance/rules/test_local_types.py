"""Codes of the city's own types, and cycles in words."""

from __future__ import annotations

import pytest

from maintenance.choices import Counting
from maintenance.rules.local_types import is_own_code, next_code, written_code
from maintenance.rules.words import cycle_words, report_words


@pytest.mark.parametrize(
    ("typed", "code"), [("C-CLEAN", "C-CLEAN"), ("clean", "C-CLEAN"), (" c-1 ", "C-1"), ("A-2", "C-A-2")]
)
def test_a_code_is_kept_in_one_form_with_its_prefix(typed, code):
    assert written_code(typed) == code
    assert is_own_code(code)


@pytest.mark.parametrize("typed", ["清掃", "C-", "C--1", "a b", "A" * 21])
def test_a_code_of_other_signs_is_refused(typed):
    with pytest.raises(ValueError, match="半角の英数字"):
        written_code(typed)


def test_a_shipped_code_is_not_the_citys_own():
    assert [is_own_code(code) for code in ("FIR-1", "CON-1", "C1")] == [False, False, False]


def test_the_next_number_follows_the_highest_taken():
    assert next_code([]) == "C-1"
    assert next_code(["FIR-9", "C-CLEAN", "C-2", "C-10"]) == "C-11"


@pytest.mark.parametrize(
    ("counting", "months", "words"),
    [
        (Counting.FROM_LAST, 1, "1か月ごと"),
        (Counting.FROM_LAST, 6, "6か月ごと"),
        (Counting.FROM_LAST, 12, "1年ごと"),
        (Counting.FROM_LAST, 18, "1年6か月ごと"),
        (Counting.FISCAL_YEAR, 12, "毎年度1回"),
        (Counting.FISCAL_YEAR, 6, "毎年度2回"),
        (Counting.FISCAL_YEAR, 24, "2年度に1回"),
        (Counting.FISCAL_YEAR, 18, "1年6か月ごと（年度で数える）"),
        (Counting.CALENDAR_MONTH, 1, "毎月"),
        (Counting.CALENDAR_MONTH, 2, "2か月ごと"),
        (Counting.STANDING, 12, "常に（年に1回確かめる）"),
        (Counting.ONCE, 12, "一度だけ"),
        (Counting.OCCASION, None, "そのつど"),
    ],
)
def test_a_cycle_is_told_as_the_office_says_it(counting, months, words):
    assert cycle_words(counting, months) == words


def test_a_report_is_told_only_where_there_is_one():
    assert (report_words(36), report_words(None)) == ("3年に1回", "")
