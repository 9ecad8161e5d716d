"""Where the bars and lines of the drawn strips stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from common.months import add_months
from common.periods import Period
from ui.figures import BARS, Bar, Counts, bars_of_year, share_of_term, today_in_year, years_of_term

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
    assert [year.label_class for year in years] == ["", "not-narrow", "", "", ""]


def labels(term: Period, width: str) -> list[str]:
    """The labels under the bar at this width, as they are read."""
    return [
        (year.era if f"not-{width}" not in year.era_class else "") + year.number
        for year in years_of_term(term, None)
        if year.label_class is not None and f"not-{width}" not in year.label_class
    ]


def test_a_phone_names_the_era_once_and_a_very_narrow_page_leaves_out_what_has_no_room():
    assert labels(FIVE_YEARS, "wide") == ["令和5年度", "令和6年度", "令和7年度", "令和8年度", "令和9年度"]
    assert labels(FIVE_YEARS, "phone") == ["令和5年度", "6年度", "7年度", "8年度", "9年度"]
    assert labels(FIVE_YEARS, "narrow") == ["令和5年度", "7年度", "8年度", "9年度"]


def test_of_many_years_only_some_are_named():
    ten_years = Period(date(2020, 4, 1), date(2030, 3, 31))

    assert labels(ten_years, "wide") == ["令和2年度", "令和4年度", "令和6年度", "令和8年度", "令和10年度"]
    assert labels(ten_years, "phone") == ["令和2年度", "5年度", "7年度", "9年度"]


@pytest.mark.parametrize("first_on", [date(2026, 3, 1), date(2025, 12, 1), date(2025, 11, 1)])
@pytest.mark.parametrize("width", ["wide", "phone"])
def test_a_short_first_year_leaves_its_room_to_the_next(first_on, width):
    assert labels(Period(first_on, date(2029, 3, 31)), width)[0] == "令和8年度"


def test_a_short_last_year_does_not_stick_out():
    assert labels(Period(date(2026, 4, 1), date(2029, 6, 30)), "phone") == ["令和8年度", "9年度", "10年度"]


@pytest.mark.parametrize("months", range(1, 84))
@pytest.mark.parametrize(("width", "pixels"), BARS.items())
def test_no_label_runs_into_the_next_or_out_of_the_page(months, width, pixels):
    term = Period(date(2020, 7, 1), add_months(date(2020, 7, 1), months) - timedelta(days=1))
    years = [
        year
        for year in years_of_term(term, None)
        if year.label_class is not None and f"not-{width}" not in year.label_class
    ]

    begins = [float(year.x) / 100 * pixels for year in years]
    texts = [(year.era if f"not-{width}" not in year.era_class else "") + year.number for year in years]
    ends = [
        at + sum(8 if c.isdecimal() else 14 for c in text) for at, text in zip(begins, texts, strict=True)
    ]

    assert [end for end, after in zip(ends, [*begins[1:], pixels], strict=True) if end > after] == []


def test_the_era_is_named_again_where_it_changes():
    term = Period(date(2017, 4, 1), date(2021, 3, 31))

    assert labels(term, "phone") == ["平成29年度", "30年度", "令和元年度", "2年度"]
