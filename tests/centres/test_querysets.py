from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from centres.choices import CentreStatus
from centres.models import Centre, Post, Suspension
from centres.queries import districts
from common.partial_dates import PartialDate
from common.scope import Scope
from tests.factories.centres import make_centre, make_district, make_holding, make_post, make_suspension

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)
FACTS = ("planned_on", "works_began_on", "opened_on", "abolished_on")


def _names(centres) -> list[str]:
    return sorted(centre.name for centre in centres)


# Status: the rule and the database give one answer, on days next to the edges.

partial_dates = st.builds(
    lambda make, year, month, day: {
        "day": PartialDate.of_day(date(year, month, day)),
        "month": PartialDate.of_month(year, month),
        "year": PartialDate.of_year(year),
        "fiscal_year": PartialDate.of_fiscal_year(year),
    }[make],
    st.sampled_from(["day", "month", "year", "fiscal_year"]),
    st.integers(2019, 2022),
    st.integers(1, 12),
    st.integers(1, 28),
)
some_days = st.dates(date(2019, 1, 1), date(2023, 12, 31))
spans = st.lists(st.tuples(some_days, st.none() | st.integers(0, 400)), max_size=2)


@st.composite
def centres_and_a_day_near_an_edge(draw):
    facts = {name: draw(st.none() | partial_dates) for name in FACTS}
    suspensions = [
        (first, None if days is None else first + timedelta(days=days)) for first, days in draw(spans)
    ]
    edges = [edge for fact in facts.values() if fact for edge in (fact.first, fact.last)]
    edges += [edge for span in suspensions for edge in span if edge]
    near = draw(st.sampled_from(edges)) if edges else DAY
    return facts, suspensions, near + timedelta(days=draw(st.integers(-1, 1)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=centres_and_a_day_near_an_edge())
@example(drawn=(dict.fromkeys(FACTS), [], DAY))
def test_the_status_in_the_database_is_the_status_by_the_rule(drawn):
    facts, suspensions, on = drawn
    opened, abolished = facts["opened_on"], facts["abolished_on"]
    assume(opened is None or abolished is None or opened.first <= abolished.last)
    Suspension.objects.all().delete()
    Centre.objects.all().delete()
    centre = make_centre(**facts)
    for first_on, last_on in suspensions:
        make_suspension(centre, first_on=first_on, last_on=last_on)

    by_rule = centre.status_on(on)

    found: Any = Centre.objects.with_status(on).get()
    suspended = any(first <= on and (last is None or on <= last) for first, last in suspensions)
    assert (found.status, found.is_suspended) == (by_rule.status, suspended)
    for status in CentreStatus:
        rows: Any = Centre.objects.with_status(on)
        here = rows.filter(status=status).exists()
        assert here is (status == by_rule.status)


@pytest.mark.parametrize(
    ("on", "stands"), [(date(2026, 3, 31), True), (date(2026, 4, 1), False), (date(2026, 4, 2), False)]
)
def test_a_centre_stands_until_the_first_possible_day_of_its_abolition(on, stands):
    make_centre(abolished_on=PartialDate.of_month(2026, 4))

    assert Centre.objects.standing(on).exists() is stands


# Search


@pytest.fixture
def three_centres() -> None:
    make_centre(
        "遠石市民センター",
        kana="といししみんせんたー",
        nickname="万葉プラザ",
        address="若草町6-33",
        code="352152-1",
    )
    make_centre("和田市民センター", kana="わだしみんせんたー", address="垰215-1", code="352152-2")
    make_centre("ＡＢＣ交流館", kana="えーびーしーこうりゅうかん", code="352152-3")


@pytest.mark.usefixtures("three_centres")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("遠石", ["遠石市民センター"]),
        ("といし", ["遠石市民センター"]),
        ("トイシ", ["遠石市民センター"]),
        ("ﾄｲｼ", ["遠石市民センター"]),
        ("万葉", ["遠石市民センター"]),
        ("352152-2", ["和田市民センター"]),
        ("若草町６", ["遠石市民センター"]),
        ("abc", ["ＡＢＣ交流館"]),
        ("市民センター", ["和田市民センター", "遠石市民センター"]),
        ("市民センター　若草町", ["遠石市民センター"]),
        ("和田 若草町", []),
        ("センター わだ", ["和田市民センター"]),
        ("センターわだ", []),
        ("%", []),
        ("_", []),
        ("", ["ＡＢＣ交流館", "和田市民センター", "遠石市民センター"]),
    ],
)
def test_a_search_finds_every_word_however_it_is_written(words, found):
    assert _names(Centre.objects.matching(words)) == sorted(found)


# Scope


def _worker_of(*centres: Centre) -> Scope:
    ids = frozenset(centre.pk for centre in centres)
    return Scope(every_centre=False, centre_ids=ids, organisation_ids=frozenset(), internal=True)


def test_a_centre_worker_sees_one_centre_and_city_staff_all():
    mine = make_centre("わたしの市民センター")
    make_centre("別の市民センター")

    assert _names(Centre.objects.within(_worker_of(mine))) == ["わたしの市民センター"]
    assert Centre.objects.within(Scope.everything()).count() == 2
    assert Centre.objects.within(Scope.nothing()).count() == 0


def test_a_centre_worker_sees_the_posts_of_the_centre_and_the_one_in_charge_once():
    in_charge, other = make_post("市民センター担当1"), make_post("市民センター担当2")
    mine = make_centre("わたしの市民センター", post_in_charge=in_charge)
    make_centre("別の市民センター", post_in_charge=other)
    own = make_post("センター職員", centre=mine)

    seen = Post.objects.within(_worker_of(mine))

    assert set(seen) == {in_charge, own}
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_a_post_is_held_from_the_first_to_the_last_day(person, on, held):
    holding = make_holding(
        make_post(), person("hanako"), first_on=date(2026, 4, 1), last_on=date(2027, 3, 31)
    )

    assert (holding in type(holding).objects.held(on)) is held


def test_districts_stand_in_the_order_of_their_kana():
    make_district("和田", kana="わだ")
    make_district("遠石", kana="といし")

    assert [name for _, name in districts()] == ["遠石", "和田"]
