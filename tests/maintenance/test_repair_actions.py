from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from common.acting import acting
from common.db.history import Stale, version_of
from designated_managers.choices import Bearer
from maintenance import actions
from maintenance.actions import CannotMove, CannotRequest
from maintenance.choices import (
    InsuranceState,
    PhotoMoment,
    RepairCause,
    RepairMove,
    RepairState,
    RequestedSide,
    Urgency,
)
from maintenance.models import EstimateFile, FindingPhoto, Repair, RepairEstimate, RepairPhoto, RepairStep
from maintenance.queries.repairs import stand_of
from maintenance.rules.repair_moves import MOVES, state_after
from tests.factories.accounts import make_user
from tests.factories.agreements import designation_of, make_agreement
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.monitoring import a_photo
from tests.factories.repairs import (
    ASKED_ON,
    NOON,
    PROMISED_ON,
    TODAY,
    make_finding,
    make_repair,
    take,
)

pytestmark = pytest.mark.django_db

ASKED: dict[str, Any] = {"side": RequestedSide.GROUP, "place": "玄関", "what": "自動ドアが開かない。"}


def _codes(refusal):
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def _steps(repair):
    return list(repair.steps.values_list("number", "move", "moved_on"))


def test_a_repair_is_asked_for_with_its_photographs_and_begins_its_history():
    centre, user = make_centre(), make_user()

    with acting(door="web", user_id=user.pk):
        repair = actions.request_repair(centre, photos=[a_photo()], on=TODAY, at=NOON, **ASKED)

    assert (repair.requested_on, repair.requested_side) == (TODAY, "group")
    assert _steps(repair) == [(1, "request", TODAY)]
    assert list(repair.photos.values_list("moment", "uploaded_by")) == [("before", user.pk)]
    assert repair.history.get().history_user == user


def test_everything_wrong_with_a_request_is_told_at_once_and_nothing_is_kept():
    lift, elsewhere = make_equipment(), make_building()

    with pytest.raises(CannotRequest) as refusal:
        actions.request_repair(
            make_centre(),
            side=RequestedSide.STAFF,
            place="",
            what="",
            building=elsewhere,
            equipment=lift,
            requested_on=date(2026, 11, 24),
            on=TODAY,
            at=NOON,
        )

    assert _codes(refusal) == [
        ("place-blank", "place"),
        ("what-blank", "what"),
        ("building-elsewhere", "building"),
        ("equipment-elsewhere", "equipment"),
        ("requested-to-come", "requested_on"),
    ]
    assert (Repair.objects.count(), RepairStep.objects.count()) == (0, 0)


def test_a_finding_becomes_a_repair_in_one_step_and_once_only():
    finding = make_finding()

    repair = actions.request_from_finding(finding.pk, side=RequestedSide.STAFF, on=TODAY, at=NOON)
    with pytest.raises(CannotRequest) as refusal:
        actions.request_from_finding(finding.pk, side=RequestedSide.STAFF, on=TODAY, at=NOON)

    assert (repair.centre, repair.building) == (finding.turn.building.centre, finding.turn.building)
    assert (repair.place, repair.what) == ("1階ろうか", "誘導灯が切れている。")
    assert FindingPhoto.objects.filter(finding=repair.finding_id).count() == 1
    assert _codes(refusal) == [("finding-has-repair", "")]
    assert Repair.objects.count() == 1


def test_a_repair_goes_its_whole_way():
    repair = make_repair(state=RepairState.PAID)

    assert [(number, move) for number, move, _ in _steps(repair)] == [
        (1, "request"),
        (2, "triage"),
        (3, "estimate"),
        (4, "decide"),
        (5, "order"),
        (6, "done"),
        (7, "accept"),
        (8, "pay"),
    ]
    assert (repair.contractor, repair.ordered_amount, repair.promised_on) == (
        "見本工務店",
        148_500,
        PROMISED_ON,
    )
    assert (repair.fiscal_year, repair.budget_line, repair.payer) == (2026, "修繕料", Bearer.CITY)
    assert list(repair.steps.exclude(amount=None).values_list("move", "amount")) == [
        ("order", 148_500),
        ("pay", 148_500),
    ]


