"""The acts on transfers, and what the register tells of them on the days next to every fact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from common.files import Upload
from common.scope import Scope
from designated_managers.actions import (
    CannotTransfer,
    change_designation,
    change_transfer,
    change_wave,
    choose_organisation,
    complete_transfer,
    decide_direct_return,
    mark_not_needed,
    need_again,
    raise_question,
    record_evidence,
    redate_items,
    resume_transfer,
    settle_question,
    start_return,
    start_transfer,
    suspend_transfer,
    take_back_evidence,
    tick_handover_item,
)
from designated_managers.models import HandoverItem, HandoverType, Transfer, TransferEvidence, TransferStage
from designated_managers.queries.handover import items_of_a_group
from designated_managers.queries.transfer_roads import roads, stage_seen, stages, with_stage
from designated_managers.queries.transfers import overview, transfer_page
from reminders.models import Flag
from tests.factories.centres import make_centre
from tests.factories.designated_managers import (
    FILED_AT,
    PDF,
    make_designation,
    make_officer,
    make_organisation,
    make_paper,
)
from tests.factories.transfers import (
    AIMED_ON,
    make_evidence,
    make_meeting,
    make_question,
    make_transfer,
    make_wave,
)
from tests.reminders.conftest import flags, night

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ON = date(2026, 11, 23)
DAY = timedelta(days=1)
EVERYTHING = Scope.everything()


def said(refusal) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in refusal.value.problems]


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def stage_of(transfer: Transfer, on: date) -> str:
    transfer = Transfer.objects.get(pk=transfer.pk)
    road = roads([transfer], on=on, along=stages(on))[transfer.pk]
    return stage_seen(transfer, road, on=on)[0]


def made(**facts):
    """A designation by every step, from April 2028 on."""
    days = {
        "committee_on": date(2027, 9, 1),
        "candidate_decided_on": date(2027, 10, 1),
        "bill_submitted_on": date(2027, 11, 25),
        "voted_on": date(2027, 12, 17),
        "vote_result": "passed",
        "designated_on": date(2027, 12, 20),
        "announced_on": date(2027, 12, 22),
        "agreed_on": date(2028, 3, 1),
        "first_on": date(2028, 4, 1),
        "last_on": date(2033, 3, 31),
    }
    return make_designation(**{**days, **facts})


def whole_body():
    body = make_organisation()
    make_officer(organisation=body, first_on=date(2026, 6, 1))
    make_paper(organisation=body, dated_on=date(2026, 6, 1))
    make_paper("議事録", kind="minutes", organisation=body, dated_on=date(2026, 6, 2))
    return body


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
        choose_organisation(back.pk, organisation=make_organisation())
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
    choose_organisation(transfer.pk, organisation=whole_body())
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


# Evidence


@pytest.mark.parametrize(
    ("stage", "evidence", "code"),
    [
        ("1", "briefing", "read-elsewhere"),
        ("1", "nothing", "no-such-evidence"),
        ("99", "a", "no-such-evidence"),
    ],
)
def test_what_is_read_elsewhere_is_not_entered(stage, evidence, code):
    with pytest.raises(CannotTransfer) as refusal:
        make_evidence(make_transfer(), stage, evidence, dated_on=ON + DAY)

    assert codes(refusal) == [code, "dated_on-in-future"]
    assert not TransferEvidence.objects.exists()


def test_evidence_is_recorded_once_with_its_file_and_taken_back_with_a_reason():
    transfer = make_transfer()
    file = Upload("申出書.pdf", PDF, FILED_AT)
    record = make_evidence(transfer, file=file)

    with pytest.raises(CannotTransfer) as refusal:
        make_evidence(transfer, file=Upload("申出書.png", PDF, FILED_AT))
    assert [field for field, _ in said(refusal)] == ["", "file"]
    with pytest.raises(CannotTransfer):
        take_back_evidence(record.pk, on=ON, reason=" ")
    take_back_evidence(record.pk, on=ON, reason="別の地区の書類だった")
    again = make_evidence(transfer)

    assert (record.attached.original_name, again.pk != record.pk) == ("申出書.pdf", True)
    assert TransferEvidence.objects.kept().get() == again


def test_a_stage_is_only_left_out_where_the_catalogue_lets_it_and_may_be_needed_again():
    transfer = make_transfer()
    with pytest.raises(CannotTransfer) as refusal:
        mark_not_needed(transfer.pk, stage="9", reason="", on=ON)
    assert codes(refusal) == ["reason-blank", "stage-needed"]

    marked = mark_not_needed(transfer.pk, stage="6", reason="もうある", on=ON)
    need_again(marked.pk)

    assert not transfer.unneeded.exists()
    assert transfer.unneeded.model.history.filter(history_type="-").count() == 1


def test_what_the_city_changes_in_the_catalogue_changes_the_road():
    transfer = make_transfer()
    make_meeting(transfer)
    row = TransferStage.objects.get(code="1")
    kept = [piece for piece in row.evidence if piece["code"] == "briefing"]
    TransferStage.objects.create(
        code="1",
        origin="city",
        name=row.name,
        direction=row.direction,
        position=row.position,
        evidence=kept,
        changed_reason="申出は要らない",
    )

    assert stage_of(transfer, ON) == "2"


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
    resume_transfer(transfer.pk)

    assert (seen, stage_of(transfer, ON)) == (["1", "90", "90"], "1")
    with pytest.raises(CannotTransfer) as not_suspended:
        resume_transfer(transfer.pk)
    assert codes(not_suspended) == ["not-suspended"]


def test_what_was_given_up_is_not_resumed_beside_another_of_the_centre():
    transfer = make_transfer()
    suspend_transfer(transfer.pk, suspended_on=ON, reason="見本", on=ON)
    make_transfer(centre=transfer.centre, started_on=ON)

    with pytest.raises(CannotTransfer) as refusal:
        resume_transfer(transfer.pk)

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
        lambda: choose_organisation(transfer.pk, organisation=None),
        lambda: record_evidence(transfer.pk, stage="1", evidence="interest", dated_on=ON, on=ON),
        lambda: mark_not_needed(transfer.pk, stage="6", reason="見本", on=ON),
    ):
        with pytest.raises(CannotTransfer) as refusal:
            act()
        refused.append(codes(refusal))

    assert refused == [["already-suspended"]] * 4


# Questions and meetings


def test_a_question_is_settled_with_an_answer_not_before_it_was_raised():
    question = make_question(make_transfer())

    with pytest.raises(CannotTransfer) as refusal:
        settle_question(question.pk, answer="", settled_on=date(2026, 5, 31), on=ON)
    settled = settle_question(question.pk, answer="要る", settled_on=date(2026, 6, 1), on=ON)

    assert [field for field, _ in said(refusal)] == ["answer", "settled_on"]
    assert settled.settled_on == date(2026, 6, 1)


def test_nothing_is_logged_before_it_happened():
    transfer = make_transfer()

    with pytest.raises(CannotTransfer) as meeting:
        make_meeting(transfer, held_on=ON + DAY)
    with pytest.raises(CannotTransfer) as question:
        raise_question(
            transfer=transfer, topic="other", question="見本", side="city", raised_on=ON + DAY, on=ON
        )

    assert said(meeting) == [("held_on", "開いた日は、きょうまでの日を入力してください。")]
    assert said(question) == [("raised_on", "出た日は、きょうまでの日を入力してください。")]


# The hand-over


def test_the_items_are_made_once_and_follow_the_first_day_but_for_what_is_done():
    transfer = make_transfer(aimed_on=AIMED_ON)
    keys, staff = transfer.items.get(code="keys"), transfer.items.get(code="staff")
    tick_handover_item(staff.pk, done_on=ON, on=ON)

    twice = redate_items(transfer, on=ON)
    change_transfer(transfer.pk, on=ON, aimed_on=date(2028, 10, 1))

    assert (twice, transfer.items.count()) == (0, 16)
    assert (keys.due_on, transfer.items.get(code="keys").due_on) == (AIMED_ON, date(2028, 10, 1))
    assert transfer.items.get(code="staff").due_on == date(2028, 1, 1)


def test_an_item_that_the_city_adds_later_is_made_when_the_day_is_looked_at_again():
    transfer = make_transfer(aimed_on=AIMED_ON)
    HandoverType.objects.create(
        code="piano", name="ピアノの調律", direction="to_manager", side="city", due="-7d"
    )

    assert redate_items(transfer, on=ON) == 1
    assert transfer.items.get(code="piano").due_on == date(2028, 3, 25)


def test_a_designation_that_is_made_moves_the_hand_over_to_its_first_day():
    transfer = make_transfer(organisation=make_organisation(), aimed_on=AIMED_ON)

    designation = made(
        centre=transfer.centre,
        organisation=transfer.organisation,
        first_on=date(2028, 10, 1),
        agreed_on=None,
    )
    moved = transfer.items.get(code="keys").due_on
    change_designation(designation.pk, on=ON, first_on=date(2028, 11, 1))

    transfer.refresh_from_db()
    assert (moved, transfer.aimed_on) == (date(2028, 10, 1), date(2028, 11, 1))
    assert transfer.items.get(code="keys").due_on == date(2028, 11, 1)


def test_a_wave_takes_its_transfers_along_but_not_one_with_a_day_of_its_own():
    wave = make_wave()
    own = make_transfer(wave=wave, aimed_on=date(2028, 10, 1))
    with_it = make_transfer(wave=wave)

    change_wave(wave.pk, on=ON, aimed_on=date(2029, 4, 1))

    aims = dict(Transfer.objects.values_list("pk", "aimed_on"))
    assert aims == {own.pk: date(2028, 10, 1), with_it.pk: date(2029, 4, 1)}
    assert with_it.items.get(code="keys").due_on == date(2029, 4, 1)


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2028, 3, 1), []),
        (date(2028, 3, 2), ["30d"]),
        (date(2028, 3, 25), ["7d"]),
        (AIMED_ON, ["0d"]),
        (AIMED_ON + DAY, ["0d"]),
    ],
)
def test_an_item_is_told_from_thirty_days_before_until_it_is_done(on, stage):
    transfer = make_transfer(aimed_on=AIMED_ON)
    keys = transfer.items.get(code="keys")

    night(on)

    assert list(Flag.objects.filter(subject_id=keys.pk).values_list("stage", flat=True)) == stage


def test_a_flag_closes_when_the_item_is_done_when_the_day_moves_and_when_the_transfer_is_given_up():
    transfer = make_transfer(aimed_on=AIMED_ON)
    night(AIMED_ON)
    keys, notice = transfer.items.get(code="keys"), transfer.items.get(code="notice")

    tick_handover_item(keys.pk, done_on=AIMED_ON, on=AIMED_ON)
    done = {flag[5] for flag in flags()}
    change_transfer(transfer.pk, on=AIMED_ON, aimed_on=AIMED_ON + 5 * DAY)
    moved = Flag.objects.get(subject_id=notice.pk).close_reason
    night(AIMED_ON)
    suspend_transfer(transfer.pk, suspended_on=AIMED_ON, reason="見本", on=AIMED_ON)

    assert (done, moved) == ({"", "done"}, "day_changed")
    assert not Flag.objects.filter(kind="handover_item", closed_on=None).exists()
    night(AIMED_ON)
    assert not Flag.objects.filter(kind="handover_item", closed_on=None).exists()


def test_the_checks_of_the_first_ninety_days_stay_due_after_the_first_day():
    transfer = make_transfer(aimed_on=AIMED_ON)
    transfer.items.filter(by_first_day=True).update(done_on=AIMED_ON)

    night(AIMED_ON + 31 * DAY)

    told = Flag.objects.filter(kind="handover_item", due_on__lt=AIMED_ON + 31 * DAY)
    assert [flag.subject_id for flag in told] == [transfer.items.get(code="check_30").pk]
    assert told[0].side == "city"


def test_a_group_is_told_its_own_items_alone():
    transfer = make_transfer(organisation=make_organisation(), aimed_on=AIMED_ON)
    make_transfer(organisation=make_organisation(), aimed_on=AIMED_ON)
    group = Scope(
        every_centre=False,
        centre_ids=frozenset(),
        organisation_ids=frozenset({transfer.organisation_id or 0}),
        internal=False,
    )

    items = items_of_a_group(group)

    assert {(item.transfer_id, item.side) for item in items} == {(transfer.pk, "manager")}
    assert not Transfer.objects.within(group).exists()


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
