from __future__ import annotations

from datetime import date

import pytest

from common.periods import Period
from reminders.rules.feeds import days_shown, summary_of, uid_of


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2026, 11, 23), Period(date(2026, 8, 25), date(2028, 11, 23))),
        (date(2026, 2, 28), Period(date(2025, 11, 30), date(2028, 2, 28))),
        (date(2028, 2, 29), Period(date(2027, 12, 1), date(2030, 2, 28))),
    ],
)
def test_ninety_days_back_and_two_years_ahead_are_shown(on, days):
    assert days_shown(on) == days


@pytest.mark.parametrize(
    ("centres", "summary"),
    [
        ((), "月次報告"),
        (("遠石",), "月次報告（遠石）"),
        (("遠石", "久米"), "月次報告（遠石、久米）"),
        (("遠石", "久米", "櫛浜"), "月次報告（遠石、久米 ほか1施設）"),
    ],
)
def test_an_entry_says_what_and_where(centres, summary):
    assert summary_of("月次報告", centres) == summary


def test_an_entry_of_no_centre_says_whose_it_is():
    assert summary_of("会長の任期満了", (), "見本協議会") == "会長の任期満了（見本協議会）"


def test_an_entry_is_known_again_whatever_its_day():
    assert uid_of("inspection", 12) == "inspection-12@kyoten"