@pytest.mark.parametrize("state", list(RepairState))
def test_state_is_the_same_in_python_and_in_sql_and_a_move_not_in_the_table_changes_nothing(state):
    repair = make_repair(state=state)
    moves = [RepairMove(step.move) for step in repair.steps.all()]
    steps = {"accept": "accept", "done": "done", "estimate": "estimate"}

    assert state_after(moves) == stand_of(repair).state == state
    told: Any = Repair.objects.with_state().get()
    assert told.stands == state
    for move in RepairMove:
        if move != RepairMove.REQUEST and state not in MOVES[move].begins:
            with pytest.raises(CannotMove, match=f"いまは「{state.label}」なので"):
                take(repair, steps.get(move, move))
    assert repair.steps.count() == len(moves)


def test_every_move_that_is_refused_tells_all_that_is_missing_and_keeps_nothing():
    repair = make_repair(state=RepairState.DECIDED)

    with pytest.raises(CannotMove) as refusal:
        actions.order(repair.pk, on=TODAY, moved_on=date(2026, 11, 1), contractor="", amount=None)

    assert _codes(refusal) == [
        ("contractor-missing", "contractor"),
        ("amount-missing", "amount"),
        ("promised-on-missing", "promised_on"),
        ("move-before-last", "moved_on"),
    ]
    repair.refresh_from_db()
    assert (repair.ordered_amount, stand_of(repair).state) == (None, RepairState.DECIDED)


def test_without_an_estimate_a_decision_needs_the_reason_and_keeps_it():
    repair = make_repair(state=RepairState.TRIAGED)

    with pytest.raises(CannotMove) as refusal:
        take(repair, "decide")
    take(repair, "decide", no_estimate_reason="停電で急ぐため")

    assert _codes(refusal) == [("no-estimate-reason-missing", "no_estimate_reason")]
    assert repair.steps.latest("number").note == "見積りを取らない理由：停電で急ぐため"


def test_the_estimate_that_is_chosen_brings_contractor_and_amount_and_must_be_the_repairs_own():
    repair, other = make_repair(state=RepairState.TRIAGED), make_repair(state=RepairState.ESTIMATED)
    estimate = take(
        repair, "estimate", contractor="例示建設", amount=99_000, files=[a_photo("mitsumori.jpg")]
    )

    with pytest.raises(CannotMove) as refusal:
        take(repair, "decide", estimate=RepairEstimate.objects.get(repair=other))
    take(repair, "decide", estimate=estimate)

    repair.refresh_from_db()
    assert _codes(refusal) == [("estimate-elsewhere", "estimate")]
    assert (repair.contractor, repair.expected_amount) == ("例示建設", 99_000)
    assert repair.steps.latest("number").estimate == estimate
    assert EstimateFile.objects.get().estimate == estimate


def test_an_estimate_on_file_decides_nothing_unless_it_is_chosen_or_a_reason_is_given():
    repair = make_repair(state=RepairState.ESTIMATED)

    with pytest.raises(CannotMove) as refusal:
        take(repair, "decide", estimate=None, fiscal_year=None)
    take(repair, "decide", estimate=None, no_estimate_reason="市の職員が直すため")

    assert _codes(refusal) == [
        ("no-estimate-reason-missing", "no_estimate_reason"),
        ("fiscal-year-missing", "fiscal_year"),
    ]
    assert repair.steps.latest("number").estimate is None


def test_an_estimate_of_before_the_reopening_is_not_decided_by():
    at_hour = "2026-11-23T{}:00:00+09:00".format
    with time_machine.travel(at_hour(9), tick=False):
        repair = make_repair(state=RepairState.PAID)
    with time_machine.travel(at_hour(10), tick=False):
        take(repair, "reopen")
    old = repair.estimates.get()

    with time_machine.travel(at_hour(11), tick=False):
        take(repair, "triage")
        with pytest.raises(CannotMove) as nothing_chosen:
            take(repair, "decide", estimate=None)
        with pytest.raises(CannotMove) as old_chosen:
            take(repair, "decide", estimate=old, fiscal_year=None)
        new = take(repair, "estimate", amount=170_000)
        take(repair, "decide", estimate=new)

    assert _codes(nothing_chosen) == [("no-estimate-reason-missing", "no_estimate_reason")]
    assert _codes(old_chosen) == [
        ("fiscal-year-missing", "fiscal_year"),
        ("estimate-of-earlier-round", "estimate"),
    ]
    assert repair.steps.latest("number").estimate == new


