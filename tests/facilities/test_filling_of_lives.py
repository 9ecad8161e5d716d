"""The migration that fills in the day on which the expected life of equipment ends."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from common.partial_dates import PartialDate
from facilities.models import Equipment
from facilities.rules.life import life_ends_on
from tests.factories.facilities import make_building, make_equipment

migration = import_module("facilities.migrations.0007_fill_life_ends_on")

YEAR_ENDS = st.builds(
    lambda year, days: date(year, 3, 31) + timedelta(days=days), st.integers(1950, 2060), st.integers(-1, 2)
)


@given(day=YEAR_ENDS, years=st.one_of(st.integers(1, 60), st.integers(7900, 2**31 - 1)))
def test_it_says_the_same_as_the_rule_on_the_days_about_the_end_of_a_fiscal_year(day, years):
    assert migration.life_ends_on(day, years) == life_ends_on(PartialDate.of_day(day), years)


@pytest.mark.django_db
def test_it_fills_the_records_and_their_history_and_may_run_again():
    building = make_building()
    known = make_equipment(
        "1号機", building=building, installed_on=PartialDate.of_month(2012, 3), expected_life_years=15
    )
    make_equipment("2号機", building=building, installed_on=PartialDate.of_month(2012, 3))
    Equipment.objects.update(life_ends_on=None)
    Equipment.history.update(life_ends_on=None)

    for _ in range(2):
        migration.fill(apps, SimpleNamespace(connection=connection))

    expected = [("1号機", date(2027, 3, 31)), ("2号機", None)]
    assert known.life_ends_on == date(2027, 3, 31)
    assert list(Equipment.objects.order_by("name").values_list("name", "life_ends_on")) == expected
    assert list(Equipment.history.order_by("name").values_list("name", "life_ends_on")) == expected
