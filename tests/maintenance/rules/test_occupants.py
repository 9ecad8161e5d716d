from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.choices import FireItem
from maintenance.rules.facts import Between
from maintenance.rules.occupants import Audience, Occupants, occupants_by_rule, visitors_by_rule

NOBODY = Audience(0, (), 0, 0)
AREAS = st.integers(0, 1_000_000)


def _of_assembly(audience, staff=0):
    return occupants_by_rule(FireItem.ASSEMBLY, staff=staff, audience=audience, office_area=None)


@pytest.mark.parametrize(
    ("audience", "staff", "people"),
    [
        (NOBODY, 0, 0),
        (NOBODY, 4, 4),
        (Audience(120, (), 0, 0), 3, 123),
        (Audience(0, (39,), 0, 0), 0, 0),
        (Audience(0, (40,), 0, 0), 0, 1),
        (Audience(0, (79,), 0, 0), 0, 1),
        (Audience(0, (39, 39, 39), 0, 0), 0, 0),
        (Audience(0, (), 19, 0), 0, 0),
        (Audience(0, (), 20, 0), 0, 1),
        (Audience(0, (), 0, 49), 0, 0),
        (Audience(0, (), 0, 50), 0, 1),
        (Audience(0, (), 0, 9668), 0, 193),
        (Audience(10, (95, 95), 39, 99), 2, 10 + 2 + 2 + 1 + 1 + 2),
    ],
)
def test_each_bench_and_each_part_is_truncated_by_itself(audience, staff, people):
    assert _of_assembly(audience, staff) == people


@given(st.integers(0, 500), st.lists(st.integers(0, 500), max_size=5), AREAS, AREAS)
def test_the_sum_is_that_of_the_rule_in_fractions(seats, benches, standing, other):
    people = _of_assembly(Audience(seats, benches, standing, other))

    expected = seats + sum(int(Fraction(width, 100) / Fraction("0.4")) for width in benches)
    expected += int(Fraction(standing, 100) / Fraction("0.2")) + int(Fraction(other, 100) / Fraction("0.5"))
    assert people == expected


@given(st.lists(st.integers(0, 500), max_size=6))
def test_the_total_width_of_the_register_never_gives_fewer_places_than_bench_by_bench(benches):
    one_by_one = _of_assembly(Audience(0, benches, 0, 0))

    assert _of_assembly(Audience(0, (sum(benches),), 0, 0)) >= one_by_one


@pytest.mark.parametrize(("area", "people"), [(0, 0), (299, 0), (300, 1), (599, 1), (10000, 33)])
def test_one_visitor_of_an_office_counts_for_every_three_square_metres(area, people):
    assert visitors_by_rule(area) == people


@pytest.mark.parametrize(
    ("item", "staff", "audience", "office", "people"),
    [
        (FireItem.OFFICE, 8, NOBODY, 0, 8),
        (FireItem.OFFICE, 8, NOBODY, 12000, Between(8, 48)),
        (FireItem.OFFICE, 8, NOBODY, None, Between(8)),
        (FireItem.OFFICE, None, NOBODY, 12000, None),
        (FireItem.MIXED_WITH_ASSEMBLY, 8, Audience(0, (), 0, 5000), 0, 108),
        (FireItem.MIXED_WITH_ASSEMBLY, 8, Audience(0, (), 0, 5000), 6000, Between(108, 128)),
        (FireItem.MIXED_WITH_ASSEMBLY, 8, Audience(None, (), 0, 5000), 6000, Between(108)),
        (FireItem.ASSEMBLY, None, Audience(300, (), 0, 0), None, Between(300)),
        (FireItem.ASSEMBLY, None, Audience(None, None, None, None), None, None),
        (FireItem.MIXED_OTHER, 5, NOBODY, 0, Between(5)),
        ("", None, NOBODY, 0, None),
    ],
)
def test_what_is_known_in_part_gives_a_number_between_two_ends(item, staff, audience, office, people):
    assert occupants_by_rule(item, staff=staff, audience=audience, office_area=office) == people


@pytest.mark.parametrize(
    ("occupants", "counted", "difference", "sentence"),
    [
        (Occupants(None, None), None, None, ""),
        (Occupants(None, 197), 197, None, "計算では197人。"),
        (Occupants(None, Between(120, 160)), Between(120, 160), None, "計算では120人以上160人以下。"),
        (Occupants(250, None), 250, None, "届け出た収容人員は250人。"),
        (Occupants(250, 250), 250, 0, "届け出た収容人員は250人、計算では250人。"),
        (Occupants(250, 310), 250, 60, "届け出た収容人員は250人、計算では310人で、計算のほうが60人多い。"),
        (Occupants(250, 240), 250, -10, "届け出た収容人員は250人、計算では240人で、計算のほうが10人少ない。"),
        (Occupants(250, Between(100)), 250, None, "届け出た収容人員は250人、計算では100人以上。"),
    ],
)
def test_the_number_filed_stands_before_the_one_reckoned_and_the_difference_is_told(
    occupants, counted, difference, sentence
):
    assert (occupants.counted, occupants.difference, occupants.sentence) == (counted, difference, sentence)
