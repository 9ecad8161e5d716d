"""Charts (図): a Vega-Lite specification becomes SVG inside the page, in our colour roles and our type.

The SVG carries no script, no style and no address: ``var(--accent)`` in a ``fill`` follows the page into dark
and print. A chart is drawn once for each room it may get (phone, column, whole page), and the style sheet
shows the one that fits, so that letters stay near 14 px. Nothing depends on the fonts of the machine: places
come from the numbers, and the words are set by the page.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from common.eras import era_day
from common.fiscal_year import FiscalYear

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from django.utils.safestring import SafeString

Spec = dict[str, Any]

# How wide a chart is drawn, in pixels, for a phone, the main column and the whole page; how high in each.
ROOMS = {"narrow": 335, "wide": 800, "full": 1160}
HEIGHTS = {"narrow": 220, "wide": 260, "full": 300}
IN_A_COLUMN, ON_THE_WHOLE_PAGE = ("narrow", "wide"), ("narrow", "wide", "full")
# Told apart in greyscale: dark, lines, grey, dots, a net. The patterns are drawn in ``ui/icons.html``.
FILLS = ("var(--accent)", "url(#shade-lines)", "var(--finished)", "url(#shade-dots)", "url(#shade-net)")
EDGES = ("var(--bg)", "var(--accent)", "var(--bg)", "var(--accent)", "var(--accent)")
DASHES = ((), (6, 4), (2, 3))
LETTER, DIGIT = 14, 8.5
LEAST_APART = 36
MOST_TICKS = 5
BESIDE, ABOVE, BELOW = 10, 26, 26
NEAR = 20
YEN_UNITS = ((100_000_000, "億円"), (10_000, "万円"), (1, "円"))
WIDEST_TABLE = 3
STEPS_OF_YEARS = (1, 2, 5, 10, 20, 50)

_TAGS = frozenset({"svg", "g", "path", "line", "rect", "text", "tspan"})
_ATTRIBUTES = frozenset(
    {
        *("transform", "d", "x", "y", "x2", "y2", "width", "height", "dx", "dy", "text-anchor"),
        *("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight"),
    }
)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Series:
    """One part of every bar (内訳): its name, and its whole yen in each of the years."""

    name: str
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Level:
    """A line across the chart (上限・平均・目安): its name and where it lies."""

    name: str
    value: int


@dataclass(frozen=True)
class Reading:
    """One point of a history: its day, its value, and the words beside it.

    Points of one ``group`` (the method they were made with) are joined by a line. ``hollow`` says why a point
    is not filled (一部の部位のみ).
    """

    day: date
    value: Fraction | int
    words: str
    group: str = ""
    hollow: str = ""


@dataclass(frozen=True)
class LegendEntry:
    """What a mark of the chart means: the ``fill`` of a bar, or without one a hollow point."""

    name: str
    fill: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart with everything that stands around it: caption, legend, and the table that says the same."""

    caption: str
    drawing: SafeString
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[LegendEntry, ...] = ()
    unit: str = ""

    @property
    def cells(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The rows, each cell with the head it stands under."""
        return tuple(tuple(zip(self.head, row, strict=True)) for row in self.rows)

    @property
    def folds(self) -> bool:
        """Whether the table is too wide for a phone, where its rows are stacked then."""
        return len(self.head) > WIDEST_TABLE


def chart_svg(spec: Mapping[str, Any], *, label: str, room: str = "wide") -> SafeString:
    """The specification drawn as SVG for a page; ``label`` says in a sentence what it shows."""
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    return format_html(
        '<svg class="chart-{}" role="img" aria-label="{}" {}',
        room,
        label,
        mark_safe(_drawn(text)),  # noqa: S308 - cleaned below
    )


def in_rooms(
    build: Callable[[str], Mapping[str, Any]], *, label: str, rooms: Sequence[str] = IN_A_COLUMN
) -> SafeString:
    """The chart once for each room; one at a time is shown, the widest of them on paper."""
    drawings = ((chart_svg(build(room), label=label, room=room),) for room in rooms)
    widest = "chart-rooms chart-rooms-full" if "full" in rooms else "chart-rooms"
    return format_html('<div class="{}">{}</div>', widest, format_html_join("", "{}", drawings))


@lru_cache(maxsize=128)
def _drawn(spec: str) -> str:
    """The root's viewBox and what is inside it: the same specification is drawn once in a process."""
    # 30 MB and the better part of a second at the first use: only who draws pays for it.
    import vl_convert  # noqa: PLC0415

    root = ET.fromstring(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))  # noqa: S314 - from our own hands
    inside = "".join(
        ET.tostring(_cleaned(child), encoding="unicode") for child in root if not _is_empty(child)
    )
    return f'viewBox="{root.get("viewBox")}">{inside}</svg>'


