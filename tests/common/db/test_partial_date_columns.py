from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, models, transaction

from centres.models import Centre, District
from common.db.partial_dates import partial_date_columns, partial_date_values, read_partial_date
from common.partial_dates import PartialDate, parse

FEBRUARY = PartialDate.of_month(2021, 2)


@pytest.fixture
def centre(db) -> Centre:
    return Centre.objects.create(code="1", name="長穂", **partial_date_values("opened_on", FEBRUARY))


def _columns(row: models.Model, name: str) -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in partial_date_columns(name))


def test_a_day_known_in_part_is_given_when_the_record_is_made():
    centre = Centre(code="1", name="長穂", opened_on=FEBRUARY)  # type: ignore[misc]

    assert _columns(centre, "opened_on") == (
        date(2021, 2, 1),
        date(2021, 2, 28),
        "month",
    )


def test_a_day_not_known_at_all_is_none():
    assert Centre(code="1").opened_on is None


@pytest.mark.parametrize(
    "text", ["2021-02-01", "令和3年2月", "令和元年", "2019", "昭和45年度", "昭和64年1月"]
)
def test_a_day_is_read_from_the_database_as_it_was_given(centre, text):
    centre.opened_on = parse(text)
    centre.save()

    assert Centre.objects.get().opened_on == parse(text)


def test_a_day_is_taken_back(centre):
    centre.opened_on = None
    centre.save()

    stored = Centre.objects.get()
    assert (stored.opened_on, _columns(stored, "opened_on")) == (None, (None, None, ""))


def test_two_such_days_of_one_record_do_not_mix(centre):
    centre.abolished_on = PartialDate.of_year(2026)

    assert (centre.opened_on, centre.abolished_on) == (FEBRUARY, PartialDate.of_year(2026))


def test_records_are_found_by_the_first_and_last_possible_day(centre):
    found = [
        Centre.objects.filter(opened_on_first__lte=day).count()
        for day in (date(2021, 1, 31), date(2021, 2, 1))
    ]

    assert found == [0, 1]


def test_the_history_keeps_the_columns(centre):
    centre.opened_on = PartialDate.of_day(date(2021, 2, 20))
    centre.save()

    assert [read_partial_date(row, "opened_on") for row in centre.history.order_by("history_id")] == [
        FEBRUARY,
        PartialDate.of_day(date(2021, 2, 20)),
    ]


def test_the_columns_are_ordinary_ones_with_the_days_name():
    fields = {f.name: f for f in Centre._meta.fields}

    assert [str(fields[name].verbose_name) for name in partial_date_columns("opened_on")] == [
        "供用開始日（最も早い日）",
        "供用開始日（最も遅い日）",
        "供用開始日のわかる範囲",
    ]
    assert "opened_on" not in fields


@pytest.mark.parametrize(
    "columns",
    [
        {"opened_on_first": date(2021, 2, 1)},
        {"opened_on_first": date(2021, 2, 1), "opened_on_last": date(2021, 2, 28)},
        {"opened_on_last": date(2021, 2, 28), "opened_on_precision": "month"},
        {"opened_on_precision": "month"},
        {
            "opened_on_first": date(2021, 2, 2),
            "opened_on_last": date(2021, 2, 1),
            "opened_on_precision": "month",
        },
        {
            "opened_on_first": date(2021, 2, 1),
            "opened_on_last": date(2021, 2, 1),
            "opened_on_precision": "week",
        },
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_half_a_day_and_one_that_ends_before_it_begins(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Centre.objects.create(code="1", name="長穂", **columns)


@pytest.mark.django_db
def test_the_database_takes_a_day_whose_first_and_last_are_the_same():
    values = partial_date_values("dream_plan_on", PartialDate.of_day(date(2021, 3, 31)))

    district = District.objects.create(code="1", name="須々万", **values)

    assert _columns(district, "dream_plan_on") == (date(2021, 3, 31), date(2021, 3, 31), "day")
