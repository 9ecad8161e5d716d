from __future__ import annotations

from datetime import date

import pytest

from designated_managers.rules.handover import parse_due

FIRST_ON = date(2028, 4, 1)


@pytest.mark.parametrize(
    ("rule", "due_on", "by_first_day"),
    [
        ("-30d", date(2028, 3, 2), True),
        ("0d", FIRST_ON, True),
        ("+1d", date(2028, 4, 2), False),
        ("90d", date(2028, 6, 30), False),
        ("-2m", date(2028, 2, 1), True),
        ("-3m", date(2028, 1, 1), True),
    ],
)
def test_an_item_is_due_so_many_days_or_months_from_the_first_day(rule, due_on, by_first_day):
    due = parse_due(rule)

    assert (due.counted_from(FIRST_ON), due.is_by_first_day) == (due_on, by_first_day)


def test_a_month_before_the_last_of_a_month_is_the_last_of_the_month_before():
    assert parse_due("-1m").counted_from(date(2028, 3, 31)) == date(2028, 2, 29)


@pytest.mark.parametrize("rule", ["", "30", "-30w", "d30", "- 30d", "+-3d", "1000d"])
def test_a_rule_that_cannot_be_read_is_refused(rule):
    with pytest.raises(ValueError, match="期限の決まり"):
        parse_due(rule)
