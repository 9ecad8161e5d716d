"""Two people who move the same repair at the same moment, each over a connection of their own."""

from __future__ import annotations

import pytest

from common.db.history import version_of
from maintenance.actions import request_from_finding
from maintenance.choices import RepairState, RequestedSide
from maintenance.models import Repair
from maintenance.queries.repairs import stand_of
from tests.at_once import at_once
from tests.factories.repairs import NOON, TODAY, make_finding, make_repair, take

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_move_a_repair_on_the_second_is_told_and_nothing_is_doubled():
    repair = make_repair(state=RepairState.ESTIMATED)

    answers = at_once(lambda: take(repair, "decide"), lambda: take(repair, "decide"))

    assert [answer for answer in answers if isinstance(answer, str)] == ["move-refused"]
    assert repair.steps.count() == 4
    assert stand_of(repair).state == RepairState.DECIDED


def test_of_two_who_looked_at_the_same_state_one_is_told_who_was_first():
    repair = make_repair()
    seen = version_of(repair)

    answers = at_once(
        lambda: take(repair, "triage", expected_version=seen),
        lambda: take(repair, "decline", expected_version=seen),
    )

    assert [answer for answer in answers if isinstance(answer, str)] == ["stale"]
    assert repair.steps.count() == 2


def test_a_finding_becomes_one_repair_however_many_press_the_button():
    finding = make_finding()

    def make():
        return request_from_finding(finding.pk, side=RequestedSide.STAFF, on=TODAY, at=NOON)

    answers = at_once(make, make)

    assert len([answer for answer in answers if isinstance(answer, str)]) == 1
    assert Repair.objects.count() == 1
