"""The language in which the catalogue says to what an inspection applies (対象になる条件).

``assembly_area > m2(200) or (assembly_area > m2(100) and floors >= 3)``: facts are compared with values and
joined by ``and``, ``or`` and ``not``. It is read with Python's own parser against a short list of what may
stand in it, and nothing in it is ever run. A fact that is not known makes an answer unknown only where its
value could change that answer (三値論理).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from maintenance.rules.facts import FACTS, IN_UNIT, FactOf, Kind
from maintenance.rules.truths import All, Compared, Node, Not, Said, Some, Truth, truth_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST, DEEPEST = 2000, 20
"""Letters and nesting of a condition: nobody can read a longer one, and the parser need not try."""

WORDS_OF: Mapping[type[ast.cmpop], str] = {
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
}
TURNED: Mapping[str, str] = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}
PLAIN = frozenset({"==", "!=", "in", "not in"})


@dataclass(frozen=True)
class Condition:
    """A condition as read: its text and what it means."""

    text: str
    node: Node

    @property
    def names(self) -> frozenset[str]:
        """Every fact that it names."""
        return frozenset(leaf.fact.name for leaf in self.node.leaves())

    def truth(self, facts: Mapping[str, Any]) -> Truth:
        """Whether it holds, by which facts, and which facts are missing to tell."""
        return truth_of(self.node, facts)


def parse(text: str, facts: Mapping[str, FactOf] = FACTS) -> Condition:
    """The condition in a text. Raises ``ValueError`` with one Japanese sentence in each line."""
    return _parsed(text) if facts is FACTS else _read(text, facts)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Condition:
    return _read(text, FACTS)


def _read(text: str, facts: Mapping[str, FactOf]) -> Condition:
    said = " ".join(text.split())
    if not said or len(said) > LONGEST:
        message = "条件が空です。" if not said else f"条件は{LONGEST}文字までにしてください。"
        raise ValueError(message)
    try:
        body = ast.parse(said, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        message = f"条件「{said}」が読めません。"
        raise ValueError(message) from error
    reading = _Reading(said, facts)
    node = reading.node(body)
    if reading.wrong or node is None:
        raise ValueError("\n".join(reading.wrong))
    return Condition(said, node)


class _Reading:
    """One pass over one condition, collecting what is wrong."""

    def __init__(self, text: str, facts: Mapping[str, FactOf]) -> None:
        self.text = text
        self.facts = facts
        self.wrong: list[str] = []

    def node(self, tree: ast.expr, depth: int = 0) -> Node | None:
        if depth > DEEPEST:
            self._refuse(tree, "の入れ子が深すぎます。")
            return None
        if isinstance(tree, ast.BoolOp):
            parts = [self.node(part, depth + 1) for part in tree.values]
            kept = tuple(part for part in parts if part is not None)
            return All(kept) if isinstance(tree.op, ast.And) else Some(kept)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            inner = self.node(tree.operand, depth + 1)
            return None if inner is None else Not(inner)
        return self._simple(tree)

    def _simple(self, tree: ast.expr) -> Node | None:
        if isinstance(tree, ast.Constant) and isinstance(tree.value, bool):
            return Said(tree.value)
        if isinstance(tree, ast.Name):
            return self._bare(tree)
        if isinstance(tree, ast.Compare):
            return self._compared(tree)
        self._refuse(tree, "は条件に使えません。")
        return None

    def _bare(self, tree: ast.Name) -> Node | None:
        fact = self._fact(tree)
        if fact is None:
            return None
        if fact.kind != Kind.YES_NO:
            self._refuse(tree, "は、「ある・ない」の事実ではないので、値と比べてください。")
            return None
        return Compared(fact, "==", (True,))

    def _compared(self, tree: ast.Compare) -> Node | None:
        """One comparison, or several with the fact in the middle (``kw(10) <= solar_watts < kw(50)``)."""
        sides = [tree.left, *tree.comparators]
        leaves = [
            self._leaf(tree, left, WORDS_OF.get(type(op), "is"), right)
            for left, op, right in zip(sides, tree.ops, sides[1:], strict=False)
        ]
        kept = tuple(leaf for leaf in leaves if leaf is not None)
        if len(kept) < len(leaves):
            return None
        return kept[0] if len(kept) == 1 else All(kept)

    def _leaf(self, tree: ast.Compare, left: ast.expr, op: str, right: ast.expr) -> Node | None:
        if isinstance(right, ast.Name) and op in TURNED and not isinstance(left, ast.Name):
            left, right, op = right, left, TURNED[op]
        if not isinstance(left, ast.Name) or isinstance(right, ast.Name) or op == "is":
            self._refuse(tree, "は、事実と値を > >= < <= == != in のどれかで比べる形にしてください。")
            return None
        fact = self._fact(left)
        if fact is None:
            return None
        if fact.kind in {Kind.WORD, Kind.YES_NO} and op not in PLAIN:
            self._refuse(tree, "は、言葉の大小を比べています。")
            return None
        if op in {"in", "not in"}:
            if not isinstance(right, ast.Tuple | ast.List) or not right.elts:
                self._refuse(tree, 'は、in の後に ("…", "…") と値を並べてください。')
                return None
            values = tuple(self._values(fact, right.elts))
            return Compared(fact, op, values) if len(values) == len(right.elts) else None
        values = tuple(self._values(fact, [right]))
        return Compared(fact, op, values) if values else None

    def _fact(self, tree: ast.Name) -> FactOf | None:
        fact = self.facts.get(tree.id)
        if fact is None:
            self.wrong.append(f"「{tree.id}」という事実はありません。")
        return fact

    def _values(self, fact: FactOf, trees: list[ast.expr]) -> Iterator[Any]:
        for tree in trees:
            value = self._value(fact, tree)
            if value is not None:
                yield value

    def _value(self, fact: FactOf, tree: ast.expr) -> Any:
        """The value in the record's own units; None once something was wrong."""
        if fact.kind in IN_UNIT:
            return self._measured(fact, tree)
        value = tree.value if isinstance(tree, ast.Constant) else None
        if fact.kind == Kind.DAY:
            return self._day(tree, value)
        if fact.kind == Kind.WORD and value in fact.words:
            return value
        if (fact.kind == Kind.YES_NO and isinstance(value, bool)) or (
            fact.kind == Kind.NUMBER and isinstance(value, int) and not isinstance(value, bool)
        ):
            return value
        self._refuse(tree, f"は{fact.label}（{fact.name}）の値になりません。")
        return None

    def _day(self, tree: ast.expr, value: Any) -> date | None:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self._refuse(tree, 'は日付ではありません。"2006-09-01" のように書いてください。')
            return None

    def _measured(self, fact: FactOf, tree: ast.expr) -> int | None:
        unit = fact.kind.value
        if (
            isinstance(tree, ast.Call)
            and isinstance(tree.func, ast.Name)
            and tree.func.id == unit
            and len(tree.args) == 1
            and not tree.keywords
            and isinstance(tree.args[0], ast.Constant)
            and type(tree.args[0].value) in {int, float}
        ):
            said = Fraction(str(tree.args[0].value)) * IN_UNIT[fact.kind]
            if said.denominator == 1:
                return int(said)
            self._refuse(tree, "は台帳の単位より細かい値です。")
            return None
        self._refuse(
            tree, f"は{fact.label}（{fact.name}）の値になりません。{unit}(200) のように書いてください。"
        )
        return None

    def _refuse(self, tree: ast.expr, sentence: str) -> None:
        self.wrong.append(f"「{ast.unparse(tree)}」{sentence}")
