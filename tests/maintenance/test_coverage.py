"""Which contract takes on a turn: the query held against what is said in plain words, on the days at the edges."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.scope import Scope
from maintenance.choices import Coverage
from maintenance.models import DueInspection, ServiceContract
from maintenance.queries.coverage import (
    coverage_of,
    turn_covered,
    turns_of_contract,
    uncovered,
    with_contract,
)
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_done_turn, make_lift_type, make_turn
from tests.factories.service_contracts import make_inspecting

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
LAST_ON = date(2027, 3, 31)
DAY = timedelta(days=1)


def _coverage(turn):
    asked: Any = coverage_of(DueInspection.objects.filter(pk=turn.pk)).get()
    return asked.coverage


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 3, 31), Coverage.UNCOVERED),
        (date(2026, 4, 1), Coverage.COVERED),
        (LAST_ON, Coverage.COVERED),
        (LAST_ON + DAY, Coverage.UNCOVERED),
        (None, Coverage.NOT_BY_CONTRACT),
    ],
)
def test_a_turn_is_covered_from_the_first_day_of_its_contract_to_the_last(due_on, expected):
    building = make_building()
    make_inspecting([building.centre])

    assert _coverage(make_turn(building, due_on=due_on)) == expected


def test_what_no_contract_ever_had_is_done_without_one():
    building = make_building()
    make_contract([building.centre])

    assert _coverage(make_turn(building)) == Coverage.NOT_BY_CONTRACT


def test_a_turn_whose_type_is_taken_on_elsewhere_on_its_day_is_uncovered():
    make_inspecting([make_centre("見本東市民センター")])

    assert _coverage(make_turn(due_on=LAST_ON)) == Coverage.UNCOVERED
    assert _coverage(make_turn(make_building("別館"), due_on=LAST_ON + DAY)) == Coverage.NOT_BY_CONTRACT


def test_equipment_that_a_contract_names_leaves_other_equipment_without_one():
    make_lift_type()
    building = make_building()
    named, other = make_equipment("1号機", building=building), make_equipment("2号機", building=building)
    make_inspecting([building.centre], types=["BLD-3"], equipment=[named])

    turns = [make_turn(building, "BLD-3", equipment=one) for one in (named, other)]

    assert [_coverage(turn) for turn in turns] == [Coverage.COVERED, Coverage.UNCOVERED]


def test_equipment_that_a_contract_names_narrows_nothing_of_the_building():
    building = make_building()
    lift = make_equipment("1号機", building=building)
    make_inspecting([building.centre], types=["FIR-1"], equipment=[lift])

    assert _coverage(make_turn(building)) == Coverage.COVERED


def test_what_is_done_or_withdrawn_is_never_uncovered():
    turn = make_done_turn()
    make_inspecting([turn.building.centre], first_on=date(2020, 4, 1), last_on=date(2021, 3, 31))
    pending = DueInspection.objects.get(previous=turn)

    assert list(uncovered(DueInspection.objects.all())) == [pending]


def test_the_page_of_a_turn_names_the_contract_that_covers_it_or_that_had_it():
    building = make_building()
    make_inspecting([building.centre], name="令和8年度の契約")
    make_inspecting([building.centre], name="前の契約", first_on=date(2025, 4, 1), last_on=date(2026, 3, 31))
    turn = make_turn(building, due_on=date(2026, 3, 31))

    def told(due_on):
        DueInspection.objects.filter(pk=turn.pk).update(due_on=due_on)
        said: Any = turn_covered(with_contract(DueInspection.objects.all()).get())
        return (said.state.word, said.contract, said.words)

    assert told(date(2026, 3, 31)) == ("契約あり", "前の契約", "")
    assert told(date(2026, 4, 1)) == ("契約あり", "令和8年度の契約", "")
    assert told(LAST_ON + DAY) == (
        "契約なし（未手当）",
        "令和8年度の契約",
        "期限の日を受け持つ契約がありません。",
    )


def test_the_page_of_a_contract_names_what_it_covers_and_what_falls_after_its_end(django_assert_num_queries):
    building = make_building()
    contract = make_inspecting([building.centre])
    within = make_turn(building, due_on=LAST_ON)
    after = make_turn(make_building("別館", centre=building.centre), due_on=LAST_ON + DAY)

    with django_assert_num_queries(2):
        turns = turns_of_contract(contract, scope=Scope.everything(), on=ON)

    assert [turn.pk for turn in turns.within] == [within.pk]
    assert [turn.pk for turn in turns.uncovered] == [after.pk]
    assert (turns.more_within, turns.more_uncovered) == (0, 0)


def test_what_the_next_contract_takes_on_is_not_left_over():
    building = make_building()
    contract = make_inspecting([building.centre])
    make_inspecting([building.centre], first_on=LAST_ON + DAY, last_on=date(2028, 3, 31))
    make_turn(building, due_on=LAST_ON + DAY)

    assert turns_of_contract(contract, scope=Scope.everything(), on=ON).uncovered == ()


EDGES = [LAST_ON - DAY, LAST_ON, LAST_ON + DAY, date(2027, 5, 1)]

CONTRACT = st.tuples(
    st.sampled_from(EDGES),
    st.sampled_from(EDGES),
    st.sets(st.integers(0, 1)),
    st.sets(st.integers(0, 1)),
    st.booleans(),
)


def _in_words(place, due_on, contracts):
    """The answer in plain Python: ``place`` is the number of the lift and of its centre."""
    named = [one for one in contracts if one[4]]
    own = [one for one in named if place in one[2] and (not one[3] or place in one[3])]
    if any(one[0] <= due_on <= one[1] for one in own):
        return Coverage.COVERED
    if own or any(one[0] <= due_on <= one[1] for one in named):
        return Coverage.UNCOVERED
    return Coverage.NOT_BY_CONTRACT


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    due_on=st.sampled_from(EDGES),
    contracts=st.lists(CONTRACT.filter(lambda one: one[0] <= one[1] and one[2]), max_size=3),
)
def test_the_query_says_what_the_words_say(db, due_on, contracts):
    make_lift_type()
    DueInspection.objects.all().delete()
    ServiceContract.objects.all().delete()
    lifts = _two_lifts()
    for first_on, last_on, centres, pieces, named in contracts:
        make_inspecting(
            [lifts[place].building.centre for place in sorted(centres)],
            types=["BLD-3"] if named else [],
            # A contract names equipment of its own centres only.
            equipment=[lifts[place] for place in sorted(pieces & centres)],
            first_on=first_on,
            last_on=last_on,
        )
    turns = [make_turn(lift.building, "BLD-3", equipment=lift, due_on=due_on) for lift in lifts]

    kept = [(one[0], one[1], one[2], one[3] & one[2], one[4]) for one in contracts]
    assert [_coverage(turn) for turn in turns] == [_in_words(place, due_on, kept) for place in (0, 1)]


def _two_lifts():
    buildings = [
        make_building(centre=make_centre(name)) for name in ("見本東市民センター", "見本西市民センター")
    ]
    return [make_equipment("1号機", building=building) for building in buildings]
