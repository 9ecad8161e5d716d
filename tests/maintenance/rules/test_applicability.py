from __future__ import annotations

from datetime import date

import pytest

from maintenance.choices import Answer
from maintenance.rules.applicability import Verdict, read_rule, verdict_on, verdict_without_piece
from maintenance.rules.facts import Between

ON = date(2026, 11, 29)
LAW = "建築基準法 第12条第2項"

HALL = {
    "code": "T-1",
    "subject": "building",
    "law": LAW,
    "certainty": "second_hand",
    "cycle_months": 36,
    "applies_when": "assembly_area > m2(200) or (assembly_area > m2(100) and floors >= 3)",
}
TANK = {
    "code": "T-2",
    "subject": "building",
    "cycle_months": 1,
    "applies_when": 'septic_tank != "none"',
    "cycle_cases": [
        {"when": 'septic_tank == "combined" and septic_tank_persons <= 20', "months": 4},
        {"when": 'septic_tank == "combined" and septic_tank_persons <= 50', "months": 3},
    ],
    "report_months": 12,
    "report_cases": [{"when": 'fire_item == "15"', "months": 36}],
}
LIFT = {
    "code": "T-3",
    "subject": "equipment",
    "equipment_categories": ["lift"],
    "exists_when": "lifts >= 1",
    "cycle_months": 12,
}
COOLER = {
    "code": "T-4",
    "subject": "equipment",
    "equipment_categories": ["air_conditioning", "refrigeration"],
    "applies_when": "compressor_watts >= kw(7.5)",
    "cycle_months": 12,
}


def _verdict(entry, facts):
    return verdict_on(read_rule(entry), facts, on=ON)


@pytest.mark.parametrize(
    ("facts", "answer", "reason", "used", "missing"),
    [
        (
            {"assembly_area": 25000},
            Answer.APPLIES,
            "集会場部分の面積が250㎡で、200㎡を超えるため",
            {"assembly_area": 25000},
            (),
        ),
        (
            {"assembly_area": 15050, "floors": 3},
            Answer.APPLIES,
            "集会場部分の面積が150.5㎡で、100㎡を超えていて、階数（地階を含む）が3階で、3階以上のため",
            {"assembly_area": 15050, "floors": 3},
            (),
        ),
        (
            {"assembly_area": 10000},
            Answer.NOT,
            "集会場部分の面積が100㎡で、100㎡を超えないため",
            {"assembly_area": 10000},
            (),
        ),
        (
            {"assembly_area": Between(0, 9000)},
            Answer.NOT,
            "集会場部分の面積が90㎡以下で、100㎡を超えないため",
            {"assembly_area": [0, 9000]},
            (),
        ),
        (
            {"assembly_area": 20000},
            Answer.UNTOLD,
            "階数（地階を含む）がわからないため、判定できない",
            {"assembly_area": 20000, "floors": None},
            ("floors",),
        ),
        (
            {},
            Answer.UNTOLD,
            "集会場部分の面積、階数（地階を含む）がわからないため、判定できない",
            {"assembly_area": None, "floors": None},
            ("assembly_area", "floors"),
        ),
    ],
)
def test_a_verdict_tells_its_reason_and_the_facts_it_stands_on(facts, answer, reason, used, missing):
    cycle = 36 if answer == Answer.APPLIES else None

    assert _verdict(HALL, facts) == Verdict(
        "T-1", answer, reason, LAW, used, missing, cycle, None, "second_hand"
    )


@pytest.mark.parametrize(
    ("facts", "cycle", "report", "missing"),
    [
        ({"septic_tank": "combined", "septic_tank_persons": 20, "fire_item": "15"}, 4, 36, ()),
        ({"septic_tank": "combined", "septic_tank_persons": 21, "fire_item": "1_ro"}, 3, 12, ()),
        ({"septic_tank": "combined", "septic_tank_persons": 51, "fire_item": "1_ro"}, 1, 12, ()),
        ({"septic_tank": "other", "fire_item": "1_ro"}, 1, 12, ()),
        ({"septic_tank": "combined", "fire_item": "15"}, 1, 36, ("septic_tank_persons",)),
        ({"septic_tank": "combined", "septic_tank_persons": 5}, 4, 12, ("fire_item",)),
    ],
)
def test_the_first_case_that_holds_gives_the_cycle_and_the_shortest_while_it_cannot_be_told(
    facts, cycle, report, missing
):
    verdict = _verdict(TANK, facts)

    assert (verdict.cycle_months, verdict.report_months, verdict.missing) == (cycle, report, missing)


