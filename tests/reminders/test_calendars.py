"""What stands in a calendar that is subscribed to: of whom, on which day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from centres.actions import give_post
from common.clock import TOKYO
from designated_managers.models import Obligation
from maintenance.models import DueInspection
from reminders.choices import Act
from reminders.deadlines import DEADLINES
from reminders.models import CalendarFeed, Flag, Response
from reminders.queries.feeds import CalendarEntry, calendar_of
from tests.factories.accounts import make_group, make_membership, make_user
from tests.factories.agreements import make_agreement
from tests.factories.centres import make_centre, make_holding, make_post
from tests.factories.designated_managers import make_designation, make_officer, make_organisation
from tests.factories.facilities import make_building
from tests.factories.feeds import make_calendar
from tests.factories.maintenance import make_contract, make_turn
from tests.factories.submissions import make_monthly

pytestmark = pytest.mark.usefixtures("catalogues", "roles")

ON = date(2026, 11, 23)
DAY = timedelta(days=1)


def read(made, on: date = ON) -> list[tuple[str, int, date]]:
    """The entries of a calendar on a day: kind, record and due day."""
    # As a phone asks, long after it was made.
    feed = CalendarFeed.objects.select_related("owner", "centre").get(pk=made.feed.pk)
    return [(entry.kind, entry.subject_id, entry.due_on) for entry in calendar_of(feed, on=on).entries]


def subjects(made, on: date = ON) -> list[int]:
    return [pk for _, pk, _ in read(made, on)]


def turn_at(centre, **facts) -> DueInspection:
    return make_turn(make_building(f"見本館{centre.buildings.count()}", centre=centre), **facts)


def in_charge(post) -> User:
    """An officer who holds this post since long ago."""
    person = make_user("", "市民センター担当")
    make_holding(post, person)
    return person


@pytest.fixture
def post():
    return make_post("市民センター担当1")


@pytest.fixture
def centre(post):
    return make_centre("遠石市民センター", post_in_charge=post)


def test_an_officer_reads_what_their_posts_are_in_charge_of(centre, post):
    mine = turn_at(centre)
    turn_at(make_centre(post_in_charge=make_post("市民センター担当2")))
    turn_at(make_centre())

    made = make_calendar(in_charge(post))

    feed = CalendarFeed.objects.get(pk=made.feed.pk)
    calendar = calendar_of(feed, on=ON)
    assert calendar.name == "担当の期日"
    assert calendar.entries == (
        CalendarEntry(
            "inspection",
            mine.pk,
            date(2026, 11, 30),
            "消防用設備等 機器点検",
            ("遠石市民センター",),
            "inspection-record",
        ),
    )


def test_what_was_handed_over_is_read_by_whoever_it_was_handed_to(centre, post):
    other = make_post("市民センター担当2")
    handed, kept, back = (turn_at(centre) for _ in range(3))
    giving, taking = make_calendar(in_charge(post)), make_calendar(in_charge(other))
    for turn, to_posts in ((handed, [other]), (back, [other, post])):
        flag = Flag.objects.create(
            kind="inspection",
            subject_id=turn.pk,
            due_on=turn.due_on,
            centre=centre,
            post=post,
            side="city",
            stage="14d",
            stage_rank=14,
            opened_on=ON,
        )
        for to_post in to_posts:
            Response.objects.create(
                flag=flag,
                act=Act.HANDED_OVER,
                by=giving.feed.owner,
                at=giving.feed.made_at,
                reason="見本",
                to_post=to_post,
            )

    assert subjects(giving) == [kept.pk, back.pk]
    assert subjects(taking) == [handed.pk]


def test_who_changes_posts_on_the_first_of_april_reads_the_new_posts_from_then_on(centre, post):
    other = make_post("市民センター担当2")
    old, new = turn_at(centre), turn_at(make_centre(post_in_charge=other))
    person = make_user("", "市民センター担当")
    april = date(2026, 4, 1)
    make_holding(post, person, last_on=april - DAY)
    give_post(other, person.pk, first_on=april)
    made = make_calendar(person)

    assert [subjects(made, april + DAY * days) for days in (-1, 0, 1)] == [[old.pk], [new.pk], [new.pk]]


def test_a_deputy_reads_it_too_and_who_holds_no_post_reads_nothing(centre, post, auditor):
    turn = turn_at(centre)
    deputy = make_user("", "係長・課長")
    make_holding(post, deputy)
    post.holdings.update(is_deputy=True)

    assert subjects(make_calendar(deputy)) == [turn.pk]
    assert subjects(make_calendar(auditor)) == []


@pytest.mark.parametrize(
    ("due_on", "shown"),
    [
        (date(2026, 8, 24), False),
        (date(2026, 8, 25), True),
        (date(2028, 11, 23), True),
        (date(2028, 11, 24), False),
        (None, False),
    ],
)
def test_what_is_long_overdue_far_ahead_or_without_a_day_is_left_out(centre, officer, due_on, shown):
    turn = turn_at(centre, due_on=due_on)

    entries = read(make_calendar(officer, centre=centre))

    assert entries == ([("inspection", turn.pk, due_on)] if shown else [])


def test_what_is_done_leaves_the_calendar_and_what_moves_moves_in_it(centre, officer):
    turn = turn_at(centre)
    made = make_calendar(officer, centre=centre)
    DueInspection.objects.filter(pk=turn.pk).update(due_on=date(2026, 12, 7))
    moved = read(made)
    DueInspection.objects.filter(pk=turn.pk).update(withdrawn_on=ON, withdrawn_reason="廃止")

    assert (moved, read(made)) == ([("inspection", turn.pk, date(2026, 12, 7))], [])


def test_a_calendar_of_a_centre_holds_what_concerns_it_among_others(centre, officer):
    other = make_centre("久米市民センター")
    shared, elsewhere = make_contract([centre, other]), make_contract([other])
    turn = turn_at(centre)

    made = make_calendar(officer, centre=centre)

    assert {(kind, pk) for kind, pk, _ in read(made)} == {
        ("inspection", turn.pk),
        ("contract", shared.pk),
    }
    assert elsewhere.pk not in subjects(made)
    assert calendar_of(made.feed, on=ON).name == "遠石市民センター"


def test_what_a_role_does_not_show_stands_in_no_calendar(centre, centre_worker, officer):
    make_contract([centre])
    turn = turn_at(centre)
    worker = centre_worker(centre)

    assert {kind for kind, _, _ in read(make_calendar(officer, centre=centre))} == {"contract", "inspection"}
    assert read(make_calendar(worker, centre=centre)) == [("inspection", turn.pk, date(2026, 11, 30))]


def test_who_leaves_a_centre_reads_nothing_of_it_from_the_next_day_on(centre, centre_worker):
    turn = turn_at(centre)
    worker = centre_worker(centre)
    made = make_calendar(worker, centre=centre)
    worker.holdings.update(last_on=ON)

    assert [subjects(made, ON + DAY * days) for days in (-1, 0, 1)] == [[turn.pk], [turn.pk], []]


def test_the_calendar_of_a_centre_worker_stays_within_the_centre(centre, centre_worker, post):
    worker = centre_worker(centre)
    make_holding(post, worker)
    here = turn_at(centre)
    turn_at(make_centre(post_in_charge=post))

    assert subjects(make_calendar(worker)) == [here.pk]


@pytest.fixture
def handed_over(centre):
    """A centre that goes from one body to the next on 1 April 2027, with the days of both agreements."""
    leaving = make_designation(centre=centre, first_on=date(2022, 4, 1), last_on=date(2027, 3, 31))
    coming = make_designation(
        centre=centre, first_on=date(2027, 4, 1), last_on=date(2032, 3, 31), previous=leaving
    )
    for designation, signed_on in ((leaving, date(2022, 3, 31)), (coming, date(2027, 3, 31))):
        make_agreement(designation=designation, agreed_on=signed_on, on=signed_on)
    Obligation.objects.all().delete()
    members = []
    for designation in (leaving, coming):
        member = make_user("", "地域団体")
        make_membership(member, designation.organisation, first_on=date(2019, 4, 1))
        members.append(member)
    return leaving, coming, *members


def test_a_group_reads_the_inspections_of_its_own_term(centre, handed_over):
    _leaving, _coming, old, new = handed_over
    before, after = (turn_at(centre, due_on=day) for day in (date(2027, 3, 31), date(2027, 4, 1)))
    old_reads, new_reads = make_calendar(old), make_calendar(new)

    last, first = date(2027, 3, 31), date(2027, 4, 1)

    assert [subjects(old_reads, on) for on in (last - DAY, last, first)] == [[before.pk], [before.pk], []]
    # What the body before left undone is the next one's from its first day on.
    assert [subjects(new_reads, on) for on in (last - DAY, last, first)] == [
        [after.pk],
        [after.pk],
        [before.pk, after.pk],
    ]


def test_a_group_reads_a_centre_from_sixty_days_before_its_term(centre, handed_over):
    *_, new = handed_over
    turn = turn_at(centre, due_on=date(2027, 5, 1))
    made = make_calendar(new)

    sixty = date(2027, 4, 1) - DAY * 60

    assert [subjects(made, sixty + DAY * days) for days in (-1, 0, 1)] == [[], [turn.pk], [turn.pk]]


def test_a_group_reads_what_it_owes_also_after_its_term_and_nothing_of_the_next(centre, handed_over):
    leaving, coming, old, new = handed_over
    theirs, others = make_monthly(leaving, date(2027, 3, 1)), make_monthly(coming, date(2027, 4, 1))
    just_before = datetime(2027, 3, 1, 9, 0, tzinfo=TOKYO)
    old_reads, new_reads = make_calendar(old), make_calendar(new, centre=centre, at=just_before)

    for on in (date(2027, 3, 31), date(2027, 4, 1), date(2027, 7, 1)):
        assert (subjects(old_reads, on), subjects(new_reads, on)) == ([theirs.pk], [others.pk])
    assert calendar_of(old_reads.feed, on=ON).name == "わたしたちの期日"


def test_a_member_who_leaves_the_group_reads_nothing_from_the_next_day_on(centre, handed_over):
    leaving, _coming, old, _new = handed_over
    duty = make_monthly(leaving, date(2026, 12, 1))
    old.memberships.update(last_on=ON)
    made = make_calendar(old)

    assert [subjects(made, ON + DAY * days) for days in (-1, 0, 1)] == [[duty.pk], [duty.pk], []]


def test_a_group_reads_nothing_of_the_citys_own_and_of_other_centres(centre):
    member = make_group(centre)
    make_designation()
    Obligation.objects.filter(designation__centre=centre).delete()
    make_contract([centre])
    turn_at(centre)

    assert Obligation.objects.exists()
    assert read(make_calendar(member)) == []
    assert read(make_calendar(member, centre=centre, name="施設")) == []


def test_the_term_of_an_officer_of_a_body_with_two_centres_stands_at_each_of_them(centre):
    organisation, other = make_organisation(), make_centre("久米市民センター")
    member = make_group(centre, organisation=organisation, last_on=date(2029, 3, 31))
    make_designation(centre=other, organisation=organisation, last_on=date(2029, 3, 31))
    chair = make_officer(organisation=organisation, last_on=date(2027, 3, 31))
    Obligation.objects.all().delete()
    made = [
        make_calendar(member),
        *(make_calendar(member, one.name, centre=one) for one in (centre, other)),
    ]

    assert [read(one) for one in made] == [[("officer_term", chair.pk, date(2027, 3, 31))]] * 3


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("whose", "queries"), [("officer", 4), ("centre", 3), ("group", 5)])
def test_a_calendar_costs_the_same_however_much_is_due(
    centre, post, django_assert_num_queries, rows, whose, queries
):
    make_agreement(designation=make_designation(centre=centre))
    Obligation.objects.all().delete()
    owner = make_user("", "地域団体") if whose == "group" else in_charge(post)
    if whose == "group":
        make_membership(owner, centre.designations.get().organisation, first_on=date(2019, 4, 1))
    made = make_calendar(owner, centre=centre if whose == "centre" else None)
    for _ in range(rows):
        turn_at(centre)
    feed = CalendarFeed.objects.select_related("owner", "centre").get(pk=made.feed.pk)

    with django_assert_num_queries(queries):
        calendar = calendar_of(feed, on=ON)

    found = [entry for entry in calendar.entries if entry.kind == "inspection"]
    assert len(found) == rows


def test_every_kind_of_deadline_can_be_asked_for(centre, post):
    """Each filter that a calendar puts on them is one that the queries of every kind take."""
    everybody = make_user("root", is_superuser=True)
    make_holding(post, everybody)

    assert read(make_calendar(everybody)) == []
    assert len(DEADLINES) >= 18
