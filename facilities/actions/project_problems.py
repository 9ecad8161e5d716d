"""What stands in the way of an act on a renewal project, as the acts and the pages ask it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.db.records import problems_with
from common.eras import era_day
from common.fiscal_year import FiscalYear
from common.problems import Problem
from facilities.choices import BuildingPart, ProjectKind, ProjectStep
from facilities.models import Building, Milestone, ProjectBuilding, ProjectPlan, RenewalProject
from facilities.models.projects import FIRST_YEAR, FUNDING, LAST_YEAR
from facilities.queries.projects import days_of
from facilities.rules.project_days import (
    problems_with_build_day,
    problems_with_order,
    problems_with_reached_day,
    problems_with_window,
    renewal_step,
)
from facilities.rules.project_stage import last_step, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from common.partial_dates import PartialDate

WINDOW = "may_start_from", "may_start_until"

Touched = tuple[Building, str]
"""A building and what the project does to it."""


@dataclass(frozen=True)
class PlanDraft:
    """What a plan says: the days of steps by step, and per fiscal year yen by funding (財源); why it takes
    the place of another, and when it was made, if not today."""

    planned: Mapping[str, PartialDate]
    costs: Mapping[int, Mapping[str, int]]
    reason: str = ""
    made_on: date | None = None


def problems_with_opening(project: RenewalProject, opening: Milestone) -> list[Problem]:
    """Why nothing of this project can be opened (any more)."""
    problems = problems_when_cancelled(project)
    if project.kind == ProjectKind.DEMOLITION:
        message = "解体の事業に供用開始はありません。竣工を記録してください。"
        problems.append(Problem("nothing-to-open", message))
    if opening.reached_on is not None:
        message = f"この事業は{opening.reached_on}に供用を開始したと記録されています。"
        problems.append(Problem("already-open", message))
    return problems


def problems_with_opening_by_hand(milestone: Milestone) -> list[Problem]:
    """The opening changes buildings, too; it is not recorded as the other steps are."""
    if milestone.step != ProjectStep.OPENING:
        return []
    message = "供用開始は、事業のページの「供用を開始する」から記録します。建物の記録もいっしょに変わります。"
    return [Problem("opening-by-hand", message)]


def problems_when_cancelled(project: RenewalProject) -> list[Problem]:
    """That the project was given up."""
    if project.cancelled_on is None:
        return []
    message = f"この事業は{era_day(project.cancelled_on)}に中止になっています。"
    return [Problem("cancelled", message)]


def problems_when_over(project: RenewalProject, milestones: Mapping[str, Milestone]) -> list[Problem]:
    """That nothing is to come of the project any more."""
    end = milestones[last_step(project.kind)]
    problems = problems_when_cancelled(project)
    if end.reached_on is not None:
        message = f"この事業は{end.get_step_display()}（{end.reached_on}）で終わっています。"
        problems.append(Problem("over", message))
    return problems


def problems_with_facts(project: RenewalProject, *, on: date) -> Iterator[Problem]:
    """What the project's own facts have against them."""
    window = [*problems_with_window(project.may_start_from, project.may_start_until)]
    # What the rule says of the window, with the field, the record need not say again.
    yield from problems_with(project, leaving_out=WINDOW if window else ())
    yield from window
    if project.published_on is not None and project.published_on > on:
        # Whether a community group reads it is asked without the day.
        message = "公表日は、きょうまでの日にしてください。公表した日に入力します。"
        yield Problem("published-in-future", message, field="published_on")


def problems_with_buildings(
    project: RenewalProject, buildings: Sequence[Touched], days: Mapping[str, PartialDate]
) -> Iterator[Problem]:
    """Each building once, created by nobody else, and none younger than what replaces it."""
    seen = set()
    for building, part in buildings:
        if building.pk in seen:
            message = f"建物「{building.name}」が2回選ばれています。"
            yield Problem("building-twice", message, field="buildings")
        seen.add(building.pk)
        if part == BuildingPart.CREATES and _is_made_elsewhere(project, building):
            message = f"建物「{building.name}」は、別の事業で新しくできる建物です。"
            yield Problem("building-made-elsewhere", message, field="buildings")
    yield from _problems_with_build_days(project, buildings, days, field="buildings")


def _is_made_elsewhere(project: RenewalProject, building: Building) -> bool:
    makers = ProjectBuilding.objects.filter(building=building, part=BuildingPart.CREATES)
    return makers.exclude(project=project.pk).exists()


def _problems_with_build_days(
    project: RenewalProject, buildings: Iterable[Touched], days: Mapping[str, PartialDate], *, field: str
) -> Iterator[Problem]:
    step = renewal_step(days)
    for building, part in buildings:
        if step is not None and part != BuildingPart.CREATES:
            yield from problems_with_build_day(
                building.name, building.built_on, days[step], project=project.name, field=field
            )


