"""Answers for the lists of repairs, and their deadlines for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from designated_managers.choices import Bearer
from maintenance.choices import UNMENDED, RepairMove, RepairState, RequestedSide, Urgency
from maintenance.models import Repair, RepairStep
from maintenance.queries.nearing import nearing_state, same_fiscal_year
from maintenance.rules.repair_moves import MOVES, Stand
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from common.scope import Scope
    from maintenance.querysets.repairs import RepairQuerySet


REPAIR = "repair"
"""The kind of deadline that the promised day of a repair is (修繕の約束の日)."""

SHAPES = {
    RepairState.REQUESTED: "planned",
    RepairState.PAID: "done",
    RepairState.DECLINED: "none",
}

IN_PLAIN_WORDS = {
    RepairState.REQUESTED: "市が内容を見ています。",
    RepairState.TRIAGED: "見積もりをとっています。",
    RepairState.ESTIMATED: "直すかどうかを決めています。",
    RepairState.DECIDED: "直すことに決まりました。これから業者に頼みます。",
    RepairState.ORDERED: "業者に頼みました。直しています。",
    RepairState.DONE: "直りました。市が確かめています。",
    RepairState.ACCEPTED: "直りました。",
    RepairState.PAID: "直りました。",
    RepairState.DECLINED: "今回は直さないことになりました。",
}
"""What the city is doing, as a group reads it."""


@dataclass(frozen=True)
class RepairLine:
    """One repair in a list; ``late``: its promised day has passed and it is still broken."""

    pk: int
    title: str
    centre: str
    part: str
    requested_on: date
    this_year: bool
    urgency: str
    is_pressing: bool
    state: State
    plain: str
    promised_on: date | None
    promised_this_year: bool
    nearing: State | None
    payer: str
    amount: int | None
    over: bool


def side_of(scope: Scope) -> RequestedSide:
    """From which side somebody with this scope asks."""
    if not scope.internal:
        return RequestedSide.GROUP
    return RequestedSide.STAFF if scope.every_centre else RequestedSide.CENTRE


def stand_of(repair: Repair) -> Stand:
    """Where this repair stands, by its last step."""
    step = RepairStep.objects.filter(repair=repair).order_by("-number").first()
    if step is None:
        message = f"repair {repair.pk} has no step: it was not entered by request_repair"
        raise LookupError(message)
    return Stand(MOVES[RepairMove(step.move)].leads_to, step.moved_on, step.number)


def repairs_to_list(scope: Scope) -> RepairQuerySet:
    """The repairs that a list or a page shows, with the rows that it names and their state."""
    return (
        Repair.objects.within(scope)
        .with_state()
        .select_related("centre__post_in_charge", "building", "equipment")
    )


def repair_lines(repairs: Iterable[Any], *, on: date) -> list[RepairLine]:
    """These repairs as lines of a list, in the order given; no query besides the repairs."""
    return [_line(repair, on=on) for repair in repairs]


def _line(repair: Any, *, on: date) -> RepairLine:
    state = RepairState(repair.stands)
    amount = repair.expected_amount if repair.ordered_amount is None else repair.ordered_amount
    return RepairLine(
        pk=repair.pk,
        title=title_of(repair),
        centre=repair.centre.name,
        part=part_of_repair(repair),
        requested_on=repair.requested_on,
        this_year=same_fiscal_year(repair.requested_on, on),
        urgency=Urgency(repair.urgency).label if repair.urgency else "",
        is_pressing=repair.urgency in {Urgency.DANGER, Urgency.URGENT} and state in UNMENDED,
        state=state_of_repair(state),
        plain=IN_PLAIN_WORDS[state],
        promised_on=repair.promised_on,
        promised_this_year=same_fiscal_year(repair.promised_on, on),
        nearing=nearing_of(repair, state, on=on),
        payer=Bearer(repair.payer).label if repair.payer else "",
        amount=amount,
        over=state in {RepairState.PAID, RepairState.DECLINED},
    )


def title_of(repair: Repair) -> str:
    """The repair in a line: where, and the first sentence of what is broken (2階会議室　雨もり)."""
    lines = repair.what.strip().splitlines() or [""]
    return f"{repair.place}　{lines[0].partition('。')[0]}"


def part_of_repair(repair: Repair) -> str:
    """The building, and in it the equipment (本館　エレベーター); empty where it is not known."""
    names = [thing.name for thing in (repair.building, repair.equipment) if thing is not None]
    return "　".join(names)


def state_of_repair(state: RepairState) -> State:
    """The state as a list shows it."""
    return State(SHAPES.get(state, "active"), state.label)


def nearing_of(repair: Repair, state: RepairState, *, on: date) -> State | None:
    """How near the promised day is, while the thing is still broken."""
    if repair.promised_on is None or state not in UNMENDED:
        return None
    return nearing_state((repair.promised_on - on).days)


def repair_deadlines(*, until: date) -> QuerySet[Repair, tuple[Any, ...]]:
    """Promised days of repairs whose thing is still broken. They are the city's, whoever pays."""
    return (
        Repair.objects.unmended()
        .filter(promised_on__isnull=False, promised_on__lte=until)
        .order_by()
        .annotate(
            kind=text(REPAIR),
            lead=text(REPAIR),
            subject_id=F("pk"),
            due_on=F("promised_on"),
            post_id=F("centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled_repairs() -> QuerySet[Repair, tuple[Any, ...]]:
    """Repairs that were promised for a day and are done."""
    return (
        Repair.objects.standing_at((RepairState.DONE, RepairState.ACCEPTED, RepairState.PAID))
        .filter(promised_on__isnull=False)
        .order_by()
        .annotate(kind=text(REPAIR), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )
