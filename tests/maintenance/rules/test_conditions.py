from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.models import Building
from maintenance.rules.conditions import parse
from maintenance.rules.facts import FACTS, Between, Entered, FactOf, Kind

SMALL = {
    "a": FactOf("a", "あ", Kind.YES_NO),
    "b": FactOf("b", "い", Kind.YES_NO),
    "n": FactOf("n", "数", Kind.NUMBER),
    "w": FactOf("w", "言葉", Kind.WORD, words={"x": "エ", "y": "ワ", "z": "ゼ"}),
}
WORLDS = {"a": (True, False), "b": (True, False), "n": tuple(range(9)), "w": ("x", "y", "z")}

LEAVES = st.one_of(
    st.sampled_from(
        ["a", "b", "True", "False", 'w == "x"', 'w != "y"', 'w in ("x", "z")', 'w not in ("z",)']
    ),
    st.builds("n {} {}".format, st.sampled_from([">", ">=", "<", "<=", "==", "!="]), st.integers(0, 6)),
)
TEXTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(not {})".format, inner),
    ),
    max_leaves=6,
)
KNOWN = st.fixed_dictionaries({}, optional={name: st.sampled_from(WORLDS[name]) for name in SMALL})
RANGES = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda ends: Between(min(ends), max(ends)))


def _left_open(known, values):
    if isinstance(known, Between):
        return tuple(value for value in values if known.low <= value <= known.high)
    return values if known is None else (known,)


def _worlds(text, facts):
    """Python's own answer in every world that agrees with what is known, by the values of the facts."""
    spans = {name: _left_open(facts.get(name), values) for name, values in WORLDS.items()}
    return {
        values: eval(text, {}, dict(zip(spans, values, strict=True)))  # noqa: S307 -- what Python says
        for values in product(*spans.values())
    }


def _matters(name, worlds):
    place = list(WORLDS).index(name)
    answers: dict = {}
    for values, answer in worlds.items():
        answers.setdefault(values[:place] + values[place + 1 :], set()).add(answer)
    return any(len(of_one) > 1 for of_one in answers.values())


@given(TEXTS, KNOWN, st.one_of(st.none(), RANGES))
def test_the_answer_and_what_is_missing_are_those_of_trying_every_world(text, facts, span):
    if span is not None:
        facts = {**facts, "n": span}
    worlds = _worlds(text, facts)

    truth = parse(text, SMALL).truth(facts)

    answers = set(worlds.values())
    assert truth.value == (answers.pop() if len(answers) == 1 else None)
    assert set(truth.missing) == {name for name in SMALL if _matters(name, worlds)}


@given(TEXTS, KNOWN)
def test_the_facts_that_were_used_are_enough_for_the_answer(text, facts):
    condition = parse(text, SMALL)
    truth = condition.truth(facts)

    again = condition.truth({name: facts[name] for name in truth.used})

    if truth.value is not None:
        assert again.value == truth.value


