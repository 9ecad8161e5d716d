"""The moves of a repair (修繕の手順): one table of what may follow what, and what each move needs.

The state of a repair is where its last move led. Nothing else decides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from common.eras import era_day
from common.problems import Problem
from maintenance.choices.repairs import RepairMove, RepairState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date


class Need(Enum):
    """What a move needs besides the right state: the field it is asked in, and the sentence while it is
    missing."""

    URGENCY = "urgency", "緊急度を選んでください。"
    PAYER = "payer", "費用を負担する側を選んでください。"
    ESTIMATE = (
        "no_estimate_reason",
        "見積りを選んでいません。登録した見積りから選ぶか、見積りを取らない理由を入力してください。",
    )
    FISCAL_YEAR = "fiscal_year", "年度を入力してください。"
    CONTRACTOR = "contractor", "業者を入力してください。"
    AMOUNT = "amount", "金額を入力してください。"
    PROMISED = "promised_on", "いつまでに直すかを入力してください。"
    AFTER_PHOTO = "no_photo_reason", "修繕後の写真がありません。写真を付けるか、ない理由を入力してください。"
    REASON = "note", "理由を入力してください。"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True)
class Rule:
    """From which states a move may be made, where it leads, and what it needs."""

    begins: frozenset[RepairState]
    leads_to: RepairState
    needs: frozenset[Need] = frozenset()


def _rule(begins: Iterable[RepairState], leads_to: RepairState, *needs: Need) -> Rule:
    return Rule(frozenset(begins), leads_to, frozenset(needs))


_S = RepairState

MOVES: Mapping[RepairMove, Rule] = {
    RepairMove.REQUEST: _rule((), _S.REQUESTED),
    RepairMove.TRIAGE: _rule((_S.REQUESTED, _S.TRIAGED), _S.TRIAGED, Need.URGENCY, Need.PAYER),
    RepairMove.ESTIMATE: _rule((_S.TRIAGED, _S.ESTIMATED), _S.ESTIMATED, Need.CONTRACTOR, Need.AMOUNT),
    RepairMove.DECIDE: _rule(
        (_S.TRIAGED, _S.ESTIMATED), _S.DECIDED, Need.ESTIMATE, Need.PAYER, Need.FISCAL_YEAR
    ),
    RepairMove.ORDER: _rule((_S.DECIDED,), _S.ORDERED, Need.CONTRACTOR, Need.AMOUNT, Need.PROMISED),
    RepairMove.DONE: _rule((_S.ORDERED,), _S.DONE),
    RepairMove.ACCEPT: _rule((_S.DONE,), _S.ACCEPTED, Need.AFTER_PHOTO),
    RepairMove.PAY: _rule((_S.ACCEPTED,), _S.PAID, Need.AMOUNT),
    RepairMove.DECLINE: _rule((_S.REQUESTED, _S.TRIAGED, _S.ESTIMATED, _S.DECIDED), _S.DECLINED, Need.REASON),
    RepairMove.REDO: _rule((_S.DONE, _S.ACCEPTED, _S.PAID), _S.ORDERED, Need.REASON, Need.PROMISED),
    RepairMove.REOPEN: _rule((_S.DECLINED, _S.ACCEPTED, _S.PAID), _S.REQUESTED, Need.REASON),
}
"""Every move there is. What is not in this table cannot be done."""

SPENT_BY: Mapping[Need, frozenset[RepairMove]] = {
    Need.ESTIMATE: frozenset({RepairMove.REOPEN}),
    Need.AFTER_PHOTO: frozenset({RepairMove.REDO, RepairMove.REOPEN}),
}
"""The moves that begin another round: what was on file before them meets the need no more."""

INSURANCE_CORRECTED: frozenset[RepairState] = frozenset({_S.ACCEPTED, _S.PAID})
"""Where how the claim on the insurance ended may be corrected: the money often comes after the payment."""

ROAD: tuple[RepairState, ...] = (
    _S.REQUESTED,
    _S.TRIAGED,
    _S.ESTIMATED,
    _S.DECIDED,
    _S.ORDERED,
    _S.DONE,
    _S.ACCEPTED,
    _S.PAID,
)
"""The states in their order, as a stepper shows them."""


@dataclass(frozen=True)
class Stand:
    """Where a repair stands: its state, the day of its last move, and how many there were."""

    state: RepairState
    moved_on: date
    number: int


def state_after(moves: Iterable[RepairMove]) -> RepairState | None:
    """Where these moves, in their order, lead; None before the first."""
    last: RepairMove | None = None
    for move in moves:
        last = move
    return None if last is None else MOVES[last].leads_to


def spent_at(need: Need, moves: Iterable[RepairMove]) -> int:
    """The number, from 1, of the last of these moves that spent what met the need; 0 if none did."""
    return max((number for number, move in enumerate(moves, start=1) if move in SPENT_BY[need]), default=0)


def moves_from(state: RepairState) -> tuple[RepairMove, ...]:
    """What may be done next, in the order of the table."""
    return tuple(move for move, rule in MOVES.items() if state in rule.begins)


def problems_with_move(
    move: RepairMove, stand: Stand, *, held: Iterable[Need], moved_on: date, on: date
) -> Iterator[Problem]:
    """Everything that stands in the way of this move, all at once.

    ``held`` are the needs that are met; ``moved_on`` the day of the move, which is entered on ``on``.
    """
    rule = MOVES[move]
    if stand.state not in rule.begins:
        message = f"いまは「{stand.state.label}」なので、「{move.label}」は記録できません。"
        yield Problem("move-refused", message)
    there = set(held)
    for need in Need:
        if need in rule.needs and need not in there:
            yield Problem(f"{need.field.replace('_', '-')}-missing", need.sentence, field=need.field)
    if moved_on > on:
        yield Problem("move-to-come", "日付は、きょうまでの日にしてください。", field="moved_on")
    elif moved_on < stand.moved_on:
        message = f"日付は、前の記録（{era_day(stand.moved_on)}）以後の日にしてください。"
        yield Problem("move-before-last", message, field="moved_on")
