"""Time travel: what is foretold is what the nights then write."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres.actions import change_centre
from common.office_days import load_office_days
from facilities.actions import register_building
from maintenance.actions import plan_inspection
from reminders.choices import Act
from reminders.models import Flag, Message, Notice, Response
from reminders.queries.foretelling import foretell, next_night
from tests.factories.accounts import make_membership, make_user
from tests.factories.agreements import make_agreement
from tests.factories.centres import make_centre, make_holding, make_post
from tests.factories.designated_managers import make_designation
from tests.reminders.conftest import make_contract, night

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

FIRST, LAST = date(2026, 12, 14), date(2027, 1, 15)
"""A month with the closure at the turn of the year and a holiday after a weekend in it."""

OFFICER, CHIEF, MEMBER = "市民センター担当", "係長・課長", "地域団体"

SENT_AT = datetime(2026, 12, 14, 22, 0, tzinfo=UTC)

NEAR_EDGES = [stage + slip for stage in (-30, -14, -7, -3, -1, 0, 7, 30, 60, 90) for slip in (-1, 0, 1)]
"""Days from a day of the month to a due day at which a stage is just ahead, just here, just passed."""


def told(first: date, last: date, **asked) -> list[tuple]:
    """What is foretold, as the ledger would say it."""
    notices = foretell(on=first, until=last, days=load_office_days(), **asked)
    rows = []
    for one in notices:
        due, person = one.deadline, one.told
        what = (one.on, due.kind, due.subject_id, due.due_on or date.min, one.stage)
        rows.append((*what, person.user_id, str(person.why), person.via_id or 0))
    return sorted(rows)


def ledger_of(day: date) -> list[tuple]:
    """What the night of a day wrote."""
    rows = Notice.objects.filter(rung_on=day).values_list(
        "rung_on", "kind", "subject_id", "due_on", "stage", "recipient_id", "why", "via_id"
    )
    return sorted((*row[:3], row[3] or date.min, *row[4:7], row[7] or 0) for row in rows)


def every_letter_arrives() -> None:
    Message.objects.filter(sent_at__isnull=True, folded_at__isnull=True).update(sent_at=SENT_AT)
    Notice.objects.waiting().filter(message__isnull=False).update(sent_at=SENT_AT)


@pytest.fixture
def office():
    """An office in which much changes in the month: a chief and a manager, two officers of whom one hands over
    at the turn of the year, a deputy, a post that is vacant at first, a group that comes and one that goes."""
    manager = make_post("課長", level="manager")
    chief = make_post("係長", level="chief", superior=manager)
    first, second = (make_post(f"市民センター担当{n}", superior=chief) for n in (1, 2))
    make_holding(manager, make_user("kacho", CHIEF, email="kacho@example.jp"))
    make_holding(chief, make_user("kakari", CHIEF, email="kakari@example.jp"))
    make_holding(first, make_user("tanto1", OFFICER, email="t1@example.jp"), last_on=date(2026, 12, 31))
    make_holding(first, make_user("tanto3", OFFICER), first_on=date(2027, 1, 1))
    make_holding(second, make_user("tanto2", OFFICER, email="t2@example.jp"), first_on=date(2026, 12, 26))
    helping = make_user("hojo", OFFICER, email="h@example.jp", active_until=date(2027, 1, 7))
    first.holdings.create(user=helping, first_on=date(2026, 4, 1), is_deputy=True)
    centres = [
        make_centre(f"見本{n}市民センター", post_in_charge=post) for n, post in enumerate((first, second))
    ]
    leaving = make_designation(centre=centres[0], first_on=date(2022, 4, 1), last_on=date(2026, 12, 31))
    coming = make_designation(
        centre=centres[0],
        first_on=date(2027, 1, 1),
        last_on=date(2031, 12, 31),
        designated_on=date(2026, 12, 11),
        voted_on=date(2026, 12, 10),
        announced_on=date(2026, 12, 11),
        previous=leaving,
    )
    terms = ((leaving, date(2022, 4, 1), date(2022, 4, 1)), (coming, date(2027, 1, 1), date(2026, 12, 23)))
    for designation, first_on, since in terms:
        signed = first_on - timedelta(days=20)
        make_agreement(designation=designation, agreed_on=signed, on=first_on)
        for name, has_mail in (("kaicho", True), ("kanji", False)):
            login = f"{name}{designation.pk}"
            user = make_user(login, MEMBER, email=f"{login}@example.jp" if has_mail else None)
            make_membership(user, designation.organisation, first_on=since)
    return centres


@pytest.fixture(params=[1, 2])
def luck(request):
    return Random(request.param)  # noqa: S311 -- no secret, and the same every time


def fill(centres, luck: Random) -> None:
    """A few dozen deadlines next to edges, and some whose day is not known."""
    span = (LAST - FIRST).days
    for number in range(12):
        building = register_building(centre=luck.choice(centres), name=f"見本棟{number}")
        for code in luck.sample(["FIR-1", "FIR-2", "ELC-1", "BLD-2"], 2):
            day = FIRST + timedelta(days=luck.randint(0, span) + luck.choice(NEAR_EDGES))
            plan_inspection(
                building, code, due_on=luck.choice([day, day, day, day, None]), on=date(2026, 4, 1)
            )
    for number in range(10):
        day = FIRST + timedelta(days=luck.randint(0, span) + luck.choice(NEAR_EDGES))
        make_contract((centres, centres[:1], centres[1:])[number % 3], name=f"見本業務{number}", last_on=day)


def act(flag: Flag, act: str, by, **facts) -> None:
    Response.objects.create(flag=flag, act=act, by=by, at=SENT_AT, reason="見本の理由", **facts)


def test_what_is_foretold_of_each_day_is_what_its_night_then_writes(office, luck, administrator):
    fill(office, luck)
    night(FIRST - timedelta(days=3))
    every_letter_arrives()
    flags = list(Flag.objects.open().order_by("pk"))
    for flag in luck.sample(flags, 4):
        act(flag, Act.SNOOZED, administrator, until_on=FIRST + timedelta(days=luck.randint(1, 25)))
    for flag in luck.sample(flags, 4):
        act(flag, Act.HANDED_OVER, administrator, to_post=luck.choice(office).post_in_charge)
    foretold = told(FIRST, LAST)

    written = []
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        if number % 7 == 0:
            assert told(day, LAST) == [row for row in foretold if row[0] >= day]
        night(day)
        written += ledger_of(day)
        every_letter_arrives()

    assert foretold == written
    assert len({row[0] for row in written}) > 10


def test_of_one_centre_only_what_concerns_it_is_foretold(office, luck):
    fill(office, luck)
    of_all = foretell(on=FIRST, until=LAST, days=load_office_days())
    several = {
        one.deadline.subject_id
        for one in of_all
        if one.deadline.centre_id is None and one.deadline.kind.startswith("contract")
    }

    of_one = foretell(on=FIRST, until=LAST, days=load_office_days(), centre_ids=[office[0].pk])

    assert of_one == [
        one
        for one in of_all
        if one.deadline.centre_id == office[0].pk
        or (one.deadline.centre_id is None and one.deadline.subject_id in several)
    ]
    assert several


def test_the_queries_do_not_grow_with_deadlines_or_days(office):
    def queries(until: date) -> int:
        with CaptureQueriesContext(connection) as asked:
            foretell(on=FIRST, until=until, days=load_office_days())
        return len(asked)

    few = queries(FIRST)
    fill(office, Random(4))  # noqa: S311

    assert queries(date(2027, 12, 14)) == few


def test_a_holder_who_comes_later_is_told_of_what_still_stands(centre, post):
    change_centre(centre.pk, post_in_charge=post)
    make_contract([centre], last_on=date(2027, 5, 31))
    leaving, coming = make_user("tanto1", OFFICER), make_user("tanto2", OFFICER)
    make_holding(post, leaving, last_on=date(2026, 12, 31))
    make_holding(post, coming, first_on=date(2027, 1, 1))
    night(date(2026, 12, 14))

    # The first working day of the year is the fourth of January.
    assert told(date(2026, 12, 15), date(2027, 1, 29)) == [
        (date(2027, 1, 4), "contract", *_contract(), "6m", coming.pk, "holder", 0)
    ]


def _contract() -> tuple[int, date | None]:
    return Flag.objects.filter(kind="contract").values_list("subject_id", "due_on").get()


@pytest.mark.parametrize(
    ("swept", "expected"),
    [
        (None, date(2026, 12, 14)),
        (date(2026, 12, 13), date(2026, 12, 14)),
        (date(2026, 12, 14), date(2026, 12, 15)),
        (date(2026, 12, 15), date(2026, 12, 16)),
    ],
)
def test_the_next_night_is_todays_until_it_has_been(catalogues, swept, expected):
    if swept is not None:
        night(swept)

    assert next_night(date(2026, 12, 14)) == expected


def test_a_group_hears_of_its_own_even_where_the_city_has_put_it_off(office, administrator):
    building = register_building(centre=office[0], name="見本棟")
    turn = plan_inspection(building, "FIR-1", due_on=date(2026, 12, 22), on=date(2026, 4, 1))
    night(date(2026, 11, 30))
    flag = Flag.objects.get(kind="inspection", subject_id=turn.pk)
    act(flag, Act.SNOOZED, administrator, until_on=date(2026, 12, 21))

    told_of_it = [row for row in told(date(2026, 12, 14), date(2026, 12, 22)) if row[1] == "inspection"]
    whys = sorted((row[0], row[4], row[6]) for row in told_of_it)

    assert whys == [
        (date(2026, 12, 15), "7d", "member"),
        (date(2026, 12, 15), "7d", "member"),
        (date(2026, 12, 21), "@2026-12-21", "deputy"),
        (date(2026, 12, 21), "@2026-12-21", "holder"),
        (date(2026, 12, 22), "0d", "deputy"),
        (date(2026, 12, 22), "0d", "holder"),
        (date(2026, 12, 22), "0d", "member"),
        (date(2026, 12, 22), "0d", "member"),
    ]


def test_nothing_is_foretold_of_days_on_which_the_office_is_closed(office):
    fill(office, Random(5))  # noqa: S311
    days = load_office_days()

    assert all(days.is_open(row[0]) for row in told(FIRST, LAST))
    assert told(date(2026, 12, 29), date(2027, 1, 3)) == []
