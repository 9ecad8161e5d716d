"""What a changed catalogue changes (一覧を変えたときの違い): who gains, loses or is re-timed in which
inspection."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from maintenance.choices import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

K = TypeVar("K")


class ChangeKind(StrEnum):
    """What happens to one inspection of one place."""

    GAINED = "gained"
    LOST = "lost"
    RETIMED = "retimed"
    UNTOLD = "untold"


KIND_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.GAINED: "新しく対象になる",
    ChangeKind.LOST: "対象でなくなる",
    ChangeKind.RETIMED: "時期が変わる",
    ChangeKind.UNTOLD: "判定できなくなる",
}
"""What it is called, in the order in which it is told."""


@dataclass(frozen=True)
class Timing:
    """When an inspection is to be done and reported: how it is counted, its cycle, the rule of the first
    turn, the cycle of its report."""

    counting: str
    cycle_months: int | None
    first_from: str = ""
    first_months: int | None = None
    report_months: int | None = None


@dataclass(frozen=True)
class Standing:
    """How one inspection of one place stands under one catalogue."""

    answer: Answer
    timing: Timing


@dataclass(frozen=True)
class VerdictChange(Generic[K]):
    """One difference. ``before`` or ``after`` is None where that catalogue does not know the type."""

    key: K
    kind: ChangeKind
    before: Standing | None
    after: Standing | None


def verdict_changes(
    before: Mapping[K, Standing], after: Mapping[K, Standing]
) -> tuple[VerdictChange[K], ...]:
    """What differs between two catalogues, place by place, in the order of ``before`` and then of what is
    new. Where nobody's duty changes nothing is told: neither what turns from 判定できない to 対象外, nor the
    timing of what does not apply."""
    keys = dict.fromkeys((*before, *after))
    found = ((key, before.get(key), after.get(key)) for key in keys)
    return tuple(
        VerdictChange(key, kind, old, new) for key, old, new in found if (kind := _kind(old, new)) is not None
    )


def counts_by_kind(changes: Iterable[VerdictChange[K]]) -> dict[ChangeKind, int]:
    """How many of each kind there are, every kind named."""
    counts = dict.fromkeys(ChangeKind, 0)
    for change in changes:
        counts[change.kind] += 1
    return counts


def _kind(old: Standing | None, new: Standing | None) -> ChangeKind | None:
    was = old.answer if old else Answer.NOT
    becomes = new.answer if new else Answer.NOT
    if was == becomes:
        applies = becomes == Answer.APPLIES
        return ChangeKind.RETIMED if applies and old and new and old.timing != new.timing else None
    if becomes == Answer.UNTOLD:
        return ChangeKind.UNTOLD
    if becomes == Answer.APPLIES:
        return ChangeKind.GAINED
    return ChangeKind.LOST if was == Answer.APPLIES else None
