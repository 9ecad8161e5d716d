"""Charts: what is drawn, where, in which words; and that nothing but marks reaches the page."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string

from common.fiscal_year import FiscalYear
from ui.charts import (
    Level,
    Reading,
    Series,
    bars_by_year,
    chart_svg,
    history_chart,
    in_unit,
    line_over_time,
    ticks_up_to,
    unit_of,
    year_labels,
    yearly_chart,
)

FORTY = tuple(FiscalYear(2027 + index) for index in range(40))
MILLION = 1_000_000
REFIT = Series("大規模改修", (125 * MILLION, 125 * MILLION, 0))
REBUILD = Series("建替え", (0, 133_333_333, 133_333_334))
SURVEYS = (
    Reading(date(2026, 6, 24), Fraction(3148, 60), "52.47"),
    Reading(date(2018, 6, 12), Fraction(3642, 60), "60.71"),
    Reading(date(2022, 7, 5), 56, "56.00", hollow="一部の部位のみ"),
)


def drawn(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - our own


def words_of(svg: ET.Element) -> list[str]:
    return [text.text or "" for text in svg.iter("text")]


@pytest.mark.parametrize("room", ["narrow", "wide", "full"])
def test_a_chart_is_marks_in_our_colours_and_nothing_else(room):
    spec = bars_by_year(FORTY[:3], (REFIT, REBUILD), levels=(Level("上限", 180 * MILLION),), room=room)

    svg = drawn(chart_svg(spec, label="更新費用", room=room))

    inks = {part.get(name) for part in svg.iter() for name in ("fill", "stroke") if part.get(name)}
    allowed = {
        "none",
        "transparent",
        "url(#shade-lines)",
        *(f"var(--{role})" for role in ("accent", "bg", "ink", "ink2", "rule")),
    }
    assert inks - allowed == set()
    assert {part.tag for part in svg.iter()} <= {"svg", "g", "path", "line", "rect", "text"}
    assert {name for part in svg.iter() for name in part.attrib} & {
        "style",
        "class",
        "font-family",
        "href",
    } == {"class"}
    assert [part.tag for part in svg.iter() if part.get("class")] == ["svg"]


def test_a_chart_is_one_picture_with_one_sentence_for_a_screen_reader():
    svg = drawn(chart_svg(bars_by_year(FORTY[:3], (REFIT,)), label='建替え "A&B"'))

    assert (svg.get("role"), svg.get("aria-label")) == ("img", '建替え "A&B"')
    assert [
        name for part in svg.iter() for name in part.attrib if name.startswith("aria") and part is not svg
    ] == []
    assert re.fullmatch(r"0 0 800 260", svg.get("viewBox") or "")


def test_words_of_a_chart_are_words_and_not_markup():
    spec = bars_by_year(FORTY[:3], (REFIT,), levels=(Level("<script>x</script>", MILLION),))

    assert "<script>x</script> 0.01億円" in words_of(drawn(chart_svg(spec, label="更新費用")))


def test_what_is_no_mark_is_refused():
    picture = {
        "data": {"values": [{"u": "a.png"}]},
        "mark": {"type": "image"},
        "encoding": {"url": {"field": "u"}},
    }

    with pytest.raises(ValueError, match="<image>"):
        chart_svg(picture, label="写真")


@pytest.mark.parametrize("room", ["narrow", "wide", "full"])
def test_the_bars_stand_on_one_another_from_the_first_series_up(room):
    spec = bars_by_year(FORTY[:3], (REFIT, REBUILD), room=room)

    svg = drawn(chart_svg(spec, label="更新費用"))

    bars = [part for part in svg.iter("path") if part.get("fill") in {"var(--accent)", "url(#shade-lines)"}]
    boxes = [[float(number) for number in re.findall(r"-?[\d.]+", bar.get("d") or "")] for bar in bars]
    height = 260 - 26 - 26 if room == "wide" else 220 - 52 if room == "narrow" else 300 - 52
    assert [bar.get("fill") for bar in bars] == ["var(--accent)"] * 2 + ["url(#shade-lines)"] * 2
    # The axis reaches 3億円.
    assert [round(box[3]) for box in boxes] == [
        round(height * yen / 300_000_000) for yen in (125e6, 125e6, 133_333_333, 133_333_334)
    ]
    assert boxes[2][1] + boxes[2][3] == pytest.approx(boxes[1][1], abs=0.02)


def test_the_heights_are_named_in_one_unit_and_the_line_says_its_value():
    svg = drawn(
        chart_svg(
            bars_by_year(
                FORTY[:3],
                (REFIT, REBUILD),
                levels=(Level("上限", 180 * MILLION), Level("年平均", 172_222_222)),
            ),
            label="更新費用",
        )
    )

    assert words_of(svg) == [
        *("令和9", "10", "11"),
        *("0", "1", "2", "3"),
        *("上限 1.8億円", "年平均 1.72222222億円"),
    ]


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (99_999_999, (10_000, "万円"), "9,999.9999"),
        (100_000_000, (100_000_000, "億円"), "1"),
        (250_000_000, (100_000_000, "億円"), "2.5"),
        (10_000, (10_000, "万円"), "1"),
        (9_999, (1, "円"), "9,999"),
        (0, (1, "円"), "0"),
    ],
)
def test_amounts_are_written_exactly_in_the_largest_unit_that_fits(amount, unit, words):
    assert (unit_of(amount), in_unit(amount, unit[0])) == (unit, words)


def test_an_amount_below_zero_has_a_true_minus():
    assert in_unit(-15_000, 10_000) == "−1.5"


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (1, (0, 1)),
        (5, (0, 1, 2, 3, 4, 5)),
        (6, (0, 2, 4, 6)),
        (11, (0, 5, 10, 15)),
        (100, (0, 20, 40, 60, 80, 100)),
        (101, (0, 50, 100, 150)),
    ],
)
def test_the_heights_are_round_numbers_up_to_just_above_the_highest(highest, ticks):
    assert ticks_up_to(highest) == ticks


@pytest.mark.parametrize(
    ("first", "apart", "labels"),
    [
        (2027, 36, {2027: "令和9", 2028: "10", 2029: "11", 2030: "12"}),
        (2027, 35, {2027: "令和9", 2029: "11"}),
        (2018, 40, {2018: "平成30", 2019: "令和元", 2020: "2", 2021: "3"}),
    ],
)
def test_years_are_named_where_there_is_room_and_the_era_where_it_changes(first, apart, labels):
    assert year_labels([FiscalYear(first + index) for index in range(4)], apart) == labels


def test_a_history_stands_at_its_true_days_with_its_words_and_the_line_it_is_judged_by():
    svg = drawn(
        chart_svg(
            line_over_time(SURVEYS, highest=100, levels=(Level("優先の目安", 40),)), label="健全度の経過"
        )
    )

    assert words_of(svg) == [
        *("平成30", "令和元", "2", "3", "4", "5", "6", "7", "8"),
        *("0", "20", "40", "60", "80", "100"),
        "40 優先の目安",
        *("60.71", "56.00", "52.47"),
    ]
    fills = [
        part.get("fill") for part in svg.iter("path") if part.get("stroke-width") == "2" and part.get("fill")
    ]
    assert fills == ["var(--accent)", "var(--bg)", "var(--accent)"]


def test_words_of_days_close_together_stand_below_and_above():
    close = (Reading(date(2026, 6, 1), 60, "60.00"), Reading(date(2026, 6, 20), 55, "55.00"))

    words = line_over_time(close, highest=100)["layer"][-2:]

    assert [layer["mark"]["dy"] for layer in words] == [-14, 20]
    assert [value["below"] for value in words[0]["data"]["values"]] == [False, True]


def test_points_made_by_another_method_are_not_joined_to_the_others():
    readings = (*SURVEYS[:2], Reading(date(2027, 6, 1), 70, "70.00", group="市の方式"))

    svg = drawn(chart_svg(line_over_time(readings, highest=100), label="健全度の経過"))

    lines = [
        part for part in svg.iter("path") if part.get("stroke") == "var(--accent)" and not part.get("fill")
    ]
    assert [len(re.findall("[ML]", line.get("d") or "")) for line in lines] == [2, 1]


def test_a_chart_of_yen_says_in_a_sentence_and_in_a_table_what_it_shows():
    chart = yearly_chart("更新費用", FORTY[:3], (REFIT, REBUILD), levels=(Level("上限", 180 * MILLION),))

    assert set(re.findall(r'aria-label="([^"]*)"', chart.drawing)) == {
        "更新費用：令和9年度から令和11年度まで。合計 516,666,667円、最も多いのは令和10年度の258,333,333円、上限は180,000,000円。"
    }
    assert (chart.head, chart.rows, chart.unit) == (
        ("年度", "大規模改修（円）", "建替え（円）", "合計（円）"),
        (
            ("令和9年度", "125,000,000", "0", "125,000,000"),
            ("令和10年度", "125,000,000", "133,333,333", "258,333,333"),
            ("令和11年度", "0", "133,333,334", "133,333,334"),
        ),
        "単位：億円",
    )
    assert [entry.name for entry in chart.legend] == ["大規模改修", "建替え"]


def test_a_single_series_needs_neither_sum_nor_legend():
    chart = yearly_chart("更新費用", FORTY[:3], (REFIT,))

    assert (chart.head, chart.rows[2], chart.legend) == (
        ("年度", "大規模改修（円）"),
        ("令和11年度", "0"),
        (),
    )


def test_years_without_any_yen_are_an_empty_chart():
    chart = yearly_chart("更新費用", FORTY[:2], (Series("建替え", (0, 0)),))

    assert (chart.unit, "bar" in chart.drawing) == ("単位：円", False)


def test_a_history_tells_the_newest_day_first_and_what_is_known_in_part():
    chart = history_chart("健全度の経過", SURVEYS, highest=100, heads=("調査日", "健全度"))

    assert (chart.head, chart.rows) == (
        ("調査日", "健全度"),
        (
            ("令和8年6月24日", "52.47"),
            ("令和4年7月5日", "56.00（一部の部位のみ）"),
            ("平成30年6月12日", "60.71"),
        ),
    )
    assert [entry.name for entry in chart.legend] == ["一部の部位のみ"]


def test_a_table_too_wide_for_a_phone_is_stacked_there():
    wide = yearly_chart("更新費用", FORTY[:3], (REFIT, REBUILD))
    narrow = yearly_chart("更新費用", FORTY[:3], (REFIT,))

    tables = [
        re.search(r'<table class="([^"]*)"', render_to_string("ui/components/chart.html", {"chart": chart}))
        for chart in (wide, narrow)
    ]

    assert [table and table[1] for table in tables] == ["table table-fold", "table"]


def test_whoever_draws_nothing_does_not_load_the_drawing_library():
    code = "import sys, ui.charts; sys.exit('vl_convert' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("last", "align", "dy"),
    [(80, "right", -8), (52, "right", 14), (40, "left", -8), (38, "right", -8), (20, "right", -8)],
)
def test_the_words_of_a_line_stand_where_they_meet_no_point(last, align, dy):
    readings = (Reading(date(2022, 6, 1), 90, "90.00"), Reading(date(2027, 3, 31), last, f"{last}.00"))

    layers = line_over_time(readings, highest=100, levels=(Level("優先の目安", 40),))["layer"]

    [mark] = [
        layer["mark"] for layer in layers if layer["mark"]["type"] == "text" and "align" in layer["mark"]
    ]
    assert (mark["align"], mark["dy"]) == (align, dy)
