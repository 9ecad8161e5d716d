from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maintenance.models import ContractCoverage, DueInspection, InspectionType, ServiceContract
from maintenance.queries.contracts import state_of_contract
from maintenance.queries.inspections import state_of_turn
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_turn

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def _refused(make):
    """Whether the database itself refuses the row."""
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def _turn(**facts):
    return lambda: DueInspection.objects.create(**{"type_code": "FIR-1", "cycle_months": 6, **facts})


def test_the_database_keeps_one_pending_turn_of_a_type_per_building():
    building = make_building()
    _turn(building=building)()

    assert _refused(_turn(building=building))
    assert not _refused(_turn(building=building, type_code="FIR-2"))
    assert not _refused(_turn(building=building, done_on=TODAY, outcome="good"))
    assert not _refused(_turn(building=building, withdrawn_on=TODAY, withdrawn_reason="用途廃止"))


def test_the_database_keeps_one_pending_turn_of_a_type_per_piece_of_equipment():
    lift = make_equipment()
    other = make_equipment("2号機", building=lift.building)
    _turn(building=lift.building, equipment=lift)()

    assert _refused(_turn(building=lift.building, equipment=lift))
    assert not _refused(_turn(building=lift.building, equipment=other))
    assert not _refused(_turn(building=lift.building))


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"done_on": TODAY}, True),
        ({"done_on": TODAY, "outcome": "good"}, False),
        ({"withdrawn_on": TODAY}, True),
        ({"withdrawn_on": TODAY, "withdrawn_reason": "用途廃止"}, False),
        (
            {"done_on": TODAY, "outcome": "good", "withdrawn_on": TODAY, "withdrawn_reason": "用途廃止"},
            True,
        ),
    ],
)
def test_the_database_refuses_a_turn_that_cannot_be(facts, refused):
    building = make_building()

    assert _refused(_turn(building=building, **facts)) is refused


def test_a_turn_is_followed_by_one_turn_only():
    building = make_building()
    first = _turn(building=building, done_on=TODAY, outcome="good")()
    _turn(building=building, previous=first)()

    assert _refused(_turn(building=building, type_code="FIR-2", previous=first))


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"last_on": date(2026, 3, 31)}, True),
        ({"last_on": date(2026, 4, 1)}, False),
        ({"last_on": date(2026, 4, 2)}, False),
        ({"not_renewed_on": TODAY}, True),
        ({"not_renewed_on": TODAY, "not_renewed_reason": "廃止"}, False),
        ({"amount": -1}, True),
        ({"amount": 0}, False),
        ({"amount": None}, False),
    ],
)
def test_the_database_refuses_a_contract_that_cannot_be(facts, refused):
    whole = {
        "name": "見本清掃業務",
        "contractor": "見本清掃",
        "contract_kind": "single_year",
        "first_on": date(2026, 4, 1),
        "last_on": date(2027, 3, 31),
    }

    assert _refused(lambda: ServiceContract.objects.create(**{**whole, **facts})) is refused


def test_a_contract_covers_a_centre_once():
    centre = make_centre()
    contract = make_contract([centre])

    assert _refused(lambda: ContractCoverage.objects.create(contract=contract, centre=centre))


def test_a_cycle_has_at_least_one_month():
    def type_with(cycle_months):
        return lambda: InspectionType.objects.create(
            code="X", name="見本点検", law="見本法", subject="building", cycle_months=cycle_months
        )

    assert _refused(type_with(0))
    assert not _refused(type_with(1))


near_today = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
near_the_day = settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@near_the_day
@given(st.none() | near_today, st.none() | near_today)
def test_python_and_the_database_agree_on_what_is_overdue(db, due_on, done_on):
    with transaction.atomic():
        turn = make_turn(due_on=due_on)
        if done_on:
            turn.done_on, turn.outcome = done_on, "good"
            turn.save()

        by_database = DueInspection.objects.overdue(TODAY).filter(pk=turn.pk).exists()
        by_python = state_of_turn(turn, on=TODAY).shape == "overdue"
        transaction.set_rollback(True)

    assert by_database is by_python


@near_the_day
@given(near_today, st.sampled_from(["open", "followed", "ended"]))
def test_python_and_the_database_agree_on_which_contracts_concern_anybody(db, last_on, answer):
    with transaction.atomic():
        contract = make_contract(last_on=last_on)
        if answer == "followed":
            make_contract(first_on=date(2027, 4, 1), last_on=date(2028, 3, 31), previous=contract)
        if answer == "ended":
            contract.not_renewed_on, contract.not_renewed_reason = TODAY, "廃止"
            contract.save()

        row = ServiceContract.objects.filter(pk=contract.pk)
        unanswered = row.unanswered().exists()
        answered = row.answered().exists()
        concerns = row.concerning(TODAY).exists()
        state = state_of_contract(contract, on=TODAY)
        transaction.set_rollback(True)

    assert unanswered is (answer == "open")
    assert answered is not unanswered
    assert concerns is (last_on >= TODAY or answer == "open")
    assert (state.shape in {"overdue", "soon", "planned"}) is unanswered
