"""What every workbook (Excel) of inspections shares: a sheet with its title, its head and its rows."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROW = 3


@dataclass(frozen=True)
class Columns:
    """The columns of a sheet, each with its width; ``sums``: which of them has its sum below."""

    names: Sequence[tuple[str, int]]
    sums: str = ""


class Book:
    """A workbook being written."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "total": book.add_format({"num_format": "#,##0", "bold": True, "top": 1}),
        }

    def sheet(self, name: str, title: str, columns: Columns, rows: Sequence[Sequence[Any]]) -> None:
        """One table; whole numbers and days are written as such, nothing is written for what is not known."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.freeze_panes(FIRST_ROW, 0)
        sheet.write_string(0, 0, title, self.formats["title"])
        for place, (head, width) in enumerate(columns.names):
            sheet.set_column(place, place, width)
            sheet.write_string(FIRST_ROW - 1, place, head, self.formats["head"])
        for number, row in enumerate(rows, start=FIRST_ROW):
            for place, value in enumerate(row):
                self._cell(sheet, number, place, value)
        if rows:
            end = FIRST_ROW + len(rows)
            sheet.autofilter(FIRST_ROW - 1, 0, end - 1, len(columns.names) - 1)
            self._sum(sheet, columns, rows, end)

    def _cell(self, sheet: Any, number: int, place: int, value: Any) -> None:
        if isinstance(value, int):
            sheet.write_number(number, place, value, self.formats["number"])
        elif isinstance(value, date):
            sheet.write_datetime(number, place, value, self.formats["day"])
        elif value:
            sheet.write_string(number, place, value, self.formats["text"])

    def _sum(self, sheet: Any, columns: Columns, rows: Sequence[Sequence[Any]], end: int) -> None:
        names = [name for name, _ in columns.names]
        if columns.sums not in names:
            return
        place = names.index(columns.sums)
        letter = chr(ord("A") + place)
        total = sum(row[place] for row in rows if row[place] is not None)
        formula = f"=SUBTOTAL(109,{letter}{FIRST_ROW + 1}:{letter}{end})"
        sheet.write_string(end, 0, "合計", self.formats["total"])
        sheet.write_formula(end, place, formula, self.formats["total"], total)


@contextmanager
def new_book(title: str) -> Iterator[tuple[Book, BytesIO]]:
    """A workbook and where its bytes are once it is closed. Text is text: it never becomes a formula."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": title})
        yield Book(book), content


def as_download(content: bytes, name: str) -> HttpResponse:
    """The workbook under its name."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    return response
