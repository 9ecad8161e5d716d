"""A plan of reminders in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reminders.queries.flags import stage_label
from reminders.rules.stages import parse_stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reminders.rules.plans import PlanText


def plan_words(plan: PlanText) -> str:
    """「90日前・30日前・7日前・当日、過ぎたら7日ごと、14日で係長、30日で課長」."""
    return f"{stages_words(plan.stages)}、{overdue_words(plan)}"


def overdue_words(plan: PlanText) -> str:
    """「過ぎたら7日ごと、14日で係長、30日で課長」."""
    return "、".join(_overdue(plan))


def cycle_words(plan: PlanText) -> tuple[str, ...]:
    """What else holds of duties that come round, each in a sentence."""
    said = []
    if plan.monthly:
        said.append(f"毎月のものは{stages_words(plan.monthly)}")
    if plan.quarterly:
        said.append(f"3か月ごとまでのものは{stages_words(plan.quarterly)}")
    if plan.within_half_cycle:
        said.append("周期の半分より早くは知らせない")
    return tuple(said)


def stages_words(stages: str) -> str:
    """「30日前・7日前・当日」; what cannot be read stands as it is written."""
    try:
        return "・".join(stage_label(stage.code) for stage in parse_stages(stages))
    except ValueError:
        return stages


def _overdue(plan: PlanText) -> Iterator[str]:
    told = [
        f"{days}日で{who}"
        for days, who in ((plan.chief_after, "係長"), (plan.manager_after, "課長"))
        if days is not None
    ]
    if plan.overdue_every:
        turns = "開庁日ごと" if plan.overdue_every == 1 else f"{plan.overdue_every}日ごと"
        yield f"過ぎたら{turns}"
        yield from told
    elif told:
        first, *others = told
        yield f"過ぎたら{first}"
        yield from others
    else:
        yield "過ぎたあとは知らせない"
