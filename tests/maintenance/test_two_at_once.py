"""Two people who press the button at the same moment, each over a connection of their own, on the real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from common.problems import Refused
from maintenance.actions import decide_not_to_renew, plan_inspection, record_inspection, succeed_contract
from maintenance.choices import ContractKind
from maintenance.models import DueInspection, ServiceContract
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_contract, make_turn, make_type

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 23)


def _at_once(*acts):
    """What each act answered: "done", or the sentence with which it was refused; in a fixed order."""
    together = Barrier(len(acts))

    def run(act):
        try:
            together.wait(timeout=10)
            act()
        except Refused as refusal:
            return str(refusal)
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_of_two_who_record_the_same_turn_the_second_gets_the_sentence_and_nothing_is_doubled():
    turn = make_turn()

    def record(who):
        return lambda: record_inspection(
            turn.pk, done_on=date(2026, 11, 20), on=TODAY, outcome="good", done_by=who
        )

    answers = _at_once(record("見本 太郎"), record("見本 花子"))

    assert answers == ["done", "この点検は令和8年11月20日に実施済みとして記録されています。"]
    assert list(DueInspection.objects.order_by("pk").values_list("done_on", "due_on")) == [
        (date(2026, 11, 20), date(2026, 11, 30)),
        (None, date(2027, 5, 20)),
    ]
    assert turn.history.count() == 2


def test_of_two_who_plan_the_same_inspection_the_second_gets_the_sentence():
    make_type()
    building = make_building()

    def plan():
        plan_inspection(building, "FIR-1", due_on=date(2026, 11, 30), on=TODAY)

    answers = _at_once(plan, plan)

    assert answers == ["done", "この建物には、同じ種類のまだ済んでいない点検があります。"]
    assert DueInspection.objects.count() == 1


def test_who_plans_an_inspection_while_its_turn_is_recorded_gets_the_sentence():
    turn = make_turn()

    answers = _at_once(
        lambda: record_inspection(turn.pk, done_on=date(2026, 11, 20), on=TODAY, outcome="good"),
        lambda: plan_inspection(turn.building, "FIR-1", due_on=date(2026, 12, 31), on=TODAY),
    )

    assert answers == ["done", "この建物には、同じ種類のまだ済んでいない点検があります。"]
    assert DueInspection.objects.pending().count() == 1


def test_the_end_of_a_contract_is_answered_once():
    contract = make_contract()
    centres = list(contract.centres.all())

    answers = _at_once(
        lambda: succeed_contract(
            contract.pk,
            centres,
            on=TODAY,
            name="見本清掃業務",
            contractor="見本清掃",
            contract_kind=ContractKind.SINGLE_YEAR,
            first_on=date(2027, 4, 1),
            last_on=date(2028, 3, 31),
        ),
        lambda: decide_not_to_renew(contract.pk, on=TODAY, reason="市の職員が行うため"),
    )

    contract.refresh_from_db()
    followed = ServiceContract.objects.filter(previous=contract).exists()
    assert answers[0] == "done"
    assert answers[1] in {
        "この契約には、次の契約がすでに登録されています。",
        "この契約は、更新しないと決めたものです。",
    }
    assert followed is (contract.not_renewed_on is None)
