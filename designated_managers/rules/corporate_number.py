"""The corporate number (法人番号) and its check digit (検査用数字)."""

from __future__ import annotations

import re
from itertools import cycle

_NUMBER = re.compile(r"[1-9][0-9]{12}")

NOT_A_NUMBER = "法人番号は13けたの数字で入力してください。"
WRONG_DIGIT = (
    "法人番号のいちばん左の数字（検査用数字）が、ほかの12けたに合いません。"
    "国税庁の法人番号公表サイトの番号と見比べてください。"
)


def check_digit(basic: str) -> int:
    """The first digit, made of the twelve that follow it: 9 less the remainder by 9 of their sum, in which
    every second digit from the right counts twice (「法人番号の指定等に関する省令」第2条)."""
    weighted = zip(reversed(basic), cycle((1, 2)), strict=False)
    return 9 - sum(int(digit) * weight for digit, weight in weighted) % 9


def problem_with_number(number: str) -> str:
    """What is wrong with a corporate number, in one sentence; empty where nothing is."""
    if not _NUMBER.fullmatch(number):
        return NOT_A_NUMBER
    return "" if int(number[0]) == check_digit(number[1:]) else WRONG_DIGIT
