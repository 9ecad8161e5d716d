"""A cycle that gets shorter brings forward what is pending; nothing is ever put off."""

from __future__ import annotations

from datetime import date

import pytest

from common.partial_dates import PartialDate
from facilities.actions import change_building, change_equipment
from maintenance.actions import (
    plan_filing,
    plan_inspection,
    record_filing,
    record_inspection,
    retime_shortened,
)
from maintenance.choices import Counting
from maintenance.models import DueInspection, Filing, InspectionType
from maintenance.tasks import plan_inspections
from tests.factories.facilities import make_building, make_equipment
from tests.factories.filings import make_filing
from tests.factories.maintenance import make_done_turn, make_turn, make_type

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
DONE_ON = date(2026, 11, 20)


@pytest.fixture
def heard(monkeypatch):
    """What is told to be settled, as (kind, ids, reason, day)."""
    told: list[tuple[str, list[int], str, date]] = []

    def hear(kind, ids, reason, *, on):
        told.append((kind, list(ids), str(reason), on))

    monkeypatch.setattr("common.deadlines._listeners", [hear])
    return told


def _pending():
    return list(DueInspection.objects.pending().values_list("due_on", "cycle_months"))


def _unfiled():
    return list(Filing.objects.pending().values_list("statutory_on", "due_on", "report_months"))


def _of_type(code="FIR-1", **facts):
    InspectionType.objects.filter(code=code).update(**facts)


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize(
    ("before", "after", "due_on", "months"),
    [
        (30_000, 55_000, date(2027, 11, 20), 12),
        (30_000, 49_999, date(2029, 11, 20), 36),
        (55_000, 30_000, date(2027, 11, 20), 12),
    ],
)
def test_the_next_check_of_a_machine_comes_sooner_when_its_compressor_takes_more(
    before, after, due_on, months
):
    building = make_building()
    machine = make_equipment(building=building, category="air_conditioning", compressor_watts=before)
    turn = plan_inspection(building, "HVC-2", equipment=machine, due_on=date(2026, 11, 30), on=TODAY)
    record_inspection(turn.pk, done_on=DONE_ON, on=TODAY, outcome="good", done_by="見本設備点検")

    change_equipment(machine.pk, on=TODAY, compressor_watts=after)
    moved = retime_shortened(on=TODAY)

    assert _pending() == [(due_on, months)]
    assert moved == (before < 50_000 <= after)


def test_the_day_says_why_its_flag_is_closed_and_the_history_keeps_the_old_one(heard):
    turn = make_done_turn().next
    _of_type(cycle_months=3)
    heard.clear()

    retime_shortened(on=TODAY)

    turn.refresh_from_db()
    assert (turn.due_on, turn.counted_from, turn.counted_months) == (date(2027, 2, 20), DONE_ON, 3)
    assert turn.due_reason == "前回 令和8年11月20日 から3か月（周期が短くなったため）"
    assert [row.due_on for row in turn.history.order_by("history_id")] == [
        date(2027, 5, 20),
        date(2027, 2, 20),
    ]
    assert heard == [("inspection", [turn.pk], "day_changed", TODAY)]
    assert retime_shortened(on=TODAY) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"cycle_months": 6},
        {"cycle_months": 12},
        {"cycle_months": 3, "counting": Counting.FISCAL_YEAR},
        {"cycle_months": 3, "retired_on": TODAY},
    ],
)
def test_what_is_not_counted_sooner_from_the_last_time_stays(facts):
    make_done_turn()
    _of_type(**facts)

    assert retime_shortened(on=TODAY) == 0
    assert _pending() == [(date(2027, 5, 20), 6)]


def test_a_day_that_was_entered_stays_and_so_does_what_stood_at_a_place_that_is_gone():
    make_turn(due_on=date(2030, 1, 31))
    gone = make_done_turn().building
    change_building(gone.pk, retired_on=PartialDate.of_day(TODAY))
    _of_type(cycle_months=3)

    assert retime_shortened(on=TODAY) == 0


def test_done_on_its_very_day_the_series_is_not_shortened_by_the_same_cycle():
    make_type(cycle_months=1)
    turn = plan_inspection(make_building(), "FIR-1", last_done_on=date(2026, 1, 30), on=TODAY)
    record_inspection(turn.pk, done_on=date(2026, 2, 28), on=TODAY, outcome="good", done_by="見本")

    assert retime_shortened(on=TODAY) == 0
    assert _pending() == [(date(2026, 3, 30), 1)]


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("15", "16_i", (date(2026, 11, 22), date(2026, 11, 24), 12)),
        ("15", "16_ro", (date(2028, 11, 22), date(2028, 11, 22), 36)),
        ("16_i", "15", (date(2026, 11, 22), date(2026, 11, 24), 12)),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_report_is_due_sooner_where_the_use_of_the_building_has_changed(before, after, told, is_first):
    building, filed_on = make_building(fire_item=before), date(2025, 11, 22)
    if is_first:
        turn = plan_inspection(building, "FIR-2", due_on=filed_on, on=TODAY)
        record_inspection(turn.pk, done_on=filed_on, on=TODAY, outcome="sound", done_by="見本防災")
    else:
        filing = plan_filing(building, "FIR-2", last_filed_on=date(2023, 11, 24), on=TODAY)
        record_filing(filing.pk, filed_on=filed_on, on=TODAY, addressee="消防署長（見本）")

    change_building(building.pk, fire_item=after)
    retime_shortened(on=TODAY)

    assert _unfiled() == [told]


def test_a_first_report_is_counted_from_the_day_it_was_planned_from_also_when_it_tells_of_a_later_turn(heard):
    filing = make_filing()
    assert filing.turn is not None
    record_inspection(
        filing.turn.next.pk, done_on=date(2026, 5, 10), on=TODAY, outcome="good", done_by="見本"
    )
    _of_type("FIR-2", report_months=6)
    heard.clear()

    retime_shortened(on=TODAY)

    filing.refresh_from_db()
    assert (filing.statutory_on, filing.counted_from, filing.counted_months) == (
        date(2026, 5, 20),
        date(2025, 11, 20),
        6,
    )
    assert filing.due_reason == "令和7年11月20日 から6か月（周期が短くなったため）"
    assert heard == [("filing", [filing.pk], "day_changed", TODAY)]


def test_the_night_does_it():
    make_done_turn()
    _of_type(cycle_months=3)

    plan_inspections(on=TODAY.isoformat())

    assert _pending() == [(date(2027, 2, 20), 3)]


# Shorter: of both kinds the turns change, their flags close, and what was about to be told of them is dropped.
@pytest.mark.parametrize(("is_shorter", "queries"), [(False, 9), (True, 19)])
@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_many(django_assert_num_queries, count, is_shorter, queries):
    for number in range(count):
        make_done_turn(make_building(name=f"棟{number}"))
        make_filing(make_building(name=f"別棟{number}"))
    if is_shorter:
        InspectionType.objects.update(cycle_months=3, report_months=6)

    with django_assert_num_queries(queries):
        retime_shortened(on=TODAY)
