"""Levelling (平準化): in which year each project begins, so that no year costs more than it must.

The values of the question and of the answer, reckoned in whole yen; ``levelling_search`` and
``levelling_solver`` find the years.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Movable(NamedTuple):
    """A project that may begin in a window of fiscal years: what it pays from its first year on, the year it
    is planned to begin in, the first and the last it may, and how urgent it is. The window of a fixed project
    is its planned year."""

    key: str
    payments: tuple[int, ...]
    planned: int
    earliest: int
    latest: int
    urgency: int = 1

    @property
    def is_fixed(self) -> bool:
        """Whether it stays where it is."""
        return self.earliest == self.latest


@dataclass(frozen=True)
class Question:
    """What is to be levelled: the fiscal years, what each costs whatever is moved, and the projects.

    Raises ``ValueError`` where a window leaves the years or does not hold the planned year.
    """

    first: int
    standing: tuple[int, ...]
    projects: tuple[Movable, ...]

    def __post_init__(self) -> None:
        for project in self.projects:
            is_inside = self.first <= project.earliest <= project.planned <= project.latest
            if not is_inside or project.latest + len(project.payments) - 1 > self.last:
                message = f"the window of {project.key} does not lie in the years, or not around its plan"
                raise ValueError(message)

    @property
    def last(self) -> int:
        """The last fiscal year."""
        return self.first + len(self.standing) - 1

    @property
    def planned(self) -> tuple[int, ...]:
        """The plan as it was given."""
        return tuple(project.planned for project in self.projects)

    def by_year(self, starts: tuple[int, ...]) -> tuple[int, ...]:
        """Yen of each fiscal year when the projects begin in these years."""
        years = list(self.standing)
        for project, start in zip(self.projects, starts, strict=True):
            for place, yen in enumerate(project.payments, start - self.first):
                years[place] += yen
        return tuple(years)

    def peak(self, starts: tuple[int, ...]) -> int:
        """The highest annual cost."""
        return max(self.by_year(starts))

    def delay(self, starts: tuple[int, ...]) -> int:
        """Years after the earliest, each weighed with the urgency of its project."""
        pairs = zip(self.projects, starts, strict=True)
        return sum((start - project.earliest) * project.urgency for project, start in pairs)

    def keeps_windows(self, starts: tuple[int, ...]) -> bool:
        """Whether every project begins within its window."""
        pairs = zip(self.projects, starts, strict=True)
        return all(project.earliest <= start <= project.latest for project, start in pairs)

    @property
    def least_peak(self) -> int:
        """What the highest annual cost cannot fall below, seen without a solver: every yen has to be paid in
        some year, and each project in one of its years."""
        total = sum(self.standing) + sum(sum(project.payments) for project in self.projects)
        mean = -(-total // len(self.standing))
        return max(mean, *self.standing, *(self._least_of(project) for project in self.projects))

    def _least_of(self, project: Movable) -> int:
        return min(
            max(self.standing[start - self.first + place] + yen for place, yen in enumerate(project.payments))
            for start in range(project.earliest, project.latest + 1)
        )


class Found(NamedTuple):
    """A plan, and how good it is known to be: ``peak_bound`` and ``delay_bound`` are what no plan (of this
    peak) falls below."""

    starts: tuple[int, ...]
    peak: int
    peak_bound: int
    delay: int
    delay_bound: int

    @property
    def peak_is_proven(self) -> bool:
        """Whether no plan has a highest annual cost that is lower by a thousand yen, the unit of a budget."""
        return self.peak - self.peak_bound < THOUSAND

    @property
    def is_proven(self) -> bool:
        """Whether, moreover, no plan of this peak delays less."""
        return self.peak_is_proven and self.delay <= self.delay_bound

    @property
    def peak_gap(self) -> int:
        """By how many yen at most the peak could still fall; 0 where it is proven."""
        return 0 if self.peak_is_proven else self.peak - self.peak_bound


THOUSAND = 1_000
