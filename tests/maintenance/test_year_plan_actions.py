from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import monotonic, sleep

import pytest
from django.db import connection, connections, transaction

from maintenance.actions import (
    CannotPlanYear,
    ContractScope,
    change_planned_turn,
    draft_year_plan,
    put_on_one_day,
    record_inspection,
    remove_planned_turn,
)
from maintenance.models import DueInspection, PlannedTurn
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import (
    good_outcome,
    make_contract,
    make_lift_type,
    make_turn,
    make_type,
)
from tests.factories.year_plans import ON, make_plan

pytestmark = pytest.mark.django_db


def _codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_draft_takes_day_contract_and_budget_from_what_is_known():
    building = make_building()
    make_turn(building, due_on=date(2026, 5, 20))
    turn = DueInspection.objects.get()
    record_inspection(
        turn.pk,
        done_on=date(2026, 6, 3),
        on=ON,
        outcome=good_outcome(turn),
        done_by="見本設備　花子",
        cost=55_000,
    )
    contract = make_contract([building.centre], contractor="見本設備")

    done, coming = make_plan()

    assert (done.number, done.due_on, done.planned_on) == (1, date(2026, 5, 20), date(2026, 6, 3))
    assert (coming.number, coming.due_on, coming.planned_on) == (2, date(2026, 12, 3), date(2026, 12, 3))
    assert (coming.contract, coming.contractor, coming.budget) == (contract, "見本設備", 55_000)


def test_drafting_again_adds_nothing_and_writes_no_history():
    make_turn()
    make_plan()
    before = PlannedTurn.history.count()

    draft = draft_year_plan(2026, on=ON)

    assert (draft.added, draft.moved, draft.vanished) == (0, 0, 0)
    assert PlannedTurn.history.count() == before


def test_a_new_draft_adds_what_is_new_and_leaves_what_an_officer_decided():
    building = make_building()
    make_turn(building, due_on=date(2026, 12, 20))
    (row,) = make_plan()
    change_planned_turn(row.pk, on=ON, planned_on=date(2026, 12, 2), contractor="職員", budget=0)
    DueInspection.objects.update(due_on=date(2026, 12, 25), planned_on=None)
    make_turn(due_on=date(2027, 1, 20))

    draft = draft_year_plan(2026, on=ON)

    row.refresh_from_db()
    assert (draft.added, draft.moved, draft.vanished) == (1, 1, 0)
    assert (row.due_on, row.planned_on, row.contractor, row.budget) == (
        date(2026, 12, 25),
        date(2026, 12, 2),
        "職員",
        0,
    )


def test_what_vanished_is_counted_and_stays_until_an_officer_removes_it():
    turn = make_turn()
    (row,) = make_plan()
    with pytest.raises(CannotPlanYear) as refused:
        remove_planned_turn(row.pk, on=ON)
    DueInspection.objects.filter(pk=turn.pk).update(withdrawn_on=ON, withdrawn_reason="なくなった")

    draft = draft_year_plan(2026, on=ON)
    remove_planned_turn(row.pk, on=ON)

    assert _codes(refused) == ["still-expected"]
    assert draft.vanished == 1
    assert not PlannedTurn.objects.exists()
    assert PlannedTurn.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize(("year", "refused"), [(2025, True), (2026, False), (2027, False), (2028, True)])
def test_this_year_and_the_next_can_be_drafted(year, refused):
    if refused:
        with pytest.raises(CannotPlanYear):
            draft_year_plan(year, on=ON)
    else:
        assert draft_year_plan(year, on=ON).plan.fiscal_year == year


def test_a_changed_day_moves_the_pending_turn_and_no_other():
    make_turn(due_on=date(2026, 12, 20))
    make_type("ELC-1", cycle_months=1)
    monthly = make_turn(type_code="ELC-1", due_on=date(2026, 12, 1))
    rows = make_plan()
    later = next(row for row in rows if row.type_code == "ELC-1" and row.number == 2)

    change_planned_turn(later.pk, on=ON, planned_on=date(2026, 12, 25))

    monthly.refresh_from_db()
    assert monthly.planned_on is None


def test_every_problem_with_a_change_is_told_at_once():
    make_turn(due_on=date(2026, 12, 20))
    (row,) = make_plan()
    elsewhere = make_contract([make_centre()])

    with pytest.raises(CannotPlanYear) as refused:
        change_planned_turn(row.pk, on=ON, planned_on=date(2026, 11, 22), contract=elsewhere)

    assert _codes(refused) == ["day-passed", "contract-elsewhere"]


