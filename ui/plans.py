"""Plans and sums as figures: a road back from its goal, alternatives on one scale, money in bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.eras import era_year
from ui.figures import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

# What the node of a step says to a screen reader.
STATES = {
    "now": "目標",
    "done": "済み",
    "overdue": "期限超過",
    "soon": "まもなく",
    "active": "進行中",
    "planned": "予定",
    "forecast": "これから",
    "returned": "差戻し",
    "held": "保留",
    "none": "対象外",
}
SCALE_STEP = 20
HEADROOM = 1.1


@dataclass(frozen=True)
class RoadStep:
    """A step of a road (段階): its last possible day, the shape of its state, when it is expected.

    ``slack`` says in words how much room is left; ``slack_kind`` is ``warn``, ``bad``, ``quiet`` or empty.
    """

    due_on: date
    shape: str
    label: str
    note: str = ""
    chip: str = ""
    expected_on: date | None = None
    slack: str = ""
    slack_kind: str = ""


@dataclass(frozen=True)
class Alternative:
    """One of several ways (案): how many days it leaves, and whether it is the plan at hand."""

    name: str
    days: int
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class ScoreRow:
    """One part of a score: its grade and points, its weight in the whole, and points times weight, as they
    are written. A part without a grade has neither points nor product."""

    part: str
    grade: str
    points: str
    weight: str
    product: str


@dataclass(frozen=True)
class Score:
    """A score with its working, the threshold to look at, and when it was surveyed.

    ``share`` and ``threshold_share`` are where both stand on the bar, in percent. ``left_out`` names the
    parts without a grade: the score is of the others only, and says so.
    """

    title: str
    score: str
    share: str
    highest: str
    total: str
    weights: str
    rows: tuple[ScoreRow, ...]
    surveyed: str
    threshold: str
    threshold_share: str
    threshold_label: str
    part_head: str
    left_out: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class MoneyRow:
    """One line of money: an amount for each part; ``now`` for the year at hand, ``forecast`` for 見込み."""

    label: str
    amounts: tuple[int, ...]
    now: bool = False
    forecast: bool = False


@dataclass(frozen=True)
class RoadLine:
    """A step where it stands on the road, or today; ``year`` is written where it changes."""

    step: RoadStep | None = None
    today: date | None = None
    year: str = ""
    side: str = ""
    state: str = ""
    actual: bool = False


@dataclass(frozen=True)
class AlternativeLine:
    """An alternative with its bar, and in words how far it falls short."""

    row: Alternative
    kind: str
    width: str
    shortage: str


@dataclass(frozen=True)
class MoneyBar:
    """One part of a line of money."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class MoneyLine:
    """A line of money with its bars and its sum."""

    row: MoneyRow
    total: int
    bars: tuple[MoneyBar, ...]


def road_lines(steps: Sequence[RoadStep], today: date) -> tuple[RoadLine, ...]:
    """The steps from the goal back, and today between what is still to come and what lies behind."""
    lines: list[RoadLine] = []
    year_before = ""
    for step in steps:
        ahead = step.due_on >= today
        if not ahead and not any(line.today for line in lines):
            lines.append(RoadLine(today=today))
        year = era_year(step.due_on)
        lines.append(
            RoadLine(
                step=step,
                year=year if year != year_before else "",
                side="ahead" if ahead else "behind",
                state=STATES[step.shape],
                actual=step.shape == "done",
            )
        )
        year_before = year
    if not any(line.today for line in lines):
        lines.append(RoadLine(today=today))
    return tuple(lines)


def scale_of(alternatives: Sequence[Alternative], needed: int) -> int:
    """The common scale: a little more than the longest, in steps of twenty days."""
    longest = max(needed, *(row.days for row in alternatives))
    return (int(longest * HEADROOM) // SCALE_STEP + 1) * SCALE_STEP


def alternative_lines(alternatives: Sequence[Alternative], needed: int) -> tuple[AlternativeLine, ...]:
    """The alternatives on one scale; one that leaves fewer days than are needed says by how many."""
    scale = scale_of(alternatives, needed)
    lines = []
    for row in alternatives:
        missing = needed - row.days
        kind = "warn" if missing > 0 else "accent" if row.chosen else "finished"
        words = f"必要な{needed}日に{missing}日足りません" if missing > 0 else ""
        lines.append(AlternativeLine(row, kind, number(max(row.days, 0) / scale * 100), words))
    return tuple(lines)


def money_lines(rows: Sequence[MoneyRow], kinds: Sequence[str]) -> tuple[MoneyLine, ...]:
    """The lines with their bars, on the scale of the largest sum."""
    largest = max((sum(row.amounts) for row in rows), default=0) or 1
    lines = []
    for row in rows:
        bars, start = [], 0.0
        for kind, amount in zip(kinds, row.amounts, strict=True):
            width = amount / largest * 100
            bars.append(MoneyBar(kind, number(start), number(width)))
            start += width
        lines.append(MoneyLine(row, sum(row.amounts), tuple(bars)))
    return tuple(lines)
