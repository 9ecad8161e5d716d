"""Due days against ``tests/golden/inspection_due_days.csv``, worked out by hand from the Civil Code.

``days`` of a series are the day it was done before the watch began, then the day of each turn; ``!`` is a turn that the
office withdrew. ``due_days`` are the due day of each turn in order; of a filing, its day and its statutory one.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from common.office_days import load_office_days
from common.partial_dates import PartialDate, parse
from maintenance.choices import FirstFrom
from maintenance.rules.cycles import PastTurn, after_last_done, following_due
from maintenance.rules.filings import filing_due
from maintenance.rules.first_turns import FirstRule, first_due

GOLDEN = Path(__file__).parents[2] / "golden" / "inspection_due_days.csv"
WATCH_BEGINS = date(2026, 1, 10)


def _rows(*kinds):
    with GOLDEN.open(encoding="utf-8") as file:
        return [
            pytest.param(row, id=f"{row['counting']} {row['days']}")
            for row in csv.DictReader(file)
            if row["kind"] in kinds
        ]


def _series(counting, cycle_months, days):
    """The due days of turns done on these days."""
    first, *others = days
    due = after_last_done(date.fromisoformat(first), counting=counting, cycle_months=cycle_months)
    yield due
    past = []
    for day in others:
        assert due is not None
        done_on = None if day == "!" else date.fromisoformat(day)
        past.append(PastTurn(due.due_on, done_on, cycle_months, due.anchor))
        due = following_due(past, counting=counting, cycle_months=cycle_months)
        yield due


def test_the_table_has_every_way_of_counting():
    rows = [param.values[0] for param in _rows("series", "first", "filing")]

    assert len(rows) >= 50
    assert {row["counting"] for row in rows} >= {
        "from_last",
        "fiscal_year",
        "calendar_month",
        "standing",
        "once",
    }


@pytest.mark.parametrize("row", _rows("series"))
def test_turns_are_due_as_worked_out_by_hand(row):
    found = _series(row["counting"], int(row["cycle_months"]), row["days"].split())

    assert " ".join(str(due.due_on) if due else "none" for due in found) == row["due_days"]


@pytest.mark.parametrize("row", _rows("first"))
def test_first_turns_are_due_as_worked_out_by_hand(row):
    months = int(row["first_months"]) if row["first_months"] else None
    rule = FirstRule(row["counting"], int(row["cycle_months"]), row["first_from"], months)
    source = row["first_from"] or FirstFrom.CERTIFIED
    days = {source: parse(row["days"]) if row["days"] else None}

    due = first_due(rule, days, of_equipment=False, on=WATCH_BEGINS)

    marks = [word for word in ("要確認", "推定") if due.due_on and f"・{word}" in due.reason]
    assert " ".join([str(due.due_on or "none"), *marks]) == row["due_days"]
    assert due.estimated == bool(marks)
    assert due.due_on is not None or due.reason.startswith("期日不明。")


@pytest.mark.parametrize("row", _rows("filing"))
def test_filings_are_due_as_worked_out_by_hand(row):
    since = date.fromisoformat(row["days"])

    due = filing_due(since, int(row["cycle_months"]), calendar=load_office_days(), first=False)

    assert f"{due.due_on} {due.statutory_on}" == row["due_days"]
    assert ("翌開庁日まで（地方自治法第4条の2第4項" in due.reason) == (due.due_on != due.statutory_on)


def test_equipment_where_the_source_is_silent_counts_from_its_installation():
    days: dict[str, PartialDate | None] = {
        FirstFrom.INSTALLED: parse("2026-01-05"),
        FirstFrom.CERTIFIED: parse("2020-01-01"),
    }

    due = first_due(FirstRule("from_last", 12), days, of_equipment=True, on=WATCH_BEGINS)

    assert due.due_on == date(2027, 1, 5)
    assert (
        due.reason
        == "設置年月 令和8年1月5日 から12か月（初回）。初回の定めが見つからないため周期で数えた・要確認"
    )


@pytest.mark.parametrize(
    ("on", "told"), [(date(2026, 8, 30), True), (date(2026, 8, 31), True), (date(2026, 9, 1), False)]
)
def test_a_first_due_day_that_is_over_when_the_watch_begins_tells_nothing(on, told):
    rule = FirstRule("from_last", 36, FirstFrom.CERTIFIED, 72)

    due = first_due(rule, {FirstFrom.CERTIFIED: parse("2020-08-31")}, of_equipment=False, on=on)

    assert (due.due_on is not None) is told


def test_a_filing_past_what_the_calendar_knows_is_a_forecast():
    due = filing_due(date(2040, 5, 10), 12, calendar=load_office_days(), first=True)

    assert due.provisional
    assert due.reason.endswith("祝日が未公表のため見込み")
