"""Reading a method (健全度の出し方) from what its file says; everything that is wrong with it at once."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from facilities.rules.condition import Age, Band, Grade, Method, Part, Rounding, exact_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SAYS = {
    *("weights_total", "parts", "grades", "ages", "bands"),
    *("threshold", "threshold_label", "rounding_places", "rounding"),
}
ROUNDINGS = {"half_up": True, "down": False}
MOST_PLACES = 2

_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?")
_CODE = re.compile(r"[a-zA-Z0-9_-]{1,20}")


class MethodRefused(ValueError):
    """What a file says is no method; one sentence in each line."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


def read_method(code: str, name: str, definition: Any) -> Method:
    """The method of an entry. Raises ``MethodRefused`` with every sentence."""
    if not isinstance(definition, dict) or not definition:
        raise MethodRefused(["方式の内容（definition）がありません。"])
    return _Reading(definition).method(code, name)


class _Reading:
    """One pass over one definition, collecting what is wrong."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        self.says = definition
        self.wrong = [f"「{name}」がありません。" for name in sorted(SAYS - self.says.keys())]
        self.wrong += [f"「{name}」という項目はありません。" for name in sorted(self.says.keys() - SAYS)]

    def method(self, code: str, name: str) -> Method:
        grades = [
            Grade(one["code"], self._number(one, "points", "評価"), str(one["by_eye"]), str(one["by_age"]))
            for one in self._items("grades", "評価", ("code", "points", "by_eye", "by_age"))
        ]
        parts = [
            Part(one["code"], str(one["label"]), self._number(one, "weight", "部位"), one["ages"] is True)
            for one in self._items("parts", "部位", ("code", "label", "weight", "ages"))
        ]
        bands = [
            Band(one["code"], str(one["label"]), self._limit(one, "区分"))
            for one in self._items("bands", "区分", ("code", "label"), ("below",))
        ]
        ages = self._ages({grade.code for grade in grades}) if any(part.ages for part in parts) else []
        self._check_weights(parts)
        self._check_order("bands", "区分", [band.below for band in bands])
        threshold = self._number(self.says, "threshold", "目安")
        if threshold.denominator != 1:
            self.wrong.append("目安（threshold）は、整数の点にしてください。")
        rounding = self._rounding()
        if self.wrong:
            raise MethodRefused(self.wrong)
        label = str(self.says["threshold_label"])
        return Method(
            code, name, tuple(parts), tuple(grades), tuple(ages), tuple(bands), threshold, label, rounding
        )

    def _items(
        self, name: str, what: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> list[Mapping[str, Any]]:
        """The whole ones among the entries of a list, each code once."""
        listed = self.says.get(name)
        if name in self.says and (not isinstance(listed, list) or not listed):
            self.wrong.append(f"{what}（{name}）は、1つ以上を並べて書いてください。")
        whole: list[Mapping[str, Any]] = []
        for place, item in enumerate(listed if isinstance(listed, list) else (), start=1):
            if self._is_whole(item, f"{place}番目の{what}", required, optional):
                whole.append(item)
                if [one["code"] for one in whole].count(item["code"]) == 2:
                    self.wrong.append(f"{what}「{item['code']}」が二度書かれています。")
        return whole

    def _is_whole(self, item: Any, which: str, required: Sequence[str], optional: Sequence[str]) -> bool:
        if not isinstance(item, dict):
            self.wrong.append(f"{which}は「項目名: 値」の形で書いてください。")
            return False
        code = item.get("code")
        named = f"{which}（{code}）" if code else which
        missing = [name for name in required if item.get(name) in (None, "")]
        unknown = [name for name in item if name not in {*required, *optional}]
        self.wrong += [f"{named}に「{name}」がありません。" for name in missing]
        self.wrong += [f"{named}に「{name}」という項目はありません。" for name in unknown]
        if code and not (isinstance(code, str) and _CODE.fullmatch(code)):
            self.wrong.append(f"{which}のcodeは、20文字までの半角の英数字にしてください。")
            return False
        return not missing

    def _number(self, item: Mapping[str, Any], name: str, what: str) -> Fraction:
        """A number written as quoted text, so that it stays exactly what was written."""
        text = item.get(name)
        if isinstance(text, str) and _NUMBER.fullmatch(text):
            return Fraction(text)
        if name in item:
            which = f"{what}「{item['code']}」" if "code" in item else what
            self.wrong.append(f'{which}の{name}は、引用符で囲んだ数（"5.1"）にしてください。')
        return Fraction(0)

    def _limit(self, item: Mapping[str, Any], what: str) -> Fraction | None:
        return self._number(item, "below", what) if "below" in item else None

    def _ages(self, grades: set[str]) -> list[Age]:
        ages = []
        for item in self.says.get("ages") or ():
            if (
                not isinstance(item, dict)
                or item.keys() - {"grade", "below"}
                or str(item.get("grade")) not in grades
            ):
                self.wrong.append(
                    "年数の目安（ages）には、この方式の評価（grade）と年数（below）を書いてください。"
                )
                continue
            if not isinstance(item.get("below", 0), int):
                self.wrong.append(f"年数の目安「{item['grade']}」のbelowは、整数にしてください。")
                continue
            ages.append(Age(item["grade"], item.get("below")))
        self._check_order("ages", "年数の目安", [age.below for age in ages])
        return ages

    def _check_order(self, name: str, what: str, limits: Sequence[Fraction | int | None]) -> None:
        """Each limit above the one before, and none for the last, so that nothing lies outside."""
        closed = [limit for limit in limits[:-1] if limit is not None]
        rising = all(low < high for low, high in pairwise(closed))
        if limits and not (len(closed) == len(limits) - 1 and limits[-1] is None and rising):
            self.wrong.append(
                f"{what}（{name}）は、belowの小さい順に並べ、最後だけbelowを書かないでください。"
            )

    def _check_weights(self, parts: Sequence[Part]) -> None:
        self.wrong += [
            f"部位「{part.code}」の配分は0より大きくしてください。" for part in parts if not part.weight
        ]
        stated = self._number(self.says, "weights_total", "配分の合計")
        total = sum((part.weight for part in parts), Fraction(0))
        if stated and parts and total != stated:
            self.wrong.append(
                f"配分の合計は{exact_text(total)}ですが、weights_totalは{exact_text(stated)}です。"
            )

    def _rounding(self) -> Rounding:
        places, way = self.says.get("rounding_places"), self.says.get("rounding")
        if type(places) is not int or not 0 <= places <= MOST_PLACES:
            self.wrong.append(f"rounding_placesは0から{MOST_PLACES}までの整数にしてください。")
            places = 0
        if str(way) not in ROUNDINGS:
            self.wrong.append(f"roundingは{'、'.join(ROUNDINGS)}のどれかにしてください。")
        return Rounding(places, ROUNDINGS.get(str(way), True))
