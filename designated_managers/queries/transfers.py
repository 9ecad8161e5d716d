"""Answers for the pages on one transfer, and what its forms offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from designated_managers.choices import SUSPENDED, StageState
from designated_managers.models import (
    HandoverItem,
    OpenQuestion,
    Transfer,
    TransferEvidence,
    TransferMeeting,
    UnneededStage,
)
from designated_managers.queries.roads import RoadLine, road_of
from designated_managers.queries.transfer_roads import first_day_known, roads, stage_seen, stages
from designated_managers.querysets.transfers import UNDER_WAY
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from common.scope import Scope
    from designated_managers.rules.transfer_stage import StageNeed, StageSeen, TransferRoad

STATES: Mapping[str, State] = {
    StageState.DONE: State("done", "済み"),
    StageState.CURRENT: State("active", "いまここ"),
    StageState.AHEAD: State("done", "先に済み"),
    StageState.UPCOMING: State("planned", "これから"),
    StageState.NOT_NEEDED: State("none", "不要"),
}


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence on the page: its day, where it is read, the record of it if it was entered."""

    name: str
    place: str
    day: date | None
    is_there: bool
    required: bool
    is_entered: bool
    code: str
    record: TransferEvidence | None


@dataclass(frozen=True)
class StageLine:
    """A stage on the page of a transfer, with its evidence, or why it is not needed."""

    need: StageNeed
    state: State
    step: str
    left_on: date | None
    evidence: tuple[EvidenceLine, ...]
    unneeded: UnneededStage | None
    is_current: bool


@dataclass(frozen=True)
class ItemLine:
    """An item of the hand-over on the page."""

    item: HandoverItem
    state: State
    days_left: int | None


@dataclass(frozen=True)
class TransferPage:
    """One transfer with all that its page says. ``timeline``: the road to the designation (指定スケジュール)
    that goes on for the centre while the transfer is under way; it ``lacks_timeline`` where a designation is
    to come and nobody planned the road to it.
    """

    transfer: Transfer
    stage: str
    state: State
    since: date | None
    stages: tuple[StageLine, ...]
    missing: tuple[str, ...]
    meetings: Sequence[TransferMeeting]
    questions: Sequence[OpenQuestion]
    items: tuple[ItemLine, ...]
    items_done: int
    others: Sequence[Transfer]
    is_whole: bool
    is_suspended: bool
    timeline: RoadLine | None
    lacks_timeline: bool


def transfers(scope: Scope) -> QuerySet[Transfer]:
    """The transfers a person may see, each with what its own page names."""
    return Transfer.objects.within(scope).select_related("centre", "organisation", "wave")


def transfer_page(transfer: Transfer, *, scope: Scope, on: date) -> TransferPage:
    """The page of one transfer; it comes from ``transfers``."""
    road = roads([transfer], on=on, along=stages(on))[transfer.pk]
    code, name = stage_seen(transfer, road, on=on)
    items = list(transfer.items.all())
    others = Transfer.objects.within(scope).filter(centre=transfer.centre_id).exclude(pk=transfer.pk)
    ahead = road_of(scope=scope, on=on, centre_id=transfer.centre_id) if transfer.is_under_way else None
    questions = sorted(transfer.questions.all(), key=lambda one: (one.settled_on is not None, one.raised_on))
    return TransferPage(
        transfer=transfer,
        stage=name,
        state=_state_of(transfer, code, name),
        since=transfer.suspended_on if code == SUSPENDED else road.since or transfer.started_on,
        stages=_stage_lines(transfer, road),
        missing=tuple(piece.need.name for piece in road.current.missing),
        meetings=list(transfer.meetings.all()),
        questions=questions,
        items=tuple(_item_line(item, on=on) for item in items),
        items_done=sum(item.done_on is not None for item in items),
        others=list(others.select_related("organisation").order_by("-started_on", "-pk")),
        is_whole=road.is_whole,
        is_suspended=code == SUSPENDED,
        timeline=None if ahead is None else ahead.line,
        lacks_timeline=ahead is None and _leads_to_a_designation(transfer),
    )


def _leads_to_a_designation(transfer: Transfer) -> bool:
    """Whether a designation still has to be made on the way."""
    return transfer.is_under_way and not transfer.is_return and first_day_known(transfer) is None


def _state_of(transfer: Transfer, code: str, name: str) -> State:
    if code == SUSPENDED:
        return State("held", name)
    return State("done" if transfer.completed_on else "active", name)


def _stage_lines(transfer: Transfer, road: TransferRoad) -> tuple[StageLine, ...]:
    kept = TransferEvidence.objects.kept().filter(transfer=transfer).select_related("attached")
    records = {(record.stage_code, record.evidence_code): record for record in kept}
    unneeded = {row.stage_code: row for row in transfer.unneeded.all()}
    return tuple(_stage_line(seen, records, unneeded.get(seen.need.code)) for seen in road.stages)


def _stage_line(
    seen: StageSeen,
    records: Mapping[tuple[str, str], TransferEvidence],
    unneeded: UnneededStage | None,
) -> StageLine:
    steps = {StageState.DONE: "past", StageState.CURRENT: "now", StageState.NOT_NEEDED: "past"}
    return StageLine(
        need=seen.need,
        state=STATES[seen.state],
        step=steps.get(seen.state, "future"),
        left_on=seen.left_on,
        evidence=tuple(
            EvidenceLine(
                name=piece.need.name,
                place=piece.need.place_name,
                day=piece.day,
                is_there=piece.is_there,
                required=piece.need.required,
                is_entered=piece.need.is_entered,
                code=f"{seen.need.code}.{piece.need.code}",
                record=records.get((seen.need.code, piece.need.code)),
            )
            for piece in seen.evidence
        ),
        unneeded=unneeded if seen.state is StageState.NOT_NEEDED else None,
        is_current=seen.state is StageState.CURRENT,
    )


def _item_line(item: HandoverItem, *, on: date) -> ItemLine:
    if item.done_on is not None:
        return ItemLine(item, State("done", "済み"), None)
    left = (item.due_on - on).days
    if left < 0:
        return ItemLine(item, State("overdue", f"{-left}日超過"), left)
    if left <= 7:
        return ItemLine(item, State("soon", f"あと{left}日" if left else "きょうまで"), left)
    return ItemLine(item, State("planned", "これから"), left)


def transfer_of(centre_id: int, *, scope: Scope) -> Transfer | None:
    """The transfer of a centre that is under way, for the page of the centre or of its road."""
    return transfers(scope).filter(UNDER_WAY, centre=centre_id).first()


def stages_to_record(transfer: Transfer, *, on: date) -> list[tuple[str, str]]:
    """What can be recorded by hand for a transfer: 1.interest, and in words."""
    return [
        (f"{need.code}.{piece.code}", f"{need.name}　{piece.name}")
        for need in stages(on)[transfer.direction]
        for piece in need.evidence
        if piece.is_entered
    ]


def stages_to_skip(transfer: Transfer, *, on: date) -> list[tuple[str, str]]:
    """The stages that a road may do without."""
    return [(need.code, need.name) for need in stages(on)[transfer.direction] if need.skippable]
