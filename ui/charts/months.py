"""A count for each month of a fiscal year beside the year before (月ごとの数)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.charts.bars import EDGES, FILLS
from ui.charts.drawing import (
    BESIDE,
    DIGIT,
    IN_A_COLUMN,
    ROOMS,
    Chart,
    LegendEntry,
    house,
    in_rooms,
)
from ui.charts.scales import LEAST_APART, axis, heights, ticks_up_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.charts.drawing import Spec

MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
"""The months of a fiscal year, in their order."""

NOT_KNOWN = "―"
INKS = ((FILLS[0], EDGES[0]), (FILLS[2], EDGES[2]))


@dataclass(frozen=True)
class Year:
    """A fiscal year by its months, April first; None where a month is not known."""

    name: str
    counts: tuple[int | None, ...]


def bars_by_month(years: Sequence[Year], *, room: str = "wide") -> Spec:
    """Two bars for each month, this year's and beside it last year's; none where a month is not known."""
    highest = max([*(count for year in years for count in year.counts if count is not None), 1])
    named = {tick: f"{tick:,}" for tick in ticks_up_to(highest)}
    left = max(map(len, named.values())) * DIGIT + BESIDE
    band = (ROOMS[room] - left - BESIDE) / len(MONTHS)
    every = 1 if band >= LEAST_APART else 2
    words = {index: f"{month}月" for index, month in enumerate(MONTHS) if index % every == 0}
    counts = [
        {"month": month, "series": series, "count": count}
        for series, year in enumerate(years)
        for month, count in enumerate(year.counts)
        if count is not None
    ]
    series = list(range(len(years)))
    bars = {
        "data": {"values": counts},
        "mark": {"type": "bar", "strokeWidth": 0.75},
        "encoding": {
            "x": {
                "field": "month",
                "type": "ordinal",
                "scale": {"domain": list(range(len(MONTHS))), "paddingInner": 0.25, "paddingOuter": 0.1},
                "axis": axis(words),
            },
            "xOffset": {"field": "series", "type": "ordinal", "scale": {"domain": series}},
            "y": {"field": "count"} | heights(named),
            "fill": _ink([fill for fill, _ in INKS[: len(years)]]),
            "stroke": _ink([edge for _, edge in INKS[: len(years)]]),
        },
    }
    return house({"layer": [bars]}, room, left=left)


def _ink(inks: Sequence[str]) -> Spec:
    scale = {"domain": list(range(len(inks))), "range": list(inks)}
    return {"field": "series", "type": "ordinal", "legend": None, "scale": scale}


def monthly_chart(
    caption: str, years: Sequence[Year], unit: str, *, rooms: Sequence[str] = IN_A_COLUMN
) -> Chart:
    """A count for each month of two fiscal years, with the table that says the same."""
    told = []
    for year in years:
        known = [count for count in year.counts if count is not None]
        told.append(f"{year.name}は{len(known)}か月で{sum(known):,}{unit}")
    return Chart(
        caption,
        in_rooms(
            lambda room: bars_by_month(years, room=room),
            label=f"{caption}：{'、'.join(told)}。",
            rooms=rooms,
        ),
        head=("月", *(f"{year.name}（{unit}）" for year in years)),
        rows=tuple(
            (f"{month}月", *(_words(year.counts[index]) for year in years))
            for index, month in enumerate(MONTHS)
        ),
        legend=tuple(LegendEntry(year.name, fill=fill) for year, (fill, _) in zip(years, INKS, strict=False)),
        unit=f"単位：{unit}",
    )


def _words(count: int | None) -> str:
    return NOT_KNOWN if count is None else f"{count:,}"
