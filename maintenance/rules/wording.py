"""How verdicts are said: facts, comparisons and what is missing, in words (判定の理由)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from common.eras import era_day
from facilities.rules.words import decimals
from maintenance.rules.facts import FACTS, IN_UNIT, UNIT_WORDS, Between, FactOf, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from maintenance.rules.truths import Compared

OF_NUMBERS: Mapping[tuple[str, bool], str] = {
    (">", True): "を超える",
    (">", False): "を超えない",
    (">=", True): "以上",
    (">=", False): "未満",
    ("<", True): "未満",
    ("<", False): "以上",
    ("<=", True): "を超えない",
    ("<=", False): "を超える",
    ("==", True): "ちょうど",
    ("==", False): "ではない",
    ("!=", True): "ではない",
    ("!=", False): "ちょうど",
}
OF_DAYS: Mapping[str, str] = {"を超える": "より後", "以上": "以後", "未満": "より前", "を超えない": "以前"}
TIGHTEST = {"を超える": max, "以上": max, "未満": min, "を超えない": min}
"""Of several comparisons of one kind the tightest says them all."""

GOING_ON: Mapping[str, str] = {
    "を超えない": "を超えず",
    "ない": "なくて",
    "である": "で",
    "がある": "があって",
    "ている": "ていて",
    "を超える": "を超えていて",
}
"""How a clause that ends in a verb goes on (接続の形), by the first end that fits; a noun goes on with で."""


def because(leaves: Iterable[tuple[Compared, bool]], facts: Mapping[str, Any]) -> str:
    """Why it is so: 集会場部分の面積が250㎡で、200㎡を超えるため. Empty where no comparison decided."""
    by_fact: dict[str, list[tuple[Compared, bool]]] = {}
    for leaf, answer in leaves:
        by_fact.setdefault(leaf.fact.name, []).append((leaf, answer))
    clauses = [_clause(FACTS[name], facts.get(name), told) for name, told in by_fact.items()]
    if not clauses:
        return ""
    said = "、".join((*map(_going_on, clauses[:-1]), clauses[-1]))
    return f"{said}ため" if said.endswith(("る", "ない")) else f"{said}のため"


def not_known(names: Iterable[str]) -> str:
    """The facts that are missing, under their labels: 階数、収容人員."""
    return "、".join(FACTS[name].label for name in names)


def said_value(fact: FactOf, value: Any) -> str:
    """The value of a fact in words: 250㎡, 180㎡以下, (1)項ロ　集会場など, 不明."""
    if isinstance(value, Between):
        low = f"{_one(fact, value.low)}以上" if value.low else ""
        high = f"{_one(fact, value.high)}以下" if value.high is not None else ""
        return low + high or "不明"
    return "不明" if value is None or value == "" else _one(fact, value)


def _clause(fact: FactOf, value: Any, told: list[tuple[Compared, bool]]) -> str:
    """One fact, its value, and how that stands to what it was compared with."""
    if fact.kind == Kind.YES_NO:
        return fact.yes if value else fact.no
    if fact.kind == Kind.WORD:
        return fact.no if value == "none" and fact.no else f"{fact.label}が{said_value(fact, value)}"
    stands: dict[str, Any] = {}
    for leaf, answer in told:
        for limit in leaf.values:
            if limit == 0 or leaf.op in {"in", "not in"}:
                continue
            word = OF_NUMBERS[leaf.op, answer]
            stands[word] = TIGHTEST.get(word, max)(stands.get(word, limit), limit)
    said = "・".join(_stands(fact, word, limit) for word, limit in stands.items())
    begin = f"{fact.label}が{said_value(fact, value)}"
    return f"{begin}で、{said}" if said else begin


def _going_on(clause: str) -> str:
    """The clause as one that another follows: 200㎡を超えていて, 浴槽がなくて, 3階以上で."""
    for end, goes_on in GOING_ON.items():
        if clause.endswith(end):
            return clause.removesuffix(end) + goes_on
    return f"{clause}で"


def _stands(fact: FactOf, word: str, limit: Any) -> str:
    if fact.kind == Kind.DAY:
        word = OF_DAYS.get(word, word)
    return f"{_one(fact, limit)}{word}"


def _one(fact: FactOf, value: Any) -> str:
    """One value in words."""
    if isinstance(value, bool):
        return fact.yes if value else fact.no
    if isinstance(value, date):
        return era_day(value)
    if isinstance(value, str):
        return fact.words.get(value, value)
    places = len(str(IN_UNIT.get(fact.kind, 1))) - 1
    return f"{decimals(value, places)}{fact.unit or UNIT_WORDS.get(fact.kind, '')}"
