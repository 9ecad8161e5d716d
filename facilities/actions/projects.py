"""The acts on renewal projects: entering and changing them, planning, reaching steps, opening, cancelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import Stale, create_with_history, locked
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.problems import Problem, Refused, refuse_if_blocked
from facilities.actions.project_problems import (
    PlanDraft,
    Touched,
    links_of,
    of_building,
    planned_days,
    problems_when_cancelled,
    problems_when_over,
    problems_when_same,
    problems_with_buildings,
    problems_with_draft,
    problems_with_facts,
    problems_with_made_on,
    problems_with_opened,
    problems_with_opening,
    problems_with_opening_by_hand,
    problems_with_reaching,
    touched_now,
)
from facilities.choices import BuildingPart, ProjectStep
from facilities.models import (
    Building,
    Milestone,
    PlannedCost,
    PlannedMilestone,
    ProjectBuilding,
    ProjectPlan,
    RenewalProject,
)
from facilities.queries.projects import MILESTONE, days_of
from facilities.rules.project_stage import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from common.partial_dates import PartialDate


class CannotKeepProject(Refused):
    """The act on a renewal project cannot be done as it is asked for; ``problems`` says why."""


@transaction.atomic
def register_project(buildings: Sequence[Touched] = (), *, on: date, **facts: Any) -> RenewalProject:
    """Enter a renewal project (整備・更新事業の登録) and the buildings it touches; a building that it creates
    waits for its opening from now on. Raises ``CannotKeepProject``."""
    project = RenewalProject(**facts)
    problems = [*problems_with_facts(project, on=on), *problems_with_buildings(project, buildings, {})]
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
    touched = touched_now(project) if buildings is None else buildings
    problems = [
        *problems_with_facts(project, on=on),
        *problems_with_buildings(project, touched, days_of([pk]).get(pk, {})),
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
        *problems_when_over(project, milestones),
        *problems_with_draft(project, draft, milestones),
        *problems_with_made_on(plan, before, on=on),
        *problems_when_same(draft, before),
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
    problems = [*problems_when_cancelled(project), *problems_with_opening_by_hand(milestone)]
    changed(milestone, {"reached_on": reached_on, **source})
    if reached_on is not None:
        problems += problems_with_reaching(project, milestone, others, on=on, field="reached_on")
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
    problems += problems_with_reaching(project, opening, milestones, on=on, field="opened_on")
    touched = [
        (link, _as_opened(link, opened_on, retired_on or opened_on))
        for link in links_of(project, BuildingPart.CREATES, BuildingPart.REPLACES)
        if _is_changed_by_opening(link)
    ]
    problems += [
        problem
        for link, building in touched
        for problem in problems_with_opened(link, building, is_given=retired_on is not None)
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
    for link in links_of(project, BuildingPart.CREATES, BuildingPart.REPLACES):
        if not link.by_opening:
            continue
        creates = link.part == BuildingPart.CREATES
        before = {"opened_on": None, "awaits_opening": True} if creates else {"retired_on": None}
        building = changed(link.building, {**before, "_change_reason": reason})
        refuse_if_blocked(of_building(building, problems_with(building), field=""), CannotKeepProject)
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
    problems = problems_when_over(project, milestones)
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


def _moved(
    draft: PlanDraft, before: ProjectPlan | None, milestones: Mapping[str, Milestone]
) -> dict[SettledReason, list[int]]:
    """The milestones whose planned day another one takes the place of, and those without any now."""
    found: dict[SettledReason, list[int]] = {}
    for step, day in (planned_days(before) if before else {}).items():
        after = draft.planned.get(step)
        if after is None:
            found.setdefault(SettledReason.NO_LONGER_APPLIES, []).append(milestones[step].pk)
        elif day is not None and after.last != day.last:
            found.setdefault(SettledReason.DAY_CHANGED, []).append(milestones[step].pk)
    return found


def _tell_passed(project: RenewalProject, step: str, *, on: date) -> None:
    """Of the step reached and of those that it leaves behind nothing is due any more."""
    passed = STEPS[: STEPS.index(ProjectStep(step)) + 1]
    ids = list(project.milestones.filter(step__in=passed).values_list("pk", flat=True))
    tell_settled(MILESTONE, ids, SettledReason.DONE, on=on)


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
