"""On which day which reminder goes out (通知を出す日): stages, held against the office's open days.

Messages go out on open days only. A lead time that falls on a closed day goes out on the open day before it,
a turn past the due day on the next one after; on one day only the most advanced stage goes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reminders.rules.stages import Stage, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from common.business_days import OpenDays
    from reminders.rules.plans import Circle, Plan

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bell:
    """A reminder that goes out: at which stage, since which day, and how far it carries."""

    stage: Stage
    since: date
    circle: Circle


@dataclass(frozen=True)
class Span:
    """The due days (after ``above``, up to and including ``upto``) that stand in a stage on the day asked.

    ``lead`` is the nearest lead time passed, also once overdue; ``bell`` the stage whose reminder goes out.
    """

    lead: Stage
    bell: Stage
    circle: Circle
    above: date
    upto: date


def reach(on: date, days: OpenDays) -> date:
    """The last day whose lead times go out by this day: the closed days that follow it belong to it."""
    return days.on_or_after(on + ONE_DAY) - ONE_DAY


def goes_out_on(stage: Stage, due_on: date, days: OpenDays) -> date:
    """The open day on which the reminder of a stage goes out."""
    begins = stage.begins_on(due_on)
    return days.on_or_before(begins) if stage.amount >= 0 else days.on_or_after(begins)


def bell_on(due_on: date, plan: Plan, on: date, days: OpenDays) -> Bell | None:
    """The most advanced reminder that should have gone out by this day; none while the first is ahead."""
    stages = (*plan.stages, *plan.overdue_stages(max((on - due_on).days, 0)))
    gone_out = [(stage, goes_out_on(stage, due_on, days)) for stage in stages]
    passed = [(stage, day) for stage, day in gone_out if day <= on]
    if not passed:
        return None
    stage, since = min(passed, key=lambda each: each[0].rank)
    return Bell(stage, since, plan.circle(stage))


def bells_between(due_on: date, plan: Plan, first: date, last: date, days: OpenDays) -> list[Bell]:
    """The reminders that go out from one day to another (both included) while nothing is done, in order."""
    stages = (*plan.stages, *plan.overdue_stages(max((last - due_on).days, 0)))
    by_day: dict[date, Stage] = {}
    for stage in sorted(stages, key=lambda stage: stage.rank, reverse=True):
        day = goes_out_on(stage, due_on, days)
        if first <= day <= last:
            by_day[day] = stage
    return [Bell(stage, day, plan.circle(stage)) for day, stage in sorted(by_day.items())]


def spans(plan: Plan, on: date, days: OpenDays, *, oldest: date | None) -> tuple[Span, ...]:
    """The same answer as ``bell_on``, turned round: for each stage the due days that stand in it.

    ``oldest`` is the earliest due day there is: no turn past the due day lies farther back.
    """
    ahead = thresholds(plan.stages, reach(on, days))
    if not ahead:
        return ()
    # A turn past the due day that falls on a closed day waits for the next open one.
    found = list(_overdue(plan, days.on_or_before(on), oldest, ahead[0].stage))
    above = found[-1].upto if found else date.min
    for threshold in ahead:
        upto = max(threshold.upto, above)
        found.append(Span(threshold.stage, threshold.stage, plan.circle(threshold.stage), above, upto))
        above = upto
    return tuple(found)


def _overdue(plan: Plan, on: date, oldest: date | None, lead: Stage) -> Iterable[Span]:
    longest = max((on - oldest).days, 0) if oldest else 0
    above = date.min
    for stage in reversed(plan.overdue_stages(longest)):
        upto = stage.reaches_on(on)
        yield Span(lead, stage, plan.circle(stage), above, upto)
        above = upto