@pytest.mark.parametrize(
    ("text", "facts", "value", "missing"),
    [
        ("assembly_area > m2(200)", {"assembly_area": 20000}, False, ()),
        ("assembly_area > m2(200)", {"assembly_area": 20001}, True, ()),
        ("assembly_area > m2(200)", {}, None, ("assembly_area",)),
        ("assembly_area > m2(200)", {"assembly_area": Between(20001)}, True, ()),
        ("assembly_area > m2(200)", {"assembly_area": Between(0, 20000)}, False, ()),
        ("occupants >= 300", {"occupants": 299}, False, ()),
        ("occupants >= 300", {"occupants": 300}, True, ()),
        ("compressor_watts >= kw(7.5)", {"compressor_watts": 7499}, False, ()),
        ("compressor_watts >= kw(7.5)", {"compressor_watts": 7500}, True, ()),
        ("water_tank_litres > m3(10)", {"water_tank_litres": 10000}, False, ()),
        ("water_tank_litres > m3(10)", {"water_tank_litres": 10001}, True, ()),
        ("kw(10) <= solar_watts < kw(50)", {"solar_watts": 10000}, True, ()),
        ("kw(10) <= solar_watts < kw(50)", {"solar_watts": 50000}, False, ()),
        ('built_on < "2006-09-01"', {"built_on": date(2006, 8, 31)}, True, ()),
        (
            'built_on < "2006-09-01"',
            {"built_on": Between(date(2006, 1, 1), date(2006, 12, 31))},
            None,
            ("built_on",),
        ),
        ('fire_item in ("1_ro", "16_i")', {"fire_item": ""}, None, ("fire_item",)),
        ('fire_item in ("1_ro", "16_i")', {"fire_item": "15"}, False, ()),
        ("bath and lp_gas", {"bath": False}, False, ()),
        ("bath or lp_gas", {"lp_gas": True}, True, ()),
        ("floors >= 3 or floors < 3", {}, True, ()),
        ("lifts >= 0", {}, True, ()),
        ("bath and (floors >= 3 or floors < 3)", {"bath": True}, True, ()),
    ],
)
def test_a_condition_is_exact_at_its_limits_and_asks_only_for_what_could_change_it(
    text, facts, value, missing
):
    truth = parse(text).truth(facts)

    assert (truth.value, truth.missing) == (value, missing)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "条件が空です。"),
        ("floors >= 3 and", "条件「floors >= 3 and」が読めません。"),
        ("floor > 3", "「floor」という事実はありません。"),
        ("floors", "「floors」は、「ある・ない」の事実ではないので、値と比べてください。"),
        (
            "floor_area > 200",
            "「200」は延床面積（floor_area）の値になりません。m2(200) のように書いてください。",
        ),
        ("compressor_watts > kw(7.0001)", "「kw(7.0001)」は台帳の単位より細かい値です。"),
        ('fire_item == "17"', "「'17'」は消防法の用途の項（fire_item）の値になりません。"),
        ('fire_item > "15"', "「fire_item > '15'」は、言葉の大小を比べています。"),
        ("floors > 2.5", "「2.5」は階数（地階を含む）（floors）の値になりません。"),
        (
            "floors > lifts",
            "「floors > lifts」は、事実と値を > >= < <= == != in のどれかで比べる形にしてください。",
        ),
        (
            'built_on < "2006年"',
            "「'2006年'」は日付ではありません。\"2006-09-01\" のように書いてください。",
        ),
        ('fire_item in "15"', '「fire_item in \'15\'」は、in の後に ("…", "…") と値を並べてください。'),
        ("open('x')", "「open('x')」は条件に使えません。"),
        ("(lambda: True)()", "「(lambda: True)()」は条件に使えません。"),
        ("bath.real", "「bath.real」は条件に使えません。"),
        ("not " * 25 + "bath", "「not not not not bath」の入れ子が深すぎます。"),
    ],
)
def test_what_is_no_condition_is_refused_in_one_sentence(text, sentence):
    with pytest.raises(ValueError, match="。") as refused:
        parse(text)

    assert str(refused.value) == sentence


def test_every_mistake_of_a_condition_is_told_at_once():
    with pytest.raises(ValueError, match="。") as refused:
        parse("foo > 1 and floors > 'x'")

    assert str(refused.value).splitlines() == [
        "「foo」という事実はありません。",
        "「'x'」は階数（地階を含む）（floors）の値になりません。",
    ]


def test_a_condition_too_long_to_read_is_refused():
    with pytest.raises(ValueError, match="2000文字まで"):
        parse(" or ".join(["bath"] * 400))


def test_many_facts_asked_twice_are_all_missing_rather_than_tried_out_for_ever():
    numbers = [name for name, fact in FACTS.items() if fact.kind == Kind.NUMBER]
    text = " and ".join(f"({name} > 3 or {name} < 2)" for name in numbers)

    truth = parse(text).truth({})

    assert (truth.value, truth.missing) == (None, tuple(numbers))


def test_every_fact_has_its_words():
    wordless = [
        name
        for name, fact in FACTS.items()
        if not fact.label
        or (fact.kind == Kind.YES_NO and not (fact.yes and fact.no))
        or (fact.kind == Kind.WORD and not fact.words)
        or (fact.kind == Kind.NUMBER and not fact.unit)
    ]

    assert wordless == []


def test_a_fact_of_a_building_comes_from_fields_that_the_register_has():
    known = {field.name for field in Building._meta.get_fields()}
    known |= {name.removesuffix("_first") for name in known}
    of_building = [fact for fact in FACTS.values() if fact.entered in {Entered.BUILDING, Entered.USES}]

    assert [fact.name for fact in of_building if not set(fact.fields) <= known] == []
