"""Where a transfer stands on a day (移行の段階): the first stage whose exit evidence is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from designated_managers.choices import StageState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

ENTERED = "entered"

PLACES: Mapping[str, str] = {
    ENTERED: "",
    "transfer.started": "移行",
    "meeting.briefing": "会議の記録",
    "meeting.talks": "会議の記録",
    "meeting.assembly": "会議の記録",
    "meeting.residents": "会議の記録",
    "meeting.office": "会議の記録",
    "question.raised": "論点",
    "organisation.bylaws": "団体の書類",
    "organisation.officers": "団体の役員",
    "organisation.minutes": "団体の書類",
    "organisation.active_a_year": "団体の設立日",
    "designation.committee_on": "指定",
    "designation.candidate_decided_on": "指定",
    "designation.bill_submitted_on": "指定",
    "designation.vote": "指定",
    "designation.designated_on": "指定",
    "designation.announced_on": "指定",
    "designation.agreed_on": "指定",
    "designation.first_on": "指定",
    "designation.direct_return_decided_on": "指定",
    "designation.over": "指定",
    "handover.done": "引継ぎの項目",
}
"""Where evidence can be read, and what that place is called."""

KEYS = frozenset({"code", "name", "from", "required"})


@dataclass(frozen=True)
class EvidenceNeed:
    """One piece of evidence that a stage asks for (段階を終える確認資料)."""

    code: str
    name: str
    place: str
    required: bool = True

    @property
    def is_entered(self) -> bool:
        """Entered by hand; everything else is a fact that stands elsewhere."""
        return self.place == ENTERED

    @property
    def place_name(self) -> str:
        """Where it is read, in words; empty where it is entered by hand."""
        return PLACES[self.place]


@dataclass(frozen=True)
class StageNeed:
    """One stage of a road, and the evidence with which it is left."""

    code: str
    name: str
    evidence: tuple[EvidenceNeed, ...]
    skippable: bool = False
    usual: str = ""
    decider: str = ""
    law: str = ""


@dataclass(frozen=True)
class TransferKnown:
    """The dated facts of one transfer: what was entered by (stage, evidence), what is read elsewhere by its
    place, and the stages that this road does not need, from which day on."""

    entered: Mapping[tuple[str, str], date] = field(default_factory=dict)
    read: Mapping[str, date] = field(default_factory=dict)
    unneeded: Mapping[str, date] = field(default_factory=dict)

    def day_of(self, stage: StageNeed, need: EvidenceNeed) -> date | None:
        """The day of a piece of evidence, also one that is still to come."""
        if need.is_entered:
            return self.entered.get((stage.code, need.code))
        return self.read.get(need.place)


@dataclass(frozen=True)
class EvidenceSeen:
    """A piece of evidence on a day; ``day`` may lie ahead, ``is_there`` says whether it counts by now."""

    need: EvidenceNeed
    day: date | None
    is_there: bool


@dataclass(frozen=True)
class StageSeen:
    """A stage on a day: how it stands, its evidence, and the day on which it was left."""

    need: StageNeed
    state: StageState
    evidence: tuple[EvidenceSeen, ...]
    left_on: date | None

    @property
    def missing(self) -> tuple[EvidenceSeen, ...]:
        """The required evidence that is not there by now."""
        return tuple(seen for seen in self.evidence if seen.need.required and not seen.is_there)


NOWHERE = StageSeen(StageNeed("", "段階の一覧がありません", ()), StageState.UPCOMING, (), None)
"""What is shown where no stages are loaded."""


@dataclass(frozen=True)
class TransferRoad:
    """The whole road on a day."""

    stages: tuple[StageSeen, ...]

    @cached_property
    def current(self) -> StageSeen:
        """The stage shown: the first whose exit evidence is missing; the last where none is."""
        last = self.stages[-1] if self.stages else NOWHERE
        return next((seen for seen in self.stages if seen.state is StageState.CURRENT), last)

    @property
    def is_whole(self) -> bool:
        """Whether no needed stage lacks evidence."""
        return all(seen.state in {StageState.DONE, StageState.NOT_NEEDED} for seen in self.stages)

    @property
    def since(self) -> date | None:
        """Since when it stands at the stage shown: the last day on which a stage before it was left."""
        before = self.stages if self.is_whole else self.stages[: self.stages.index(self.current)]
        return max((seen.left_on for seen in before if seen.left_on is not None), default=None)

    @property
    def missing(self) -> Iterator[tuple[StageSeen, EvidenceSeen]]:
        """Every piece of evidence that is still required, in the order of the road."""
        for seen in self.stages:
            if seen.state is not StageState.NOT_NEEDED:
                yield from ((seen, piece) for piece in seen.missing)


def road_on(on: date, stages: Sequence[StageNeed], known: TransferKnown) -> TransferRoad:
    """How every stage stands on the day. A fact counts from its own day on."""
    found: list[StageSeen] = []
    reached = False
    for need in stages:
        evidence = tuple(_seen(on, need, piece, known) for piece in need.evidence)
        state, reached = _state(on, need, evidence, known, reached=reached)
        found.append(StageSeen(need, state, evidence, _left_on(state, evidence)))
    return TransferRoad(tuple(found))


def parse_evidence(listed: Any) -> tuple[EvidenceNeed, ...]:
    """The evidence of a stage as a catalogue lists it. Raises ``ValueError``, a line for every mistake."""
    if not isinstance(listed, list) or not listed:
        message = "「evidence」には、段階を終える確認資料を1つ以上並べてください。"
        raise ValueError(message)
    mistakes = [mistake for number, piece in enumerate(listed, 1) for mistake in _mistakes(number, piece)]
    codes = [piece.get("code") for piece in listed if isinstance(piece, dict)]
    mistakes += [
        f"確認資料「{code}」が二度あります。"
        for code in sorted({c for c in codes if codes.count(c) > 1}, key=str)
    ]
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return tuple(
        EvidenceNeed(piece["code"], piece["name"], piece["from"], piece.get("required", True))
        for piece in listed
    )


def _mistakes(number: int, piece: Any) -> Iterator[str]:
    if not isinstance(piece, dict):
        yield f"{number}番目の確認資料は「code・name・from」の形で書いてください。"
        return
    for key in sorted(piece.keys() - KEYS, key=str):
        yield f"{number}番目の確認資料に「{key}」という項目はありません。"
    for key in ("code", "name"):
        if not isinstance(piece.get(key), str) or not piece[key].strip():
            yield f"{number}番目の確認資料の「{key}」は、空でない文字列にしてください。"
    if piece.get("from") not in PLACES:
        yield f"{number}番目の確認資料の「from」に「{piece.get('from')}」はありません。"
    if not isinstance(piece.get("required", True), bool):
        yield f"{number}番目の確認資料の「required」は true か false にしてください。"


def _seen(on: date, stage: StageNeed, need: EvidenceNeed, known: TransferKnown) -> EvidenceSeen:
    day = known.day_of(stage, need)
    return EvidenceSeen(need, day, is_there=day is not None and day <= on)


def _state(
    on: date,
    need: StageNeed,
    evidence: Sequence[EvidenceSeen],
    known: TransferKnown,
    *,
    reached: bool,
) -> tuple[StageState, bool]:
    """How the stage stands, and whether the stage shown has been reached by now."""
    marked = known.unneeded.get(need.code)
    if marked is not None and marked <= on:
        return StageState.NOT_NEEDED, reached
    is_done = all(piece.is_there for piece in evidence if piece.need.required)
    if reached:
        return StageState.AHEAD if is_done else StageState.UPCOMING, True
    return (StageState.DONE, False) if is_done else (StageState.CURRENT, True)


def _left_on(state: StageState, evidence: Sequence[EvidenceSeen]) -> date | None:
    if state not in {StageState.DONE, StageState.AHEAD}:
        return None
    return max((piece.day for piece in evidence if piece.need.required and piece.day), default=None)
