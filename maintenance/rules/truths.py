"""Whether a condition holds while some facts are not known (三値論理)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from maintenance.rules.facts import Between, FactOf, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

MOST_WORLDS = 20_000
"""How many combinations of unknown facts are tried out; beyond that every fact left open counts as missing,
which asks for too much but never decides wrongly."""

ONE_DAY = timedelta(days=1)

COMPARISONS: Mapping[str, Callable[[Any, tuple[Any, ...]], bool]] = {
    ">": lambda value, limits: bool(value > limits[0]),
    ">=": lambda value, limits: bool(value >= limits[0]),
    "<": lambda value, limits: bool(value < limits[0]),
    "<=": lambda value, limits: bool(value <= limits[0]),
    "==": lambda value, limits: bool(value == limits[0]),
    "!=": lambda value, limits: bool(value != limits[0]),
    "in": lambda value, limits: value in limits,
    "not in": lambda value, limits: value not in limits,
}


@dataclass(frozen=True)
class Compared:
    """A fact compared with a value, or with several; the values are in the record's own units."""

    fact: FactOf
    op: str
    values: tuple[Any, ...]

    def __hash__(self) -> int:
        return hash((self.fact.name, self.op, self.values))

    def leaves(self) -> Iterator[Compared]:
        yield self

    def holds(self, value: Any) -> bool | None:
        """The answer for a value known, known in part, or not known."""
        if value is None or value == "" or isinstance(value, Between):
            answers = {self._of(one) for one in _choices(self.fact, self.values, value or None)}
            return answers.pop() if len(answers) == 1 else None
        return self._of(value)

    def _of(self, value: Any) -> bool:
        return COMPARISONS[self.op](value, self.values)


@dataclass(frozen=True)
class Said:
    """Always, or never."""

    value: bool

    def leaves(self) -> Iterator[Compared]:
        yield from ()


@dataclass(frozen=True)
class Not:
    """What does not hold."""

    part: Node

    def leaves(self) -> Iterator[Compared]:
        yield from self.part.leaves()


@dataclass(frozen=True)
class All:
    """What holds altogether (かつ)."""

    parts: tuple[Node, ...]

    def leaves(self) -> Iterator[Compared]:
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True)
class Some:
    """Of which one holds at least (または)."""

    parts: tuple[Node, ...]

    def leaves(self) -> Iterator[Compared]:
        for part in self.parts:
            yield from part.leaves()


Node = Compared | Said | Not | All | Some


@dataclass(frozen=True)
class Truth:
    """The answer of a condition: ``None`` while it cannot be told.

    ``used`` names the facts that decided it, ``missing`` those of which some value changes the answer, each
    in the order of the condition. ``leaves`` are the comparisons that decided it, with their answers.
    """

    value: bool | None
    used: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    leaves: tuple[tuple[Compared, bool], ...] = ()


def truth_of(node: Node, facts: Mapping[str, Any]) -> Truth:
    """The answer of a condition with these facts; a fact that is not among them is not known."""
    value, leaves = _decided(node, facts)
    if value is not None:
        return Truth(value, _names(leaf for leaf, _ in leaves), (), leaves)
    left = _left(node, facts)
    spans = tuple(
        (fact.name, value if isinstance(value := facts.get(fact.name), Between) else None)
        for fact in {leaf.fact.name: leaf.fact for leaf in left.leaves()}.values()
    )
    truth = _in_every_world(left, spans)
    if truth.value is None:
        return truth
    known = (leaf.fact.name for leaf in node.leaves() if facts.get(leaf.fact.name) not in {None, ""})
    return replace(truth, used=tuple(dict.fromkeys(known)))


