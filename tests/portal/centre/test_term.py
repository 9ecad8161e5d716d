from __future__ import annotations

from datetime import date

import pytest

from portal.centre.term import TermLine, remaining, terms_on
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("last_on", "words"),
    [
        (date(2028, 3, 31), "残り1年4か月"),
        (date(2026, 11, 23), "きょうまで"),
        (date(2026, 11, 24), "残り1日"),
        (date(2026, 12, 21), "残り28日"),
        (date(2026, 12, 22), "残り1か月"),
        (date(2027, 11, 21), "残り11か月"),
        (date(2027, 11, 22), "残り1年"),
        (None, ""),
    ],
)
def test_what_remains_is_told_in_whole_months_today_included(last_on, words):
    assert remaining(last_on, ON) == words


def test_a_whole_year_is_left_on_its_first_day():
    assert remaining(date(2028, 3, 31), date(2027, 4, 1)) == "残り1年"


def test_a_centre_without_designations_is_run_by_the_city():
    terms = terms_on([], ON)

    assert (terms.current, terms.coming, terms.past) == (None, (), ())


def test_the_terms_of_a_centre_are_the_one_in_force_those_to_come_and_those_past(db):
    centre, one, other = make_centre(), make_organisation("甲協議会"), make_organisation("乙協議会")
    first = make_designation(
        centre=centre, organisation=one, first_on=date(2019, 4, 1), last_on=date(2024, 3, 31),
        voted_on=date(2018, 12, 1), designated_on=date(2018, 12, 20), announced_on=None,
    )  # fmt: skip
    current = make_designation(centre=centre, organisation=one, previous=first, last_on=date(2027, 3, 31))
    coming = make_designation(
        centre=centre, organisation=other, previous=current, voted_on=None, vote_result="", designated_on=None,
        announced_on=None, first_on=date(2027, 4, 1), last_on=date(2032, 3, 31),
    )  # fmt: skip

    terms = terms_on([first, current, coming], ON)

    assert terms.current is not None
    assert (terms.current.designation, terms.current.number, terms.current.remaining) == (
        current,
        2,
        "残り4か月",
    )
    assert terms.coming == (TermLine(coming.pk, "乙協議会", "令和9年4月1日", "令和14年3月31日", "準備中"),)
    assert terms.past == (TermLine(first.pk, "甲協議会", "平成31年4月1日", "令和6年3月31日", "満了"),)


def test_a_term_of_another_organisation_begins_to_count_anew(db):
    centre = make_centre()
    first = make_designation(
        centre=centre, first_on=date(2019, 4, 1), last_on=date(2024, 3, 31),
        voted_on=date(2018, 12, 1), designated_on=date(2018, 12, 20), announced_on=None,
    )  # fmt: skip
    current = make_designation(centre=centre, previous=first)

    terms = terms_on([first, current], ON)

    assert terms.current is not None
    assert terms.current.number == 1


def test_a_designation_whose_days_are_not_known_is_in_force_and_its_end_not_told(db):
    old = make_designation(
        voted_on=None, vote_result="", designated_on=None, announced_on=None, first_on=None, last_on=None,
        days_unconfirmed=True,
    )  # fmt: skip

    terms = terms_on([old], ON)

    assert terms.current is not None
    assert (terms.current.designation, terms.current.remaining) == (old, "")
