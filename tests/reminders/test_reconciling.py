"""The reconciliation: what rules and facts say should have been told, held against the ledger."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, User
from common.office_days import load_office_days
from maintenance.actions import record_inspection
from maintenance.models import DueInspection
from reminders.actions import compare, reconcile, reconciliation_is_missed
from reminders.choices import Kind
from reminders.models import CentreLeadTime, Flag, Message, Notice, Reconciliation, Response, SweepRun
from reminders.queries.status import health
from tests.factories.centres import make_centre, make_holding, make_post
from tests.factories.facilities import make_building
from tests.factories.maintenance import good_outcome, make_contract, make_turn
from tests.factories.submissions import make_monthly
from tests.reminders.office import at, make_office, night, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues", "roles")]

DUE = date(2026, 11, 24)
DAYS = load_office_days()


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def told(office):
    turn = make_turn(office.building, due_on=DUE)
    night(DUE)
    return turn


@pytest.fixture
def sink_away(settings):
    settings.EMAIL_BACKEND = "tests.reminders.test_reconciling.Away"


def found(on=DUE, hour=5, minute=50) -> tuple[int, int, int, int]:
    row = reconcile(on=on, at=at(on, hour, minute))
    return row.expected, row.missing, row.surplus, row.late


def test_after_an_undisturbed_night_nothing_differs(told):
    assert found() == (2, 0, 0, 0)


def test_what_vanished_from_the_ledger_is_missed_made_up_and_not_alarmed(told):
    """What was entered after the night looks just the same: the night is run once more."""
    Notice.objects.filter(recipient__login_name="deputy").delete()
    before = compare(DUE, DAYS)

    assert (before.missing, before.surplus) == (1, 0)
    assert found() == (2, 0, 0, 0)
    assert Notice.objects.count() == 2


def test_a_night_that_leaves_something_out_is_found_named_and_alarmed(told, administrator, monkeypatch):
    User.objects.filter(pk=administrator.pk).update(email="admin@example.jp")
    Notice.objects.filter(recipient__login_name="deputy").delete()
    monkeypatch.setattr("reminders.actions.reconciling.flag_due", lambda **_night: None)

    assert found() == (2, 1, 0, 0)

    (alarm,) = Message.objects.filter(kind=Kind.ALARM)
    assert alarm.address == "admin@example.jp"
    (example,) = Reconciliation.objects.latest("pk").examples
    assert example.startswith("台帳にない：点検")


def test_a_notice_that_waits_and_should_not_go_out_is_found(told, office, monkeypatch):
    Notice.objects.create(
        kind="inspection",
        subject_id=told.pk,
        due_on=DUE,
        stage="30d",
        stage_rank=30,
        recipient=office.manager,
        why="manager",
        side="city",
        rung_on=DUE,
        via=office.manager,
        message=Message.objects.first(),
    )
    monkeypatch.setattr("reminders.actions.reconciling.flag_due", lambda **_night: None)

    assert found() == (2, 0, 1, 0)


def test_a_notice_left_out_of_every_message_is_found(told, office):
    Notice.objects.filter(recipient=office.deputy).update(message=None)
    Message.objects.filter(recipient=office.deputy).delete()

    assert found() == (2, 0, 0, 1)


@pytest.mark.parametrize(("hours", "late"), [(23, 0), (24, 0), (25, 2)])
def test_a_message_that_waits_for_more_than_a_day_is_late(told, hours, late):
    moment = at(DUE) + timedelta(hours=hours)

    assert reconcile(on=date(2026, 11, 28), at=moment).late == late


def test_what_could_not_be_sent_on_a_friday_is_not_late_on_saturday(office):
    """It waits for Monday, as it should."""
    make_turn(office.building, due_on=date(2026, 11, 27))
    night(date(2026, 11, 27))

    assert [found(date(2026, 11, day), 5, 50)[3] for day in (28, 29)] == [0, 0]


def test_where_there_was_no_night_none_is_run_from_here(told):
    """A clock a year ahead is for the night to refuse."""
    assert found(date(2027, 11, 24))[1] > 0

    assert SweepRun.objects.count() == 1
    assert Message.objects.filter(kind=Kind.DIGEST, on=date(2027, 11, 24)).count() == 0


def test_a_deadline_that_nobody_can_be_told_of_is_found(office):
    make_turn(office.building, due_on=DUE)
    User.objects.update(is_active=False)
    night(DUE)

    assert found()[1] == 1
    assert Reconciliation.objects.latest("pk").examples[0].startswith("知らせる人がいない：点検")


def test_on_closed_days_nothing_is_expected(told):
    assert found(date(2026, 11, 28), 5, 50)[:3] == (0, 0, 0)


def test_on_closed_days_what_differed_differs_still(told):
    Notice.objects.all().delete()

    assert [found(date(2026, 11, day))[:3] for day in (27, 28, 29)] == [(2, 2, 0)] * 3


def test_what_is_told_after_the_mail_of_the_day_has_gone_is_not_late(told, office):
    send(DUE)
    make_turn(office.building, "FIR-2", due_on=DUE)
    night(DUE)

    assert found(DUE, 14, 0) == (4, 0, 0, 0)


def test_it_asks_in_the_same_number_of_queries_for_1_and_for_3(office):
    counted = []
    for number in (1, 2):
        for more in range(number):
            make_turn(make_building(f"棟{number}{more}", centre=office.centre), due_on=DUE)
            make_monthly(office.designation, date(2026, 6 + number + more, 1))
        night(DUE + timedelta(days=number - 1))
        with CaptureQueriesContext(connection) as queries:
            compare(DUE + timedelta(days=number - 1), DAYS)
        counted.append(len(queries))

    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("hour", "minute", "swept", "compared", "missed"),
    [
        (5, 49, True, False, False),
        (5, 50, True, False, True),
        (14, 0, True, False, True),
        (14, 0, False, False, False),
        (14, 0, True, True, False),
    ],
)
def test_a_comparison_that_was_missed_is_made_up_after_its_night(
    office, hour, minute, swept, compared, missed
):
    if swept:
        night(DUE)
    if compared:
        reconcile(on=DUE, at=at(DUE))

    assert reconciliation_is_missed(at(DUE, hour, minute)) is missed


def test_what_differed_is_compared_again_once_the_night_was_made_up(told):
    Notice.objects.all().delete()
    SweepRun.objects.all().delete()
    assert found()[1] == 2
    before = reconciliation_is_missed(at(DUE, 6, 15))

    night(DUE)
    SweepRun.objects.update(finished_at=at(DUE, 6, 30))

    assert (before, reconciliation_is_missed(at(DUE, 6, 45))) == (False, True)
    assert found(DUE, 6, 45) == (2, 0, 0, 0)
    assert not reconciliation_is_missed(at(DUE, 7, 0))


def test_what_each_morning_puts_into_a_new_mail_is_late_all_the_same(told, sink_away):
    days = (DUE, date(2026, 11, 25), date(2026, 11, 26))

    late = []
    for on in days:
        night(on)
        send(on)
        late.append((found(on)[3], {finding.code for finding in health(at=at(on, 12)).findings}))

    assert [number for number, _ in late] == [0, 0, 2]
    assert ["people-unheard" in codes for _, codes in late] == [False, True, True]


@dataclass
class Year:
    """A year of an office day by day: nights (some missed), mails (the server sometimes away), and what people
    do in between."""

    seed: int

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 -- no secret
        self.office = make_office()
        other = make_centre("見本東市民センター", post_in_charge=self.office.post)
        centres = [self.office.centre, other]
        self.second_post = make_post("市民センター担当2", superior=self.office.chief_post)
        self.newcomer = make_holding(self.second_post, self.office.deputy, first_on=date(2020, 4, 1)).user
        self.turns = [
            make_turn(
                make_building(f"棟{number}", centre=centres[number % 2]),
                self.chance.choice(["FIR-1", "FIR-2", "ELC-1", "BLD-1"]),
                due_on=date(2026, 4, 1) + timedelta(days=self.chance.randrange(400)),
            )
            for number in range(8)
        ]
        make_contract([self.office.centre], last_on=date(2027, 3, 31))
        for month in range(3):
            make_monthly(self.office.designation, date(2026, 5 + month, 1))

    def something_happens(self, on: date) -> None:
        """One act of an ordinary day, or none."""
        acts = (
            self.move,
            self.do,
            self.hand_over,
            self.put_off,
            self.change_plan,
            self.rotate,
            self.lose_address,
        )
        if self.chance.random() < 0.4:
            self.chance.choice(acts)(on)

    def move(self, on: date) -> None:
        turn = self.chance.choice(self.turns)
        near = self.chance.choice([0, 1, 6, 7, 8, 29, 30, 31, 90, -7, -14, -30])
        DueInspection.objects.filter(pk=turn.pk, done_on=None).update(due_on=on + timedelta(days=near))

    def do(self, on: date) -> None:
        turn = DueInspection.objects.filter(pk=self.chance.choice(self.turns).pk, done_on=None).first()
        if turn is not None and self.chance.random() < 0.3:
            record_inspection(turn.pk, done_on=on, on=on, outcome=good_outcome(turn))

    def _open_flag(self) -> Flag | None:
        flags = list(Flag.objects.open().order_by("pk"))
        return self.chance.choice(flags) if flags else None

    def hand_over(self, on: date) -> None:
        flag = self._open_flag()
        if flag is not None:
            to = self.chance.choice([self.office.post, self.second_post, self.office.chief_post])
            Response.objects.create(
                flag=flag, act="handed_over", by=self.office.officer, at=at(on), reason="見本", to_post=to
            )

    def put_off(self, on: date) -> None:
        flag = self._open_flag()
        if flag is not None:
            until = on + timedelta(days=self.chance.choice([1, 2, 7, 20]))
            Response.objects.create(
                flag=flag, act="snoozed", by=self.office.chief, at=at(on), reason="見本", until_on=until
            )

    def change_plan(self, _on: date) -> None:
        CentreLeadTime.objects.update_or_create(
            code=self.chance.choice(["inspection", "obligation", "contract"]),
            centre=self.office.centre,
            defaults={
                "stages": self.chance.choice(["60d 14d 0d", "30d 7d 1d 0d"]),
                "overdue_every": self.chance.choice([0, 3, 7]),
                "changed_reason": "見本",
            },
        )

    def rotate(self, on: date) -> None:
        held = self.office.post.holdings.filter(last_on=None, is_deputy=False).first()
        if held is not None and on > held.first_on:
            held.last_on = on - timedelta(days=1)
            held.save()
            successor = self.chance.choice([self.office.officer, self.newcomer, self.office.manager])
            if not self.office.post.holdings.filter(user=successor, first_on=on).exists():
                make_holding(self.office.post, successor, first_on=on)

    def lose_address(self, on: date) -> None:
        person = self.chance.choice([self.office.officer, self.office.deputy, self.office.member])
        there = self.chance.choice([None, f"{person.login_name}@example.jp"])
        User.objects.filter(pk=person.pk).update(email=there)
        if self.chance.random() < 0.2:
            Membership.objects.filter(user=self.office.silent_member, last_on=None).update(last_on=on)


@pytest.mark.parametrize("seed", [2026])
def test_on_every_day_of_a_year_the_ledger_is_what_the_rules_and_the_facts_say(seed, settings):
    year = Year(seed)
    missed = 0
    # PostgreSQL sees the turn of the year with its holidays; the whole year takes it many minutes.
    first, days = (date(2026, 4, 1), 366) if connection.vendor == "sqlite" else (date(2026, 12, 1), 90)
    for number in range(days):
        on = first + timedelta(days=number)
        if missed == 0 and year.chance.random() < 0.05:
            missed = year.chance.choice([1, 2, 5])
        if missed:
            missed -= 1
        else:
            night(on)
            if DAYS.is_open(on):
                compared = compare(on, DAYS)
                assert (compared.missing, compared.surplus, compared.examples) == (0, 0, []), (seed, on)
            settings.EMAIL_BACKEND = (
                "tests.reminders.test_reconciling.Away"
                if year.chance.random() < 0.2
                else "django.core.mail.backends.locmem.EmailBackend"
            )
            send(on)
        year.something_happens(on)

    rows = Notice.objects.values_list("kind", "subject_id", "due_on", "stage", "recipient")
    assert len(rows) == len(set(rows)) > days // 4
    assert Notice.objects.exclude(sent_at=None).count() > days // 4


class Away:
    """A mail server that is not there."""

    def __init__(self, **_options):
        pass

    def open(self):
        raise ConnectionRefusedError

    def close(self):
        pass
