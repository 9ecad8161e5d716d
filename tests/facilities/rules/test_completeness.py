from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilities.forms.buildings import BuildingForm
from facilities.forms.record import LandForm, RoomForm, YearOfUseForm
from facilities.rules.completeness import (
    BUILDING,
    LAND,
    ROOM,
    YEAR,
    Asked,
    Card,
    Missing,
    Place,
    completeness_of,
)

NOTHING = {question.column or question.field: None for question in BUILDING} | dict.fromkeys(
    (
        "structure",
        "fire_item",
        "voltage",
        "generator",
        "septic_tank",
        "underground_tank",
        "boiler",
        "seismic_standard",
        "seismic_strengthened",
        "shelter",
    ),
    "",
)


def _labels(**known):
    """What is asked of a building with these facts, and of it what is not known."""
    asked = list(Card(BUILDING, "本館", "building-edit", 1, {**NOTHING, **known}).asked())
    return {one.label for one in asked}, {one.label for one in asked if not one.known}


@pytest.mark.parametrize(
    ("known", "label", "asked"),
    [
        ({}, "浄化槽の人槽", False),
        ({"septic_tank": "none"}, "浄化槽の人槽", False),
        ({"septic_tank": "combined"}, "浄化槽の人槽", True),
        ({"underground_tank": "double"}, "地下タンクの設置年月", False),
        ({"underground_tank": "single"}, "地下タンクの設置年月", True),
        ({"has_certificate": False}, "検査済証の交付日", False),
        ({}, "検査済証の交付日", True),
        ({"seismic_standard": "new"}, "耐震診断", False),
        ({"seismic_standard": "old"}, "耐震診断", True),
        ({"seismic_diagnosed": True}, "Is値", True),
        ({"seismic_diagnosed": False}, "Is値", False),
        ({"fire_item": "15"}, "固定の椅子席", False),
        ({"fire_item": "1_ro"}, "固定の椅子席", True),
        ({"shelter": "none"}, "避難所の収容人数", False),
    ],
)
def test_a_fact_is_asked_only_where_it_means_something(known, label, asked):
    assert (label in _labels(**known)[0]) is asked


@pytest.mark.parametrize(
    ("known", "label"),
    [
        ({"lifts": 0}, "昇降機の台数"),
        ({"asbestos": False}, "石綿を含む吹付け材など"),
        ({"voltage": "none"}, "受電方式"),
    ],
)
def test_none_is_a_full_answer(known, label):
    assert label in _labels()[1]
    assert label not in _labels(**known)[1]


def test_what_is_missing_comes_with_its_reason_its_place_and_the_most_useful_first():
    facts = dict.fromkeys(("area", "capacity", "fee"))
    room = Card(ROOM, "大会議室", "room-edit", 7, facts)
    no_land = Missing(LAND, "土地の登録", "建て替えられる大きさ", Place("land-new", 1, "name"))

    result = completeness_of([room, no_land])

    weight = sum(question.weight for question in LAND)
    assert result.missing[:2] == (
        Asked("", "土地の登録", "建て替えられる大きさ", weight, False, Place("land-new", 1, "name")),
        Asked("大会議室", "面積", "施設カルテと、収容人員の計算", 3, False, Place("room-edit", 7, "area")),
    )
    assert (result.score, result.next_best) == (0, result.missing[0])


@pytest.mark.parametrize(
    ("known", "score"), [((), 0), (("area",), 60), (("area", "fee"), 80), (("area", "fee", "capacity"), 100)]
)
def test_the_score_is_the_share_of_the_weights(known, score):
    facts = {name: 1 if name in known else None for name in ("area", "capacity", "fee")}

    assert completeness_of([Card(ROOM, "", "room-edit", 1, facts)]).score == score


def test_where_nothing_is_asked_nothing_is_complete():
    assert (completeness_of([]).score, completeness_of([]).next_best) == (0, None)


@settings(max_examples=60)
@given(known=st.sets(st.sampled_from([question.column or question.field for question in YEAR])))
def test_a_hundred_per_cent_says_that_nothing_is_missing(known):
    facts = {question.field: 0 if question.field in known else None for question in YEAR}

    result = completeness_of([Card(YEAR, "", "year-edit", 1, facts)])

    assert (result.score == 100) is (not result.missing)
    assert result.known + sum(one.weight for one in result.missing) == result.asked


@pytest.mark.parametrize(
    ("questions", "form"),
    [(BUILDING, BuildingForm), (ROOM, RoomForm), (LAND, LandForm), (YEAR, YearOfUseForm)],
)
def test_every_question_leads_to_a_field_of_its_form(questions, form):
    fields = {question.field for question in questions if not question.page}

    assert fields - form.base_fields.keys() == set()
