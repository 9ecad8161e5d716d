from __future__ import annotations

from datetime import date

import pytest

from maintenance.actions import (
    CannotPlanYear,
    change_planned_turn,
    draft_year_plan,
    put_on_one_day,
    record_inspection,
    remove_planned_turn,
)
from maintenance.models import DueInspection, PlannedTurn
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.maintenance import good_outcome, make_contract, make_turn, make_type
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