@pytest.mark.parametrize(
    ("back", "then"),
    [("redo", ["done"]), ("reopen", ["triage", "estimate", "decide", "order", "done"])],
)
def test_a_photograph_of_before_the_work_went_on_is_not_accepted_by(back, then):
    at_hour = "2026-11-23T{}:00:00+09:00".format
    with time_machine.travel(at_hour(9), tick=False):
        repair = make_repair(state=RepairState.ACCEPTED)
    with time_machine.travel(at_hour(10), tick=False):
        take(repair, back)

    with time_machine.travel(at_hour(11), tick=False):
        for step in then:
            take(repair, step)
        with pytest.raises(CannotMove) as refusal:
            take(repair, "accept", photos=[])
        actions.add_photos(repair.pk, moment=PhotoMoment.AFTER, photos=[a_photo()], at=NOON)
        take(repair, "accept", photos=[])

    assert _codes(refusal) == [("no-photo-reason-missing", "no_photo_reason")]
    assert stand_of(repair).state == RepairState.ACCEPTED


def test_acceptance_needs_a_photograph_after_the_work_or_the_reason_for_none():
    repair = make_repair(state=RepairState.DONE)

    with pytest.raises(CannotMove) as refusal:
        take(repair, "accept", photos=[])
    take(repair, "accept", photos=[], no_photo_reason="床下で撮れないため")

    assert _codes(refusal) == [("no-photo-reason-missing", "no_photo_reason")]
    assert repair.steps.latest("number").note == "写真がない理由：床下で撮れないため"
    assert not RepairPhoto.objects.exists()


def test_a_photograph_taken_when_it_was_done_is_enough_to_accept():
    repair = make_repair(state=RepairState.ORDERED)

    take(repair, "done", photos=[a_photo("naotta.jpg")])
    take(repair, "accept", photos=[])

    assert list(repair.photos.values_list("moment", flat=True)) == ["after"]
    assert stand_of(repair).state == RepairState.ACCEPTED


def test_what_is_declined_may_be_reopened_and_the_promise_binds_nobody_any_more():
    repair = make_repair(state=RepairState.DECIDED)
    actions.change_repair(repair.pk, on=TODAY, promised_on=PROMISED_ON)

    take(repair, "decline")
    take(repair, "reopen")

    repair.refresh_from_db()
    assert (stand_of(repair).state, repair.promised_on) == (RepairState.REQUESTED, None)
    assert repair.steps.count() == 6


def test_work_that_is_not_right_goes_back_to_the_contractor_with_a_new_promise():
    repair = make_repair(state=RepairState.ACCEPTED)

    take(repair, "redo", promised_on=date(2027, 1, 15))

    repair.refresh_from_db()
    assert (stand_of(repair).state, repair.promised_on) == (RepairState.ORDERED, date(2027, 1, 15))


def test_nothing_is_promised_for_a_day_before_the_order():
    repair = make_repair(state=RepairState.DECIDED)

    with pytest.raises(CannotMove) as refusal:
        take(repair, "order", promised_on=date(2026, 11, 22))
    take(repair, "order", promised_on=TODAY)

    assert _codes(refusal) == [("promised-too-early", "promised_on")]


@pytest.mark.parametrize(
    ("facts", "proposed"),
    [
        ({"expected_amount": 99_999}, "manager"),
        ({"expected_amount": 100_000}, "manager"),
        ({"expected_amount": 100_001}, "city"),
        ({"expected_amount": 50_000, "cause": RepairCause.DISASTER}, "city"),
        ({"expected_amount": 50_000, "cause": RepairCause.DAMAGE}, "consult"),
        ({"cause": RepairCause.FIRE}, "city"),
    ],
)
def test_the_payer_follows_from_the_agreement_in_force_unless_another_is_named(catalogues, facts, proposed):
    centre = designation_of(make_agreement()).centre
    repair = make_repair(centre)

    take(repair, "triage", **{"expected_amount": None, "payer": "", **facts})

    repair.refresh_from_db()
    assert (repair.payer, repair.payer_proposed, repair.payer_reason) == (proposed, proposed, "")


