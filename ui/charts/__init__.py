"""Charts (図): a Vega-Lite specification becomes SVG inside the page, in our colour roles and our type.

A chart is drawn once for each room it may get (phone, column, whole page), and the style sheet shows the one
that fits, so that letters stay near 14 px.
"""

from __future__ import annotations

from ui.charts.bars import Series, bars_by_year, yearly_chart
from ui.charts.drawing import (
    BESIDE_ANOTHER,
    IN_A_COLUMN,
    ON_THE_WHOLE_PAGE,
    Chart,
    LegendEntry,
    chart_svg,
    in_rooms,
)
from ui.charts.history import Reading, history_chart, line_over_time
from ui.charts.months import MONTHS, Year, bars_by_month, monthly_chart
from ui.charts.scales import Level, in_unit, ticks_up_to, unit_of, year_labels

__all__ = [
    "BESIDE_ANOTHER",
    "IN_A_COLUMN",
    "MONTHS",
    "ON_THE_WHOLE_PAGE",
    "Chart",
    "LegendEntry",
    "Level",
    "Reading",
    "Series",
    "Year",
    "bars_by_month",
    "bars_by_year",
    "chart_svg",
    "history_chart",
    "in_rooms",
    "in_unit",
    "line_over_time",
    "monthly_chart",
    "ticks_up_to",
    "unit_of",
    "year_labels",
    "yearly_chart",
]
