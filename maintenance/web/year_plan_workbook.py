"""The year plan as a workbook (Excel): centres by months, and row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from common.eras import era_day
from maintenance.web.sheets import Columns, new_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from common.fiscal_year import FiscalYear
    from maintenance.queries.year_plans import GridRow, PlanRow

MONTHS = [f"{(3 + column) % 12 + 1}月" for column in range(12)]
BY_MONTH = Columns(
    [("施設", 30), *((month, 7) for month in MONTHS), ("計", 8), ("要調整", 8), ("予算（円）", 14)],
    sums="予算（円）",
)
ROW_BY_ROW = Columns(
    [
        ("施設", 26),
        ("点検", 30),
        ("対象", 26),
        ("根拠", 26),
        ("期限", 12),
        ("実施予定日", 12),
        ("点検した日", 12),
        ("状態", 10),
        ("業者", 22),
        ("契約", 28),
        ("予算（円）", 14),
        ("要調整", 26),
        ("メモ", 30),
    ],
    sums="予算（円）",
)


def year_plan_workbook(
    year: FiscalYear, grid: Sequence[GridRow], rows: Sequence[PlanRow], *, on: date
) -> bytes:
    """Two sheets: 月別, one row for each centre, and 明細, one row for each inspection."""
    title = f"年間点検計画　{year.label}（{era_day(on)}現在）"
    with new_book(title) as (book, content):
        book.sheet("月別", title, BY_MONTH, [_by_month(line) for line in grid])
        book.sheet("明細", title, ROW_BY_ROW, [_row(row) for row in rows])
    return content.getvalue()


def _by_month(line: GridRow) -> list[Any]:
    return [
        line.name,
        *(cell.count or None for cell in line.cells),
        line.count,
        line.gaps or None,
        line.budget,
    ]


def _row(row: PlanRow) -> list[Any]:
    return [
        row.centre,
        row.name,
        row.part,
        row.law,
        row.due_on,
        None if row.done_on else row.day,
        row.done_on,
        row.progress.label,
        row.contractor,
        row.contract,
        row.budget,
        "、".join(str(gap.label) for gap in row.gaps),
        row.note,
    ]