def test_another_payer_than_the_table_says_needs_a_reason(catalogues):
    repair = make_repair(designation_of(make_agreement()).centre)

    with pytest.raises(CannotMove) as refusal:
        take(repair, "triage", expected_amount=80_000, payer=Bearer.CITY)
    take(repair, "triage", expected_amount=80_000, payer=Bearer.CITY, payer_reason="前から傷んでいたため")

    repair.refresh_from_db()
    assert _codes(refusal) == [("payer-reason-missing", "payer_reason")]
    assert (repair.payer, repair.payer_proposed, repair.payer_reason) == (
        "city",
        "manager",
        "前から傷んでいたため",
    )


def test_without_an_amount_the_table_cannot_tell_and_somebody_must():
    repair = make_repair()

    with pytest.raises(CannotMove) as refusal:
        take(repair, "triage", expected_amount=None, payer="", urgency="")
    take(repair, "triage", expected_amount=None, payer=Bearer.CONSULT, urgency=Urgency.DANGER)

    repair.refresh_from_db()
    assert _codes(refusal) == [("urgency-missing", "urgency"), ("payer-missing", "payer")]
    assert (repair.payer, repair.payer_proposed) == ("consult", "")


def test_whoever_looked_at_an_earlier_state_is_told_and_nothing_is_lost():
    repair = make_repair()
    seen = version_of(repair)
    take(repair, "triage")

    with pytest.raises(Stale):
        take(repair, "decline", expected_version=seen)

    assert stand_of(repair).state == RepairState.TRIAGED


def test_photographs_are_added_while_a_repair_is_not_over():
    repair, over = make_repair(), make_repair(state=RepairState.DECLINED)

    actions.add_photos(repair.pk, moment=PhotoMoment.BEFORE, photos=[a_photo()], at=NOON)
    with pytest.raises(CannotRequest) as refusal:
        actions.add_photos(over.pk, moment=PhotoMoment.AFTER, photos=[], at=NOON)

    assert repair.photos.count() == 1
    assert _codes(refusal) == [("photos-missing", "photos"), ("repair-over", "")]


def test_the_promised_day_is_moved_but_never_before_the_request():
    repair = make_repair(state=RepairState.ORDERED)

    actions.change_repair(repair.pk, on=TODAY, promised_on=date(2027, 1, 29))
    with pytest.raises(CannotRequest, match="受付日以後"):
        actions.change_repair(repair.pk, on=TODAY, promised_on=date(2026, 11, 1))

    repair.refresh_from_db()
    assert (repair.requested_on, repair.promised_on) == (ASKED_ON, date(2027, 1, 29))


@pytest.mark.parametrize("state", [RepairState.ACCEPTED, RepairState.PAID])
def test_the_money_of_the_insurance_is_entered_after_the_acceptance_whenever_it_comes(state):
    repair = make_repair(state=state)

    actions.change_repair(
        repair.pk, on=TODAY, insurance=InsuranceState.SETTLED, insurance_amount=120_000, place="2階"
    )

    repair.refresh_from_db()
    assert (repair.insurance, repair.insurance_amount, repair.place) == ("settled", 120_000, "2階")
    assert stand_of(repair).state == state


@pytest.mark.parametrize("state", sorted(set(RepairState) - {RepairState.ACCEPTED, RepairState.PAID}))
def test_before_the_acceptance_the_insurance_is_not_corrected(state):
    repair = make_repair(state=state)

    with pytest.raises(CannotRequest) as refusal:
        actions.change_repair(repair.pk, on=TODAY, insurance=InsuranceState.CLAIMED, place="")

    repair.refresh_from_db()
    assert _codes(refusal) == [("insurance-too-early", "insurance"), ("place-blank", "place")]
    assert repair.insurance == "none"


def test_money_of_the_insurance_without_its_claim_is_refused_once_and_at_its_field():
    accepted, paid = make_repair(state=RepairState.ACCEPTED), make_repair(state=RepairState.PAID)

    with pytest.raises(CannotRequest, match="「支払われた」のとき") as corrected:
        actions.change_repair(paid.pk, on=TODAY, insurance=InsuranceState.CLAIMED, insurance_amount=1)
    with pytest.raises(CannotMove) as entered:
        take(accepted, "pay", insurance=InsuranceState.CLAIMED, insurance_amount=1)

    assert _codes(corrected) == _codes(entered) == [("insurance-amount-without-claim", "insurance_amount")]
