"""Two people who press the button at the same moment, each over a connection of their own, on the real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connections

from common.problems import Refused
from maintenance.actions import (
    correct_inspection,
    decide_not_to_renew,
    plan_day,
    plan_inspection,
    record_inspection,
    succeed_contract,
)
from maintenance.actions.evidence import problems_with_seen
from maintenance.choices import ContractKind
from maintenance.models import DueInspection, ServiceContract
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_contract, make_done_turn, make_turn, make_type

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


def test_what_is_decided_of_the_next_turn_while_a_record_is_corrected_is_not_lost(monkeypatch):
    done = make_done_turn()
    planned_on = date(2027, 5, 6)

    def plan():
        try:
            plan_day(done.next.pk, planned_on, on=TODAY)
        finally:
            connections.close_all()

    other = Thread(target=plan)

    def look_while_somebody_plans(*args, **facts):
        other.start()
        other.join(timeout=0.5)
        return problems_with_seen(*args, **facts)

    monkeypatch.setattr("maintenance.actions.corrections.problems_with_seen", look_while_somebody_plans)
    correct_inspection(done.pk, reason="誤記", on=TODAY, done_on=date(2026, 11, 18))
    other.join(timeout=10)

    following = DueInspection.objects.get(previous=done)
    assert (following.planned_on, following.due_on) == (planned_on, date(2027, 5, 18))


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
