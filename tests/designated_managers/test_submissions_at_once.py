"""Two groups that hand in at the same moment, each over a connection of its own: every receipt number once."""

from __future__ import annotations

from datetime import date

import pytest

from designated_managers import actions
from designated_managers.models import Submission
from tests.at_once import at_once
from tests.factories.designated_managers import make_designation
from tests.factories.submissions import AT, TODAY, make_monthly, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogues")]


def hand_in(duty):
    return lambda: actions.submit_at_once(duty.pk, written(), on=TODAY, at=AT).receipt


def test_two_who_hand_in_at_once_get_two_numbers():
    duties = [make_monthly(make_designation(), date(2026, 10, 1)) for _ in range(4)]

    receipts = sorted(at_once(*(hand_in(duty) for duty in duties)))

    assert receipts == [f"令和8年度-{number:06}" for number in range(1, 5)]


def test_two_of_one_group_hand_in_one_report_and_the_second_is_told():
    duty = make_monthly()

    answers = sorted(at_once(hand_in(duty), hand_in(duty)))

    assert answers == ["already-submitted", "令和8年度-000001"]
    assert Submission.objects.count() == 1
