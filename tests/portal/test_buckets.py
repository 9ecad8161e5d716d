from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.buckets import Bucket, bucket_of, due_in
from reminders.models import Flag

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days_left", "bucket"),
    [
        (None, Bucket.UNKNOWN),
        (-400, Bucket.OVERDUE),
        (-1, Bucket.OVERDUE),
        (0, Bucket.WEEK),
        (7, Bucket.WEEK),
        (8, Bucket.MONTH),
        (30, Bucket.MONTH),
        (31, Bucket.LATER),
        (700, Bucket.LATER),
    ],
)
def test_a_deadline_belongs_to_the_group_of_its_days_left(days_left, bucket):
    assert bucket_of(days_left) is bucket


def test_a_group_says_its_last_day_where_it_has_one_of_its_own():
    assert [bucket.until(ON) for bucket in Bucket] == [
        None,
        date(2026, 11, 30),
        date(2026, 12, 23),
        None,
        None,
    ]


def test_the_database_groups_as_the_rule_does_next_to_every_edge(db):
    days = [None, *range(-2, 3), *range(6, 10), *range(29, 33)]
    for number, days_left in enumerate(days):
        Flag.objects.create(
            kind="inspection",
            subject_id=number,
            due_on=None if days_left is None else ON + timedelta(days=days_left),
            side="city",
            stage="7d",
            stage_rank=7,
            opened_on=ON,
        )

    told = {
        flag: bucket
        for bucket in Bucket
        for flag in Flag.objects.filter(due_in(bucket, ON)).values_list("subject_id", flat=True)
    }

    assert told == {number: bucket_of(days_left) for number, days_left in enumerate(days)}
