"""Lead times (通知の時期) as stages, and the days at which a deadline passes from one to the next.

A stage is reached when ``due_on`` less the lead time is not after the day asked. For a set-wise sweep that
question is turned round: for a day asked, each stage holds the due days in one half-open span, so SQL only
compares days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.months import add_months, latest_day_in_reach

if TYPE_CHECKING:
    from collections.abc import Sequence

DAYS_PER_YEAR = 365
MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class Stage:
    """One lead time: ``amount`` days or months before the due day; an amount below zero is so many days past
    it (期限超過)."""

    amount: int
    in_months: bool = False

    @property
    def code(self) -> str:
        """As the catalogue writes it: ``30d``, ``6m``; fourteen days past the due day: ``+14d``."""
        return f"{'+' if self.amount < 0 else ''}{abs(self.amount)}{'m' if self.in_months else 'd'}"

    @property
    def rank(self) -> int:
        """Its length in days, a month taken as a twelfth of a year; only for the order of stages."""
        return self.amount * DAYS_PER_YEAR // MONTHS_PER_YEAR if self.in_months else self.amount

    def begins_on(self, due_on: date) -> date:
        """The first day of this stage for a duty due on ``due_on``."""
        return add_months(due_on, -self.amount) if self.in_months else due_on - timedelta(days=self.amount)

    def reaches_on(self, on: date) -> date:
        """The last due day for which this stage has begun by ``on``."""
        return latest_day_in_reach(on, self.amount) if self.in_months else on + timedelta(days=self.amount)


@dataclass(frozen=True)
class Threshold:
    """The due days that stand in a stage on the day asked: after ``above``, up to and including ``upto``."""

    stage: Stage
    above: date
    upto: date


def parse_stages(text: str) -> tuple[Stage, ...]:
    """Stages from ``90d 30d 7d 0d``, farthest first. Raises ``ValueError`` with a sentence."""
    stages = []
    for word in text.split():
        found = re.fullmatch(r"([0-9]{1,4})([dm])", word)
        if found is None:
            message = (
                f"通知の時期「{word}」が読めません。30d（30日前）や 6m（6か月前）のように書いてください。"
            )
            raise ValueError(message)
        stages.append(Stage(int(found[1]), in_months=found[2] == "m"))
    ranks = [stage.rank for stage in stages]
    if not ranks or ranks != sorted(set(ranks), reverse=True):
        message = f"通知の時期「{text}」は、早いものから順に、重ならないように書いてください。"
        raise ValueError(message)
    return tuple(stages)


def within_half_cycle(stages: Sequence[Stage], cycle_months: int) -> tuple[Stage, ...]:
    """The stages that come no earlier than half a cycle before the due day.

    A monthly duty is not announced ninety days ahead: three of its turns would be announced at once.
    """
    cycle_days = cycle_months * DAYS_PER_YEAR // MONTHS_PER_YEAR
    return tuple(stage for stage in stages if stage.rank * 2 <= cycle_days)


def stage_on(due_on: date, stages: Sequence[Stage], on: date) -> Stage | None:
    """The nearest lead time passed on a day; none while the farthest is still ahead. Once due, the last one
    stays."""
    passed = [stage for stage in stages if stage.begins_on(due_on) <= on]
    return min(passed, key=lambda stage: stage.rank, default=None)


def thresholds(stages: Sequence[Stage], on: date) -> tuple[Threshold, ...]:
    """The same answer as ``stage_on``, turned round: for each stage the span of due days that stand in it."""
    nearest_first = sorted(stages, key=lambda stage: stage.rank)
    spans = []
    above = date.min
    for stage in nearest_first:
        upto = max(stage.reaches_on(on), above)
        spans.append(Threshold(stage, above=above, upto=upto))
        above = upto
    return tuple(spans)