@pytest.mark.parametrize(
    ("effective_from", "answer", "reason"),
    [
        ("2026-11-30", Answer.NOT, "施行日（令和8年11月30日）の前のため"),
        ("2026-11-29", Answer.APPLIES, "建物なら、どれも対象のため"),
        (date(2026, 11, 28), Answer.APPLIES, "建物なら、どれも対象のため"),
    ],
)
def test_a_type_applies_from_the_day_on_which_its_law_is_in_force(effective_from, answer, reason):
    entry = {"code": "T-5", "subject": "building", "cycle_months": 12, "effective_from": effective_from}

    verdict = _verdict(entry, {})

    assert (verdict.answer, verdict.reason) == (answer, reason)


def test_a_type_that_the_catalogue_holds_for_nobody_says_so():
    verdict = _verdict({**HALL, "applies_when": "False"}, {})

    assert (verdict.answer, verdict.reason) == (Answer.NOT, "標準では、どの建物も対象としないため")


@pytest.mark.parametrize(
    ("entry", "facts", "answer", "reason"),
    [
        (LIFT, {"lifts": 0}, Answer.NOT, "昇降機の台数が0台で、1台未満のため"),
        (LIFT, {"lifts": 1}, Answer.APPLIES, "昇降機の台数が1台で、1台以上のため（設備の登録がまだ）"),
        (LIFT, {}, Answer.UNTOLD, "昇降機の台数がわからないため、判定できない"),
        (COOLER, {}, Answer.UNTOLD, "空調設備・冷凍冷蔵機器が台帳に登録されていないため、判定できない"),
    ],
)
def test_where_no_such_equipment_stands_in_the_register_the_building_tells_or_nobody(
    entry, facts, answer, reason
):
    verdict = verdict_without_piece(read_rule(entry), facts, on=ON)

    assert (verdict.answer, verdict.reason) == (answer, reason)


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"applies_when": "foo > 1"}, ["「applies_when」：「foo」という事実はありません。"]),
        ({"applies_when": 3}, ["「applies_when」：条件は文字列で書いてください。"]),
        ({"cycle_months": 0}, ["「cycle_months」は1以上の整数（月）にしてください。"]),
        ({"cycle_months": "12"}, ["「cycle_months」は1以上の整数（月）にしてください。"]),
        ({"first_months": 0}, ["「first_months」は1以上の整数（月）にしてください。"]),
        ({"cycle_cases": {"when": "bath"}}, ["「cycle_cases」は場合の並びにしてください。"]),
        (
            {"cycle_cases": [{"when": "bath"}]},
            ["「cycle_cases 1番目」は when（条件）と months（月）の二つで書いてください。"],
        ),
        (
            {"report_cases": [{"when": "bath", "months": 0}]},
            ["「report_cases 1番目」の months は1以上の整数（月）にしてください。"],
        ),
        (
            {"cycle_cases": [{"when": "", "months": 3}, {"when": "spa", "months": 3}]},
            [
                "「cycle_cases 1番目」：条件が空です。",
                "「cycle_cases 2番目」：「spa」という事実はありません。",
            ],
        ),
        (
            {"applies_when": "compressor_watts > kw(7)"},
            ["「applies_when」：「compressor_watts」は設備の事実で、建物にはありません。"],
        ),
        ({"effective_from": "2026年"}, ["「effective_from」は 2016-06-01 のような日付にしてください。"]),
        (
            {"equipment_categories": ["lift"]},
            ["建物の点検に、設備の区分（equipment_categories・exists_when）は書けません。"],
        ),
        (
            {"subject": "equipment", "equipment_categories": ["lifts"]},
            ["「lifts」という設備の区分はありません。"],
        ),
    ],
)
def test_a_broken_entry_is_refused_with_every_mistake(changes, sentences):
    with pytest.raises(ValueError, match="。") as refused:
        read_rule({**HALL, **changes})

    assert str(refused.value).splitlines() == sentences
