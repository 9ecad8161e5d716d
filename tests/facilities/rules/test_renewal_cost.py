"""The cost of forty years: the worked cases, each reading of the profile, and sums that always agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilities.choices import CostCategory, CostKind, CostTiming
from facilities.rules.cost_profiles import profiles
from facilities.rules.renewal_cost import Building, KnownProject, Model, price, spread

ON = date(2026, 11, 23)
SOUMU, LONG_LIFE = (profiles()[code].profile for code in ("soumu", "long-life"))
MAN, OKU = 10_000, 100_000_000


def hall(square_metres: int, built: int | None, **more) -> Building:
    return Building(1, "本館", 1, "見本市民センター", "culture", square_metres * 100, built)._replace(**more)


def paid(building: Building, profile=SOUMU, *, on=ON) -> dict[str, dict[int, int]]:
    """Yen by kind of works and fiscal year, what falls outside the forty years included."""
    events = Model(profile, on).building(building).events
    return {f"{event.kind}{event.age}": dict(event.paid) for event in events if event.instalments}


def evenly(years: range, yen: int) -> dict[int, int]:
    return dict.fromkeys(years, yen)


def test_a_hall_of_2000_is_refitted_at_30_over_two_years_and_rebuilt_at_60_over_three():
    assert paid(hall(1000, 2000)) == {
        "refit30": {2030: 125_000_000, 2031: 125_000_000},
        "rebuild60": {2060: 133_333_333, 2061: 133_333_333, 2062: 133_333_334},
    }


def test_a_refit_that_should_have_been_is_spread_over_the_first_ten_years():
    assert paid(hall(600, 1990)) == {
        "refit30": evenly(range(2027, 2037), 1500 * MAN),
        "rebuild60": evenly(range(2050, 2053), 8000 * MAN),
    }


def test_a_hall_older_than_50_years_is_no_longer_refitted():
    assert paid(hall(400, 1972)) == {"rebuild60": {2032: 53_333_333, 2033: 53_333_333, 2034: 53_333_334}}


def test_a_hall_past_60_years_is_rebuilt_over_the_first_ten_years():
    assert paid(hall(300, 1960)) == {"rebuild60": evenly(range(2027, 2037), 1200 * MAN)}


@pytest.mark.parametrize(
    ("built", "first_payment"),
    [(1975, None), (1976, 2027), (1977, 2027), (1995, 2027), (1996, 2027), (1997, 2027), (1998, 2028)],
)
def test_the_refit_on_the_edges_of_its_ages(built, first_payment):
    refit = paid(hall(100, built)).get("refit30")

    assert (min(refit) if refit else None) == first_payment
    # Due in the base year (built in 1996) it is still backlog; due in the next it is paid over two years.
    assert (len(refit) if refit else 0) == (0 if built == 1975 else 10 if built <= 1996 else 2)


@pytest.mark.parametrize(("built", "years"), [(1966, range(2027, 2037)), (1967, range(2027, 2030))])
def test_a_rebuild_due_in_the_base_year_is_backlog_and_in_the_next_is_on_time(built, years):
    assert list(paid(hall(100, built))["rebuild60"]) == list(years)


def test_the_base_year_is_the_fiscal_year_of_the_day():
    def first(on: date) -> int:
        return Model(SOUMU, on).span.first

    assert (first(date(2027, 3, 31)), first(date(2027, 4, 1))) == (2027, 2028)


def test_the_long_life_profile_repairs_at_20_and_60_refits_at_40_and_rebuilds_at_80():
    assert paid(hall(1000, 2010), LONG_LIFE) == {
        "middle_repair20": {2030: 120_000_000},
        "refit40": {2050: 125_000_000, 2051: 125_000_000},
        "middle_repair60": {2070: 120_000_000},
        "rebuild80": {2090: 133_333_333, 2091: 133_333_333, 2092: 133_333_334},
    }


@pytest.mark.parametrize(
    ("built", "kinds"),
    [
        (2007, ["middle_repair20", "refit40", "middle_repair60", "rebuild80"]),
        (2006, ["refit40", "middle_repair60", "rebuild80"]),
        (1976, ["refit40", "middle_repair60", "rebuild80"]),
        (1975, ["middle_repair60", "rebuild80"]),
        (1966, ["rebuild80"]),
        (1946, ["rebuild80"]),
    ],
)
def test_the_long_life_profile_drops_repairs_that_are_past_and_refits_after_50_years(built, kinds):
    assert sorted(paid(hall(100, built), LONG_LIFE)) == sorted(kinds)


def test_works_that_are_dropped_stay_in_the_working_without_an_amount():
    (refit, rebuild) = Model(SOUMU, ON).building(hall(400, 1972)).events

    assert (refit.kind, refit.due, refit.timing, refit.yen) == (CostKind.REFIT, 2002, CostTiming.DROPPED, 0)
    assert (rebuild.timing, rebuild.due, rebuild.yen) == (CostTiming.ON_TIME, 2032, 160_000_000)


def test_upkeep_runs_every_year_and_what_is_past_the_fortieth_year_is_outside():
    forecast = Model(SOUMU, ON).forecast([hall(1000, 2010)])

    assert forecast.yen[CostKind.UPKEEP] == (200 * MAN,) * 40
    assert forecast.yen[CostKind.REFIT][2040 - 2027] == 125_000_000
    assert sum(forecast.yen[CostKind.REBUILD]) == 0
    assert forecast.outside == 4 * OKU
    assert forecast.total + forecast.outside == 200 * MAN * 40 + int(2.5 * OKU) + 4 * OKU


def test_a_rebuild_that_reaches_over_the_last_year_lies_half_inside():
    forecast = Model(SOUMU, ON).forecast([hall(300, 2005)])

    assert forecast.yen[CostKind.REBUILD][-2:] == (40_000_000, 40_000_000)
    assert forecast.outside == 40_000_000


def test_a_building_without_area_or_building_year_is_named_and_never_guessed():
    unknown = [hall(1, 2000, area=None), hall(1, None, pk=2), hall(1, None, pk=3, area=None)]

    forecast = Model(SOUMU, ON).forecast(unknown)

    assert [building.missing for building in forecast.unknown] == [
        ("延床面積",),
        ("建築年月",),
        ("延床面積", "建築年月"),
    ]
    assert forecast.total == 0


def test_a_building_whose_end_is_decided_is_kept_up_till_then_and_not_renewed():
    forecast = Model(SOUMU, ON).forecast([hall(100, 1990, last_used=2029)])

    assert forecast.by_year == (20 * MAN,) * 3 + (0,) * 37


PROJECT = KnownProject(7, "建替え", 1, frozenset({1, 2}), {2026: 5, 2027: 70, 2028: 30, 2067: 9})


def test_a_known_project_replaces_everything_of_the_model_for_its_buildings():
    halls = [hall(100, 1990), hall(100, 1960, pk=2), hall(100, 2020, pk=3)]

    forecast = Model(SOUMU, ON).forecast(halls, [PROJECT])

    assert forecast.yen[CostKind.PROJECT][:3] == (70, 30, 0)
    assert (forecast.before, [b.pk for b in forecast.by_project[7]]) == (5, [1, 2])
    assert sum(forecast.yen[CostKind.UPKEEP]) == 40 * 20 * MAN
    assert [row.building.pk for row in forecast.buildings] == [3]


def test_a_profile_may_say_that_a_known_project_replaces_the_works_alone():
    profile = replace(SOUMU, known_project_replaces="works")

    forecast = Model(profile, ON).forecast([hall(100, 1990)], [PROJECT])

    assert (sum(forecast.yen[CostKind.UPKEEP]), sum(forecast.yen[CostKind.REFIT])) == (40 * 20 * MAN, 0)


@pytest.mark.parametrize(
    ("reading", "years"),
    [
        ({}, {"refit30": [2030, 2031], "rebuild60": [2060, 2061, 2062]}),
        ({"age_counting": "counting"}, {"refit30": [2029, 2030], "rebuild60": [2059, 2060, 2061]}),
        ({"payment_direction": "backwards"}, {"refit30": [2029, 2030], "rebuild60": [2058, 2059, 2060]}),
        ({"base_year_offset": 4}, {"refit30": list(range(2031, 2041)), "rebuild60": [2060, 2061, 2062]}),
        (
            {"base_year_offset": 4, "base_year_event": "due"},
            {"refit30": [2031, 2032], "rebuild60": [2060, 2061, 2062]},
        ),
        (
            {"base_year_offset": 4, "backlog_years": 3},
            {"refit30": [2031, 2032, 2033], "rebuild60": [2060, 2061, 2062]},
        ),
    ],
)
def test_each_reading_of_the_profile_moves_the_years_as_it_says(reading, years):
    found = paid(hall(1000, 2000), replace(SOUMU, **reading))

    assert {works: list(of_one) for works, of_one in found.items()} == years


def test_a_second_cycle_begins_the_year_after_the_rebuild_where_the_profile_says_so():
    model = Model(replace(SOUMU, second_cycle="from_rebuild"), ON)

    events = model.building(hall(100, 1967)).events

    assert [(event.kind, event.due) for event in events if event.instalments] == [
        (CostKind.REBUILD, 2027),
        (CostKind.REFIT, 2060),
        (CostKind.REBUILD, 2090),
    ]


def test_the_remainder_may_go_into_the_first_instalment_and_part_of_a_yen_may_be_rounded():
    assert spread(100, 3, remainder="last") == (33, 33, 34)
    assert spread(100, 3, remainder="first") == (34, 33, 33)
    assert [price(250, 1, 20, below_one_yen=how) for how in ("drop", "half_up")] == [0, 1]


anywhere = st.builds(
    Building,
    st.integers(1, 6),
    st.just("棟"),
    st.just(1),
    st.just("見本"),
    st.sampled_from(CostCategory.values),
    st.none() | st.integers(1, 2_000_000),
    st.none() | st.integers(1900, 2040),
    st.none() | st.integers(2026, 2080),
)
readings = st.fixed_dictionaries(
    {
        "age_counting": st.sampled_from(["elapsed", "counting"]),
        "payment_direction": st.sampled_from(["forwards", "backwards"]),
        "second_cycle": st.sampled_from(["none", "from_rebuild"]),
        "remainder": st.sampled_from(["last", "first"]),
        "backlog_years": st.integers(1, 12),
        "first_year_offset": st.integers(0, 2),
        "known_project_replaces": st.sampled_from(["everything", "works"]),
    }
)


@settings(max_examples=80)
@given(
    st.lists(anywhere, max_size=6, unique_by=lambda b: b.pk), st.sampled_from([SOUMU, LONG_LIFE]), readings
)
def test_yearly_costs_and_what_lies_outside_always_add_up_to_the_total(buildings, profile, reading):
    model = Model(replace(profile, **reading), ON)

    forecast = model.forecast(buildings, [PROJECT])

    totals = sum(row.total for row in forecast.buildings) + sum(PROJECT.yen.values())
    assert forecast.total + forecast.outside + forecast.before == totals
    by_building = [row.by_year(model.span) for row in forecast.buildings]
    for kind in (CostKind.REFIT, CostKind.REBUILD, CostKind.MIDDLE_REPAIR, CostKind.UPKEEP):
        summed = [
            sum(of_one.get(kind, {}).get(year, 0) for of_one in by_building) for year in model.span.years
        ]
        assert forecast.yen[kind] == tuple(summed)
    assert sum(row.outside(model.span) for row in forecast.buildings) <= forecast.outside


def test_the_published_total_of_akitakata_lies_near_what_halls_of_all_ages_come_to():
    """安芸高田市: 271,619.1 ㎡ come to 1,074.5 億円 of works in forty years, 39.6 万円/㎡. Its ages are not published:
    halls of all ages from new to sixty years come to a figure of that size."""
    on, per_m2 = date(2012, 6, 1), 1_074.5 * OKU / 271_619.1
    halls = [hall(1000, 1953 + age, pk=age) for age in range(60)]

    forecast = Model(replace(SOUMU, upkeep_per_m2=0), on).forecast(halls)

    assert 0.75 < forecast.total / 60_000 / per_m2 < 1.35
