"""The page of one renewal project: its steps, its plans one beside the other, its money and its buildings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from common.certainty import Certainty
from common.fiscal_year import FiscalYear
from common.partial_dates import PartialDate, Precision
from facilities.choices import BuildingPart, ProjectStep
from facilities.models import Building, Milestone, PlannedCost, ProjectBuilding, ProjectPlan
from facilities.models.projects import FUNDING
from facilities.queries.projects import StepTold, state_of, steps_told
from facilities.rules.project_days import moved_in_words
from facilities.rules.project_stage import STEPS, is_over, last_step, steps_of
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.scope import Scope

FUNDING_LABELS = "一般財源", "地方債", "国県支出金", "基金"
"""Where the money comes from, in words (財源)."""

PLANNED = {
    "step_pk": "milestone_id",
    "day_first": "planned_on_first",
    "day_last": "planned_on_last",
    "day_precision": "planned_on_precision",
}


@dataclass(frozen=True)
class StepRow:
    """A step in the table: planned, reached, and whether it is late or left behind by a later one."""

    milestone_pk: int
    label: str
    planned: PartialDate | None
    reached: PartialDate | None
    state: State
    may_be_recorded: bool


@dataclass(frozen=True)
class Move:
    """A step whose planned day a revision changed, from and to, and by how much in words."""

    label: str
    before: PartialDate | None
    after: PartialDate | None
    words: str


@dataclass(frozen=True)
class CostMove:
    """A fiscal year of which a revision changed the cost, in yen."""

    label: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        """By how much it rose, or fell."""
        return self.after - self.before

    @property
    def difference_in_words(self) -> str:
        """With its sign: +1,200, −300."""
        return f"{self.difference:+,}".replace("-", "−")


@dataclass(frozen=True)
class Revision:
    """A plan that took the place of another (計画の見直し): why, and what it moved."""

    number: int
    made_on: date
    reason: str
    moves: tuple[Move, ...]
    cost_moves: tuple[CostMove, ...]
    total: CostMove | None


@dataclass(frozen=True)
class CostRow:
    """A fiscal year of the plan in force, or (None) all of them, in yen by funding."""

    year: int | None
    label: str
    amounts: tuple[int, ...]

    @property
    def total(self) -> int:
        """The whole year."""
        return sum(self.amounts)


@dataclass(frozen=True)
class Touched:
    """A building that the project touches, how it stands, and whether the opening is going to change it."""

    name: str
    centre_id: int
    centre: str
    words: str
    is_waiting: bool


@dataclass(frozen=True)
class TouchedGroup:
    """The buildings with which a project does the same."""

    part: str
    label: str
    buildings: tuple[Touched, ...]


@dataclass(frozen=True)
class SourceLine:
    """Where something of the project was read, and how sure we are (出典・確かさ)."""

    what: str
    source: str
    url: str
    certainty: str


@dataclass(frozen=True)
class ProjectPage:
    """One project with all that its page says. ``costs``: None where the reader may not see money."""

    project: Any
    version: str
    kind: str
    stage: State
    centre: str
    centre_url_id: int | None
    post: str
    steps: tuple[StepTold, ...]
    rows: tuple[StepRow, ...]
    plan: ProjectPlan | None
    revisions: tuple[Revision, ...]
    costs: tuple[CostRow, ...] | None
    touched: tuple[TouchedGroup, ...]
    sources: tuple[SourceLine, ...]
    over: bool
    is_cancelled: bool
    is_open: bool
    may_open: bool

    @property
    def total(self) -> CostRow:
        """The sums of the columns."""
        rows = self.costs or ()
        return CostRow(
            None, "合計", tuple(sum(row.amounts[at] for row in rows) for at in range(len(FUNDING)))
        )

    @property
    def window(self) -> str:
        """The fiscal years between which it may be moved, in words."""
        first, last = self.project.may_start_from, self.project.may_start_until
        if first is None or last is None:
            return "動かせない"
        return (
            f"{FiscalYear(first).label}から{FiscalYear(last).label}まで"
            if first != last
            else FiscalYear(first).label
        )

    @property
    def opens(self) -> list[Touched]:
        """The buildings that the opening makes current."""
        return self._waiting(BuildingPart.CREATES)

    @property
    def retires(self) -> list[Touched]:
        """The buildings that the opening takes out of use."""
        return self._waiting(BuildingPart.REPLACES)

    def _waiting(self, part: BuildingPart) -> list[Touched]:
        return [
            one for group in self.touched if group.part == part for one in group.buildings if one.is_waiting
        ]

    @property
    def plan_number(self) -> int:
        """Which plan is in force; 0 while there is none."""
        return self.plan.number if self.plan else 0


Days = dict[int, PartialDate]
Costs = dict[int, tuple[int, ...]]


def project_page(project: Any, *, scope: Scope, money: bool, on: date) -> ProjectPage:
    """The page of one project; it comes from ``projects_to_show``. ``money``: the reader may see costs."""
    milestones = sorted(
        Milestone.objects.filter(project=project), key=lambda one: STEPS.index(ProjectStep(one.step))
    )
    plans, days = _plans(project)
    costs = _costs(project) if money and scope.internal else {}
    plan = plans[-1] if plans else None
    in_force = days[plan.number] if plan else {}
    over = is_over(project.stage, project.kind)
    steps = steps_told(milestones, in_force, kind=project.kind, stage=project.stage, on=on)
    by_pk = {step.milestone_pk: step for step in steps}
    opened = next(one for one in milestones if one.step == ProjectStep.OPENING).reached_on is not None
    return ProjectPage(
        project=project,
        version=project.version,
        kind=project.get_kind_display(),
        stage=state_of(project.stage),
        centre=project.centre.name,
        centre_url_id=project.centre_id if scope.sees_centre(project.centre_id) else None,
        post=project.post_in_charge.name if project.post_in_charge else "",
        steps=steps,
        rows=tuple(
            _row(one, in_force.get(one.pk), by_pk.get(one.pk))
            for one in milestones
            if one.step in steps_of(project.kind) or one.reached_on
        ),
        plan=plan,
        revisions=_revisions(plans, days, costs, milestones) if scope.internal else (),
        costs=_cost_rows(costs.get(plan.number, {}) if plan else {}) if money and scope.internal else None,
        touched=_touched(project, scope, on),
        sources=_sources(project, plan, milestones) if scope.internal else (),
        over=over,
        is_cancelled=project.cancelled_on is not None,
        is_open=opened,
        may_open=not over and not opened and last_step(project.kind) == ProjectStep.OPENING,
    )


@dataclass(frozen=True)
class PlanTold:
    """A plan with its planned days by step, in order, and its costs by year."""

    plan: ProjectPlan
    days: tuple[tuple[ProjectStep, PartialDate], ...]
    costs: tuple[dict[str, int], ...]


def plans_of(project_pk: int, *, money: bool) -> list[PlanTold]:
    """Every plan of a project, the first first; the costs only for who may see them."""
    steps = {one.pk: ProjectStep(one.step) for one in Milestone.objects.filter(project=project_pk)}
    plans, days = _plans(project_pk)
    costs = _costs(project_pk) if money else {}
    return [
        PlanTold(
            plan,
            tuple(
                sorted(
                    ((steps[pk], day) for pk, day in days[plan.number].items()),
                    key=lambda one: STEPS.index(one[0]),
                )
            ),
            tuple(
                {"fiscal_year": year, **dict(zip(FUNDING, amounts, strict=True))}
                for year, amounts in costs.get(plan.number, {}).items()
            ),
        )
        for plan in plans
    ]


def steps_of_project(
    project_pk: int,
) -> list[tuple[int, ProjectStep, PartialDate | None, PartialDate | None]]:
    """The steps of a project in their order: id, step, planned by the plan in force, reached."""
    plans, days = _plans(project_pk)
    in_force = days[plans[-1].number] if plans else {}
    rows = [(one, ProjectStep(one.step)) for one in Milestone.objects.filter(project=project_pk)]
    rows.sort(key=lambda row: STEPS.index(row[1]))
    return [(one.pk, step, in_force.get(one.pk), one.reached_on) for one, step in rows]


def _plans(project: Any) -> tuple[list[ProjectPlan], dict[int, Days]]:
    """Every plan, the first first, and by its number the planned days by milestone; one query."""
    rows: QuerySet[Any] = (
        ProjectPlan.objects.filter(project=project)
        .order_by("number")
        .annotate(**{name: F(f"planned_milestones__{column}") for name, column in PLANNED.items()})
    )
    plans: dict[int, ProjectPlan] = {}
    days: dict[int, Days] = defaultdict(dict)
    for plan in rows:
        plans.setdefault(plan.number, plan)
        if plan.step_pk is not None:
            day = PartialDate(plan.day_first, plan.day_last, Precision(plan.day_precision))
            days[plan.number][plan.step_pk] = day
    return list(plans.values()), days


def _costs(project: Any) -> dict[int, Costs]:
    found: dict[int, Costs] = defaultdict(dict)
    rows = PlannedCost.objects.filter(plan__project=project).order_by("fiscal_year")
    for number, year, *amounts in rows.values_list("plan__number", "fiscal_year", *FUNDING):
        found[number][year] = tuple(amounts)
    return found


def _cost_rows(costs: Costs) -> tuple[CostRow, ...]:
    return tuple(CostRow(year, FiscalYear(year).label, amounts) for year, amounts in sorted(costs.items()))


def _row(milestone: Milestone, planned: PartialDate | None, told: StepTold | None) -> StepRow:
    if milestone.reached_on is not None:
        state = State("done", "済み")
    elif told is not None and told.state == "past":
        # Left behind by a later step: it may have been skipped, nobody knows.
        state = State("none", "記録なし")
    elif told is not None and told.overdue:
        state = State("overdue", "予定を過ぎています")
    else:
        state = State("planned", "予定") if planned else State("none", "予定なし")
    return StepRow(
        milestone_pk=milestone.pk,
        label=milestone.get_step_display(),
        planned=planned,
        reached=milestone.reached_on,
        state=state,
        may_be_recorded=milestone.step != ProjectStep.OPENING,
    )


def _revisions(
    plans: Sequence[ProjectPlan],
    days: Mapping[int, Days],
    costs: Mapping[int, Costs],
    milestones: Iterable[Milestone],
) -> tuple[Revision, ...]:
    """What each plan changed of the one before it, the latest first."""
    labels = {milestone.pk: milestone.get_step_display() for milestone in milestones}
    found = []
    for before, after in pairwise(plans):
        old, new = days.get(before.number, {}), days.get(after.number, {})
        found.append(
            Revision(
                number=after.number,
                made_on=after.made_on,
                reason=after.reason,
                moves=tuple(
                    Move(label, old.get(pk), new.get(pk), moved_in_words(old.get(pk), new.get(pk)))
                    for pk, label in labels.items()
                    if old.get(pk) != new.get(pk)
                ),
                cost_moves=_cost_moves(costs.get(before.number, {}), costs.get(after.number, {})),
                total=_total_move(costs.get(before.number, {}), costs.get(after.number, {})),
            )
        )
    return tuple(reversed(found))


def _cost_moves(old: Costs, new: Costs) -> tuple[CostMove, ...]:
    sums = {year: (sum(old.get(year, ())), sum(new.get(year, ()))) for year in sorted({*old, *new})}
    return tuple(
        CostMove(FiscalYear(year).label, before, after)
        for year, (before, after) in sums.items()
        if before != after
    )


def _total_move(old: Costs, new: Costs) -> CostMove | None:
    before, after = (sum(map(sum, costs.values())) for costs in (old, new))
    return CostMove("合計", before, after) if old != new else None


def _touched(project: Any, scope: Scope, on: date) -> tuple[TouchedGroup, ...]:
    groups: dict[str, list[Touched]] = defaultdict(list)
    rows = ProjectBuilding.objects.filter(
        project=project, building__in=Building.objects.within(scope).order_by().values("pk")
    )
    for link in rows.select_related("building__centre").order_by("pk"):
        building = link.building
        waiting = building.opened_on if link.part == BuildingPart.CREATES else building.retired_on
        groups[link.part].append(
            Touched(
                name=building.name,
                centre_id=building.centre_id,
                centre=building.centre.name,
                words=_how_it_stands(building, on),
                is_waiting=waiting is None,
            )
        )
    return tuple(
        TouchedGroup(part, part.label, tuple(groups[part])) for part in BuildingPart if groups.get(part)
    )


def _how_it_stands(building: Building, on: date) -> str:
    if building.retired_on is not None:
        return f"{building.retired_on} 用途廃止"
    if building.awaits_opening:
        return "供用開始を待っている"
    if building.opened_on is not None:
        return f"{building.opened_on} 供用開始"
    return f"{building.built_on} 建築" if building.built_on and building.built_on.possibly_by(on) else ""


def _sources(
    project: Any, plan: ProjectPlan | None, milestones: Iterable[Milestone]
) -> tuple[SourceLine, ...]:
    told = [("事業", project)]
    told += [(f"{one.get_step_display()}の日", one) for one in milestones if one.reached_on]
    told += [(f"計画（第{plan.number}版）", plan)] if plan else []
    names: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for what, one in told:
        if one.source or one.source_url:
            names[one.source, one.source_url, one.certainty].append(what)
    return tuple(
        SourceLine("、".join(what), source, url, Certainty(certainty).label)
        for (source, url, certainty), what in names.items()
    )
