from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designated_managers.rules.corporate_number import (
    NOT_A_NUMBER,
    WRONG_DIGIT,
    check_digit,
    problem_with_number,
)

# 周南市 as its page on ja.wikipedia.org tells it; the worked example of
# https://expydoc.com/doc/8196212/ on how the digit is made.
KNOWN = ("4000020352152", "7123456789012")


@pytest.mark.parametrize("number", KNOWN)
def test_a_published_number_is_one(number):
    assert (check_digit(number[1:]), problem_with_number(number)) == (int(number[0]), "")


@pytest.mark.parametrize("number", KNOWN)
def test_no_other_first_digit_does(number):
    others = [f"{digit}{number[1:]}" for digit in range(1, 10) if str(digit) != number[0]]

    assert {problem_with_number(other) for other in others} == {WRONG_DIGIT}


@pytest.mark.parametrize(
    "number", ["", "400002035215", "40000203521520", "0000020352152", "４000020352152", "4000-02035215"]
)
def test_what_is_not_thirteen_plain_digits_is_no_number(number):
    assert problem_with_number(number) == NOT_A_NUMBER


@given(basic=st.text("0123456789", min_size=12, max_size=12), place=st.integers(0, 11), by=st.integers(1, 8))
def test_one_digit_typed_wrongly_is_noticed_but_for_0_and_9(basic, place, by):
    wrong = basic[:place] + str((int(basic[place]) + by) % 10) + basic[place + 1 :]

    assert (check_digit(wrong) == check_digit(basic)) == ({wrong[place], basic[place]} == {"0", "9"})
