"""The acts on transfers, and what the register tells of them on the days next to every fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from designated_managers.actions import (
    CannotTransfer,
    change_transfer,
    choose_organisation,
    complete_transfer,
    decide_direct_return,
    mark_not_needed,
    record_evidence,
    register_designation,
    resume_transfer,
    start_return,
    start_transfer,
    suspend_transfer,
)
from designated_managers.models import HandoverItem, Transfer, TransferStage
from designated_managers.queries.transfer_overview import overview
from designated_managers.queries.transfer_roads import roads, stages, with_stage
from designated_managers.queries.transfers import transfer_page
from tests.answers import codes, said
from tests.designated_managers.transfers import DAY, EVERYTHING, ON, made, stage_of, whole_body
from tests.factories.centres import make_centre
from tests.factories.designated_managers import (
    make_designation,
    make_officer,
    make_organisation,
    make_paper,
)
from tests.factories.transfers import (
    make_evidence,
    make_meeting,
    make_question,
    make_transfer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


# Starting


def test_a_centre_has_one_transfer_under_way():
    there = make_transfer()

    with pytest.raises(CannotTransfer) as refusal:
        make_transfer(centre=there.centre)

    assert said(refusal) == [("", "この施設では、もう移行が進んでいます。")]
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(centre=there.centre, started_on=ON)
    assert Transfer.objects.count() == 1


def test_everything_against_a_start_is_said_at_once():
    centre = make_designation().centre

    with pytest.raises(CannotTransfer) as refusal:
        start_transfer(centre=centre, started_on=ON + DAY, aimed_on=ON, on=ON)

    assert codes(refusal) == ["aimed_on-invalid", "started_on-in-future", "already-managed"]
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(("last_on", "starts"), [(ON, False), (ON - DAY, True)])
def test_a_transfer_starts_on_the_day_after_the_last_of_a_designation(last_on, starts):
    centre = make_designation(last_on=last_on).centre

    if starts:
        assert start_transfer(centre=centre, started_on=ON, on=ON).is_under_way
    else:
        with pytest.raises(CannotTransfer):
            start_transfer(centre=centre, started_on=ON, on=ON)


def test_a_return_leads_from_the_body_that_manages_to_the_day_after_its_term():
    designation = make_designation()

    back = start_return(centre=designation.centre, reason="見本", started_on=ON, on=ON)

    assert (back.organisation, back.aimed_on, back.is_return) == (
        designation.organisation,
        date(2029, 4, 1),
        True,
    )
    with pytest.raises(CannotTransfer) as refusal:
        choose_organisation(back.pk, organisation=make_organisation(), on=ON)
    assert codes(refusal) == ["organisation-of-return"]


def test_a_return_of_a_centre_that_nobody_manages_is_refused():
    with pytest.raises(CannotTransfer) as refusal:
        start_return(centre=make_centre(), reason="見本", started_on=ON, on=ON)

    assert said(refusal) == [("centre", "この施設は、始めた日に指定管理中ではありません。")]


def test_a_return_says_why():
    with pytest.raises(CannotTransfer) as refusal:
        start_return(centre=make_designation().centre, reason="", started_on=ON, on=ON)

    assert said(refusal) == [("reason", "直営に戻す理由を入力してください。")]


# The stage, from facts all over the register


def test_a_transfer_walks_from_its_start_to_its_first_day_by_facts_that_are_never_entered_twice():
    transfer = make_transfer()
    make_meeting(transfer, held_on=date(2026, 4, 10))
    make_evidence(transfer, dated_on=date(2026, 4, 20))
    make_meeting(transfer, kind="talks", held_on=date(2026, 5, 1))
    make_question(transfer, raised_on=date(2026, 5, 10))
    choose_organisation(transfer.pk, organisation=whole_body(), on=ON)
    make_evidence(transfer, "4", "assembly_vote", dated_on=date(2026, 7, 1))
    make_meeting(transfer, kind="residents", held_on=date(2026, 7, 10))
    make_evidence(transfer, "5", "decision", dated_on=date(2026, 8, 1))
    mark_not_needed(transfer.pk, stage="6", reason="もうある", on=date(2026, 8, 1))
    make_evidence(transfer, "7", "application", dated_on=date(2026, 9, 1))
    transfer.refresh_from_db()
    made(centre=transfer.centre, organisation=transfer.organisation)
    HandoverItem.objects.filter(by_first_day=True).update(done_on=date(2028, 3, 31))

    reached = [
        (date(2026, 4, 1), "1"),
        (date(2026, 4, 20), "2"),
        (date(2026, 5, 10), "3"),
        (date(2026, 6, 2), "4"),
        (date(2026, 7, 10), "5"),
        (date(2026, 8, 1), "7"),
        (date(2026, 9, 1), "8"),
        (date(2027, 10, 1), "9"),
        (date(2027, 12, 17), "10"),
        (date(2028, 3, 1), "11"),
        (date(2028, 3, 31), "12"),
    ]
    before = ["0", *(code for _, code in reached[:-1])]
    assert [(stage_of(transfer, day - DAY), stage_of(transfer, day)) for day, _ in reached] == list(
        zip(before, (code for _, code in reached), strict=True)
    )
    done = complete_transfer(transfer.pk, completed_on=date(2028, 4, 1), on=date(2028, 4, 1))
    assert (done.is_under_way, done.items.count()) == (False, 16)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"vote_result": "rejected"}, "9"),
        ({"vote_result": "continued"}, "9"),
        ({"voted_on": None, "vote_result": "", "prior_decision_on": date(2027, 12, 18)}, "10"),
    ],
)
def test_only_a_bill_that_passed_or_a_prior_decision_is_a_vote(facts, code):
    transfer = make_transfer(organisation=whole_body())
    along = stages(ON)
    later = ["designated_on", "announced_on", "agreed_on"]
    made(
        centre=transfer.centre,
        organisation=transfer.organisation,
        **{**dict.fromkeys(later), **facts},
    )

    (road,) = roads([transfer], on=date(2028, 1, 1), along=along).values()

    seen = {stage.need.code: stage for stage in road.stages}
    assert (seen["9"].missing == (), [p.need.code for p in seen["10"].missing]) == (
        code == "10",
        ["designated", "announced", "agreed"],
    )


def test_a_decision_in_place_of_the_council_stays_on_the_way_in_although_it_was_not_approved():
    transfer = make_transfer(organisation=whole_body())
    later = dict.fromkeys(["designated_on", "announced_on", "agreed_on"])
    both: dict[str, Any] = {"centre": transfer.centre, "organisation": transfer.organisation, **later}
    made(**both, vote_result="rejected", prior_decision_on=date(2027, 12, 16))
    made(**both, voted_on=None, vote_result="", first_on=date(2028, 10, 1))

    (road,) = roads([transfer], on=date(2028, 1, 1), along=stages(ON)).values()

    seen = {stage.need.code: stage for stage in road.stages}
    assert seen["9"].missing == ()


def test_the_designation_of_another_body_or_of_the_time_before_is_no_evidence():
    transfer = make_transfer(organisation=make_organisation(), started_on=date(2026, 4, 1))
    made(centre=transfer.centre)
    make_designation(
        centre=transfer.centre,
        organisation=transfer.organisation,
        first_on=date(2021, 4, 1),
        last_on=date(2026, 3, 31),
    )

    (road,) = roads([transfer], on=date(2029, 1, 1), along=stages(ON)).values()

    assert {stage.need.code for stage in road.stages if not stage.missing} == {"0"}


def test_an_old_designation_without_days_is_not_what_a_transfer_leads_to_but_is_what_a_return_leads_from():
    transfer = make_transfer(organisation=make_organisation())
    pair: dict[str, Any] = {"centre": transfer.centre, "organisation": transfer.organisation}
    register_designation(
        **pair,
        candidate_decided_on=date(2015, 10, 1),
        last_on=date(2020, 3, 31),
        days_unconfirmed=True,
        on=ON,
    )
    before = roads([transfer], on=date(2029, 1, 1), along=stages(ON))[transfer.pk]
    later = made(**pair)
    suspend_transfer(transfer.pk, suspended_on=ON, reason="見本", on=ON)
    over = date(2029, 4, 2)
    back = start_return(centre=transfer.centre, reason="見本", started_on=over, on=over)

    way_in = roads([transfer], on=date(2029, 1, 1), along=stages(ON))[transfer.pk]

    assert {stage.need.code for stage in before.stages if not stage.missing} == {"0"}
    assert {"8", "9", "10", "12"} < {stage.need.code for stage in way_in.stages if not stage.missing}
    assert back.aimed_on == later.last_on + DAY


@pytest.mark.parametrize(("last_on", "missing"), [(date(2026, 3, 31), True), (date(2026, 4, 1), False)])
def test_a_chair_whose_term_was_over_when_the_transfer_started_is_no_evidence(last_on, missing):
    body = make_organisation()
    make_officer(organisation=body, first_on=date(2024, 4, 1), last_on=last_on)
    transfer = make_transfer(organisation=body, started_on=date(2026, 4, 1))

    (road,) = roads([transfer], on=ON, along=stages(ON)).values()

    (stage,) = (stage for stage in road.stages if stage.need.code == "3")
    assert ("officers" in [piece.need.code for piece in stage.missing]) == missing


def test_a_return_reads_the_papers_of_its_body_where_the_city_asks_for_them():
    designation = make_designation()
    make_paper(organisation=designation.organisation, dated_on=date(2026, 6, 1))
    back = start_return(centre=designation.centre, reason="見本", started_on=ON, on=ON)
    TransferStage.objects.create(
        code="91-1",
        origin="city",
        name="復帰の申出・検討",
        direction="to_city",
        position=1,
        evidence=[{"code": "bylaws", "name": "規約", "from": "organisation.bylaws"}],
        changed_reason="見本",
    )

    assert stage_of(back, ON) == "91-2"


@given(days=st.lists(st.integers(-2, 2), min_size=4, max_size=4), on=st.integers(-3, 3))
def test_the_stage_as_a_column_is_the_stage_of_the_rule(days, on):
    with transaction.atomic():
        transfer = make_transfer(started_on=ON + days[0] * DAY, on=ON + 9 * DAY)
        make_meeting(transfer, held_on=ON + days[1] * DAY, on=ON + 9 * DAY)
        make_evidence(transfer, dated_on=ON + days[2] * DAY, on=ON + 9 * DAY)
        if transfer.started_on <= ON + days[3] * DAY:
            suspend_transfer(transfer.pk, suspended_on=ON + days[3] * DAY, reason="見本", on=ON + 9 * DAY)
        day = ON + on * DAY

        rows: Any = with_stage(Transfer.objects.filter(pk=transfer.pk), on=day)
        column = rows.values_list("stage_code", flat=True)

        assert list(column) == [stage_of(transfer, day)]
        transaction.set_rollback(True)


# Giving up, resuming, completing, both ways


def test_giving_up_says_why_and_a_resumed_transfer_goes_on_where_it_stood():
    transfer = make_transfer()
    with pytest.raises(CannotTransfer) as refusal:
        suspend_transfer(transfer.pk, suspended_on=ON + DAY, reason="", on=ON)
    assert codes(refusal) == ["suspended_reason-invalid", "suspended_on-in-future"]

    suspend_transfer(transfer.pk, suspended_on=ON, reason="担い手がいない", on=ON)
    seen = [stage_of(transfer, day) for day in (ON - DAY, ON, ON + DAY)]
    with pytest.raises(CannotTransfer):
        suspend_transfer(transfer.pk, suspended_on=ON, reason="もう一度", on=ON)
    resume_transfer(transfer.pk, on=ON)

    assert (seen, stage_of(transfer, ON)) == (["1", "90", "90"], "1")
    with pytest.raises(CannotTransfer) as not_suspended:
        resume_transfer(transfer.pk, on=ON)
    assert codes(not_suspended) == ["not-suspended"]


def test_what_was_given_up_is_not_resumed_beside_another_of_the_centre():
    transfer = make_transfer()
    suspend_transfer(transfer.pk, suspended_on=ON, reason="見本", on=ON)
    make_transfer(centre=transfer.centre, started_on=ON)

    with pytest.raises(CannotTransfer) as refusal:
        resume_transfer(transfer.pk, on=ON)

    assert said(refusal) == [("", "この施設では、もう移行が進んでいます。")]


def test_a_road_with_gaps_is_not_completed_and_every_gap_is_named():
    transfer = make_transfer()

    with pytest.raises(CannotTransfer) as refusal:
        complete_transfer(transfer.pk, completed_on=ON, on=ON)

    messages = [message for _, message in said(refusal)]
    assert messages[0] == "「意向確認・制度説明」の「説明会の記録」がまだありません。"
    assert (
        len(messages)
        == sum(piece.required for need in stages(ON)["to_manager"] for piece in need.evidence) - 1
    )


@pytest.mark.parametrize(("completed_on", "stands"), [(date(2028, 3, 31), False), (date(2028, 4, 1), True)])
def test_a_transfer_is_completed_not_before_its_last_evidence_whenever_a_stage_was_marked(
    completed_on, stands
):
    transfer = make_transfer(organisation=whole_body())
    for kind in ("briefing", "talks", "residents"):
        make_meeting(transfer, kind=kind)
    make_question(transfer)
    for stage, evidence in (
        ("1", "interest"),
        ("4", "assembly_vote"),
        ("5", "decision"),
        ("7", "application"),
    ):
        make_evidence(transfer, stage, evidence)
    made(centre=transfer.centre, organisation=transfer.organisation)
    HandoverItem.objects.update(done_on=date(2028, 3, 31))
    on = date(2028, 5, 1)
    mark_not_needed(transfer.pk, stage="6", reason="もうある", on=on)

    if stands:
        assert complete_transfer(transfer.pk, completed_on=completed_on, on=on).completed_on == completed_on
    else:
        with pytest.raises(CannotTransfer) as refusal:
            complete_transfer(transfer.pk, completed_on=completed_on, on=on)
        sentence = "終えた日は、最後の確認資料の日（令和10年4月1日）以後の日にしてください。"
        assert said(refusal) == [("completed_on", sentence)]


def test_a_centre_goes_there_and_back_and_both_ways_stay_readable():
    designation = make_designation()
    back = start_return(centre=designation.centre, reason="見本", started_on=ON, on=ON)
    make_evidence(back, "91-1", "request", dated_on=ON)
    make_meeting(back, kind="talks", held_on=ON)
    decide_direct_return(designation.pk, decided_on=ON, reason="見本", on=ON)
    mark_not_needed(back.pk, stage="91-4", reason="見本", on=ON)
    HandoverItem.objects.update(done_on=ON)
    at_the_edge = [stage_of(back, day) for day in (date(2029, 3, 31), date(2029, 4, 1))]
    over = date(2029, 4, 1)
    complete_transfer(back.pk, completed_on=over, on=over)

    again = start_transfer(centre=designation.centre, started_on=over, on=over)
    page = transfer_page(again, scope=EVERYTHING, on=over)

    assert at_the_edge == ["91-6", "91-6"]
    assert (page.stage, [other.pk for other in page.others]) == ("意向確認・制度説明", [back.pk])


def test_a_closed_transfer_takes_no_more():
    transfer = make_transfer()
    suspend_transfer(transfer.pk, suspended_on=ON, reason="見本", on=ON)

    refused = []
    for act in (
        lambda: change_transfer(transfer.pk, on=ON, internal_notes="見本"),
        lambda: choose_organisation(transfer.pk, organisation=None, on=ON),
        lambda: record_evidence(transfer.pk, stage="1", evidence="interest", dated_on=ON, on=ON),
        lambda: mark_not_needed(transfer.pk, stage="6", reason="見本", on=ON),
    ):
        with pytest.raises(CannotTransfer) as refusal:
            act()
        refused.append(codes(refusal))

    assert refused == [["already-suspended"]] * 4


# All centres by stage


def test_every_centre_stands_somewhere_and_is_counted_there():
    managed = make_designation(centre=make_centre("あ", kana="あ")).centre
    direct = make_centre("い", kana="い")
    going = make_transfer(centre=make_centre("う", kana="う"))
    given_up = make_transfer(centre=make_centre("え", kana="え"))
    suspend_transfer(given_up.pk, suspended_on=ON, reason="見本", on=ON)
    back = start_return(
        centre=make_designation(centre=make_centre("お", kana="お")).centre,
        reason="見本",
        started_on=ON,
        on=ON,
    )

    seen = overview(scope=EVERYTHING, on=ON)

    assert [(c.pk, c.stage_code) for c in seen.rows] == [
        (managed.pk, "managed"),
        (direct.pk, "direct"),
        (going.centre_id, "1"),
        (given_up.centre_id, "90"),
        (back.centre_id, "91-1"),
    ]
    assert {count.code: count.number for count in seen.counts if count.number} == {
        "managed": 1,
        "direct": 1,
        "1": 1,
        "90": 1,
        "91-1": 1,
    }
    line = seen.lines[going.centre_id]
    assert (line.since, line.missing) == (
        date(2026, 4, 1),
        ("説明会の記録", "地域からの申出（手挙げ）"),
    )
