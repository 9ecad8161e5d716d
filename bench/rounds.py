"""Two or more ways to one answer, timed in turns: a shared machine slows them all alike."""

from __future__ import annotations

from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Times = dict[str, list[float]]
"""Seconds, by side."""


def in_turns(sides: Mapping[str, Callable[[], float]], rounds: int) -> Times:
    """Each side once a round, the order reversed every other round; a side tells how long it took."""
    order = list(sides)
    times: Times = {name: [] for name in sides}
    for number in range(rounds):
        for name in order if number % 2 == 0 else reversed(order):
            times[name].append(sides[name]())
    return times


def timed(act: Callable[[], object]) -> float:
    """How many seconds an act takes."""
    start = perf_counter()
    act()
    return perf_counter() - start


def requests_in_turns(sides: Mapping[str, Callable[[], object]], rounds: int, calls: int) -> Times:
    """Every single time of every side: each round so many calls, after one that does not count."""
    every: Times = {name: [] for name in sides}

    def of(name: str) -> Callable[[], float]:
        def run() -> float:
            sides[name]()
            found = [timed(sides[name]) for _ in range(calls)]
            every[name] += found
            return median(found)

        return run

    in_turns({name: of(name) for name in sides}, rounds)
    return every


def percentile(times: Sequence[float], percent: int) -> float:
    """The time that so many of a hundred stay within."""
    return quantiles(times, n=100, method="inclusive")[percent - 1]
