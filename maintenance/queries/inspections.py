"""Answers for the pages on inspections, and their deadlines for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Concat

from common.certainty import needs_check
from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from designated_managers.queries.responsibility import side_of_inspection
from facilities.models import Building, Equipment
from maintenance.choices import Coverage, TurnState
from maintenance.models import DueInspection, FailedAttempt
from maintenance.queries.nearing import nearing_state, same_fiscal_year
from maintenance.queries.outcomes import outcome_words
from maintenance.queries.recording import TurnRecord, turn_record
from maintenance.rules.state import turn_state
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from centres.models import Centre
    from common.scope import Scope
    from maintenance.models import InspectionOutcome, InspectionType, PlannedTurn
    from maintenance.querysets.inspections import DueInspectionQuerySet


INSPECTION = "inspection"
"""The kind of deadline that an inspection due is (点検の期限)."""

SIDE = side_of_inspection(centre="building__centre_id", type_code="type_code", day="due_on")
"""Whose task a turn is: the designated manager's where the agreement in force on its due day says so
(責任分担表), else the city's."""

FAILED_ON = Subquery(
    FailedAttempt.objects.filter(turn=OuterRef("pk")).order_by("-tried_on").values("tried_on")[:1]
)
"""The last day on which the turn could not be done."""

SHAPES = {TurnState.DONE: "done", TurnState.WITHDRAWN: "none", TurnState.UNKNOWN_DAY: "forecast"}

SETTLED = frozenset({TurnState.DONE, TurnState.WITHDRAWN})


@dataclass(frozen=True)
class InspectionLine:
    """One turn in a list. A day in the fiscal year at hand needs no year. ``failed_on`` is the last day on
    which it could not be done, while it is still to be done. ``uncovered``: it is still to be done, and no
    contract takes it on (契約なし・未手当), as far as the turns were asked."""

    pk: int
    name: str
    statute: str
    centre: str
    part: str
    due_on: date | None
    due_this_year: bool
    planned_on: date | None
    done_on: date | None
    done_this_year: bool
    state: State
    outcome: str
    done_by: str
    failed_on: date | None
    post: str
    by_manager: bool
    uncovered: bool = False


@dataclass(frozen=True)
class TurnPage:
    """One turn with all that its page says: the article it rests on, the turns before and after it.
    ``by_manager``: it is the designated manager's by the agreement in force on its due day."""

    turn: DueInspection
    name: str
    statute: str
    statute_unsure: bool
    qualified: str
    part: str
    days_left: int | None
    state: State
    outcome: str
    before: DueInspection | None
    before_outcome: str
    after: DueInspection | None
    after_outcome: str
    by_manager: bool
    record: TurnRecord


def places_to_inspect(centre: Centre, *, on: date) -> list[Building]:
    """The buildings of a centre that stand on this day, each with the equipment installed in it."""
    installed = Prefetch("equipment", Equipment.objects.installed(on))
    return list(Building.objects.filter(centre=centre).standing(on).prefetch_related(installed))


def turns_to_list(scope: Scope) -> DueInspectionQuerySet:
    """The turns that a list or a page shows, with the rows that it names."""
    return (
        DueInspection.objects.within(scope)
        .select_related("building__centre__post_in_charge", "equipment")
        .with_outcome()
        .annotate(side=SIDE, failed_on=FAILED_ON)
    )


def inspection_lines(
    turns: Iterable[Any], *, types: Mapping[str, InspectionType], on: date
) -> list[InspectionLine]:
    """These turns as lines of a list, in the order given; no query besides the turns."""
    lines = []
    for turn in turns:
        kind: InspectionType | None = types.get(turn.type_code)
        centre = turn.building.centre
        lines.append(
            InspectionLine(
                pk=turn.pk,
                name=kind.name if kind else turn.type_code,
                statute=kind.law if kind else "",
                centre=centre.name,
                part=part_of(turn),
                due_on=turn.due_on,
                due_this_year=same_fiscal_year(turn.due_on, on),
                planned_on=turn.planned_on if is_open(turn) else None,
                done_on=turn.done_on,
                done_this_year=same_fiscal_year(turn.done_on, on),
                state=state_of_turn(turn, on=on),
                outcome=turn.outcome_label,
                done_by=turn.done_by,
                failed_on=turn.failed_on if turn.done_on is None else None,
                post=centre.post_in_charge.name if centre.post_in_charge else "",
                by_manager=is_by_manager(turn),
                uncovered=turn.done_on is None
                and turn.withdrawn_on is None
                and getattr(turn, "coverage", "") == Coverage.UNCOVERED,
            )
        )
    return lines


