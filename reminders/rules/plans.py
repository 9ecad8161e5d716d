"""The plan of reminders of one kind of deadline (通知の計画): lead times, the turns once it is overdue, and
who besides whoever is in charge is told then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from reminders.rules.stages import Stage, parse_stages, within_half_cycle

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHLY, QUARTERLY = 1, 3
"""Cycles in months, up to which a duty counts as a monthly or a quarterly one."""


class Circle(IntEnum):
    """How far a reminder carries (知らせる範囲): whoever is in charge, also 係長, also 課長."""

    IN_CHARGE = 0
    CHIEF = 1
    MANAGER = 2


@dataclass(frozen=True)
class Plan:
    """When reminders of one kind of deadline go out.

    ``stages`` farthest first. Once overdue again every ``overdue_every`` days (0: no more), and on the days
    from which 係長 (``chief_after``) and 課長 (``manager_after``) are told too (days overdue; None: never).
    """

    stages: tuple[Stage, ...]
    overdue_every: int = 0
    chief_after: int | None = None
    manager_after: int | None = None

    def overdue_stages(self, longest: int) -> tuple[Stage, ...]:
        """The stages past the due day, up to so many days overdue, the earliest first."""
        turns = range(self.overdue_every, longest + 1, self.overdue_every) if self.overdue_every else ()
        carried_further = {days for days in (self.chief_after, self.manager_after) if days}
        days = sorted({*turns, *(days for days in carried_further if days <= longest)})
        return tuple(Stage(-number) for number in days)

    def circle(self, stage: Stage) -> Circle:
        """How far the reminder of this stage carries."""
        overdue = -stage.amount
        if overdue > 0 and self.manager_after is not None and overdue >= self.manager_after:
            return Circle.MANAGER
        if overdue > 0 and self.chief_after is not None and overdue >= self.chief_after:
            return Circle.CHIEF
        return Circle.IN_CHARGE


@dataclass(frozen=True)
class PlanText:
    """A plan as the catalogue or the city writes it; ``monthly`` and ``quarterly``: the lead times of duties
    that come round so often, empty where they have none of their own."""

    stages: str
    monthly: str = ""
    quarterly: str = ""
    within_half_cycle: bool = False
    overdue_every: int = 0
    chief_after: int | None = None
    manager_after: int | None = None

    def read(self, cycle_months: int | None) -> Plan:
        """The plan for a duty of this cycle (None: it has none). Raises ``ValueError`` with a sentence."""
        return Plan(self._stages(cycle_months), self.overdue_every, self.chief_after, self.manager_after)

    def _stages(self, cycle_months: int | None) -> tuple[Stage, ...]:
        if cycle_months is None:
            return parse_stages(self.stages)
        if self.monthly and cycle_months <= MONTHLY:
            return parse_stages(self.monthly)
        if self.quarterly and cycle_months <= QUARTERLY:
            return parse_stages(self.quarterly)
        stages = parse_stages(self.stages)
        return within_half_cycle(stages, cycle_months) if self.within_half_cycle else stages


def mistakes_in(text: PlanText) -> Mapping[str, str]:
    """What is wrong with a plan as it is written: the field, and one sentence on it."""
    mistakes = {}
    for name in ("stages", "monthly", "quarterly"):
        words = getattr(text, name)
        if words or name == "stages":
            try:
                parse_stages(words)
            except ValueError as error:
                mistakes[name] = str(error)
    if text.within_half_cycle and not mistakes and not _rings_at_least_once(text):
        mistakes["stages"] = (
            "周期の短いものには、知らせる時期が残りません。0d（当日）など、期限に近い時期も書いてください。"
        )
    chief, manager = text.chief_after, text.manager_after
    for name, days in (("chief_after", chief), ("manager_after", manager)):
        if days == 0:
            mistakes[name] = "1日以上にしてください。知らせないときは空けてください。"
    if chief is not None and manager is not None and manager <= chief:
        mistakes["manager_after"] = "課長に知らせる日は、係長に知らせる日より後にしてください。"
    return mistakes


def _rings_at_least_once(text: PlanText) -> bool:
    """Whether the shortest cycle that goes by ``stages`` keeps one of them."""
    shortest = QUARTERLY + 1 if text.quarterly else MONTHLY + 1 if text.monthly else MONTHLY
    return bool(text.read(shortest).stages)
