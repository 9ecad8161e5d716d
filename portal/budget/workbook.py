"""The list for the budget request as a workbook (Excel)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from common.eras import era_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from portal.budget.queries import Budget, CentreCosts

LINES = (
    ("年度", 12),
    ("地区", 14),
    ("施設", 26),
    ("種類", 12),
    ("件名", 34),
    ("対象", 26),
    ("金額（円）", 16),
    ("金額の根拠", 52),
)
CENTRES = (("地区", 14), ("施設", 30), ("件数", 8), ("金額（円）", 16), ("金額が分からない件数", 22))
FIRST_ROW = 3


def workbook(budget: Budget, *, on: date) -> bytes:
    """Two sheets: 明細, one row for each line, and 施設別 with the sums as formulas over it.

    An amount that nobody knows is an empty cell, never a zero, and its reason stands beside it.
    """
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": f"予算要求の一覧 {budget.year.label}"})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "yen": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "sum": book.add_format({"num_format": "#,##0", "bold": True, "top": 1}),
            "total": book.add_format({"bold": True, "top": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        rows = _line_rows(budget)
        _sheet(book.add_worksheet("明細"), _headed(budget, on), LINES, rows, formats)
        by_centre = [_centre_row(group) for group in budget.groups]
        _sheet(book.add_worksheet("施設別"), _headed(budget, on), CENTRES, by_centre, formats)
    return content.getvalue()


def _headed(budget: Budget, on: date) -> str:
    return f"予算要求の一覧　{budget.year.label}（{era_day(on)}現在の見込み）"


def _line_rows(budget: Budget) -> list[list[Any]]:
    return [
        [
            budget.year.label,
            group.district,
            group.name,
            line.kind.label,
            line.title,
            line.place,
            line.yen,
            line.basis,
        ]
        for group in budget.groups
        for line in group.lines
    ]


def _centre_row(group: CentreCosts) -> list[Any]:
    return [group.district, group.name, len(group.lines), group.sum.yen, group.sum.unknown or None]


def _sheet(
    sheet: Any, title: str, columns: Sequence[tuple[str, int]], rows: list[list[Any]], formats: dict[str, Any]
) -> None:
    """One table with its title, its head, its rows, and the sum of the column of yen below it."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.write_string(0, 0, title, formats["title"])
    for place, (name, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(FIRST_ROW - 1, place, name, formats["head"])
    for number, row in enumerate(rows, start=FIRST_ROW):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, place, value, formats["yen"])
            elif value:
                sheet.write_string(number, place, value, formats["text"])
    yen = next(place for place, (name, _) in enumerate(columns) if name.startswith("金額（円）"))
    end = FIRST_ROW + len(rows)
    sheet.write_string(end, 0, "合計", formats["total"])
    if rows:
        sheet.autofilter(FIRST_ROW - 1, 0, end - 1, len(columns) - 1)
        letter = chr(ord("A") + yen)
        total = sum(row[yen] for row in rows if row[yen] is not None)
        sheet.write_formula(
            end, yen, f"=SUBTOTAL(109,{letter}{FIRST_ROW + 1}:{letter}{end})", formats["sum"], total
        )
