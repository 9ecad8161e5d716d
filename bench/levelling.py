"""The forty-year cost of 10,000 buildings, and levelling on instances of a city's size.

The buildings are made by rule, so that every run levels the same: six halls of 300-1,500 ㎡ to one hub of
2,000-6,000 ㎡ and three outbuildings, built from 1962 to 2021.
"""

from __future__ import annotations

import random
from statistics import median
from typing import TYPE_CHECKING

from bench.results import Measured
from bench.rounds import timed
from common.scope import Scope
from facilities.models import Building
from facilities.queries.forecast import forecast
from facilities.rules.cost_profiles import profiles
from facilities.rules.levelling import Question
from facilities.rules.levelling_run import level
from facilities.rules.renewal_cost import Building as Facts
from facilities.rules.renewal_cost import Model
from facilities.rules.scenarios import Inputs, Windows, posed

if TYPE_CHECKING:
    from datetime import date

    from bench.results import Figure
    from facilities.rules.cost_profiles import CostProfile

BUILDINGS, FEW, MANY = 10_000, 60, 500
WINDOW = 9
"""Years by which works may be put off: a window of ten years to begin in."""
INSTANCES = 3
FORECAST_SECONDS, FEW_SECONDS, MANY_SECONDS = 2.0, 5.0, 30.0
SIZES = ((30_000, 150_000), (200_000, 600_000), (5_000, 25_000))


def measure(on: date, *, rounds: int) -> list[Figure]:
    """The figures of this engine."""
    figures = [_of_register(on, rounds)]
    for code, of_one in profiles().items():
        figures.append(_of_buildings(code, of_one.profile, on, rounds))
        figures += _levelled(code, of_one.profile, on)
    return figures


def buildings(count: int, seed: int) -> list[Facts]:
    """So many buildings, the same on every run."""
    chance = random.Random(seed)  # noqa: S311 -- no secret
    sizes = chance.choices(SIZES, [6, 1, 3], k=count)
    return [
        Facts(
            number,
            f"棟{number}",
            number,
            "見本",
            "culture",
            chance.randrange(*sizes[number]),
            chance.randrange(1962, 2022),
        )
        for number in range(count)
    ]


def question(count: int, profile: CostProfile, on: date, seed: int) -> Question:
    """So many projects to level; what the buildings need beyond them stays where it is."""
    inputs = Inputs(on, profile, tuple(buildings(count, seed)), (), {}, Windows(0, WINDOW))
    chance = random.Random(seed)  # noqa: S311 -- no secret
    whole = posed(inputs).question
    movable = [project for project in whole.projects if not project.is_fixed][:count]
    kept = {project.key for project in movable}
    standing = list(whole.standing)
    for project in whole.projects:
        if project.key not in kept:
            for place, yen in enumerate(project.payments, project.planned - whole.first):
                standing[place] += yen
    projects = tuple(project._replace(urgency=chance.randrange(1, 6)) for project in movable)
    return Question(whole.first, tuple(standing), projects)


def _of_register(on: date, rounds: int) -> Figure:
    """The city of the bench, from the database; its buildings have no year, so all but their sum is asked."""
    profile = profiles()["soumu"].profile
    count = Building.objects.standing(on).count()
    seconds = median(timed(lambda: forecast(Scope.everything(), profile, on=on)) for _ in range(rounds))
    what = f"forecast of the register read and summed ({count:,} buildings, their years not known)"
    return Measured("forecast", what).found(
        f"≤ {FORECAST_SECONDS:g} s for each 10,000",
        f"{seconds:.2f} s",
        met=seconds <= FORECAST_SECONDS * max(1, count / BUILDINGS),
    )


def _of_buildings(code: str, profile: CostProfile, on: date, rounds: int) -> Figure:
    stock = buildings(BUILDINGS, 1)
    seconds = median(timed(lambda: Model(profile, on).forecast(stock)) for _ in range(rounds))
    return Measured(
        "forecast", f"forecast of {BUILDINGS:,} buildings × {profile.horizon} years ({code})"
    ).found(f"≤ {FORECAST_SECONDS:g} s", f"{seconds:.2f} s", met=seconds <= FORECAST_SECONDS)


def _levelled(code: str, profile: CostProfile, on: date) -> list[Figure]:
    """Each instance by itself: an average would hide the one that was not proven."""
    figures = []
    for seed in range(INSTANCES):
        asked = question(FEW, profile, on, seed)
        found = level(asked, seconds=FEW_SECONDS)
        words = "proven, delay too" if found.is_proven else "peak proven, delay not"
        if not found.peak_is_proven:
            words = f"gap {found.peak_gap / found.peak:.2%}"
        what = f"levelling of {FEW} projects, window of ten years ({code}, instance {seed + 1})"
        wanted = f"peak proven in {FEW_SECONDS:g} s"
        figures.append(Measured("levelling", what).found(wanted, words, met=found.peak_is_proven))
    found = level(question(MANY, profile, on, 0), seconds=MANY_SECONDS)
    gap = found.peak_gap / found.peak
    what = f"levelling of {MANY} projects ({code}): gap of the peak"
    wanted = f"≤ 1% in {MANY_SECONDS:g} s"
    return [*figures, Measured("levelling", what).found(wanted, f"{gap:.2%}", met=gap <= 0.01)]
