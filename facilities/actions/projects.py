"""The acts on renewal projects: entering and changing them, planning, reaching steps, opening, cancelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import Stale, create_with_history, locked
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.fiscal_year import FiscalYear
from common.problems import Problem, Refused, refuse_if_blocked
from facilities.choices import BuildingPart, ProjectKind, ProjectStep
from facilities.models import (
    Building,
    Milestone,
    PlannedCost,
    PlannedMilestone,
    ProjectBuilding,
    ProjectPlan,
    RenewalProject,
)
from facilities.models.projects import FIRST_YEAR, FUNDING, LAST_YEAR
from facilities.queries.projects import MILESTONE, days_of
from facilities.rules.project_days import (
    problems_with_build_day,
    problems_with_order,
    problems_with_reached_day,
    problems_with_window,
    renewal_step,
)
from facilities.rules.project_stage import STEPS, last_step, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from common.partial_dates import PartialDate

WINDOW = "may_start_from", "may_start_until"

Touched = tuple[Building, str]
"""A building and what the project does to it."""


class CannotKeepProject(Refused):
    """The act on a renewal project cannot be done as it is asked for; ``problems`` says why."""


@dataclass(frozen=True)
class PlanDraft:
    """What a plan says: the days of steps by step, and per fiscal year yen by funding (財源); why it takes
    the place of another, and when it was made, if not today."""

    planned: Mapping[str, PartialDate]
    costs: Mapping[int, Mapping[str, int]]
    reason: str = ""
    made_on: date | None = None


@transaction.atomic
def register_project(buildings: Sequence[Touched] = (), *, on: date, **facts: Any) -> RenewalProject:
    """Enter a renewal project (整備・更新事業の登録) and the buildings it touches; a building that it creates
    waits for its opening from now on. Raises ``CannotKeepProject``."""
    project = RenewalProject(**facts)
    problems = [*_problems_with_facts(project, on=on), *_problems_with_buildings(project, buildings, {})]
    refuse_if_blocked(problems, CannotKeepProject)
    save_checked(project, error=CannotKeepProject)
    create_with_history([Milestone(project=project, step=step) for step in STEPS])
    _touch(project, buildings)
    return project


@transaction.atomic
def change_project(
    pk: int,
    buildings: Sequence[Touched] | None = None,
    *,
    on: date,
    expected_version: str | None = None,
    **facts: Any,
) -> RenewalProject:
    """Change a renewal project and, unless None, the buildings it touches (事業の変更); raises ``Stale`` if
    it is no longer what was looked at, ``CannotKeepProject`` with every other problem."""
    project = changed(locked(RenewalProject, pk, expected_version=expected_version), facts)
    touched = _touched(project) if buildings is None else buildings
    problems = [
        *_problems_with_facts(project, on=on),
        *_problems_with_buildings(project, touched, days_of([pk]).get(pk, {})),
    ]
    refuse_if_blocked(problems, CannotKeepProject)
    save_checked(project, error=CannotKeepProject)
    if buildings is not None:
        _touch(project, buildings)
    return project


@transaction.atomic
def plan_project(
    pk: int,
    draft: PlanDraft,
    *,
    on: date,
    expected_number: int | None = None,
    **source: Any,
) -> ProjectPlan:
    """Make the first plan of a project, or revise it (計画の見直し): another plan with its reason, beside
    which the old ones stay. The flags of steps whose day moved are closed at once.

    ``expected_number`` is the plan that was looked at, 0 if there was none. Raises ``Stale`` if somebody
    revised it meanwhile, ``CannotKeepProject`` with every other problem.
    """
    project = locked(RenewalProject, pk)
    before = project.plans.order_by("-number").first()
    number = before.number if before else 0
    if expected_number is not None and expected_number != number:
        message = (
            "内容を開いたあと、計画が見直されました。"
            "開き直して、いまの計画を確かめてから、もう一度入力してください。"
        )
        raise Stale([Problem("stale", message)])
    milestones = {milestone.step: milestone for milestone in project.milestones.all()}
    plan = ProjectPlan(
        project=project, number=number + 1, made_on=draft.made_on or on, reason=draft.reason, **source
    )
    problems = [
        *_problems_when_over(project, milestones),
        *_problems_with_draft(project, draft, milestones),
        *_problems_with_made_on(plan, before, on=on),
        *_problems_when_same(draft, before),
    ]
    save_checked(plan, *problems, error=CannotKeepProject)
    moved = _moved(draft, before, milestones)
    create_with_history(
        [
            changed(PlannedMilestone(plan=plan, milestone=milestones[step]), {"planned_on": day})
            for step, day in draft.planned.items()
        ]
    )
    create_with_history(
        [PlannedCost(plan=plan, fiscal_year=year, **amounts) for year, amounts in draft.costs.items()]
    )
    for settled_as, ids in moved.items():
        tell_settled(MILESTONE, ids, settled_as, on=on)
    return plan


@transaction.atomic
def record_milestone(pk: int, *, reached_on: PartialDate | None, on: date, **source: Any) -> Milestone:
    """Record when a step was reached (節目の記録), correct it, or take it back (None). Its flag is closed at
    once, and those of the steps before. The opening has an act of its own. Raises ``CannotKeepProject``."""
    milestone = Milestone.objects.select_for_update(of=("self",)).select_related("project").get(pk=pk)
    project = locked(RenewalProject, milestone.project_id)
    others = {other.step: other for other in project.milestones.exclude(pk=pk)}
    problems = [*_problems_when_cancelled(project), *problems_with_opening_by_hand(milestone)]
    changed(milestone, {"reached_on": reached_on, **source})
    if reached_on is not None:
        problems += _problems_with_reaching(project, milestone, others, on=on, field="reached_on")
    save_checked(milestone, *problems, error=CannotKeepProject)
    if reached_on is not None:
        _tell_passed(project, milestone.step, on=on)
    return milestone


@transaction.atomic
def open_project(
    pk: int, *, opened_on: PartialDate, on: date, retired_on: PartialDate | None = None, **source: Any
) -> RenewalProject:
    """Open what a project built (供用開始): the step is reached, the new buildings are in use from that day,
    and those they replace are retired - on ``retired_on``, or that day too. All of it or nothing.

    What was in use, or out of it, before stays as it is. Raises ``CannotKeepProject``.
    """
    project = locked(RenewalProject, pk)
    milestones = {milestone.step: milestone for milestone in project.milestones.all()}
    opening = milestones.pop(ProjectStep.OPENING)
    problems = [*problems_with_opening(project, opening)]
    changed(opening, {"reached_on": opened_on, **source})
    problems += _problems_with_reaching(project, opening, milestones, on=on, field="opened_on")
    touched = [
        (link, _as_opened(link, opened_on, retired_on or opened_on))
        for link in _links(project, BuildingPart.CREATES, BuildingPart.REPLACES)
        if _is_changed_by_opening(link)
    ]
    problems += [
        problem
        for link, building in touched
        for problem in _problems_with_opened(link, building, is_given=retired_on is not None)
    ]
    save_checked(opening, *problems, error=CannotKeepProject)
    for link, building in touched:
        building.save()
        changed(link, {"by_opening": True}).save()
    _tell_passed(project, ProjectStep.OPENING, on=on)
    return project


@transaction.atomic
def take_back_opening(pk: int, *, reason: str) -> RenewalProject:
    """Take an opening back that was recorded wrongly (供用開始の取消し): the step is not reached, the new
    buildings wait again, and what the opening retired is in use. The reason stays in their histories."""
    project = locked(RenewalProject, pk)
    opening = project.milestones.get(step=ProjectStep.OPENING)
    if opening.reached_on is None:
        raise CannotKeepProject([Problem("not-open", "この事業は、まだ供用を開始していません。")])
    for link in _links(project, BuildingPart.CREATES, BuildingPart.REPLACES):
        if not link.by_opening:
            continue
        creates = link.part == BuildingPart.CREATES
        before = {"opened_on": None, "awaits_opening": True} if creates else {"retired_on": None}
        building = changed(link.building, {**before, "_change_reason": reason})
        refuse_if_blocked(_named(building, problems_with(building), field=""), CannotKeepProject)
        building.save()
        changed(link, {"by_opening": False, "_change_reason": reason}).save()
    changed(opening, {"reached_on": None, "_change_reason": reason}).save()
    return project


@transaction.atomic
def cancel_project(pk: int, *, on: date, reason: str) -> RenewalProject:
    """Give a project up (中止), with the reason: nothing of it is due any more. Raises
    ``CannotKeepProject``."""
    project = locked(RenewalProject, pk)
    milestones = {milestone.step: milestone for milestone in project.milestones.all()}
    problems = _problems_when_over(project, milestones)
    changed(project, {"cancelled_on": on, "cancelled_reason": reason})
    save_checked(project, *problems, error=CannotKeepProject)
    ids = [milestone.pk for milestone in milestones.values()]
    tell_settled(MILESTONE, ids, SettledReason.NO_LONGER_APPLIES, on=on)
    return project


@transaction.atomic
def resume_project(pk: int, *, reason: str) -> RenewalProject:
    """Take the giving up back (中止の取消し): the project goes on by its plan; why stays in its history."""
    project = locked(RenewalProject, pk)
    if project.cancelled_on is None:
        raise CannotKeepProject([Problem("not-cancelled", "この事業は、中止になっていません。")])
    facts = {"cancelled_on": None, "cancelled_reason": "", "_change_reason": reason}
    return save_checked(changed(project, facts), error=CannotKeepProject)


def problems_with_opening(project: RenewalProject, opening: Milestone) -> list[Problem]:
    """Why nothing of this project can be opened (any more)."""
    problems = _problems_when_cancelled(project)
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


def _problems_when_cancelled(project: RenewalProject) -> list[Problem]:
    if project.cancelled_on is None:
        return []
    message = f"この事業は{era_day(project.cancelled_on)}に中止になっています。"
    return [Problem("cancelled", message)]


def _problems_when_over(project: RenewalProject, milestones: Mapping[str, Milestone]) -> list[Problem]:
    end = milestones[last_step(project.kind)]
    problems = _problems_when_cancelled(project)
    if end.reached_on is not None:
        message = f"この事業は{end.get_step_display()}（{end.reached_on}）で終わっています。"
        problems.append(Problem("over", message))
    return problems


def _problems_with_facts(project: RenewalProject, *, on: date) -> Iterator[Problem]:
    window = [*problems_with_window(project.may_start_from, project.may_start_until)]
    # What the rule says of the window, with the field, the record need not say again.
    yield from problems_with(project, leaving_out=WINDOW if window else ())
    yield from window
    if project.published_on is not None and project.published_on > on:
        # Whether a community group reads it is asked without the day.
        message = "公表日は、きょうまでの日にしてください。公表した日に入力します。"
        yield Problem("published-in-future", message, field="published_on")


def _problems_with_buildings(
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


def _problems_with_draft(
    project: RenewalProject, draft: PlanDraft, milestones: Mapping[str, Milestone]
) -> Iterator[Problem]:
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
    yield from _problems_with_build_days(project, _touched(project), days, field=field)
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


def _problems_with_made_on(plan: ProjectPlan, before: ProjectPlan | None, *, on: date) -> Iterator[Problem]:
    if plan.made_on > on:
        yield Problem("made-in-future", "定めた日は、きょうまでの日にしてください。", field="made_on")
    if before is not None and plan.made_on < before.made_on:
        message = f"定めた日は、前の版を定めた日（{era_day(before.made_on)}）以後にしてください。"
        yield Problem("made-before-last", message, field="made_on")


def _problems_when_same(draft: PlanDraft, before: ProjectPlan | None) -> list[Problem]:
    if before is None or (draft.planned, _money(draft)) != (_days(before), _costs(before)):
        return []
    return [Problem("plan-unchanged", "いまの計画と同じ内容です。変わるところを直してください。")]


def _days(plan: ProjectPlan) -> dict[str, PartialDate | None]:
    rows = plan.planned_milestones.select_related("milestone")
    return {row.milestone.step: row.planned_on for row in rows}


def _costs(plan: ProjectPlan) -> dict[int, tuple[int, ...]]:
    return {
        row.fiscal_year: tuple(getattr(row, name) for name in FUNDING) for row in plan.planned_costs.all()
    }


def _money(draft: PlanDraft) -> dict[int, tuple[int, ...]]:
    return {year: tuple(amounts.get(name, 0) for name in FUNDING) for year, amounts in draft.costs.items()}


def _moved(
    draft: PlanDraft, before: ProjectPlan | None, milestones: Mapping[str, Milestone]
) -> dict[SettledReason, list[int]]:
    """The milestones whose planned day another one takes the place of, and those without any now."""
    found: dict[SettledReason, list[int]] = {}
    for step, day in (_days(before) if before else {}).items():
        after = draft.planned.get(step)
        if after is None:
            found.setdefault(SettledReason.NO_LONGER_APPLIES, []).append(milestones[step].pk)
        elif day is not None and after.last != day.last:
            found.setdefault(SettledReason.DAY_CHANGED, []).append(milestones[step].pk)
    return found


def _problems_with_reaching(
    project: RenewalProject, milestone: Milestone, others: Mapping[str, Milestone], *, on: date, field: str
) -> Iterator[Problem]:
    day = milestone.reached_on
    if day is None:
        return
    label = milestone.get_step_display()
    yield from problems_with_reached_day(label, day, on=on, field=field)
    reached = {step: other.reached_on for step, other in others.items() if other.reached_on}
    yield from problems_with_order({**reached, milestone.step: day}, field=lambda _step: field)
    days = {**days_of([project.pk]).get(project.pk, {}), milestone.step: day}
    yield from _problems_with_build_days(project, _touched(project), days, field=field)


def _tell_passed(project: RenewalProject, step: str, *, on: date) -> None:
    """Of the step reached and of those that it leaves behind nothing is due any more."""
    passed = STEPS[: STEPS.index(ProjectStep(step)) + 1]
    ids = list(project.milestones.filter(step__in=passed).values_list("pk", flat=True))
    tell_settled(MILESTONE, ids, SettledReason.DONE, on=on)


def _links(project: RenewalProject, *parts: str) -> list[ProjectBuilding]:
    rows = project.project_buildings.filter(part__in=parts).select_related("building")
    return list(rows.select_for_update(of=("self", "building")).order_by("pk"))


def _touched(project: RenewalProject) -> list[Touched]:
    return [(link.building, link.part) for link in _links(project, *BuildingPart.values)]


def _touch(project: RenewalProject, buildings: Sequence[Touched]) -> None:
    """Make the project touch exactly these buildings; what it creates waits for its opening."""
    kept = [building.pk for building, _ in buildings]
    project.project_buildings.exclude(building__in=kept).delete()
    there = {link.building_id: link for link in project.project_buildings.all()}
    is_open = project.milestones.filter(step=ProjectStep.OPENING).reached().exists()
    for building, part in buildings:
        link = there.get(building.pk) or ProjectBuilding(project=project, building=building)
        if link._state.adding or link.part != part:
            save_checked(changed(link, {"part": part}), error=CannotKeepProject)
            if part == BuildingPart.CREATES and not is_open:
                _let_wait(building.pk)


def _let_wait(building_pk: int) -> None:
    """A building that is being made waits for its opening, unless it is known to be open."""
    building = locked(Building, building_pk)
    if building.opened_on is None:
        save_checked(changed(building, {"awaits_opening": True}), error=CannotKeepProject)


def _is_changed_by_opening(link: ProjectBuilding) -> bool:
    building = link.building
    if link.part == BuildingPart.CREATES:
        return building.opened_on is None
    return building.retired_on is None


def _as_opened(link: ProjectBuilding, opened_on: PartialDate, retired_on: PartialDate) -> Building:
    if link.part == BuildingPart.CREATES:
        return changed(link.building, {"opened_on": opened_on, "awaits_opening": False})
    return changed(link.building, {"retired_on": retired_on})


def _problems_with_opened(link: ProjectBuilding, building: Building, *, is_given: bool) -> list[Problem]:
    retiring = link.part == BuildingPart.REPLACES
    field = "retired_on" if retiring and is_given else "opened_on"
    return _named(building, problems_with(building), field=field)


def _named(building: Building, problems: Iterable[Problem], *, field: str) -> list[Problem]:
    return [
        Problem(problem.code, f"建物「{building.name}」：{problem.message}", field=field)
        for problem in problems
    ]
