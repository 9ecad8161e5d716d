"""Answers on the measures of supervision, their deadlines, and whether business is suspended on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from common.db.columns import text
from common.db.scoped import without_hidden
from common.deadlines import COLUMNS, SettledReason, Side
from designated_managers.choices import ENDING, SUSPENSIONS, MeasureKind, MeasureState
from designated_managers.models import ImprovementPlan, Measure, MeasureFile
from designated_managers.querysets.measures import with_suspension
from designated_managers.rules.measures import (
    ARTICLES,
    due_of,
    next_usual,
    state_on,
    suspends_on,
    warnings_about,
)
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from common.problems import Problem
    from common.scope import Scope
    from designated_managers.models import Designation
    from designated_managers.querysets.measures import MeasureQuerySet

__all__ = ["suspension_on", "with_suspension"]

INSTRUCTION = "instruction"
"""The kind of deadline that what an instruction waits for next is (改善の指示)."""

SHAPES = {
    MeasureState.PLAN_DUE: "planned",
    MeasureState.PLAN_OVERDUE: "overdue",
    MeasureState.PLAN_IN: "active",
    MeasureState.IMPROVING: "active",
    MeasureState.OVERDUE: "overdue",
    MeasureState.AHEAD: "planned",
    MeasureState.RUNNING: "held",
    MeasureState.OVER: "done",
    MeasureState.IN_EFFECT: "held",
    MeasureState.CLOSED: "done",
}

_pending_plan = ImprovementPlan.objects.filter(
    measure=OuterRef("pk"), sent_back_on__isnull=True, accepted_on__isnull=True
).order_by()
_standing_plan = ImprovementPlan.objects.filter(measure=OuterRef("pk"), sent_back_on__isnull=True).order_by()


def instruction_deadlines(*, until: date) -> QuerySet[Measure, tuple[Any, ...]]:
    """Open instructions, each with what it waits for next."""
    return (
        with_due_on(Measure.objects.open_instructions())
        .order_by()
        .annotate(
            side=Case(When(review_by__isnull=False, then=text(Side.CITY)), default=text(Side.MANAGER)),
            lead=text(INSTRUCTION),
            subject_id=F("pk"),
            centre_id=F("designation__centre_id"),
            post_id=F("designation__centre__post_in_charge_id"),
        )
        .filter(Q(due_on__lte=until))
        .values_list("kind", *COLUMNS[1:])
    )


def with_due_on(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Instructions, each with the day it waits for (``due_on``, as ``rules.measures.due_of``): that of the
    plan, of the city's word on it (``review_by``), of the improvement."""
    return measures.annotate(
        review_by=Subquery(_pending_plan.values("review_by")[:1]),
        handed_in=Subquery(_standing_plan.values("handed_in_on")[:1]),
    ).annotate(
        due_on=Case(
            When(review_by__isnull=False, then=F("review_by")),
            When(plan_by__isnull=False, handed_in__isnull=True, then=F("plan_by")),
            default=F("improve_by"),
        )
    )


def settled_instructions() -> QuerySet[Measure, tuple[Any, ...]]:
    """Instructions that were brought to their end."""
    return (
        Measure.objects.filter(kind=MeasureKind.INSTRUCTION, closed_on__isnull=False)
        .order_by()
        .annotate(subject_id=F("pk"), reason_settled=text(SettledReason.DONE))
        .values_list("kind", "subject_id", "reason_settled")
    )


def suspension_on(designation: Designation, on: date) -> MeasureKind | None:
    """The suspension that runs on the day (業務停止), the whole before the part; None: none does, or the
    designation is not in force. It stands on top of 指定期間中 and does not end it.

    In lists ``with_suspension(designations, on)`` gives the same answer as ``suspension``; where
    ``measures`` of the designation are loaded before, nothing is asked.
    """
    if not designation.in_force_on(on):
        return None
    running = {measure.kind for measure in designation.measures.all() if suspends_on(on, measure.days())}
    kinds = (MeasureKind.SUSPENSION_WHOLE, MeasureKind.SUSPENSION_PART)
    return next((kind for kind in kinds if kind in running), None)


@dataclass(frozen=True)
class MeasureLine:
    """One measure in a list: its words, where it stands, and what it waits for next (of an open
    instruction)."""

    measure: Measure
    centre: str
    organisation: str
    kind: str
    state: State
    is_open: bool
    due_on: date | None
    whose: str
    plan: ImprovementPlan | None


