"""What the charts share: axes, units, round numbers, and lines across."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from common.fiscal_year import FiscalYear
    from ui.charts.drawing import Spec

DASHES = ((), (6, 4), (2, 3))
LEAST_APART = 36
MOST_TICKS = 5
YEN_UNITS = ((100_000_000, "億円"), (10_000, "万円"), (1, "円"))
STEPS_OF_YEARS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Level:
    """A line across the chart (上限・平均・目安): its name and where it lies."""

    name: str
    value: int


def axis(labels: Mapping[int, str], **more: Any) -> Spec:
    """An axis with these words at these values."""
    table = json.dumps({str(value): words for value, words in labels.items()}, ensure_ascii=False)
    return {"values": list(labels), "tickCount": len(labels), "labelExpr": f"{table}[datum.value]", **more}


def heights(labels: Mapping[int, str]) -> Spec:
    return {
        "axis": axis(labels, grid=True, gridColor="var(--rule)"),
        "scale": {"domain": [min(labels), max(labels)], "nice": False},
        "type": "quantitative",
    }


@dataclass(frozen=True)
class Words:
    """The words of a line across: at which end of it they stand, and whether below it."""

    text: str
    left: bool = False
    below: bool = False


def level_layers(levels: Sequence[Level], words: Sequence[Words]) -> list[Spec]:
    """A line for each level, with its words."""
    layers: list[Spec] = []
    height = {"field": "level", "type": "quantitative"}
    for index, (level, said) in enumerate(zip(levels, words, strict=True)):
        place = {"data": {"values": [{"level": level.value, "words": said.text}]}}
        dash = list(DASHES[index % len(DASHES)])
        rule = {"type": "rule", "color": "var(--ink)", "strokeWidth": 1.5, "strokeDash": dash}
        text = {
            "type": "text",
            "align": "left" if said.left else "right",
            "dy": 14 if said.below else -8,
            "stroke": "var(--bg)",
            "strokeWidth": 4,
        }
        end = {"value": 0 if said.left else "width"}
        shown = {"y": height, "x": end, "text": {"field": "words", "type": "nominal"}}
        layers += [
            place | {"mark": rule, "encoding": {"y": height}},
            place | {"mark": text, "encoding": shown},
        ]
    return layers


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
