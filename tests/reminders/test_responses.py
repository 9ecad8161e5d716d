"""What is done about reminders: acknowledged, handed over, put off, taken up again, told at once; and the nights
after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F

from common.deadlines import SettledReason
from designated_managers.models import PlannedStep
from reminders.actions import (
    CannotAnswer,
    acknowledge,
    acknowledge_notices,
    close_settled,
    hand_over,
    resume,
    snooze,
    urge,
)
from reminders.choices import Kind
from reminders.deadlines import pending
from reminders.models import Flag, Message, Notice, Response
from reminders.queries.told import told_today
from tests.factories.accounts import make_user
from tests.factories.centres import make_centre, make_post
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_contract, make_turn
from tests.factories.monitoring import make_finding, make_measure, make_visit
from tests.factories.roads import make_road
from tests.reminders.answering import (
    DUE,
    NOON,
    SEVEN_BEFORE,
    THURSDAY,
    WEDNESDAY,
    at,
    flag_of,
    holder_of,
    ledger,
    make_office,
    make_report,
)
from tests.reminders.conftest import night

pytestmark = pytest.mark.usefixtures("catalogues")

MONDAY = date(2026, 12, 21)


@pytest.fixture
def office(catalogues):
    return make_office()


@pytest.fixture
def flag(office):
    """Told on the first morning to the officer and to the group."""
    report = make_report(office.designation)
    night(WEDNESDAY)
    return flag_of(report)


def responses() -> list[tuple]:
    order = Response.objects.order_by("pk")
    return list(order.values_list("flag_id", "act", "by__login_name", "reason", "until_on", "to_post__name"))


def nights(first: date, last: date) -> None:
    day = first
    while day <= last:
        night(day)
        day += timedelta(days=1)


def refused(act, *args, **kwargs) -> list[str]:
    with pytest.raises(CannotAnswer) as refusal:
        act(*args, **kwargs)
    return [problem.code for problem in refusal.value.problems]


# To acknowledge.


def test_whoever_acknowledges_stamps_what_they_were_told_themselves(office, flag):
    new = acknowledge([flag.pk], by=office.officer, at=NOON)

    assert new == 1
    assert responses() == [(flag.pk, "acknowledged", "tanto1", "", None, None)]
    stamped = Notice.objects.values_list("recipient__login_name", "acknowledged_at")
    assert dict(stamped) == {"tanto1": NOON, "dantai1": None}


def test_acknowledged_twice_nothing_changes_until_one_is_told_anew(office, flag):
    acknowledge([flag.pk], by=office.officer, at=NOON)
    again = acknowledge([flag.pk], by=office.officer, at=at(WEDNESDAY, 15))
    first = Notice.objects.get(recipient=office.officer).acknowledged_at
    night(SEVEN_BEFORE)

    anew = acknowledge([flag.pk], by=office.officer, at=at(SEVEN_BEFORE))

    assert (again, first, anew) == (0, NOON, 1)
    assert [act for _, act, *_ in responses()] == ["acknowledged", "acknowledged"]


def test_acknowledging_neither_ends_nor_silences_anything(office, flag):
    acknowledge([flag.pk], by=office.officer, at=NOON)

    night(SEVEN_BEFORE)

    assert Flag.objects.get().closed_on is None
    assert ledger(rung_on=SEVEN_BEFORE) == [("tanto1", "7d", ""), ("dantai1", "7d", "")]
    assert Notice.objects.waiting().filter(message=None).count() == 0


def test_somebody_who_was_told_nothing_may_acknowledge_all_the_same(office, flag):
    assert acknowledge([flag.pk], by=office.chief, at=NOON) == 1
    assert acknowledge([flag.pk], by=office.chief, at=NOON) == 0
    assert Notice.objects.exclude(acknowledged_at=None).count() == 0


def test_a_person_acknowledges_notices_of_their_own_and_no_others(office, flag):
    theirs, others = (Notice.objects.get(recipient=who) for who in (office.member, office.officer))

    seen = acknowledge_notices([theirs.pk, others.pk], by=office.member, at=NOON)
    again = acknowledge_notices([theirs.pk], by=office.member, at=at(WEDNESDAY, 15))

    stamped = dict(Notice.objects.values_list("recipient__login_name", "acknowledged_at"))
    assert (seen, again, stamped) == (1, 0, {"dantai1": NOON, "tanto1": None})
    assert responses() == [(flag.pk, "acknowledged", "dantai1", "", None, None)]


def test_a_notice_of_what_is_settled_is_seen_without_an_answer_to_its_flag(office, flag):
    notice = Notice.objects.get(recipient=office.member)
    close_settled("obligation", [flag.subject_id], SettledReason.DONE, on=WEDNESDAY)
    Notice.objects.update(dropped_on=None, dropped_why="")

    assert acknowledge_notices([notice.pk], by=office.member, at=NOON) == 1
    assert (responses(), Notice.objects.get(pk=notice.pk).acknowledged_at) == ([], NOON)


# To hand over.


def test_what_is_handed_over_is_the_other_posts_at_once_and_its_holder_is_told_by_the_next_night(
    office, flag
):
    other = make_post("担当2")
    holder_of(other, "tanto2", "市民センター担当")

    hand_over([flag.pk], to_post=other, reason=" 担当区域が変わったため ", by=office.officer, at=NOON)
    at_once = Flag.objects.get().post_id
    told_by_day = ledger()
    night(THURSDAY)

    assert at_once == other.pk
    assert responses() == [(flag.pk, "handed_over", "tanto1", "担当区域が変わったため", None, "担当2")]
    assert told_by_day == [("tanto1", "30d", ""), ("dantai1", "30d", "")]
    assert ledger() == [("tanto1", "30d", "not_theirs"), ("dantai1", "30d", ""), ("tanto2", "30d", "")]


def test_it_stays_with_the_post_it_was_handed_to_and_may_be_handed_back(office, flag):
    other = make_post("担当2")
    hand_over([flag.pk], to_post=other, reason="休みのため", by=office.officer, at=NOON)
    nights(THURSDAY, date(2026, 12, 1))
    stayed = Flag.objects.get().post_id

    hand_over([flag.pk], to_post=office.post, reason="戻ったため", by=office.chief, at=at(date(2026, 12, 1)))
    night(date(2026, 12, 2))

    assert (stayed, Flag.objects.get().post_id) == (other.pk, office.post.pk)


def test_it_is_not_handed_to_the_post_that_has_it_nor_to_the_staff_of_another_centre(office, flag):
    elsewhere = make_post("よその職員", level="centre", centre=make_centre())

    codes = [
        refused(hand_over, [flag.pk], to_post=post, reason="休みのため", by=office.officer, at=NOON)
        for post in (office.post, elsewhere, None)
    ]

    assert codes == [["post-has-it"], ["post-of-another-centre"], ["post-missing"]]
    assert (Flag.objects.get().post_id, responses()) == (office.post.pk, [])


def test_it_is_not_handed_to_whoever_may_not_see_its_record(office, flag):
    own = make_post("見本の職員", level="centre", centre=office.centre)
    vacant = refused_codes(flag, own, office)
    holder_of(own, "shokuin", "センター職員")

    assert (vacant, refused_codes(flag, own, office)) == ([], ["post-may-not-see"])


def refused_codes(flag, post, office) -> list[str]:
    try:
        with transaction.atomic():
            hand_over([flag.pk], to_post=post, reason="休みのため", by=office.officer, at=NOON)
            transaction.set_rollback(True)
    except CannotAnswer as refusal:
        return [problem.code for problem in refusal.problems]
    return []


# To put off.


def test_what_is_put_off_is_told_to_the_city_once_on_its_day_and_to_the_group_as_ever(office, flag):
    snooze([flag.pk], until_on=MONDAY, reason="総会の後に出る", by=office.officer, at=NOON)
    dropped = Notice.objects.get(recipient=office.officer)
    at_once = ledger()

    nights(THURSDAY, MONDAY - timedelta(days=1))
    before = ledger(rung_on__gt=WEDNESDAY)
    nights(MONDAY, DUE - timedelta(days=1))
    after = ledger(rung_on__gte=MONDAY)
    night(DUE)

    assert at_once == [("tanto1", "30d", "snoozed"), ("dantai1", "30d", "")]
    assert (dropped.dropped_on, dropped.message) == (WEDNESDAY, None)
    assert before == [("dantai1", "7d", "")]
    assert after == [("tanto1", "@2026-12-21", "")]
    assert ledger(rung_on=DUE) == [("tanto1", "0d", ""), ("dantai1", "0d", "")]


@pytest.mark.parametrize(
    ("until_on", "officer", "chief"),
    [
        (DUE - timedelta(days=1), [], []),
        (DUE, [], []),
        (DUE + timedelta(days=1), ["until-past-due"], []),
    ],
)
def test_past_the_due_day_only_whoever_is_chief_today_puts_it_off(office, flag, until_on, officer, chief):
    former = make_user("moto", "係長・課長")

    def tried(by) -> list[str]:
        try:
            snooze([flag.pk], until_on=until_on, reason="業者待ち", by=by, at=NOON)
        except CannotAnswer as refusal:
            return [problem.code for problem in refusal.problems]
        return []

    assert [tried(by) for by in (office.officer, former, office.chief, office.manager)] == [
        officer,
        officer,
        chief,
        chief,
    ]
    assert len(responses()) == sum(not codes for codes in (officer, officer, chief, chief))


@pytest.mark.parametrize(
    ("due_on", "until_on", "kept"),
    [
        (date(2026, 11, 29), date(2026, 11, 28), date(2026, 11, 27)),
        (date(2026, 12, 25), date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 12, 25), date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_written_down_is_the_open_day_on_which_it_is_told_again(office, flag, due_on, until_on, kept):
    Flag.objects.update(due_on=due_on)

    snooze([flag.pk], until_on=until_on, reason="業者待ち", by=office.officer, at=NOON)

    assert Response.objects.get().until_on == kept


def test_what_is_overdue_is_put_off_by_a_chief_and_the_chiefs_are_not_told_either(office, flag):
    overdue = DUE + timedelta(days=14)
    night(overdue)
    told = ledger(rung_on=overdue)

    codes = refused(
        snooze, [flag.pk], until_on=date(2027, 1, 20), reason="業者待ち", by=office.officer, at=at(overdue)
    )
    snooze([flag.pk], until_on=date(2027, 1, 20), reason="業者待ち", by=office.chief, at=at(overdue))
    nights(overdue + timedelta(days=1), date(2027, 1, 20))

    assert codes == ["until-past-due"]
    assert told == [("tanto1", "+14d", ""), ("kakaricho", "+14d", ""), ("dantai1", "+14d", "")]
    assert ledger(rung_on__gt=overdue) == [
        ("dantai1", "+21d", ""),
        ("tanto1", "@2027-01-20", ""),
        ("kakaricho", "@2027-01-20", ""),
    ]


def test_what_is_taken_up_again_is_told_by_the_next_night(office, flag):
    snooze([flag.pk], until_on=MONDAY, reason="業者待ち", by=office.officer, at=NOON)

    resume([flag.pk], by=office.officer, at=at(WEDNESDAY, 15))
    night(THURSDAY)

    assert [(act, until) for _, act, _, _, until, _ in responses()] == [
        ("snoozed", MONDAY),
        ("resumed", None),
    ]
    assert ledger() == [("dantai1", "30d", ""), ("tanto1", "30d", "")]
    assert refused(resume, [flag.pk], by=office.officer, at=at(THURSDAY)) == ["not-put-off"]


# To tell at once.


def test_what_is_told_at_once_goes_to_everybody_it_concerns_today_in_a_message_of_its_own(office, flag):
    holiday = date(2026, 11, 28)

    told = urge([flag.pk], words=" 来週の監査までに出してください。", by=office.chief, at=at(holiday))

    response = Response.objects.get()
    assert (told, response.act, response.reason) == (2, "urged", "来週の監査までに出してください。")
    assert ledger(rung_on=holiday) == [("tanto1", f"!{response.pk}", ""), ("dantai1", f"!{response.pk}", "")]
    urgent = Message.objects.filter(kind=Kind.URGENT).order_by("-recipient__login_name")
    assert [
        (str(one.recipient), one.on, one.response_id, one.made_at, one.next_try_at) for one in urgent
    ] == [(who, holiday, response.pk, at(holiday), at(holiday)) for who in ("見本 tanto1", "見本 dantai1")]
    for one in urgent:
        (notice,) = one.notices.all()
        assert (notice.recipient, notice.via, notice.stage_rank) == (one.recipient, one.recipient, 30)


def test_a_form_sent_twice_tells_once_and_other_words_or_a_later_hour_tell_again(office, flag):
    soon = NOON + timedelta(minutes=9)

    told = [
        urge([flag.pk], words="至急です", by=office.chief, at=NOON),
        urge([flag.pk], words="至急です ", by=office.chief, at=soon),
    ]
    once = Notice.objects.filter(stage__startswith="!").count()
    urge([flag.pk], words="別の言葉です", by=office.chief, at=soon)
    urge([flag.pk], words="至急です", by=office.officer, at=soon)
    urge([flag.pk], words="至急です", by=office.chief, at=NOON + timedelta(minutes=10))

    assert (told, once) == ([2, 2], 2)
    assert Message.objects.filter(kind=Kind.URGENT).count() == 8


def test_what_is_told_at_once_of_a_step_climbs_as_its_night_does(office):
    """A step is a record of its own beside the day that is planned for it."""
    make_road(centre=office.centre)
    PlannedStep.objects.update(id=F("id") + 1000)
    _kind, _lead, step_id, _centre, due_on, *_ = pending("road_step", on=WEDNESDAY).latest("due_on")
    flag = Flag.objects.create(
        kind="road_step",
        subject_id=step_id,
        due_on=due_on,
        centre=office.centre,
        post=office.post,
        side="city",
        stage="0d",
        stage_rank=0,
        opened_on=due_on,
    )
    late = due_on + timedelta(days=20)

    told = told_today([flag], on=late)

    assert office.chief.pk in {one.user_id for one in told[flag.pk]}


def test_far_past_the_due_day_the_chief_is_told_at_once_too(office, flag):
    # The thirtieth day is a Sunday, on which the manager is not told yet.
    days = [DUE + timedelta(days=number) for number in (13, 14, 30, 31)]

    told = [urge([flag.pk], words="至急です", by=office.officer, at=at(day)) for day in days]

    assert told == [2, 3, 3, 4]


def test_who_has_no_address_is_rung_up_by_whoever_is_in_charge(office, flag):
    office.member.email = None
    office.member.save()

    urge([flag.pk], words="至急です", by=office.chief, at=NOON)

    urgent = Notice.objects.filter(stage__startswith="!").order_by("-recipient__login_name")
    assert [(one.recipient, one.via, one.message and one.message.recipient) for one in urgent] == [
        (office.officer, office.officer, office.officer),
        (office.member, office.officer, office.officer),
    ]
    assert Message.objects.filter(kind=Kind.URGENT).count() == 1


def test_where_nobody_can_be_written_to_it_stands_on_the_pages_alone(office, flag):
    for person in (office.officer, office.chief, office.manager, office.member):
        person.email = None
        person.save()

    assert urge([flag.pk], words="至急です", by=office.chief, at=NOON) == 2
    assert not Notice.objects.filter(stage__startswith="!").exclude(via=None, message=None).exists()


def test_nothing_is_told_at_once_where_nobody_would_hear_it(office, flag):
    for person in (office.officer, office.chief, office.manager, office.member):
        person.is_active = False
        person.save()

    assert refused(urge, [flag.pk], words="至急です", by=office.chief, at=NOON) == ["nobody-to-tell"]
    assert (responses(), Message.objects.filter(kind=Kind.URGENT).count()) == ([], 0)


def test_what_was_told_at_once_stays_on_its_way_when_it_is_put_off(office, flag):
    urge([flag.pk], words="至急です", by=office.chief, at=NOON)

    snooze([flag.pk], until_on=MONDAY, reason="業者待ち", by=office.officer, at=NOON)

    (kept,) = Notice.objects.waiting().filter(recipient=office.officer)
    assert (kept.stage[0], kept.message and kept.message.kind) == ("!", "urgent")


# Several at once.


def test_several_are_answered_together_or_not_at_all(office, flag):
    far = make_report(office.designation, 12, due_on=date(2027, 1, 15))
    night(date(2026, 12, 16))
    both = [flag.pk, flag_of(far).pk]
    to_january = date(2027, 1, 4)

    codes = refused(
        snooze, both, until_on=to_january, reason="業者待ち", by=office.officer, at=at(date(2026, 12, 16))
    )
    before = responses()
    snooze(both, until_on=to_january, reason="業者待ち", by=office.chief, at=at(date(2026, 12, 16)))

    assert (codes, before) == (["until-past-due"], [])
    assert {(pk, act) for pk, act, *_ in responses()} == {(pk, "snoozed") for pk in both}


def test_a_flag_that_is_closed_is_answered_by_nothing(office, flag):
    close_settled("obligation", [flag.subject_id], SettledReason.DONE, on=WEDNESDAY)
    by = {"by": office.chief, "at": NOON}

    codes = [
        refused(acknowledge, [flag.pk], **by),
        refused(hand_over, [flag.pk], to_post=make_post("担当2"), reason="休み", **by),
        refused(snooze, [flag.pk], until_on=MONDAY, reason="業者待ち", **by),
        refused(resume, [flag.pk], **by),
        refused(urge, [flag.pk], words="至急です", **by),
    ]

    assert codes == [["flag-closed"]] * 5
    assert responses() == []


def test_nothing_chosen_is_refused():
    person = make_user()

    assert refused(acknowledge, [], by=person, at=NOON) == ["nothing-chosen"]
    assert refused(resume, [], by=person, at=NOON) == ["nothing-chosen"]


@pytest.mark.parametrize("number", [1, 3])
def test_an_answer_costs_the_same_however_many_it_is_for(office, number, django_assert_num_queries):
    reports = [make_report(office.designation, month) for month in range(11, 11 - number, -1)]
    night(WEDNESDAY)
    pks = [flag_of(report).pk for report in reports]
    other = make_post("担当2")
    by = {"by": office.chief, "at": NOON}
    # Where many write at once, each waits for the night first.
    waiting = 1 if connection.vendor == "postgresql" else 0

    with django_assert_num_queries(9 + waiting):
        acknowledge(pks, **by)
    with django_assert_num_queries(12 + waiting):
        hand_over(pks, to_post=other, reason="休みのため", **by)
    with django_assert_num_queries(8 + waiting):
        snooze(pks, until_on=MONDAY, reason="業者待ち", **by)
    with django_assert_num_queries(6 + waiting):
        resume(pks, **by)
    with django_assert_num_queries(18 + waiting):
        urge(pks, words="至急です", **by)


def test_who_is_told_at_once_is_whom_the_night_tells(office):
    """Two derivations of one answer: of every kind at hand, on both sides."""
    make_report(office.designation)
    make_finding(visit=make_visit(office.designation))
    make_measure(office.designation)
    make_contract([office.centre], last_on=date(2026, 12, 25), post_in_charge=office.post)
    make_turn(make_building(centre=office.centre), due_on=date(2026, 11, 25))
    late = at(date(2027, 1, 15))
    night(late.date())
    told_by_night = set(Notice.objects.values_list("kind", "recipient", "why", "via"))

    found = told_today(list(Flag.objects.open()), on=late.date())

    by_pk = dict(Flag.objects.values_list("pk", "kind"))
    assert {
        (by_pk[pk], one.user_id, one.why, one.via_id) for pk, people in found.items() for one in people
    } == told_by_night
    assert len({kind for kind, *_ in told_by_night}) > 3