def test_visits_of_two_centres_or_on_a_closed_day_are_not_put_together():
    make_turn(make_building(centre=make_centre()), due_on=date(2026, 12, 20))
    make_turn(make_building(centre=make_centre()), due_on=date(2026, 12, 21))
    rows = make_plan()

    with pytest.raises(CannotPlanYear) as refused:
        put_on_one_day([row.pk for row in rows], day=date(2026, 12, 5), on=ON)

    assert _codes(refused) == ["several-centres", "office-closed"]
    assert not PlannedTurn.objects.filter(day_by_hand=True).exists()


def test_the_day_after_a_due_day_is_too_late_and_the_due_day_itself_is_not():
    building = make_building()
    make_type("ELC-2")
    turns = [
        make_turn(building, due_on=date(2026, 12, 8)),
        make_turn(building, "ELC-2", due_on=date(2026, 12, 21)),
    ]
    pks = [row.pk for row in make_plan()]

    with pytest.raises(CannotPlanYear) as refused:
        put_on_one_day(pks, day=date(2026, 12, 9), on=ON)
    put_on_one_day(pks, day=date(2026, 12, 8), on=ON)

    assert _codes(refused) == ["after-due"]
    for turn in turns:
        turn.refresh_from_db()
    assert {turn.planned_on for turn in turns} == {date(2026, 12, 8)}


@pytest.mark.parametrize(
    ("due_by_now", "refused"), [(date(2026, 12, 5), True), (date(2026, 12, 8), False), (None, False)]
)
def test_the_due_day_that_counts_is_the_one_that_the_turn_has_by_now(due_by_now, refused):
    building = make_building()
    make_type("ELC-2")
    moved = make_turn(building, due_on=date(2026, 12, 20))
    make_turn(building, "ELC-2", due_on=date(2026, 12, 21))
    pks = [row.pk for row in make_plan()]
    DueInspection.objects.filter(pk=moved.pk).update(due_on=due_by_now)

    if refused:
        with pytest.raises(CannotPlanYear, match="令和8年12月5日です"):
            put_on_one_day(pks, day=date(2026, 12, 8), on=ON)
    else:
        assert len(put_on_one_day(pks, day=date(2026, 12, 8), on=ON)) == 2


def test_a_contract_that_names_other_equipment_is_neither_proposed_nor_taken():
    make_lift_type()
    first = make_equipment("1号機")
    second = make_equipment("2号機", building=first.building)
    for lift in (first, second):
        make_turn(lift.building, "BLD-3", equipment=lift, due_on=date(2026, 12, 20))
    contract = make_contract([first.building.centre], scope=ContractScope(["BLD-3"], [first]))

    rows = {row.equipment: row for row in make_plan()}
    with pytest.raises(CannotPlanYear, match="この設備を対象にしている契約を選んでください") as refused:
        change_planned_turn(rows[second].pk, on=ON, contract=contract)

    assert {lift: row.contract for lift, row in rows.items()} == {first: contract, second: None}
    assert _codes(refused) == ["contract-of-other-equipment"]


def test_no_day_farther_ahead_than_fifty_years_is_planned():
    make_turn(due_on=date(2026, 12, 20))
    (row,) = make_plan()

    with pytest.raises(CannotPlanYear) as refused:
        change_planned_turn(row.pk, on=ON, planned_on=date.max)

    assert _codes(refused) == ["planned-out-of-reach"]


def test_one_turn_due_out_of_reach_does_not_keep_the_others_from_being_drafted():
    odd, early = make_turn(), make_turn()
    make_turn(due_on=date(2026, 12, 20))
    DueInspection.objects.filter(pk=odd.pk).update(due_on=date.max)
    DueInspection.objects.filter(pk=early.pk).update(due_on=date.min)

    assert [row.due_on for row in make_plan()] == [date.min, date(2026, 12, 20)]


def _wait_until_somebody_waits() -> None:
    """Until another connection waits for what this one holds."""
    until = monotonic() + 10
    with connection.cursor() as cursor:
        while monotonic() < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            sleep(0.02)
    pytest.fail("nobody waits")


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_draft_waits_for_who_saves_a_row_and_overwrites_nothing():
    turn = make_turn(due_on=date(2026, 12, 20))
    (row,) = make_plan()
    DueInspection.objects.filter(pk=turn.pk).update(due_on=date(2026, 12, 25))

    def draft():
        try:
            return draft_year_plan(2026, on=ON).moved
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change_planned_turn(row.pk, on=ON, contractor="見本設備", budget=55_000)
            drafting = pool.submit(draft)
            _wait_until_somebody_waits()
        assert drafting.result(timeout=10) == 1

    row.refresh_from_db()
    assert (row.due_on, row.contractor, row.budget) == (date(2026, 12, 25), "見本設備", 55_000)
