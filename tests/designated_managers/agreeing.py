"""What the tests of agreements share: the day, and what was refused."""

from __future__ import annotations

from datetime import date

ON = date(2026, 11, 23)


def codes(refused):
    return [problem.code for problem in refused.value.problems]
