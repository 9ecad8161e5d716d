"""Good plans without a solver: projects are moved one at a time as long as that helps.

The solver proves; this finds, within seconds, what it would take minutes to find.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from facilities.rules.levelling import Question

SEED = 20_260_401
"""The search is the same on every run."""
SHAKEN = 0.02
"""Which share of the movable projects is moved at random before the next attempt."""

PATIENCE = 150
"""After so many attempts that bettered nothing the search gives up."""


class Search:
    """The columns of a question: every year in which every movable project may begin."""

    def __init__(self, question: Question) -> None:
        import numpy as np  # noqa: PLC0415 -- takes a tenth of a second, and only levelling needs it

        self.np = np
        self.question = question
        years = len(question.standing)
        places = [
            (number, start)
            for number, project in enumerate(question.projects)
            for start in range(project.earliest, project.latest + 1)
        ]
        self.project_of = np.array([number for number, _ in places], dtype=np.int64)
        self.start_of = np.array([start for _, start in places], dtype=np.int64)
        self.loads = np.zeros((len(places), years))
        for row, (number, start) in enumerate(places):
            payments = question.projects[number].payments
            self.loads[row, start - question.first : start - question.first + len(payments)] = payments
        self.first_row = np.array(
            [int(row) for row in np.searchsorted(self.project_of, range(len(question.projects)))],
            dtype=np.int64,
        )
        self.earliest = np.array([project.earliest for project in question.projects], dtype=np.int64)
        self.standing = np.array(question.standing, dtype=float)

    def lower(self, starts: tuple[int, ...], bound: int, *, has_time: Callable[[], bool]) -> tuple[int, ...]:
        """A plan of a peak as near to the bound as time allows; never one of a higher peak than this one."""
        best, best_peak = starts, self.question.peak(starts)
        chance = self.np.random.default_rng(SEED)
        rows = self._rows(starts)
        in_vain = 0
        while best_peak > bound and in_vain < PATIENCE and has_time():
            rows = self._descended(rows, float(bound), has_time)
            found = self._starts(rows)
            peak = self.question.peak(found)
            in_vain += 1
            if peak < best_peak:
                best, best_peak, in_vain = found, peak, 0
            rows = self._shaken(self._rows(best), chance)
        return best

    def part(self, starts: tuple[int, ...], size: int, turn: int) -> Question:
        """The same question with most projects held where they are: free are some of those that pay in the
        dearest year, and others at random."""
        question = self.question
        chance = self.np.random.default_rng(SEED + turn)
        years = question.by_year(starts)
        dearest = question.first + years.index(max(years))
        pairs = list(zip(question.projects, starts, strict=True))
        paying = [
            number
            for number, (project, start) in enumerate(pairs)
            if start <= dearest < start + len(project.payments)
        ]
        free = {int(number) for number in chance.choice(len(pairs), min(size, len(pairs)), replace=False)}
        free |= {int(number) for number in chance.permutation(paying)[: size // 3]}
        held = tuple(
            project._replace(planned=start)
            if number in free
            else project._replace(planned=start, earliest=start, latest=start)
            for number, (project, start) in enumerate(pairs)
        )
        return replace(question, projects=held)

    def hasten(self, starts: tuple[int, ...], peak: int) -> tuple[int, ...]:
        """The same peak, less delay: each project to the earliest year that has room, the most urgent
        first, until nothing moves any more."""
        projects = self.question.projects
        order = sorted(range(len(projects)), key=lambda number: (-projects[number].urgency, number))
        plan, years = list(starts), list(self.question.by_year(starts))
        moved = True
        while moved:
            moved = False
            for number in order:
                earlier = self._earlier(number, plan[number], years, peak)
                moved = moved or earlier < plan[number]
                plan[number] = earlier
        return tuple(plan)

    def _earlier(self, number: int, now: int, years: list[int], peak: int) -> int:
        """The earliest year in which the project has room; ``years`` follow it there."""
        project, first = self.question.projects[number], self.question.first
        for place, yen in enumerate(project.payments, now - first):
            years[place] -= yen
        start = next(
            start
            for start in range(project.earliest, now + 1)
            if all(years[start - first + n] + yen <= peak for n, yen in enumerate(project.payments))
        )
        for place, yen in enumerate(project.payments, start - first):
            years[place] += yen
        return start

    def _descended(self, rows: Any, target: float, has_time: Callable[[], bool]) -> Any:
        """Moves the project whose move takes most off what years cost above the target, until none does."""
        np = self.np
        rows = rows.copy()
        load = self.standing + self.loads[rows].sum(axis=0)
        while has_time():
            moved = self.loads - self.loads[rows[self.project_of]]
            moved += load - target
            np.maximum(moved, 0, out=moved)
            above = np.einsum("ij,ij->i", moved, moved)
            best = int(above.argmin())
            now = np.maximum(load - target, 0)
            if above[best] >= now @ now * (1 - 1e-9):
                return rows
            number = self.project_of[best]
            load = load - self.loads[rows[number]] + self.loads[best]
            rows[number] = best
        return rows

    def _shaken(self, rows: Any, chance: Any) -> Any:
        rows = rows.copy()
        count = max(2, int(len(rows) * SHAKEN))
        for number in chance.integers(0, len(rows), count):
            project = self.question.projects[number]
            rows[number] = self.first_row[number] + chance.integers(0, project.latest - project.earliest + 1)
        return rows

    def _rows(self, starts: tuple[int, ...]) -> Any:
        return self.first_row + self.np.array(starts, dtype=self.np.int64) - self.earliest

    def _starts(self, rows: Any) -> tuple[int, ...]:
        return tuple(int(start) for start in self.start_of[rows])
