"""Reading a scheme of evaluation (評価の方式) from what its file says, and proposing the overall grade by
it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SAYS = {"grades", "items", "overall"}
MEAN, LOWEST, BY_HAND = "mean", "lowest", "by_hand"
RULES = (MEAN, LOWEST, BY_HAND)
"""How the overall grade is proposed: by the mean of the points, by the lowest grade, not at all."""

_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?")
_CODE = re.compile(r"[a-zA-Z0-9_-]{1,20}")


class SchemeRefused(ValueError):
    """What a file says is no scheme; one sentence in each line."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


@dataclass(frozen=True)
class GradeOf:
    """One grade (評語): its points, and from which mean on it is proposed overall."""

    code: str
    label: str
    meaning: str
    points: Fraction | None = None
    overall_from: Fraction | None = None


@dataclass(frozen=True)
class ItemOf:
    """One item that is graded (評価項目); ``ask`` says it to the group in plain words."""

    code: str
    label: str
    ask: str
    weight: Fraction = Fraction(1)


@dataclass(frozen=True)
class Scheme:
    """A scheme of evaluation: its grades, the best first, its items, and how the overall grade is
    proposed."""

    code: str
    name: str
    grades: tuple[GradeOf, ...]
    items: tuple[ItemOf, ...]
    rule: str

    def grade(self, code: str) -> GradeOf | None:
        """The grade of this code."""
        return next((grade for grade in self.grades if grade.code == code), None)


@dataclass(frozen=True)
class Proposal:
    """The overall grade that the items lead to, with its working. A person decides."""

    grade: GradeOf
    working: str


def propose(scheme: Scheme, grades: Mapping[str, str]) -> Proposal | None:
    """The overall grade by the scheme's rule; None where an item has no grade yet or nothing is proposed."""
    given = [(item, scheme.grade(grades.get(item.code, ""))) for item in scheme.items]
    whole = [(item, grade) for item, grade in given if grade is not None]
    if scheme.rule == BY_HAND or len(whole) < len(given):
        return None
    if scheme.rule == LOWEST:
        worst = max((grade for _, grade in whole), key=scheme.grades.index)
        return Proposal(worst, f"いちばん低い評語が{worst.label}")
    weights = sum((item.weight for item, _ in whole), Fraction())
    total = sum((item.weight * (grade.points or 0) for item, grade in whole), Fraction())
    mean = total / weights
    found = next(
        grade for grade in scheme.grades if grade.overall_from is not None and mean >= grade.overall_from
    )
    return Proposal(found, f"点の合計 {_text(total)} ÷ 配分の合計 {_text(weights)} = {_text(mean)}")


def _text(number: Fraction) -> str:
    """Up to two places, half up: 3, 2.5, 3.33."""
    hundredths = (number * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")


def read_scheme(code: str, name: str, definition: Any) -> Scheme:
    """The scheme of an entry. Raises ``SchemeRefused`` with every sentence."""
    if not isinstance(definition, dict) or not definition:
        raise SchemeRefused(["方式の内容（definition）がありません。"])
    return _Reading(definition).scheme(code, name)


class _Reading:
    """One pass over one definition, collecting what is wrong."""

    def __init__(self, says: Mapping[str, Any]) -> None:
        self.says = says
        self.wrong = [f"「{name}」がありません。" for name in sorted(SAYS - says.keys())]
        self.wrong += [f"「{name}」という項目はありません。" for name in sorted(map(str, says.keys() - SAYS))]

    def scheme(self, code: str, name: str) -> Scheme:
        rule = self.says.get("overall", "")
        if "overall" in self.says and rule not in RULES:
            self.wrong.append(f"総合評価の決め方（overall）は {'・'.join(RULES)} のどれかにしてください。")
        of_points = ("points", "overall_from") if rule == MEAN else ()
        grades = [
            GradeOf(
                one["code"],
                str(one["label"]),
                str(one["meaning"]),
                self._number(one, "points", "評語"),
                self._number(one, "overall_from", "評語"),
            )
            for one in self._listed("grades", "評語", ("code", "label", "meaning", *of_points))
        ]
        items = [
            ItemOf(one["code"], str(one["label"]), str(one["ask"]), self._weight(one))
            for one in self._listed("items", "評価項目", ("code", "label", "ask"), ("weight",))
        ]
        if rule == MEAN and not self.wrong:
            self._check_bounds(grades)
        if self.wrong:
            raise SchemeRefused(self.wrong)
        return Scheme(code, name, tuple(grades), tuple(items), rule)

    def _listed(
        self, name: str, what: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> list[Mapping[str, Any]]:
        """The whole ones among the entries of a list, each code once."""
        listed = self.says.get(name)
        if name in self.says and (not isinstance(listed, list) or not listed):
            self.wrong.append(f"{what}（{name}）は、1つ以上を並べて書いてください。")
        whole: list[Mapping[str, Any]] = []
        for place, one in enumerate(listed if isinstance(listed, list) else (), start=1):
            if not isinstance(one, dict):
                self.wrong.append(f"{place}番目の{what}は「項目名: 値」の形で書いてください。")
                continue
            before = len(self.wrong)
            named = f"{place}番目の{what}"
            self.wrong += [
                f"{named}に「{key}」がありません。" for key in required if one.get(key) in (None, "")
            ]
            self.wrong += [
                f"{named}に「{key}」という項目はありません。"
                for key in one
                if key not in {*required, *optional}
            ]
            if len(self.wrong) == before and not _CODE.fullmatch(str(one["code"])):
                self.wrong.append(f"{named}のコードは、半角の英数字で20文字までにしてください。")
            if any(one.get("code") == other["code"] for other in whole):
                self.wrong.append(f"{what}「{one['code']}」が二度書かれています。")
            if len(self.wrong) == before:
                whole.append(one)
        return whole

    def _number(self, one: Mapping[str, Any], name: str, what: str) -> Fraction | None:
        if name not in one:
            return None
        written = one[name]
        if not isinstance(written, str) or not _NUMBER.fullmatch(written):
            self.wrong.append(
                f'{what}「{one["code"]}」の {name} は、引用符で囲んだ数にしてください。例："2.5"'
            )
            return Fraction()
        return Fraction(written)

    def _weight(self, one: Mapping[str, Any]) -> Fraction:
        weight = self._number(one, "weight", "評価項目")
        if weight is not None and weight <= 0:
            self.wrong.append(f"評価項目「{one['code']}」の配分（weight）は、0より大きい数にしてください。")
        return Fraction(1) if weight is None else weight

    def _check_bounds(self, grades: Sequence[GradeOf]) -> None:
        """The best grade first, and the last one takes whatever is left."""
        bounds = [grade.overall_from or Fraction() for grade in grades]
        if bounds != sorted(bounds, reverse=True) or len(set(bounds)) < len(bounds):
            self.wrong.append("評語は良い順に並べ、overall_from をだんだん小さくしてください。")
        if bounds[-1] != 0:
            self.wrong.append('いちばん低い評語の overall_from は "0" にしてください。')
