"""How long an overruling of a verdict stands."""

from __future__ import annotations

from datetime import date

from maintenance.rules.facts import Between
from maintenance.rules.overruling import changed_facts

STOOD_ON = {"staff": None, "floor_area": 25_000, "fire_item": "15"}


def test_while_the_facts_are_the_same_it_stands():
    assert changed_facts(STOOD_ON, {"floor_area": 25_000, "fire_item": "15", "lifts": 2}) == ()


def test_a_fact_that_the_verdict_did_not_use_changes_nothing():
    before = {"floor_area": 25_000, "fire_item": "15", "lifts": 0}

    assert changed_facts(STOOD_ON, {**before, "lifts": 9}) == ()


def test_each_fact_that_has_changed_is_named():
    now = {"floor_area": 25_001, "fire_item": "16_i", "staff": 3}

    assert changed_facts(STOOD_ON, now) == ("staff", "floor_area", "fire_item")


def test_a_fact_that_is_no_longer_known_has_changed():
    assert changed_facts(STOOD_ON, {"floor_area": 25_000, "fire_item": ""}) == ("fire_item",)


def test_a_day_and_what_is_known_in_part_are_compared_in_the_form_in_which_they_are_kept():
    stood_on = {"built_on": ["1981-01-01", "1981-12-31"], "installed_on": "1995-04-01"}
    same = {"built_on": Between(date(1981, 1, 1), date(1981, 12, 31)), "installed_on": date(1995, 4, 1)}

    assert changed_facts(stood_on, same) == ()
    assert changed_facts(stood_on, {**same, "built_on": date(1981, 6, 1)}) == ("built_on",)
    assert changed_facts(stood_on, {**same, "installed_on": date(1995, 4, 2)}) == ("installed_on",)


def test_no_is_another_answer_than_not_known():
    assert changed_facts({"bath": False}, {"bath": None}) == ("bath",)
    assert changed_facts({"bath": None}, {"bath": False}) == ("bath",)
    assert changed_facts({"bath": False}, {"bath": False}) == ()
