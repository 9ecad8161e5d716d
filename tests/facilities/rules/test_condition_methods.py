from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from facilities.rules.condition_methods import MethodRefused, read_method
from tests.facilities.rules.test_condition import ENTRY, METHOD


def definition() -> dict[str, Any]:
    return deepcopy(ENTRY.values["definition"])


def refused(changed: Any) -> tuple[str, ...]:
    with pytest.raises(MethodRefused) as refusal:
        read_method("x", "方式", changed)
    return refusal.value.sentences


def test_the_shipped_method_says_its_parts_weights_and_limits():
    assert [(part.label, part.ages) for part in METHOD.parts] == [
        ("屋根・屋上", False),
        ("外壁", False),
        ("内部仕上げ", True),
        ("電気設備", True),
        ("機械設備", True),
    ]
    assert [(age.grade, age.below) for age in METHOD.ages] == [("A", 20), ("B", 40), ("C", None)]
    assert (int(METHOD.highest), int(METHOD.threshold)) == (100, 40)


CASES = {
    "weights that do not add up": (
        lambda d: d["parts"][0].update(weight="5.0"),
        ("配分の合計は59.9ですが、weights_totalは60です。",),
    ),
    "a grade without points": (
        lambda d: d["grades"][1].pop("points"),
        (
            "2番目の評価（B）に「points」がありません。",
            "年数の目安（ages）には、この方式の評価（grade）と年数（below）を書いてください。",
        ),
    ),
    "a part twice": (
        lambda d: d["parts"].append(d["parts"][0]),
        ("部位「roof」が二度書かれています。", "配分の合計は65.1ですが、weights_totalは60です。"),
    ),
    "a weight that is no text": (
        lambda d: d["parts"][0].update(weight=5.1),
        (
            '部位「roof」のweightは、引用符で囲んだ数（"5.1"）にしてください。',
            "部位「roof」の配分は0より大きくしてください。",
            "配分の合計は54.9ですが、weights_totalは60です。",
        ),
    ),
    "a weight of nothing": (
        lambda d: (d["parts"][0].update(weight="0"), d.update(weights_total="54.9")),
        ("部位「roof」の配分は0より大きくしてください。",),
    ),
    "bands with a gap": (
        lambda d: d["bands"][1].update(below="100"),
        ("区分（bands）は、belowの小さい順に並べ、最後だけbelowを書かないでください。",),
    ),
    "ages that fall": (
        lambda d: d["ages"][1].update(below=10),
        ("年数の目安（ages）は、belowの小さい順に並べ、最後だけbelowを書かないでください。",),
    ),
    "an age in words": (
        lambda d: d["ages"][0].update(below="二十"),
        ("年数の目安「A」のbelowは、整数にしてください。",),
    ),
    "rounding that is none": (
        lambda d: d.update(rounding="even", rounding_places=3),
        (
            "rounding_placesは0から2までの整数にしてください。",
            "roundingはhalf_up、downのどれかにしてください。",
        ),
    ),
    "a threshold between two points": (
        lambda d: d.update(threshold="40.5"),
        ("目安（threshold）は、整数の点にしてください。",),
    ),
    "something missing and something else": (
        lambda d: (d.pop("bands"), d.update(colour="red")),
        ("「bands」がありません。", "「colour」という項目はありません。"),
    ),
    "a list that is empty": (
        lambda d: d.update(bands=[]),
        ("区分（bands）は、1つ以上を並べて書いてください。",),
    ),
    "an entry that is no mapping": (
        lambda d: d["bands"].insert(0, "priority"),
        ("1番目の区分は「項目名: 値」の形で書いてください。",),
    ),
    "a code in kanji": (
        lambda d: d["bands"][0].update(code="優先", hint="x"),
        (
            "1番目の区分（優先）に「hint」という項目はありません。",
            "1番目の区分のcodeは、20文字までの半角の英数字にしてください。",
        ),
    ),
}


@pytest.mark.parametrize(("spoil", "sentences"), CASES.values(), ids=CASES)
def test_a_method_that_is_wrong_is_refused_with_every_sentence(spoil, sentences):
    changed = definition()
    spoil(changed)

    assert refused(changed) == sentences


def test_nothing_at_all_is_no_method():
    assert refused(None) == ("方式の内容（definition）がありません。",)


def test_a_method_may_cut_off_what_it_does_not_show():
    changed = definition() | {"rounding": "down"}

    method = read_method("x", "方式", changed)

    assert (method.rounding.half_up, METHOD.rounding.half_up) == (False, True)
