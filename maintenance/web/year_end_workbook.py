"""The year-end reports as a workbook (Excel): centre by centre, and row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from common.eras import era_day
from maintenance.choices import YearEndState
from maintenance.web.sheets import Columns, new_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from common.fiscal_year import FiscalYear
    from maintenance.queries.year_end import ReportLine, StatutoryRow

BY_CENTRE = Columns(
    [
        ("施設", 30),
        *((str(state.label), 10) for state in YearEndState),
        ("未回答", 10),
        ("状態", 16),
        ("確認した日", 12),
        ("確認した人", 18),
    ]
)
ROW_BY_ROW = Columns(
    [
        ("施設", 26),
        ("点検", 30),
        ("対象", 26),
        ("根拠", 28),
        ("期限", 12),
        ("点検した日", 12),
        ("点検した人", 20),
        ("実施状況", 12),
        ("理由", 40),
        ("今後の対応", 40),
        ("確認後の変わり", 34),
    ]
)


def year_end_workbook(year: FiscalYear, lines: Sequence[ReportLine], *, on: date) -> bytes:
    """Two sheets: 施設別, and 明細 with every statutory inspection of the year."""
    title = f"法定点検実施報告書　{year.label}（{era_day(on)}現在）"
    with new_book(title) as (book, content):
        book.sheet("施設別", title, BY_CENTRE, [_centre(line) for line in lines])
        book.sheet("明細", title, ROW_BY_ROW, [_row(line, row) for line in lines for row in line.rows])
    return content.getvalue()


def _centre(line: ReportLine) -> list[Any]:
    return [
        line.centre,
        *(line.counts[state] or None for state in YearEndState),
        line.unanswered or None,
        str(line.state.label),
        line.closed_on,
        line.confirmed_by,
    ]


def _row(line: ReportLine, row: StatutoryRow) -> list[Any]:
    return [
        line.centre,
        row.name,
        row.part,
        row.law,
        row.due_on,
        row.done_on,
        row.done_by,
        str(row.state.label),
        row.reason,
        row.plan,
        row.changed,
    ]
