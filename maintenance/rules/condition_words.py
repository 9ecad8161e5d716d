"""Conditions of the catalogue in words (条件の言い方): 延床面積が500㎡を超える かつ 階数が3階以上."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maintenance.rules.conditions import parse
from maintenance.rules.facts import FACTS, IN_UNIT, FactOf, Kind
from maintenance.rules.truths import All, Compared, Not, Said, Some
from maintenance.rules.wording import OF_DAYS, OF_NUMBERS, said_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from maintenance.rules.truths import Node

EXAMPLES: Mapping[Kind, str] = {
    Kind.NUMBER: "{name} >= 3",
    Kind.DAY: '{name} >= "2006-09-01"',
    Kind.YES_NO: "{name}",
    **{kind: f"{{name}} > {kind.value}(200)" for kind in IN_UNIT},
}
"""How each kind of fact is compared, in the language of conditions."""


def condition_words(text: str) -> str:
    """The condition in words; as it is written where it cannot be read, empty where there is none."""
    if not text.strip():
        return ""
    try:
        return _said(parse(text).node)
    except ValueError:
        return text


def example_of(fact: FactOf) -> str:
    """One condition with this fact, to write the like of."""
    if fact.kind == Kind.WORD:
        return f'{fact.name} == "{next(iter(fact.words))}"'
    return EXAMPLES[fact.kind].format(name=fact.name)


def facts_to_write() -> Iterable[tuple[str, str, str]]:
    """Label, name and example of every fact that a condition may name."""
    return [(fact.label, fact.name, example_of(fact)) for fact in FACTS.values()]


def _said(node: Node, *, inside: bool = False) -> str:
    if isinstance(node, Said):
        return "どの場合も" if node.value else "どの場合も当てはまらない"
    if isinstance(node, Not):
        return f"（{_said(node.part)}）ではない"
    if isinstance(node, All | Some):
        word = " かつ " if isinstance(node, All) else " または "
        said = word.join(_said(part, inside=True) for part in node.parts)
        return f"（{said}）" if inside else said
    return _compared(node)


def _compared(leaf: Compared) -> str:
    fact, first = leaf.fact, leaf.values[0]
    if fact.kind == Kind.YES_NO:
        return fact.yes if (leaf.op == "==") == bool(first) else fact.no
    if fact.kind == Kind.WORD:
        named = "か".join(f"「{said_value(fact, value)}」" for value in leaf.values)
        return f"{fact.label}が{named}{'' if leaf.op in {'==', 'in'} else '以外'}"
    if leaf.op in {"in", "not in"}:
        named = "か".join(said_value(fact, value) for value in leaf.values)
        return f"{fact.label}が{named}{'' if leaf.op == 'in' else '以外'}"
    word = OF_NUMBERS[leaf.op, True]
    if fact.kind == Kind.DAY:
        word = OF_DAYS.get(word, word)
    return f"{fact.label}が{said_value(fact, first)}{word}"
