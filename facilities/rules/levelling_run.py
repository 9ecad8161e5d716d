"""How levelling goes about it: a bound, a search, a proof; then the same with the delay."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from facilities.rules.levelling import THOUSAND, Found
from facilities.rules.levelling_search import Search
from facilities.rules.levelling_solver import DOUBT, Model

if TYPE_CHECKING:
    from collections.abc import Callable

    from facilities.rules.levelling import Question

LARGE = 150
"""From so many movable projects on the solver alone finds little: parts of the plan are solved anew."""
PART, PART_SECONDS = 60, 1.0
SHARE_OF_SEARCH, SHARE_OF_PEAK = 0.15, 0.7
"""Of the time: each of the two searches; everything about the peak. The rest goes into the delay."""


class Progress(NamedTuple):
    """How far levelling is: which phase, the share of the time that has gone, and the gap that is left."""

    phase: str
    done: float
    gap: float | None = None


def level(
    question: Question,
    *,
    seconds: float,
    say: Callable[[Progress], None] = lambda _progress: None,
    clock: Callable[[], float] = monotonic,
) -> Found:
    """The years in which the projects begin so that the highest annual cost is lowest, then the delay.

    Never a plan with a higher peak than the given one, never one that leaves a window. Stops after so many
    seconds with what is known then.
    """
    return _Run(question, seconds, say, clock).found()


class _Run:
    """One levelling within its time."""

    def __init__(
        self, question: Question, seconds: float, say: Callable[[Progress], None], clock: Callable[[], float]
    ) -> None:
        self.question = question
        self.seconds = seconds
        self.tell = say
        self.clock = clock
        self.began = clock()
        self.search = Search(question)
        self.model = Model(question)

    def found(self) -> Found:
        question = self.question
        self._say("bound")
        rounded, bound = self.model.relaxed(question.least_peak)
        starts = self._searched(rounded, bound)
        if question.peak(starts) - bound >= THOUSAND:
            starts, bound = self._solved(starts, bound)
        peak = question.peak(starts)
        self._say("delay", self._gap(peak, bound))
        starts = self.search.hasten(starts, peak)
        starts, delay_bound = self.model.least_delay(
            starts, peak, seconds=self._left(1.0), say=lambda _gap: self._say("delay", self._gap(peak, bound))
        )
        return Found(starts, question.peak(starts), bound, question.delay(starts), delay_bound)

    def _searched(self, rounded: tuple[int, ...], bound: int) -> tuple[int, ...]:
        """The better of two searches: from the rounded plan and from the given one."""
        best = self.question.planned
        for part, starts in enumerate((rounded, self.question.planned), 1):
            self._say("search", self._gap(self.question.peak(best), bound))
            end = self.began + self.seconds * SHARE_OF_SEARCH * part
            goal = bound + THOUSAND - 1
            found = self.search.lower(starts, goal, has_time=partial(self._is_before, end))
            best = min(best, found, key=self.question.peak)
            if self.question.peak(best) <= goal:
                break
        return best

    def _solved(self, starts: tuple[int, ...], bound: int) -> tuple[tuple[int, ...], int]:
        """The solver's turn: all at once, or where there are many projects one part of them after another."""
        if len(self.model.moving) < LARGE:
            starts, bound = self._narrowed(starts, bound)
            if self.question.peak(starts) - bound < THOUSAND:
                return starts, bound
            return self.model.lowest_peak(
                starts,
                bound,
                seconds=self._left(SHARE_OF_PEAK),
                say=lambda gap: self._say("proof", gap),
            )
        turn = 0
        while self._left(SHARE_OF_PEAK) > PART_SECONDS and self.question.peak(starts) - bound >= THOUSAND:
            self._say("proof", self._gap(self.question.peak(starts), bound))
            part = self.search.part(starts, PART, turn)
            starts, _ = Model(part).lowest_peak(starts, bound, seconds=PART_SECONDS)
            turn += 1
        return starts, bound

    def _narrowed(self, starts: tuple[int, ...], bound: int) -> tuple[tuple[int, ...], int]:
        """Peak and bound drawn together: is there a plan half way between? The bound itself is tried first;
        ends where the solver does not know in time."""
        aim = bound + THOUSAND - 1
        while self.question.peak(starts) - bound >= THOUSAND and self._left(SHARE_OF_PEAK) > 0:
            self._say("proof", self._gap(self.question.peak(starts), bound))
            found, is_none = self.model.attaining(aim, seconds=self._left(SHARE_OF_PEAK) / 3)
            certain = int(aim * (1 - DOUBT))
            if found is not None:
                starts = found
            elif is_none and certain > bound:
                bound = certain
            else:
                break
            aim = (bound + self.question.peak(starts)) // 2
        return starts, bound

    def _is_before(self, end: float) -> bool:
        return self.clock() < end

    def _left(self, share: float) -> float:
        """How many seconds are left of this share of the time."""
        return max(0.0, self.began + self.seconds * share - self.clock())

    def _gap(self, peak: int, bound: int) -> float:
        return (peak - bound) / peak if peak else 0.0

    def _say(self, phase: str, gap: float | None = None) -> None:
        self.tell(Progress(phase, min(1.0, (self.clock() - self.began) / self.seconds), gap))