SIDES = {Side.CITY: "市", Side.MANAGER: "団体"}


def measures_to_show(scope: Scope) -> MeasureQuerySet:
    """Measures with designation, centre and the plans that answer them."""
    return (
        Measure.objects.within(scope)
        .select_related("designation__centre", "designation__organisation")
        .prefetch_related(Prefetch("plans", ImprovementPlan.objects.order_by("handed_in_on", "pk")))
    )


def latest_plan(measure: Measure) -> ImprovementPlan | None:
    """The plan that stands: not sent back (改善計画)."""
    return next((plan for plan in measure.plans.all() if plan.sent_back_on is None), None)


def measure_lines(rows: Iterable[Measure], *, on: date) -> list[MeasureLine]:
    """These measures, as ``measures_to_show`` finds them, ready to be shown."""
    lines = []
    for measure in rows:
        plan = latest_plan(measure)
        days = measure.days(plan)
        state = state_on(on, days)
        waits = measure.kind == MeasureKind.INSTRUCTION and measure.closed_on is None
        due, side = due_of(days) if waits else (None, Side.CITY)
        lines.append(
            MeasureLine(
                measure,
                measure.designation.centre.name,
                measure.designation.organisation.name,
                measure.get_kind_display(),
                _state_told(measure, state),
                measure.closed_on is None,
                due,
                SIDES[side] if waits else "",
                plan,
            )
        )
    return lines


def _state_told(measure: Measure, state: MeasureState) -> State:
    word = measure.get_closed_how_display() if state == MeasureState.CLOSED else state.label
    return State(SHAPES[state], word)


@dataclass(frozen=True)
class MeasurePage:
    """One measure with everything its page tells. ``warnings``: what deserves a second look (要確認); the
    city's alone to read."""

    line: MeasureLine
    measure: Measure
    article: str
    plans: Sequence[ImprovementPlan]
    files: Sequence[MeasureFile]
    warnings: Sequence[Problem]
    is_instruction: bool
    is_suspension: bool
    is_ending: bool

    @property
    def awaits_plan(self) -> bool:
        """Whether a plan can be handed in: an open instruction without one that stands."""
        return self.is_instruction and self.line.is_open and self.line.plan is None

    @property
    def plan_to_decide(self) -> ImprovementPlan | None:
        """The plan that waits for the city's word."""
        plan = self.line.plan
        return plan if self.line.is_open and plan is not None and plan.accepted_on is None else None


def measure_page(measure: Measure, *, scope: Scope, on: date) -> MeasurePage:
    """What the page of a measure tells this reader; the measure in the answer is not to be saved."""
    (line,) = measure_lines([measure], on=on)
    return MeasurePage(
        line=line,
        measure=without_hidden(measure, scope),
        article=ARTICLES[MeasureKind(measure.kind)],
        plans=list(measure.plans.all()),
        files=list(measure.files.all()),
        warnings=list(warnings_with(measure)) if scope.internal else (),
        is_instruction=measure.kind == MeasureKind.INSTRUCTION,
        is_suspension=measure.kind in SUSPENSIONS,
        is_ending=measure.kind in ENDING,
    )


def warnings_with(measure: Measure) -> tuple[Problem, ...]:
    """What deserves a warning about a measure, entered or about to be (要確認); it hinders nothing."""
    before = Measure.objects.standing().filter(
        Q(decided_on__lt=measure.decided_on)
        | Q(decided_on=measure.decided_on, pk__lt=measure.pk or 2**63 - 1),
        designation=measure.designation_id,
    )
    return tuple(warnings_about(measure.days(), set(before.values_list("kind", flat=True))))


def usual_next(designation: Designation) -> MeasureKind:
    """The kind of measure that usually comes next at this designation."""
    kinds = Measure.objects.standing().filter(designation=designation).values_list("kind", flat=True)
    return next_usual(set(kinds))


def open_instructions(scope: Scope) -> MeasureQuerySet:
    """Instructions and suspensions that have not come to their end, the earliest first."""
    return (
        measures_to_show(scope)
        .filter(closed_on__isnull=True)
        .exclude(kind__in=ENDING)
        .order_by(Coalesce("improve_by", "last_on", "decided_on"), "pk")
    )
