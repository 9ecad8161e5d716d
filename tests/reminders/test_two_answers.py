"""Two answers at the same moment, and an answer while a night is under way: on the real engine."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from reminders.actions import CannotAnswer, hand_over, snooze
from reminders.models import Flag, Notice, Response
from reminders.sweep import Gathering
from tests.factories.centres import make_post
from tests.reminders.answering import NOON, THURSDAY, WEDNESDAY, flag_of, make_office, make_report
from tests.reminders.conftest import night

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogues")]


@pytest.fixture
def office(catalogues):
    return make_office()


@pytest.fixture
def flags(office) -> list[Flag]:
    reports = [make_report(office.designation, month) for month in (10, 11)]
    night(WEDNESDAY)
    return [flag_of(report) for report in reports]


def test_of_two_who_hand_over_the_same_at_once_the_second_is_told_so(office, flags):
    other = make_post("担当2")
    together = Barrier(2)

    def hand(order: int) -> int:
        pks = [flag.pk for flag in flags]
        try:
            together.wait(timeout=10)
            return hand_over(
                pks if order else pks[::-1], to_post=other, reason="休みのため", by=office.officer, at=NOON
            )
        except CannotAnswer as refusal:
            return -len(refusal.problems)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(hand, range(2)))

    assert sorted(done) == [-2, 2]
    assert Response.objects.filter(act="handed_over").count() == 2
    assert set(Flag.objects.values_list("post", flat=True)) == {other.pk}


def test_what_is_put_off_while_a_night_is_under_way_waits_for_it_and_silences_what_it_wrote(
    office, flags, monkeypatch
):
    Notice.objects.all().delete()
    answered: list[Future] = []
    leads = Gathering.leads

    def put_off() -> None:
        try:
            snooze(
                [flag.pk for flag in flags],
                until_on=date(2026, 12, 14),
                reason="業者待ち",
                by=office.officer,
                at=NOON,
            )
        finally:
            connections.close_all()

    def leads_while_somebody_answers(gathered: Gathering) -> dict:
        answered.append(pool.submit(put_off))
        assert wait(answered, timeout=0.5).not_done, "the answer has to wait for the night"
        return leads(gathered)

    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(Gathering, "leads", leads_while_somebody_answers)
        night(THURSDAY)
        answered[0].result(timeout=20)

    city = Notice.objects.exclude(why="member").values_list("dropped_why", flat=True)
    assert list(city) == ["snoozed", "snoozed"]
    assert Notice.objects.filter(why="member").waiting().count() == 2