def turn_page(turn: DueInspection, *, kind: InspectionType | None, scope: Scope, on: date) -> TurnPage:
    """The page of one turn; ``turn`` comes from ``turns_to_show``."""
    words = outcome_words()
    after: DueInspection | None = getattr(turn, "next", None)
    return TurnPage(
        turn=turn,
        name=kind.name if kind else turn.type_code,
        statute=kind.law if kind else "",
        statute_unsure=kind is not None and needs_check(kind.certainty),
        qualified=kind.qualified if kind else "",
        part=part_of(turn),
        days_left=(turn.due_on - on).days if turn.due_on else None,
        state=state_of_turn(turn, on=on),
        outcome=_label(words, turn),
        before=turn.previous,
        before_outcome=_label(words, turn.previous),
        after=after,
        after_outcome=_label(words, after),
        by_manager=is_by_manager(turn),
        record=turn_record(turn, words=words, scope=scope),
    )


def _label(words: Mapping[str, InspectionOutcome], turn: DueInspection | None) -> str:
    """What the turn found, in its own word."""
    if turn is None or not turn.outcome:
        return ""
    word: InspectionOutcome | None = words.get(turn.outcome)
    return word.label if word else turn.outcome


def turns_to_show(scope: Scope) -> DueInspectionQuerySet:
    """The turns that a person may open, each with the turns before and after it."""
    return turns_to_list(scope).select_related("previous", "next")


def is_open(turn: DueInspection) -> bool:
    """Neither done nor withdrawn: what is planned of it is still to come."""
    return turn.done_on is None and turn.withdrawn_on is None


def is_by_manager(turn: Any) -> bool:
    """Whether the turn, as ``turns_to_list`` finds it, is the designated manager's (責任分担表)."""
    return bool(turn.side == Side.MANAGER)


def may_put_right(turn: Any, scope: Scope) -> bool:
    """Whether the record of the turn, or its planned day, is theirs to change by whose task it is
    (責任分担表): whoever is at the site records what was done there, but what the city planned or recorded of
    its own task no group changes."""
    return scope.internal or is_by_manager(turn)


def part_of(turn: DueInspection | PlannedTurn) -> str:
    """What is looked at: the building, and in it the equipment (本館　エレベーター)."""
    return f"{turn.building.name}　{turn.equipment.name}" if turn.equipment else turn.building.name


def state_of_turn(turn: DueInspection, *, on: date) -> State:
    """Where a turn stands on this day."""
    state = turn_state(on, due_on=turn.due_on, done_on=turn.done_on, withdrawn_on=turn.withdrawn_on)
    if turn.due_on is None or state in SETTLED:
        return State(SHAPES[state], state.label)
    return nearing_state((turn.due_on - on).days)


def inspection_deadlines(*, until: date) -> QuerySet[DueInspection, tuple[Any, ...]]:
    """Turns not done yet. What would fall due when the thing itself is gone is no duty any more."""
    return (
        DueInspection.objects.pending()
        .while_there()
        .filter(Q(due_on__isnull=True) | Q(due_on__lte=until))
        .order_by()
        .annotate(
            kind=text(INSPECTION),
            lead=Concat(text(f"{INSPECTION}/"), Cast("cycle_months", CharField())),
            subject_id=F("pk"),
            centre_id=F("building__centre_id"),
            post_id=F("building__centre__post_in_charge_id"),
            side=SIDE,
        )
        .values_list(*COLUMNS)
    )


def settled_inspections() -> QuerySet[DueInspection, tuple[Any, ...]]:
    """Turns that were done."""
    return (
        DueInspection.objects.done()
        .order_by()
        .annotate(kind=text(INSPECTION), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )
