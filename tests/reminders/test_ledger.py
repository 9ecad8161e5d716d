"""The ledger: who is told of what, once for each stage, with the reason, written with the flags."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.access import scope_for
from accounts.models import User
from maintenance.actions import record_inspection
from maintenance.models import DueInspection
from reminders.choices import Dropped, Kind
from reminders.models import CentreLeadTime, Flag, LeadTime, Message, Notice, Response, SweepRun
from reminders.querysets.flags import OF_A_BODY
from reminders.sweep import Ledger
from tests.factories.centres import make_centre, make_holding, make_post
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_turn
from tests.factories.submissions import make_monthly
from tests.reminders.office import at, ledger, make_office, night, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues", "roles")]

DUE = date(2026, 11, 24)
"""A Tuesday after three closed days."""


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def turn(office):
    return make_turn(office.building, due_on=DUE)


def inspections() -> list[tuple]:
    return [(stage, who) for stage, who, *_ in ledger(kind="inspection")]


def test_the_holder_and_the_deputy_are_told_once_for_each_stage(turn):
    for edge in ("08-26", "10-23", "11-17", "11-24", "12-01", "12-08", "12-15"):
        for number in range(-1, 2):
            night(date.fromisoformat(f"2026-{edge}") + timedelta(days=number))

    told = [(stage, who, why, on) for stage, who, why, on in ledger(live=False) if who == "officer"]
    assert told == [
        ("90d", "officer", "holder", date(2026, 8, 26)),
        ("30d", "officer", "holder", date(2026, 10, 23)),
        ("7d", "officer", "holder", date(2026, 11, 17)),
        ("0d", "officer", "holder", date(2026, 11, 24)),
        ("+7d", "officer", "holder", date(2026, 12, 1)),
        ("+14d", "officer", "holder", date(2026, 12, 8)),
        ("+21d", "officer", "holder", date(2026, 12, 15)),
    ]


def test_on_a_closed_day_nobody_is_told(turn):
    night(date(2026, 11, 15))

    assert ledger() == []


@pytest.mark.parametrize(
    ("on", "who"),
    [
        (date(2026, 12, 7), ["officer", "deputy"]),
        (date(2026, 12, 8), ["officer", "deputy", "chief"]),
        (date(2026, 12, 23), ["officer", "deputy", "chief"]),
        (date(2026, 12, 24), ["officer", "deputy", "chief", "manager"]),
    ],
)
def test_long_overdue_it_climbs_to_the_superiors(turn, on, who):
    night(on)

    assert sorted(name for _, name in inspections()) == sorted(who)


def test_after_nights_that_were_missed_only_the_most_advanced_stage_is_told(turn):
    night(date(2026, 8, 26))
    night(DUE)

    assert inspections() == [("0d", "officer"), ("0d", "deputy")]
    assert set(Notice.objects.filter(stage="90d").values_list("dropped_why", flat=True)) == {Dropped.ADVANCED}


def test_a_second_night_of_the_same_day_writes_nothing(turn):
    first = night(DUE).counts.rung
    before = list(Notice.objects.order_by("pk").values())

    second = night(DUE).counts.rung

    assert (first, second) == (2, 0)
    assert list(Notice.objects.order_by("pk").values()) == before


def test_what_was_sent_stays_and_the_next_stage_is_told_besides(turn):
    night(date(2026, 11, 17))
    send(date(2026, 11, 17))
    night(DUE)

    assert inspections() == [("7d", "officer"), ("7d", "deputy"), ("0d", "officer"), ("0d", "deputy")]


def test_a_day_that_is_moved_drops_what_waits_and_rings_anew(turn):
    night(date(2026, 11, 17))
    DueInspection.objects.filter(pk=turn.pk).update(due_on=date(2026, 12, 1))

    night(date(2026, 11, 24))

    rows = Notice.objects.order_by("pk").values_list("due_on", "stage", "dropped_on", "dropped_why")
    assert list(rows) == [
        *[(DUE, "7d", date(2026, 11, 24), Dropped.DAY_CHANGED)] * 2,
        *[(date(2026, 12, 1), "7d", None, "")] * 2,
    ]


def test_a_day_that_is_moved_back_rings_again_what_had_not_gone_out(turn):
    night(date(2026, 11, 17))
    DueInspection.objects.filter(pk=turn.pk).update(due_on=date(2027, 6, 1))
    night(date(2026, 11, 18))
    DueInspection.objects.filter(pk=turn.pk).update(due_on=DUE)

    night(date(2026, 11, 19))

    assert list(Notice.objects.live().values_list("stage", "rung_on")) == [("7d", date(2026, 11, 19))] * 2


def test_a_day_that_is_moved_back_does_not_ring_again_what_had_gone_out(turn):
    night(date(2026, 11, 17))
    send(date(2026, 11, 17))
    DueInspection.objects.filter(pk=turn.pk).update(due_on=date(2027, 6, 1))
    night(date(2026, 11, 18))
    DueInspection.objects.filter(pk=turn.pk).update(due_on=DUE)

    report = night(date(2026, 11, 19))

    assert report.counts.rung == 0
    assert Notice.objects.waiting().count() == 0


def test_the_act_that_answers_it_drops_what_waits_at_once(turn):
    night(DUE)

    record_inspection(turn.pk, done_on=DUE, on=DUE, outcome="sound")

    dropped = Notice.objects.filter(dropped_on=DUE, dropped_why=Dropped.SETTLED, message=None)
    assert dropped.count() == Notice.objects.count() == 2


def test_on_the_first_of_april_whoever_takes_the_post_is_told_of_all_that_is_open(office):
    turns = [make_turn(office.building, code, due_on=date(2027, 3, 30)) for code in ("FIR-1", "FIR-2")]
    night(date(2027, 3, 30))
    send(date(2027, 3, 30))
    office.post.holdings.update(last_on=date(2027, 3, 31))
    newcomer = make_holding(office.post, office.manager, first_on=date(2027, 4, 1)).user

    night(date(2027, 3, 31))
    before = Notice.objects.to(newcomer).count()
    night(date(2027, 4, 1))

    assert before == 0
    told = Notice.objects.to(newcomer).order_by("subject_id").values_list("subject_id", "stage", "why")
    assert list(told) == [(turn.pk, "0d", "holder") for turn in turns]


def test_whoever_leaves_the_post_before_the_mail_went_is_not_told(turn, office):
    night(date(2026, 11, 17))
    office.post.holdings.filter(user=office.deputy).update(last_on=date(2026, 11, 17))

    night(date(2026, 11, 18))

    dropped = Notice.objects.exclude(dropped_on=None).values_list("recipient__login_name", "dropped_why")
    assert list(dropped) == [("deputy", Dropped.NOT_THEIRS)]


def test_what_was_handed_over_is_told_to_the_post_it_was_handed_to(turn, office):
    other = make_post("市民センター担当2", superior=office.chief_post)
    make_holding(other, office.manager, first_on=date(2020, 4, 1))
    night(date(2026, 10, 23))
    send(date(2026, 10, 23))
    Response.objects.create(
        flag=turn_flag(turn), act="handed_over", by=office.officer, at=at(DUE), reason="見本", to_post=other
    )

    night(date(2026, 11, 17))

    assert [who for stage, who in inspections() if stage == "7d"] == ["manager"]
    assert turn_flag(turn).post_id == other.pk


def turn_flag(turn):
    return Flag.objects.get(kind="inspection", subject_id=turn.pk)


def put_off(turn, office, until: date) -> None:
    Response.objects.create(
        flag=turn_flag(turn), act="snoozed", by=office.officer, at=at(DUE), reason="業者待ち", until_on=until
    )


def test_what_was_put_off_is_silent_until_its_day_rings_then_and_goes_on_as_planned(turn, office):
    night(date(2026, 10, 23))
    send(date(2026, 10, 23))
    put_off(turn, office, date(2026, 11, 10))
    told = []
    for number in (*range(5), *range(15, 20), *range(23, 33), *range(37, 40)):
        on = date(2026, 10, 24) + timedelta(days=number)
        night(on)
        told += [(stage, on) for stage, who, _, rung in ledger() if rung == on and who == "officer"]

    assert told == [
        ("@2026-11-10", date(2026, 11, 10)),
        ("7d", date(2026, 11, 17)),
        ("0d", date(2026, 11, 24)),
        ("+7d", date(2026, 12, 1)),
    ]


def test_what_waits_is_not_told_once_it_is_put_off_and_told_again_after_it_is_taken_up(turn, office):
    night(date(2026, 11, 17))
    put_off(turn, office, date(2026, 11, 20))
    night(date(2026, 11, 18))
    silent = set(Notice.objects.values_list("dropped_why", flat=True))
    Response.objects.create(flag=turn_flag(turn), act="resumed", by=office.officer, at=at(DUE))

    night(date(2026, 11, 19))

    assert silent == {Dropped.SNOOZED}
    assert inspections() == [("7d", "officer"), ("7d", "deputy")]


def test_the_group_is_told_of_its_own_duties_whatever_the_city_puts_off(office):
    duty = make_monthly(office.designation)
    night(duty.due_on - timedelta(days=30))
    flag = Flag.objects.get(kind="obligation", subject_id=duty.pk)
    send(duty.due_on - timedelta(days=30))
    Response.objects.create(
        flag=flag, act="snoozed", by=office.officer, at=at(DUE), reason="見本", until_on=duty.due_on
    )

    night(duty.due_on - timedelta(days=6))

    told = [(stage, who, why) for stage, who, why, _ in ledger(kind="obligation") if stage == "7d"]
    assert told == [("7d", "member", "member"), ("7d", "silent", "member")]


def test_who_has_no_address_stands_in_the_mail_of_whoever_is_in_charge(office):
    duty = make_monthly(office.designation)

    night(duty.due_on)

    ways = dict(
        Notice.objects.filter(kind="obligation").values_list("recipient__login_name", "via__login_name")
    )
    assert ways == {"officer": "officer", "deputy": "deputy", "member": "member", "silent": "officer"}


def test_who_has_no_address_and_nobody_to_pass_it_on_stands_on_the_pages_until_somebody_can(office):
    duty = make_monthly(office.designation)
    User.objects.update(email=None)
    night(duty.due_on)
    reachable = Notice.objects.waiting().exclude(via=None, message=None).count()
    User.objects.filter(pk=office.chief.pk).update(email="chief@example.jp")

    night(date(2026, 11, 30) if duty.due_on < date(2026, 11, 30) else duty.due_on + timedelta(days=1))

    assert reachable == 0
    assert set(Notice.objects.waiting().values_list("via__login_name", flat=True)) == {"chief"}


def test_a_member_is_told_only_of_records_that_the_group_itself_may_see(office):
    make_monthly(office.designation)
    make_turn(office.building, due_on=DUE)
    for on in (date(2026, 10, 12), date(2026, 11, 17), DUE, date(2027, 2, 1)):
        night(on)

    notices = list(Notice.objects.filter(recipient=office.member))
    scope = scope_for(office.member, on=date(2027, 2, 1))
    assert notices
    for notice in notices:
        assert OF_A_BODY[notice.kind].objects.within(scope).filter(pk=notice.subject_id).exists()
    assert set(Notice.objects.within(scope)) == set(Notice.objects.filter(why="member"))


def test_each_person_gets_one_message_a_day_whatever_the_number_of_notices(office):
    for code in ("FIR-1", "FIR-2", "BLD-1", "ELC-1"):
        make_turn(office.building, code, due_on=DUE)

    night(DUE)

    assert sorted(Message.objects.values_list("recipient__login_name", "kind")) == [
        ("deputy", Kind.DIGEST),
        ("officer", Kind.DIGEST),
    ]
    assert Notice.objects.filter(message=None).count() == 0


def test_what_is_written_after_todays_mail_has_gone_waits_for_the_next_open_morning(office):
    make_turn(office.building, due_on=DUE)
    night(DUE)
    send(DUE)
    make_turn(office.building, "FIR-2", due_on=DUE)
    night(DUE)
    unassigned = Notice.objects.waiting().filter(message=None).count()

    night(date(2026, 11, 25))

    assert unassigned == 2
    assert set(Notice.objects.waiting().values_list("message__on", flat=True)) == {date(2026, 11, 25)}


def test_a_centre_with_a_plan_of_its_own_rings_by_it(office):
    elsewhere = make_building("別館", centre=make_centre("見本東市民センター", post_in_charge=office.post))
    here, there = (make_turn(building, due_on=DUE) for building in (office.building, elsewhere))
    shared = LeadTime.objects.get(code="inspection")
    CentreLeadTime.objects.create(
        code="inspection", centre=office.centre, stages="120d 0d", overdue_every=1, changed_reason="見本"
    )

    for on in (date(2026, 7, 27), date(2026, 8, 26)):
        night(on)
    night(date(2026, 11, 25))

    told = (
        Notice.objects.filter(recipient=office.officer)
        .order_by("rung_on", "subject_id")
        .values_list("subject_id", "stage")
    )
    assert list(told) == [(here.pk, "120d"), (there.pk, "90d"), (here.pk, "+1d"), (there.pk, "0d")]
    assert shared.stages == "90d 30d 7d 0d"


def test_the_flags_and_the_ledger_are_written_together_or_not_at_all(turn, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError

    monkeypatch.setattr(Ledger, "_make_messages", fail)

    with pytest.raises(RuntimeError):
        night(DUE)

    assert (Flag.objects.count(), Notice.objects.count(), SweepRun.objects.count()) == (0, 0, 0)


def test_the_database_refuses_a_second_notice_of_the_same_stage_also_where_no_day_is_known(office):
    make_turn(office.building, due_on=None)
    make_turn(office.building, "FIR-2", due_on=DUE)
    night(DUE)

    for notice in Notice.objects.filter(recipient=office.officer):
        notice.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            notice.save(force_insert=True)


def test_the_number_of_statements_does_not_grow_with_the_deadlines(office):
    counted = []
    for more in range(2):
        for number in range(1 + 2 * more):
            make_turn(make_building(f"棟{more}-{number}", centre=office.centre), due_on=DUE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            night(DUE + timedelta(days=more))
        counted.append(len(queries))

    assert counted[0] == counted[1]
