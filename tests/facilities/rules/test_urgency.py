from __future__ import annotations

from fractions import Fraction

import pytest

from facilities.rules.urgency import urgency_of_score


@pytest.mark.parametrize(
    ("score", "urgency"),
    [
        ("100", 1),
        ("80.01", 1),
        ("80", 2),
        ("60", 3),
        ("52.47", 3),
        ("40.01", 3),
        ("40", 4),
        ("37.45", 4),
        ("20", 5),
        ("10", 5),
        ("0", 5),
    ],
)
def test_the_worse_the_condition_the_more_urgent_the_works(score, urgency):
    assert urgency_of_score(Fraction(score), Fraction(100)) == urgency
