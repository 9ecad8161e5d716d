from __future__ import annotations

from datetime import date

import pytest

from centres.choices import CentreStatus
from centres.rules.status import CentreDays, StatusOnDay, status_on
from common.partial_dates import PartialDate, parse


def _days(planned="", works="", opened="", abolished="", suspensions=()) -> CentreDays:
    def day(text: str) -> PartialDate | None:
        return parse(text) if text else None

    return CentreDays(day(planned), day(works), day(opened), day(abolished), suspensions)


def _certain(status: CentreStatus) -> StatusOnDay:
    return StatusOnDay(status, day_uncertain=False)


def _uncertain(status: CentreStatus) -> StatusOnDay:
    return StatusOnDay(status, day_uncertain=True)


PLANNED, WORKS, IN_USE = CentreStatus.PLANNED, CentreStatus.UNDER_WORKS, CentreStatus.IN_USE
SUSPENDED, ABOLISHED = CentreStatus.SUSPENDED, CentreStatus.ABOLISHED
WHOLE_LIFE = _days(planned="2019-03-20", works="2020-06-01", opened="2021-02-01", abolished="2026-04-01")


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2019, 3, 19), PLANNED),
        (date(2019, 3, 20), PLANNED),
        (date(2020, 5, 31), PLANNED),
        (date(2020, 6, 1), WORKS),
        (date(2020, 6, 2), WORKS),
        (date(2021, 1, 31), WORKS),
        (date(2021, 2, 1), IN_USE),
        (date(2021, 2, 2), IN_USE),
        (date(2026, 3, 31), IN_USE),
        (date(2026, 4, 1), ABOLISHED),
        (date(2026, 4, 2), ABOLISHED),
    ],
)
def test_each_status_begins_on_its_day(on, status):
    assert status_on(on, WHOLE_LIFE) == _certain(status)


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (date(2021, 1, 31), _certain(PLANNED)),
        (date(2021, 2, 1), _uncertain(IN_USE)),
        (date(2021, 2, 27), _uncertain(IN_USE)),
        (date(2021, 2, 28), _certain(IN_USE)),
        (date(2021, 3, 1), _certain(IN_USE)),
    ],
)
def test_a_month_counts_from_its_first_day_and_is_certain_on_its_last(on, answer):
    assert status_on(on, _days(opened="令和3年2月")) == answer


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (date(1970, 3, 31), _certain(PLANNED)),
        (date(1970, 4, 1), _uncertain(IN_USE)),
        (date(1971, 3, 30), _uncertain(IN_USE)),
        (date(1971, 3, 31), _certain(IN_USE)),
    ],
)
def test_a_fiscal_year_counts_from_april_and_is_certain_at_the_end_of_march(on, answer):
    assert status_on(on, _days(opened="昭和45年度")) == answer


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (date(2025, 12, 31), _certain(IN_USE)),
        (date(2026, 1, 1), _uncertain(ABOLISHED)),
        (date(2026, 12, 30), _uncertain(ABOLISHED)),
        (date(2026, 12, 31), _certain(ABOLISHED)),
    ],
)
def test_a_year_of_abolition_counts_from_new_year(on, answer):
    assert status_on(on, _days(opened="1970", abolished="2026")) == answer


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2026, 8, 31), IN_USE),
        (date(2026, 9, 1), SUSPENDED),
        (date(2026, 9, 2), SUSPENDED),
        (date(2026, 11, 29), SUSPENDED),
        (date(2026, 11, 30), SUSPENDED),
        (date(2026, 12, 1), IN_USE),
    ],
)
def test_a_suspension_lasts_from_its_first_to_its_last_day(on, status):
    days = _days(opened="1970", suspensions=[(date(2026, 9, 1), date(2026, 11, 30))])

    assert status_on(on, days) == _certain(status)


@pytest.mark.parametrize(("on", "status"), [(date(2026, 8, 31), IN_USE), (date(2099, 1, 1), SUSPENDED)])
def test_a_suspension_without_a_known_end_lasts(on, status):
    days = _days(opened="1970", suspensions=[(date(2026, 9, 1), None)])

    assert status_on(on, days) == _certain(status)


def test_between_two_suspensions_the_centre_is_in_use():
    suspensions = [(date(2026, 4, 1), date(2026, 4, 30)), (date(2026, 6, 1), date(2026, 6, 30))]

    assert status_on(date(2026, 5, 15), _days(opened="1970", suspensions=suspensions)) == _certain(IN_USE)


def test_abolition_ends_a_suspension():
    days = _days(opened="1970", abolished="2026-10-01", suspensions=[(date(2026, 9, 1), None)])

    assert [status_on(date(2026, 9, 30), days), status_on(date(2026, 10, 1), days)] == [
        _certain(SUSPENDED),
        _certain(ABOLISHED),
    ]


def test_a_suspension_is_certain_although_the_opening_is_not():
    days = _days(opened="2026", suspensions=[(date(2026, 9, 1), date(2026, 9, 30))])

    assert status_on(date(2026, 9, 15), days) == _certain(SUSPENDED)


def test_a_centre_of_which_nothing_is_known_is_in_use():
    assert status_on(date(2026, 11, 23), _days()) == _certain(IN_USE)


def test_a_centre_of_which_only_the_abolition_is_known_was_in_use_before():
    days = _days(abolished="2026-04-01")

    assert [status_on(date(2026, 3, 31), days), status_on(date(2026, 4, 1), days)] == [
        _certain(IN_USE),
        _certain(ABOLISHED),
    ]


@pytest.mark.parametrize(
    "known", [{"planned": "2027-01-01"}, {"works": "2027-01-01"}, {"opened": "2027-01-01"}]
)
def test_a_centre_whose_only_known_day_lies_ahead_is_planned(known):
    assert status_on(date(2026, 12, 31), _days(**known)) == _certain(PLANNED)


def test_an_opened_centre_is_in_use_although_its_works_are_not_known():
    assert status_on(date(2026, 11, 23), _days(planned="2019", opened="2021")) == _certain(IN_USE)
