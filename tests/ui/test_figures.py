"""Where the bars and lines of the drawn strips stand."""

from __future__ import annotations

from datetime import date

import pytest

from common.periods import Period
from ui.figures import Bar, Counts, bars_of_year, share_of_term, today_in_year, years_of_term

FIVE_YEARS = Period(date(2023, 4, 1), date(2028, 3, 31))


def test_the_months_of_a_year_run_from_april_and_mark_the_one_at_hand():
    columns = bars_of_year([Counts()] * 12, date(2026, 11, 23))

    assert [column.month for column in columns] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert [column.month for column in columns if column.now] == [11]


def test_a_year_that_is_not_this_one_marks_no_month():
    assert [column.now for column in bars_of_year([Counts()] * 12, None)] == [False] * 12


def test_a_month_stacks_finished_then_to_come_then_late_with_a_gap_between():
    columns = bars_of_year([Counts(2, 1, 1), *[Counts(0, 2)] * 11], None)

    assert columns[0].count == 4
    assert columns[0].bars == (
        Bar("finished", "2.5", "43", "3.33", "19"),
        Bar("ahead", "2.5", "33.5", "3.33", "8.5"),
        Bar("overdue", "2.5", "24", "3.33", "8.5"),
    )
    assert columns[1].bars == (Bar("ahead", "10.83", "43", "3.33", "19"),)


def test_a_month_without_anything_has_a_count_and_no_bar():
    column = bars_of_year([Counts()] * 12, None)[0]

    assert (column.count, column.bars, column.count_y) == (0, (), "56")


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2026, 4, 1), "0.14"),
        (date(2026, 4, 30), "8.19"),
        (date(2026, 5, 1), "8.47"),
        (date(2027, 3, 31), "99.87"),
    ],
)
def test_today_stands_at_its_true_place_in_its_month(day, place):
    assert today_in_year(day) == place


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2023, 3, 31), 0.0),
        (date(2023, 4, 1), 0.0),
        (date(2023, 4, 2), 100 / 1827),
        (date(2028, 3, 31), 100 * 1826 / 1827),
        (date(2028, 4, 1), 100.0),
        (date(2028, 4, 2), 100.0),
    ],
)
def test_a_term_fills_day_by_day_from_nothing_to_all(day, share):
    assert share_of_term(FIVE_YEARS, day) == pytest.approx(share)


def test_a_term_of_whole_years_is_divided_at_each_april():
    years = years_of_term(FIVE_YEARS, date(2026, 11, 23))

    assert [(year.x, year.era + year.number) for year in years] == [
        ("0", "令和5年度"),
        ("20.03", "令和6年度"),
        ("40.01", "令和7年度"),
        ("59.99", "令和8年度"),
        ("79.97", "令和9年度"),
    ]
    assert [year.number for year in years if year.now] == ["8年度"]
    assert [year.era_always for year in years] == [True, False, False, False, False]


def test_labels_that_would_run_into_each_other_are_left_out():
    ten_years = Period(date(2020, 4, 1), date(2030, 3, 31))
    late_start = Period(date(2026, 3, 1), date(2029, 3, 31))

    assert [year.number for year in years_of_term(ten_years, None) if year.shown] == [
        *("2年度", "4年度", "6年度", "8年度", "10年度"),
    ]
    assert [year.number for year in years_of_term(late_start, None) if year.shown] == [
        "8年度",
        "9年度",
        "10年度",
    ]


def test_the_era_is_named_again_where_it_changes():
    term = Period(date(2017, 4, 1), date(2021, 3, 31))

    assert [(year.era, year.number, year.era_always) for year in years_of_term(term, None)] == [
        ("平成", "29年度", True),
        ("平成", "30年度", False),
        ("令和", "元年度", True),
        ("令和", "2年度", False),
    ]
