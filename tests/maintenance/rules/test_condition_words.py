"""Conditions of the catalogue in words."""

from __future__ import annotations

import pytest

from maintenance.rules.condition_words import condition_words, facts_to_write
from maintenance.rules.conditions import parse
from maintenance.rules.facts import FACTS


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("", ""),
        ("floor_area > m2(500)", "延床面積が500㎡を超える"),
        ("m2(500) < floor_area", "延床面積が500㎡を超える"),
        ("occupants >= 300", "収容人員が300人以上"),
        ("compressor_watts >= kw(7.5)", "圧縮機の定格出力が7.5kW以上"),
        ("water_tank_litres <= m3(10)", "受水槽の有効容量が10㎥を超えない"),
        ("bath", "入浴の設備がある"),
        ("not bath", "（入浴の設備がある）ではない"),
        ("bath == False", "入浴の設備がない"),
        ('voltage == "high"', "受電方式が「高圧（600Vを超える）」"),
        ('voltage not in ("high", "low")', "受電方式が「高圧（600Vを超える）」か「低圧」以外"),
        ('installed_on >= "2006-09-01"', "設置年月が平成18年9月1日以後"),
        (
            "assembly_area > m2(200) or (assembly_area > m2(100) and floors >= 3)",
            "集会場部分の面積が200㎡を超える または （集会場部分の面積が100㎡を超える かつ 階数（地階を含む）が3階以上）",
        ),
        ("True", "どの場合も"),
        ("colour > 3", "colour > 3"),
    ],
)
def test_a_condition_is_said_as_the_office_reads_it(condition, words):
    assert condition_words(condition) == words


def test_every_fact_has_an_example_that_can_be_read():
    examples = {name: example for _, name, example in facts_to_write()}

    assert examples.keys() == FACTS.keys()
    assert {name: parse(example).names for name, example in examples.items()} == {
        name: frozenset({name}) for name in FACTS
    }
