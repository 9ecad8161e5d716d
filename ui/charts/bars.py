"""Yen for each fiscal year (年度ごとの金額) as stacked bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.charts.drawing import (
    ABOVE,
    BELOW,
    BESIDE,
    DIGIT,
    HEIGHTS,
    IN_A_COLUMN,
    ROOMS,
    Chart,
    LegendEntry,
    house,
    in_rooms,
)
from ui.charts.scales import Words, axis, heights, in_unit, level_layers, ticks_up_to, unit_of, year_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from common.fiscal_year import FiscalYear
    from ui.charts.drawing import Spec
    from ui.charts.scales import Level

# Told apart in greyscale: dark, lines, grey, dots, a net. The patterns are drawn in ``ui/icons.html``.
FILLS = ("var(--accent)", "url(#shade-lines)", "var(--finished)", "url(#shade-dots)", "url(#shade-net)")
EDGES = ("var(--bg)", "var(--accent)", "var(--bg)", "var(--accent)", "var(--accent)")
NEAR = 20


@dataclass(frozen=True)
class Series:
    """One part of every bar (内訳): its name, and its whole yen in each of the years."""

    name: str
    amounts: tuple[int, ...]


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
    named = {tick: in_unit(tick, unit) for tick in ticks}
    left = max(map(len, named.values())) * DIGIT + BESIDE
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
            "x": x | {"axis": axis(year_labels(years, band))},
            "y": {"field": "amount", "stack": "zero"} | heights(named),
            "fill": _by_series(FILLS[: len(series)]),
            "stroke": _by_series(EDGES[: len(series)]),
            "order": {"field": "series", "type": "ordinal"},
        },
    }
    words = [
        Words(
            f"{level.name} {in_unit(level.value, unit)}{name}",
            below=any(0 <= other.value - level.value < apart for other in levels if other is not level),
        )
        for level in levels
    ]
    return house({"layer": [bars, *level_layers(levels, words)]}, room, left=left)


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