def problems_with_draft(
    project: RenewalProject, draft: PlanDraft, milestones: Mapping[str, Milestone]
) -> Iterator[Problem]:
    """What the plan itself has against it: days, order, costs."""
    possible = steps_of(project.kind)
    if not draft.planned and not draft.costs:
        yield Problem("plan-empty", "節目の予定か、年度別の事業費を入力してください。")
    for step in draft.planned:
        if step not in possible:
            message = "解体の事業に供用開始はありません。予定を空にしてください。"
            yield Problem("step-impossible", message, field=f"planned_{step}")
    reached = {step: one.reached_on for step, one in milestones.items() if one.reached_on}
    # Between two steps that are both reached the records of the steps have the say, not the plan.
    yield from (
        problem
        for problem in problems_with_order({**draft.planned, **reached}, field=lambda step: f"planned_{step}")
        if problem.field.removeprefix("planned_") in draft.planned
    )
    days = {**draft.planned, **reached}
    field = f"planned_{renewal_step(days)}"
    yield from _problems_with_build_days(project, touched_now(project), days, field=field)
    yield from _problems_with_costs(draft.costs)


def _problems_with_costs(costs: Mapping[int, Mapping[str, int]]) -> Iterator[Problem]:
    for year, amounts in costs.items():
        if not FIRST_YEAR <= year <= LAST_YEAR:
            yield Problem("year-out-of-reach", f"{year}年度は入力できません。", field="costs")
            continue
        label = FiscalYear(year).label
        if any(amount < 0 for amount in amounts.values()):
            yield Problem("cost-below-zero", f"{label}の金額は0以上にしてください。", field="costs")
        elif not any(amounts.get(name) for name in FUNDING):
            message = f"{label}の財源のどれかに、0より大きい金額を入力してください。"
            yield Problem("cost-missing", message, field="costs")


def problems_with_made_on(plan: ProjectPlan, before: ProjectPlan | None, *, on: date) -> Iterator[Problem]:
    """A plan is made by today, and not before the one it takes the place of."""
    if plan.made_on > on:
        yield Problem("made-in-future", "定めた日は、きょうまでの日にしてください。", field="made_on")
    if before is not None and plan.made_on < before.made_on:
        message = f"定めた日は、前の版を定めた日（{era_day(before.made_on)}）以後にしてください。"
        yield Problem("made-before-last", message, field="made_on")


def problems_when_same(draft: PlanDraft, before: ProjectPlan | None) -> list[Problem]:
    """A revision that changes nothing."""
    if before is None or (draft.planned, _money(draft)) != (planned_days(before), _costs(before)):
        return []
    return [Problem("plan-unchanged", "いまの計画と同じ内容です。変わるところを直してください。")]


def problems_with_reaching(
    project: RenewalProject, milestone: Milestone, others: Mapping[str, Milestone], *, on: date, field: str
) -> Iterator[Problem]:
    """What speaks against the step having been reached on its day."""
    day = milestone.reached_on
    if day is None:
        return
    label = milestone.get_step_display()
    yield from problems_with_reached_day(label, day, on=on, field=field)
    reached = {step: other.reached_on for step, other in others.items() if other.reached_on}
    yield from problems_with_order({**reached, milestone.step: day}, field=lambda _step: field)
    days = {**days_of([project.pk]).get(project.pk, {}), milestone.step: day}
    yield from _problems_with_build_days(project, touched_now(project), days, field=field)


def problems_with_opened(link: ProjectBuilding, building: Building, *, is_given: bool) -> list[Problem]:
    """What the building has against it as the opening would leave it."""
    retiring = link.part == BuildingPart.REPLACES
    field = "retired_on" if retiring and is_given else "opened_on"
    return of_building(building, problems_with(building), field=field)


def planned_days(plan: ProjectPlan) -> dict[str, PartialDate | None]:
    """The days of a plan, by step."""
    rows = plan.planned_milestones.select_related("milestone")
    return {row.milestone.step: row.planned_on for row in rows}


def _costs(plan: ProjectPlan) -> dict[int, tuple[int, ...]]:
    return {
        row.fiscal_year: tuple(getattr(row, name) for name in FUNDING) for row in plan.planned_costs.all()
    }


def _money(draft: PlanDraft) -> dict[int, tuple[int, ...]]:
    return {year: tuple(amounts.get(name, 0) for name in FUNDING) for year, amounts in draft.costs.items()}


def of_building(building: Building, problems: Iterable[Problem], *, field: str) -> list[Problem]:
    """These problems, each saying which building it is about."""
    return [
        Problem(problem.code, f"建物「{building.name}」：{problem.message}", field=field)
        for problem in problems
    ]


def links_of(project: RenewalProject, *parts: str) -> list[ProjectBuilding]:
    """The buildings with which the project does one of these, held until the act is through."""
    rows = project.project_buildings.filter(part__in=parts).select_related("building")
    return list(rows.select_for_update(of=("self", "building")).order_by("pk"))


def touched_now(project: RenewalProject) -> list[Touched]:
    """The buildings that the project touches now."""
    return [(link.building, link.part) for link in links_of(project, *BuildingPart.values)]
