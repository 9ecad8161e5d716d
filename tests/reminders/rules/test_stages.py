from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.months import add_months
from reminders.rules.stages import Stage, parse_stages, stage_on, thresholds, within_half_cycle

INSPECTION = parse_stages("90d 30d 7d 0d")
CONTRACT = parse_stages("6m 3m 1m 0m")
DESIGNATION = parse_stages("24m 12m 9m 6m 4m 3m 1m")

DUE = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("stages", "on", "expected"),
    [
        (INSPECTION, date(2026, 12, 30), None),
        (INSPECTION, date(2026, 12, 31), "90d"),
        (INSPECTION, date(2027, 1, 1), "90d"),
        (INSPECTION, date(2027, 2, 28), "90d"),
        (INSPECTION, date(2027, 3, 1), "30d"),
        (INSPECTION, date(2027, 3, 2), "30d"),
        (INSPECTION, date(2027, 3, 23), "30d"),
        (INSPECTION, date(2027, 3, 24), "7d"),
        (INSPECTION, date(2027, 3, 30), "7d"),
        (INSPECTION, date(2027, 3, 31), "0d"),
        (INSPECTION, date(2027, 4, 1), "0d"),
        (INSPECTION, date(2030, 1, 1), "0d"),
        (CONTRACT, date(2026, 9, 29), None),
        (CONTRACT, date(2026, 9, 30), "6m"),
        (CONTRACT, date(2026, 12, 30), "6m"),
        (CONTRACT, date(2026, 12, 31), "3m"),
        (CONTRACT, date(2027, 2, 27), "3m"),
        (CONTRACT, date(2027, 2, 28), "1m"),
        (CONTRACT, date(2027, 3, 31), "0m"),
        (DESIGNATION, date(2025, 3, 30), None),
        (DESIGNATION, date(2025, 3, 31), "24m"),
        (DESIGNATION, date(2027, 6, 1), "1m"),
    ],
)
def test_a_stage_is_the_nearest_lead_time_passed(stages, on, expected):
    stage = stage_on(DUE, stages, on)

    assert (stage.code if stage else None) == expected


@pytest.mark.parametrize(
    ("cycle_months", "expected"),
    [
        (1, ["7d", "0d"]),
        (2, ["30d", "7d", "0d"]),
        (3, ["30d", "7d", "0d"]),
        (4, ["30d", "7d", "0d"]),
        (5, ["30d", "7d", "0d"]),
        (6, ["90d", "30d", "7d", "0d"]),
        (12, ["90d", "30d", "7d", "0d"]),
        (36, ["90d", "30d", "7d", "0d"]),
    ],
)
def test_no_stage_comes_earlier_than_half_the_cycle(cycle_months, expected):
    assert [stage.code for stage in within_half_cycle(INSPECTION, cycle_months)] == expected


@pytest.mark.parametrize("text", ["", "30", "30x", "-7d", "7d 30d", "30d 30d", "30d 1m", "30d, 7d"])
def test_lead_times_that_cannot_be_read_are_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="通知の時期"):
        parse_stages(text)


def test_lead_times_are_written_as_they_are_read():
    assert [stage.code for stage in parse_stages("24m 90d 0d")] == ["24m", "90d", "0d"]


ENDS_OF_MONTHS = st.dates(date(2023, 12, 1), date(2028, 4, 1)).flatmap(
    lambda day: st.sampled_from([day, day.replace(day=1), day.replace(day=1) - timedelta(days=1)])
)
SERIES = st.sampled_from([INSPECTION, CONTRACT, DESIGNATION])


@given(stages=SERIES, on=ENDS_OF_MONTHS)
@example(stages=CONTRACT, on=date(2027, 2, 28))
def test_the_spans_of_due_days_say_the_same_as_asking_each_due_day(stages, on):
    edges = [span.upto for span in thresholds(stages, on)]
    due_days = [edge + timedelta(days=near) for edge in edges for near in (-1, 0, 1)]

    by_span = [
        next((span.stage for span in thresholds(stages, on) if span.above < due <= span.upto), None)
        for due in due_days
    ]

    assert by_span == [stage_on(due, stages, on) for due in due_days]


@given(due=ENDS_OF_MONTHS, on=ENDS_OF_MONTHS, months=st.integers(1, 36))
def test_a_lead_time_in_months_begins_on_the_same_day_of_its_month(due, on, months):
    stage = Stage(months, in_months=True)

    assert (stage.begins_on(due) <= on) == (due <= stage.reaches_on(on))
    assert stage.begins_on(due) == add_months(due, -months)


@given(stages=SERIES, due=ENDS_OF_MONTHS, on=ENDS_OF_MONTHS)
def test_a_stage_never_goes_back_as_days_pass(stages, due, on):
    today, tomorrow = stage_on(due, stages, on), stage_on(due, stages, on + timedelta(days=1))

    assert today is None or (tomorrow is not None and tomorrow.rank <= today.rank)
