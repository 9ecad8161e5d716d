from __future__ import annotations

import pytest

from centres.models import CentreFact


@pytest.mark.parametrize(
    ("certainty", "text", "needs_check"),
    [
        ("verified", "供用開始日：確認済み", False),
        ("second_hand", "供用開始日：二次資料", True),
        ("derived", "供用開始日：推定", True),
        ("unverified", "供用開始日：要確認", True),
        ("sample", "供用開始日：見本", False),
    ],
)
def test_a_stated_fact_says_how_sure_it_is(certainty, text, needs_check):
    fact = CentreFact(field="供用開始日", source="市の告示", certainty=certainty)

    assert (str(fact), fact.needs_check) == (text, needs_check)
