"""How many people a building holds by the fire rule (収容人員): 消防法施行規則 第1条の3.

Whole numbers throughout: areas in 0.01 m2, widths in cm, and each part truncated by itself (1未満切捨て).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilities.choices import FireItem
from maintenance.rules.facts import Between

if TYPE_CHECKING:
    from collections.abc import Iterable

BENCH_CM, STANDING, AUDIENCE, VISITORS = 40, 20, 50, 300
"""A place on a bench is 0.4 m wide; one person stands on 0.2 m2, is seated on 0.5 m2, visits on 3 m2."""


@dataclass(frozen=True)
class Audience:
    """Where people sit and stand in a place of assembly (客席); ``None`` in a part: not known.

    ``benches`` are the widths of the benches, each truncated by itself. The register keeps the total width
    of all benches only and passes it as one: as many places or more than bench by bench, never fewer, so
    that a duty is never missed by it. Where the difference matters, the number filed with the fire station
    stands before it.
    """

    seats: int | None
    benches: Iterable[int] | None
    standing_area: int | None
    other_area: int | None

    def parts(self) -> tuple[int | None, ...]:
        """The people of each part."""
        return (
            self.seats,
            None if self.benches is None else sum(width // BENCH_CM for width in self.benches),
            None if self.standing_area is None else self.standing_area // STANDING,
            None if self.other_area is None else self.other_area // AUDIENCE,
        )


def occupants_by_rule(
    item: str, *, staff: int | None, audience: Audience, office_area: int | None
) -> int | Between[int] | None:
    """The number by the rule, as far as it can be told: exact, between two ends, or not at all.

    (1)項ロ: staff and audience. (15)項: staff, and one for each 3 m2 of what others than staff use; how
    much of the office that is the register does not know, so the whole office is the upper end and none of
    it the lower. (16)項イ is the sum of both. Of other items only the staff is known.
    """
    if item == FireItem.ASSEMBLY:
        return _sum((staff, *audience.parts()))
    if item == FireItem.OFFICE:
        return _plus_visitors(_sum((staff,)), office_area)
    if item == FireItem.MIXED_WITH_ASSEMBLY:
        return _plus_visitors(_sum((staff, *audience.parts())), office_area)
    return Between(staff) if staff else None


def visitors_by_rule(area: int) -> int:
    """The people of a part that others than staff use, by its area in 0.01 m2."""
    return area // VISITORS


def _sum(parts: tuple[int | None, ...]) -> int | Between[int] | None:
    known = [part for part in parts if part is not None]
    if len(known) == len(parts):
        return sum(known)
    return Between(sum(known)) if sum(known) else None


def _plus_visitors(people: int | Between[int] | None, office_area: int | None) -> int | Between[int] | None:
    if isinstance(people, int) and office_area is not None:
        most = people + visitors_by_rule(office_area)
        return people if most == people else Between(people, most)
    low = people.low if isinstance(people, Between) else people
    return Between(low) if low else None


@dataclass(frozen=True)
class Occupants:
    """How many people a building holds: as filed with the fire station, and as the rule has it."""

    filed: int | None
    by_rule: int | Between[int] | None

    @property
    def counted(self) -> int | Between[int] | None:
        """What the law is asked with: the number filed stands before the one reckoned."""
        return self.by_rule if self.filed is None else self.filed

    @property
    def difference(self) -> int | None:
        """How many more the rule gives than were filed (fewer: below zero), where both are certain."""
        if self.filed is None or not isinstance(self.by_rule, int):
            return None
        return self.by_rule - self.filed

    @property
    def sentence(self) -> str:
        """Both numbers and their difference, in one sentence; empty where there is no number."""
        filed = "" if self.filed is None else f"届け出た収容人員は{self.filed:,}人"
        reckoned = _words(self.by_rule)
        if not filed:
            return f"計算では{reckoned}。" if reckoned else ""
        if not reckoned:
            return f"{filed}。"
        if not self.difference:
            return f"{filed}、計算では{reckoned}。"
        more = "多い" if self.difference > 0 else "少ない"
        return f"{filed}、計算では{reckoned}で、計算のほうが{abs(self.difference):,}人{more}。"


def _words(people: int | Between[int] | None) -> str:
    if people is None:
        return ""
    if isinstance(people, int):
        return f"{people:,}人"
    low = f"{people.low:,}人以上" if people.low else ""
    high = f"{people.high:,}人以下" if people.high is not None else ""
    return low + high
