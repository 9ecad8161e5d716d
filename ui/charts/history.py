"""One value over time (経過): points at their true places, joined by a line, with what they are judged by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.eras import era_day
from common.fiscal_year import FiscalYear
from ui.charts.drawing import ABOVE, BELOW, BESIDE, DIGIT, HEIGHTS, ROOMS, Chart, LegendEntry, house, in_rooms
from ui.charts.scales import LEAST_APART, Words, axis, heights, level_layers, ticks_up_to, year_labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from ui.charts.drawing import Spec
    from ui.charts.scales import Level

# How far the words of a point reach beside and above it, and those of a line beside its end, in pixels.
WORDS_WIDE, WORDS_HIGH, DOT, END_WIDE, END_HIGH = 2 * DIGIT + LEAST_APART, 28, 8, 130, 24


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
class _Point:
    """A reading where it stands, in pixels from the left and from the bottom."""

    reading: Reading
    x: float
    y: float
    below: bool

    def covers(self, low: float, high: float) -> bool:
        """Whether the point or its words reach into these heights."""
        top, bottom = (DOT, -WORDS_HIGH) if self.below else (WORDS_HIGH, -DOT)
        return self.y + bottom < high and self.y + top > low


def line_over_time(
    readings: Sequence[Reading], *, highest: int, levels: Sequence[Level] = (), room: str = "wide"
) -> Spec:
    """The history as points and lines; readings and levels in the same unit, from 0 to ``highest``."""
    ticks = ticks_up_to(highest)
    left = len(str(ticks[-1])) * DIGIT + BESIDE
    width, height = ROOMS[room] - left - BESIDE, HEIGHTS[room] - ABOVE - BELOW
    first, last = (FiscalYear.of(find(one.day for one in readings)) for find in (min, max))
    span = (first.first_day.toordinal(), last.last_day.toordinal())
    years = [FiscalYear(year) for year in range(first.year, last.year + 1)]
    named = {
        FiscalYear(year).first_day.toordinal(): words
        for year, words in year_labels(years, width / len(years)).items()
    }
    x_axis = axis(named, ticks=True, tickColor="var(--line)", labelAlign="left", labelOffset=-2)
    x = {"field": "day", "type": "quantitative", "scale": {"domain": span, "nice": False}, "axis": x_axis}
    y = {"field": "value"} | heights({tick: f"{tick:,}" for tick in ticks})
    scale = height / ticks[-1]
    lines = [level.value * scale for level in levels]
    points = _points(readings, lines, span=span, width=width, scale=scale)
    words = [_words_with_room(level, points, width=width, scale=scale) for level in levels]
    line, *marks = _layers(points, x, y)
    return house({"layer": [line, *level_layers(levels, words), *marks]}, room, left=left)


def _points(
    readings: Sequence[Reading],
    lines: Sequence[float],
    *,
    span: tuple[int, int],
    width: float,
    scale: float,
) -> list[_Point]:
    """The readings in order. Words go below a point just under a line across, and below the second of two
    that stand close together."""
    points: list[_Point] = []
    for reading in sorted(readings, key=lambda reading: reading.day):
        x = (reading.day.toordinal() - span[0]) / (span[1] - span[0]) * width
        y = float(reading.value) * scale
        before = points[-1] if points else None
        crowded = before is not None and not before.below and x - before.x < WORDS_WIDE
        points.append(_Point(reading, x, y, crowded or any(0 < line - y < WORDS_HIGH for line in lines)))
    return points


def _words_with_room(level: Level, points: Sequence[_Point], *, width: float, scale: float) -> Words:
    """The end of the line, and the side of it, at which its words meet no point; if all do, above its right
    end."""
    text, at = f"{level.value:,} {level.name}", level.value * scale
    for left in (False, True):
        near = [point for point in points if (point.x if left else width - point.x) < END_WIDE]
        for below, low, high in ((False, at + 4, at + END_HIGH), (True, at - END_HIGH, at - 6)):
            if not any(point.covers(low, high) for point in near):
                return Words(text, left=left, below=below)
    return Words(text)


def _layers(points: Sequence[_Point], x: Spec, y: Spec) -> list[Spec]:
    """The line first, then the dots and their words above it."""
    groups = list(dict.fromkeys(point.reading.group for point in points))
    values = [
        {
            "day": point.reading.day.toordinal(),
            "value": float(point.reading.value),
            "words": point.reading.words,
            "group": groups.index(point.reading.group),
            "hollow": bool(point.reading.hollow),
            "below": point.below,
        }
        for point in points
    ]
    drawn = {"data": {"values": values}}
    line = {"type": "line", "color": "var(--accent)", "strokeWidth": 2}
    dot = {
        "type": "point",
        "filled": True,
        "size": 80,
        "opacity": 1,
        "stroke": "var(--accent)",
        "strokeWidth": 2,
    }
    fill = {"condition": {"test": "datum.hollow", "value": "var(--bg)"}, "value": "var(--accent)"}
    words = {"type": "text", "stroke": "var(--bg)", "strokeWidth": 4}
    return [
        drawn | {"mark": line, "encoding": {"x": x, "y": y, "detail": {"field": "group", "type": "nominal"}}},
        drawn | {"mark": dot, "encoding": {"x": x, "y": y, "fill": fill}},
        *(
            drawn
            | {
                "transform": [{"filter": test}],
                "mark": words | {"dy": dy},
                "encoding": {"x": x, "y": y, "text": {"field": "words", "type": "nominal"}},
            }
            for test, dy in (("!datum.below", -14), ("datum.below", 20))
        ),
    ]


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
