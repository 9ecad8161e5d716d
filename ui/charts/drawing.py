"""A specification becomes SVG inside the page, and what stands around it.

The SVG carries no script, no style and no address: ``var(--accent)`` in a ``fill`` follows the page into dark
and print. Nothing depends on the fonts of the machine: places come from the numbers, and the words are set by
the page.
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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.utils.safestring import SafeString

Spec = dict[str, Any]

# How wide a chart is drawn, in pixels, for a phone, the main column and the whole page; how high in each.
ROOMS = {"narrow": 335, "half": 570, "wide": 800, "full": 1160}
HEIGHTS = {"narrow": 220, "half": 240, "wide": 260, "full": 300}
IN_A_COLUMN, ON_THE_WHOLE_PAGE = ("narrow", "wide"), ("narrow", "wide", "full")
BESIDE_ANOTHER = ("narrow", "half", "wide")
LETTER, DIGIT = 14, 8.5
BESIDE, ABOVE, BELOW = 10, 26, 26
WIDEST_TABLE = 3

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


def house(spec: Spec, room: str, *, left: float) -> Spec:
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