def _is_empty(element: ET.Element) -> bool:
    return element.get("class") in {"background", "foreground"}


def _cleaned(element: ET.Element) -> ET.Element:
    """The element with what a page may carry only: no script, style, address or font of its own."""
    name = element.tag.removeprefix(_SVG)
    if name not in _TAGS:
        message = f"a chart may not contain <{name}>"
        raise ValueError(message)
    clean = ET.Element(
        name,
        {
            key: _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}", value)
            for key, value in element.attrib.items()
            if key in _ATTRIBUTES
        },
    )
    clean.text = element.text
    clean.extend([_cleaned(child) for child in element if not _is_empty(child)])
    return clean


def _house(spec: Spec, room: str, *, left: float) -> Spec:
    """The specification in the house's quiet dress, exactly as wide as its room."""
    return {
        "width": ROOMS[room] - left - BESIDE,
        "height": HEIGHTS[room] - ABOVE - BELOW,
        "padding": {"left": left, "right": BESIDE, "top": ABOVE, "bottom": BELOW},
        "autosize": "none",
        "background": None,
        "config": {
            "aria": False,
            "view": {"stroke": None},
            "text": {"fontSize": LETTER, "fill": "var(--ink)"},
            "axis": {
                "title": None,
                "domain": False,
                "ticks": False,
                "grid": False,
                "labelFontSize": LETTER,
                "labelColor": "var(--ink2)",
                "labelPadding": 8,
                "labelOverlap": False,
                "labelLimit": 0,
                "labelBound": False,
                "labelFlush": False,
                "labelAngle": 0,
            },
        },
        **spec,
    }


def _axis(labels: Mapping[int, str], **more: Any) -> Spec:
    """An axis with these words at these values."""
    table = json.dumps({str(value): words for value, words in labels.items()}, ensure_ascii=False)
    return {"values": list(labels), "tickCount": len(labels), "labelExpr": f"{table}[datum.value]", **more}


def _heights(labels: Mapping[int, str]) -> Spec:
    return {
        "axis": _axis(labels, grid=True, gridColor="var(--rule)"),
        "scale": {"domain": [min(labels), max(labels)], "nice": False},
        "type": "quantitative",
    }


def _level_layers(levels: Sequence[Level], words: Sequence[str], *, end: Spec, apart: float) -> list[Spec]:
    """A line for each level, its words at its right end: below it where another's stand above."""
    layers: list[Spec] = []
    for index, (level, text) in enumerate(zip(levels, words, strict=True)):
        crowded = any(
            0 <= other.value - level.value < apart for other in [*levels[:index], *levels[index + 1 :]]
        )
        place = {"data": {"values": [{"level": level.value, "words": text}]}}
        height = {"field": "level", "type": "quantitative"}
        layers.append(
            place
            | {
                "mark": {
                    "type": "rule",
                    "color": "var(--ink)",
                    "strokeWidth": 1.5,
                    "strokeDash": list(DASHES[index % len(DASHES)]),
                },
                "encoding": {"y": height},
            }
        )
        layers.append(
            place
            | {
                "mark": {
                    "type": "text",
                    "align": "right",
                    "dy": 14 if crowded else -8,
                    "stroke": "var(--bg)",
                    "strokeWidth": 4,
                },
                "encoding": {"y": height, "x": end, "text": {"field": "words", "type": "nominal"}},
            }
        )
    return layers


# Bars for each fiscal year


def unit_of(highest: int) -> tuple[int, str]:
    """The unit in which amounts are written: 億円 from 100 million yen, 万円 from ten thousand."""
    return next((yen, name) for yen, name in YEN_UNITS if highest >= yen or yen == 1)


def in_unit(amount: int, unit: int) -> str:
    """Whole yen in a unit, exactly: 250,000,000 in 億円 is 2.5."""
    whole, rest = divmod(abs(amount), unit)
    places = len(str(unit)) - 1
    decimals = f"{rest:0{places}}".rstrip("0") if rest else ""
    return f"{'−' if amount < 0 else ''}{whole:,}{'.' + decimals if decimals else ''}"


