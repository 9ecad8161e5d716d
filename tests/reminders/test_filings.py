"""Reports to authorities, as the nightly job sees them."""

from __future__ import annotations

from datetime import date

import pytest

from maintenance.actions import correct_filing, plan_filing, record_filing, withdraw_filing
from reminders.choices import FlagKind, Progress
from reminders.subjects import subjects_of
from reminders.subjects.kinds import Subject
from tests.factories.facilities import make_building
from tests.reminders.conftest import flags, night

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 24)


@pytest.fixture
def filing(centre):
    """Due on Saturday 21 November 2026, so on Tuesday after the holiday."""
    return plan_filing(
        make_building(centre=centre), "FIR-2", last_filed_on=date(2025, 11, 21), on=date(2026, 11, 23)
    )


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 9, 25), "60d"),
        (date(2026, 10, 25), "30d"),
        (date(2026, 11, 17), "7d"),
        (date(2026, 11, 24), "0d"),
        (date(2026, 12, 25), "0d"),
    ],
)
def test_the_day_to_which_it_rolls_is_the_one_that_counts(filing, on, stage):
    night(on)

    assert flags() == [("filing", DUE, stage, on, None, "")]


def test_nothing_is_said_sixty_one_days_before(filing):
    night(date(2026, 9, 24))

    assert flags() == []


def test_the_flag_names_what_is_reported_and_where(filing):
    assert subjects_of([(FlagKind.FILING, filing.pk)])[FlagKind.FILING, filing.pk] == Subject(
        "消防用設備等 総合点検の報告",
        ("見本市民センター",),
        "本館",
        "消防法 第17条の3の3",
        Progress.NOT_STARTED,
        "filing",
    )


def test_filing_closes_the_flag_at_once(filing):
    night(date(2026, 11, 20))

    record_filing(filing.pk, filed_on=date(2026, 11, 20), on=date(2026, 11, 20), addressee="消防署長")

    assert flags() == [("filing", DUE, "7d", date(2026, 11, 20), date(2026, 11, 20), "done")]


def test_withdrawn_it_is_no_duty_any_more(filing):
    night(date(2026, 11, 20))

    withdraw_filing(filing.pk, reason="用途が変わった", on=date(2026, 11, 21))

    assert [row[-1] for row in flags()] == ["no_longer_applies"]


def test_a_correction_that_moves_the_next_day_closes_its_flag_at_once_and_no_other_does(filing):
    filed_on = date(2026, 11, 20)
    record_filing(filing.pk, filed_on=filed_on, on=filed_on, addressee="消防署長")
    on = date(2027, 11, 1)
    night(on)
    opened = flags()

    correct_filing(filing.pk, reason="控え", on=on, remarks="控えあり")
    assert flags() == opened

    correct_filing(filing.pk, reason="誤記", on=on, filed_on=date(2026, 11, 19))
    assert [flag[-2:] for flag in opened] == [(None, "")]
    assert [flag[-2:] for flag in flags()] == [(on, "day_changed")]