def _decided(node: Node, facts: Mapping[str, Any]) -> tuple[bool | None, tuple[tuple[Compared, bool], ...]]:
    """The answer by Kleene's rules, and the first comparisons that are enough for it."""
    if isinstance(node, Said):
        return node.value, ()
    if isinstance(node, Compared):
        value = facts.get(node.fact.name)
        answer = node.holds(value)
        return answer, ((node, answer),) if answer is not None and value not in {None, ""} else ()
    if isinstance(node, Not):
        answer, leaves = _decided(node.part, facts)
        return None if answer is None else not answer, leaves
    enough = isinstance(node, Some)
    open_part = False
    together: list[tuple[Compared, bool]] = []
    for part in node.parts:
        answer, leaves = _decided(part, facts)
        if answer is enough:
            return enough, leaves
        open_part = open_part or answer is None
        together += leaves
    return (None, ()) if open_part else (not enough, tuple(together))


def _left(node: Node, facts: Mapping[str, Any]) -> Node:
    """What is left of a condition once every part that is decided is put in."""
    answer, _ = _decided(node, facts)
    if answer is not None:
        return Said(answer)
    if isinstance(node, Not):
        return Not(_left(node.part, facts))
    if isinstance(node, All | Some):
        parts = tuple(_left(part, facts) for part in node.parts)
        return type(node)(tuple(part for part in parts if not isinstance(part, Said)))
    return node


@lru_cache(maxsize=8192)
def _in_every_world(node: Node, spans: tuple[tuple[str, Between[Any] | None], ...]) -> Truth:
    """What holds whatever the facts left open turn out to be; else the facts that change the answer.

    Where each is asked once, each changes it in some world. A fact that is asked twice (``x > 3 or x < 5``)
    may not: there the worlds are tried out, one value from each stretch that the condition tells apart.
    """
    names = tuple(name for name, _ in spans)
    asked = Counter(leaf.fact.name for leaf in node.leaves())
    choices = [_choices_in(node, name, span) for name, span in spans]
    if max(asked.values()) == 1 or prod(map(len, choices)) > MOST_WORLDS:
        return Truth(None, (), names)
    worlds = {
        values: _decided(node, dict(zip(names, values, strict=True)))[0] for values in product(*choices)
    }
    answers = set(worlds.values())
    if len(answers) == 1:
        return Truth(answers.pop())
    return Truth(None, (), tuple(name for place, name in enumerate(names) if _matters(place, worlds)))


def _matters(place: int, worlds: Mapping[tuple[Any, ...], bool | None]) -> bool:
    """Whether two worlds that differ in this fact alone have different answers."""
    seen: dict[tuple[Any, ...], bool | None] = {}
    return any(
        seen.setdefault(values[:place] + values[place + 1 :], answer) != answer
        for values, answer in worlds.items()
    )


def _choices_in(node: Node, name: str, span: Between[Any] | None) -> tuple[Any, ...]:
    leaves = [leaf for leaf in node.leaves() if leaf.fact.name == name]
    values = tuple(dict.fromkeys(value for leaf in leaves for value in leaf.values))
    return _choices(leaves[0].fact, values, span)


def _choices(fact: FactOf, values: tuple[Any, ...], span: Between[Any] | None) -> tuple[Any, ...]:
    """Enough values of a fact left open to meet every answer that comparing it with these can have."""
    if fact.kind == Kind.YES_NO:
        return (True, False)
    if fact.kind == Kind.WORD:
        return tuple(fact.words)
    if span is None:
        span = Between() if fact.kind == Kind.DAY else Between(0)
    return tuple(sorted(_telling(values, span)))


def _telling(values: Iterable[Any], span: Between[Any]) -> set[Any]:
    """Of the values within a span, enough to meet every stretch into which these values cut it."""
    near = {
        value + step
        for value in values
        for step in ((-ONE_DAY, 0 * ONE_DAY, ONE_DAY) if isinstance(value, date) else (-1, 0, 1))
    }
    ends = {end for end in (span.low, span.high) if end is not None}
    return ends | {
        value
        for value in near
        if (span.low is None or value >= span.low) and (span.high is None or value <= span.high)
    }


def _names(leaves: Iterable[Compared]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.fact.name for leaf in leaves))