def ticks_up_to(highest: int) -> tuple[int, ...]:
    """Round values from 0 to just above the highest, in at most five steps of 1, 2 or 5."""
    step = 1
    while step * MOST_TICKS < highest:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return tuple(range(0, max(step, -(-highest // step) * step) + 1, step))


def year_labels(years: Sequence[FiscalYear], apart: float) -> dict[int, str]:
    """The years named below the chart, ``apart`` pixels from one to the next: 令和9, 14, 19.

    The era is written where it changes.
    """
    step = next((step for step in STEPS_OF_YEARS if step * apart >= LEAST_APART), STEPS_OF_YEARS[-1])
    labels: dict[int, str] = {}
    era_before = ""
    for year in years[::step]:
        words = year.label.removesuffix("年度")
        era, rest = words[:2], words[2:]
        labels[year.year] = words if era != era_before else rest
        era_before = era
    return labels


def bars_by_year(
    years: Sequence[FiscalYear], series: Sequence[Series], *, levels: Sequence[Level] = (), room: str = "wide"
) -> Spec:
    """A stacked bar (積み上げ棒) for each fiscal year, the first series at the bottom; lines across."""
    highest = max(
        [
            *map(sum, zip(*(part.amounts for part in series), strict=True)),
            *(level.value for level in levels),
            1,
        ]
    )
    unit, name = unit_of(highest)
    ticks = ticks_up_to(highest)
    heights = {tick: in_unit(tick, unit) for tick in ticks}
    left = max(map(len, heights.values())) * DIGIT + BESIDE
    band = (ROOMS[room] - left - BESIDE) / len(years)
    apart = ticks[-1] * NEAR / (HEIGHTS[room] - ABOVE - BELOW)
    x = {
        "field": "year",
        "type": "ordinal",
        "scale": {"domain": [year.year for year in years], "paddingInner": 0.3, "paddingOuter": 0.15},
    }
    amounts = [
        {"year": year.year, "series": index, "amount": amount}
        for index, part in enumerate(series)
        for year, amount in zip(years, part.amounts, strict=True)
        if amount
    ]
    bars = {
        "data": {"values": amounts},
        "mark": {"type": "bar", "strokeWidth": 0.75},
        "encoding": {
            "x": x | {"axis": _axis(year_labels(years, band))},
            "y": {"field": "amount", "stack": "zero"} | _heights(heights),
            "fill": _by_series(FILLS[: len(series)]),
            "stroke": _by_series(EDGES[: len(series)]),
            "order": {"field": "series", "type": "ordinal"},
        },
    }
    words = [f"{level.name} {in_unit(level.value, unit)}{name}" for level in levels]
    end = {"value": "width"}
    return _house({"layer": [bars, *_level_layers(levels, words, end=end, apart=apart)]}, room, left=left)


def _by_series(inks: Sequence[str]) -> Spec:
    scale = {"domain": list(range(len(inks))), "range": list(inks)}
    return {"field": "series", "type": "ordinal", "legend": None, "scale": scale}


def yearly_chart(
    caption: str,
    years: Sequence[FiscalYear],
    series: Sequence[Series],
    *,
    levels: Sequence[Level] = (),
    rooms: Sequence[str] = IN_A_COLUMN,
) -> Chart:
    """Yen for each fiscal year as bars, with their table in whole yen: each series, and the sum."""
    totals = [sum(column) for column in zip(*(part.amounts for part in series), strict=True)]
    _, unit = unit_of(max([*totals, *(level.value for level in levels), 1]))
    most = max(range(len(years)), key=lambda index: totals[index])
    label = (
        f"{caption}：{years[0].label}から{years[-1].label}まで。合計 {sum(totals):,}円、"
        f"最も多いのは{years[most].label}の{totals[most]:,}円"
    )
    label += "".join(f"、{level.name}は{level.value:,}円" for level in levels)
    named = len(series) > 1
    return Chart(
        caption,
        in_rooms(
            lambda room: bars_by_year(years, series, levels=levels, room=room),
            label=f"{label}。",
            rooms=rooms,
        ),
        head=("年度", *(f"{part.name}（円）" for part in series), *(("合計（円）",) if named else ())),
        rows=tuple(
            (
                year.label,
                *(f"{part.amounts[index]:,}" for part in series),
                *((f"{totals[index]:,}",) if named else ()),
            )
            for index, year in enumerate(years)
        ),
        legend=tuple(LegendEntry(part.name, fill=fill) for part, fill in zip(series, FILLS, strict=False))
        if named
        else (),
        unit=f"単位：{unit}",
    )


# One value over time


def line_over_time(
    readings: Sequence[Reading], *, highest: int, levels: Sequence[Level] = (), room: str = "wide"
) -> Spec:
    """A value over time (経過): each point at its true place with its words, joined within a group."""
    ticks = ticks_up_to(highest)
    left = len(str(ticks[-1])) * DIGIT + BESIDE
    days = sorted(reading.day for reading in readings)
    first, last = FiscalYear.of(days[0]), FiscalYear.of(days[-1])
    span = [first.first_day.toordinal(), last.last_day.toordinal()]
    years = [FiscalYear(year) for year in range(first.year, last.year + 1)]
    width = ROOMS[room] - left - BESIDE
    labels = year_labels(years, width / len(years))
    x = {"field": "day", "type": "quantitative", "scale": {"domain": span, "nice": False}}
    y = {"field": "value", "scale": {"domain": [0, ticks[-1]], "nice": False}, "type": "quantitative"}
    groups = list(dict.fromkeys(reading.group for reading in readings))
    points: list[Spec] = []
    taken = float("-inf")
    for reading in sorted(readings, key=lambda reading: reading.day):
        at = (reading.day.toordinal() - span[0]) / (span[1] - span[0]) * width
        crowded = at - taken < LEAST_APART + 2 * DIGIT
        taken = float("-inf") if crowded else at
        points.append(
            {
                "day": reading.day.toordinal(),
                "value": float(reading.value),
                "words": reading.words,
                "group": groups.index(reading.group),
                "hollow": bool(reading.hollow),
                "below": crowded,
            }
        )
    drawn = {"data": {"values": points}}
    axis = _axis(
        {FiscalYear(year).first_day.toordinal(): words for year, words in labels.items()},
        ticks=True,
        tickColor="var(--line)",
        labelAlign="left",
        labelOffset=-2,
    )
    line = drawn | {
        "mark": {"type": "line", "color": "var(--accent)", "strokeWidth": 2},
        "encoding": {
            "x": x | {"axis": axis},
            "y": y
            | {"axis": _axis({tick: f"{tick:,}" for tick in ticks}, grid=True, gridColor="var(--rule)")},
            "detail": {"field": "group", "type": "nominal"},
        },
    }
    dots = drawn | {
        "mark": {
            "type": "point",
            "filled": True,
            "size": 80,
            "opacity": 1,
            "stroke": "var(--accent)",
            "strokeWidth": 2,
        },
        "encoding": {
            "x": x,
            "y": y,
            "fill": {"condition": {"test": "datum.hollow", "value": "var(--bg)"}, "value": "var(--accent)"},
        },
    }
    words = [
        drawn
        | {
            "transform": [{"filter": "datum.below" if below else "!datum.below"}],
            "mark": {"type": "text", "dy": 20 if below else -14, "stroke": "var(--bg)", "strokeWidth": 4},
            "encoding": {"x": x, "y": y, "text": {"field": "words", "type": "nominal"}},
        }
        for below in (False, True)
    ]
    apart = ticks[-1] * NEAR / (HEIGHTS[room] - ABOVE - BELOW)
    across = _level_layers(
        levels, [f"{level.value:,} {level.name}" for level in levels], end={"value": "width"}, apart=apart
    )
    return _house({"layer": [line, *across, dots, *words]}, room, left=left)


def history_chart(
    caption: str,
    readings: Sequence[Reading],
    *,
    highest: int,
    levels: Sequence[Level] = (),
    heads: tuple[str, str] = ("日", "値"),
) -> Chart:
    """A value over time with its table, the newest day first."""
    ordered = sorted(readings, key=lambda reading: reading.day)
    said = "、".join(f"{era_day(reading.day)} {_in_full(reading)}" for reading in ordered)
    label = f"{caption}：{said}" + "".join(f"。{level.name}は{level.value:,}" for level in levels)
    several = len({reading.group for reading in readings}) > 1
    return Chart(
        caption,
        in_rooms(
            lambda room: line_over_time(ordered, highest=highest, levels=levels, room=room),
            label=f"{label}。",
        ),
        head=(*heads, *(("方式",) if several else ())),
        rows=tuple(
            (era_day(reading.day), _in_full(reading), *((reading.group,) if several else ()))
            for reading in reversed(ordered)
        ),
        legend=tuple(
            LegendEntry(words) for words in dict.fromkeys(reading.hollow for reading in ordered) if words
        ),
    )


def _in_full(reading: Reading) -> str:
    return f"{reading.words}（{reading.hollow}）" if reading.hollow else reading.words
