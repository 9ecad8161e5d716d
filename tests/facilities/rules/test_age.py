from __future__ import annotations

from datetime import date

import pytest

from common.partial_dates import PartialDate
from facilities.rules.age import age_on

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("built_on", "age"),
    [
        (PartialDate.of_day(date(1981, 11, 23)), "築45年"),
        (PartialDate.of_day(date(1981, 11, 24)), "築44年"),
        (PartialDate.of_month(1981, 3), "築45年"),
        (PartialDate.of_fiscal_year(1981), "築44〜45年"),
        (PartialDate.of_day(date(2026, 11, 23)), "築0年"),
        (PartialDate.of_day(date(2026, 11, 24)), ""),
        (PartialDate.of_year(2026), "築0年"),
        (None, ""),
    ],
)
def test_a_building_is_so_many_whole_years_old(built_on, age):
    assert age_on(built_on, ON) == age
