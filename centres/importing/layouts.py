"""Finds out how a register is laid out (様式): its sheet, the row of its headings, what each column means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from centres.importing.mappings import (
    Mapping,
    mapping_named,
    names_of_mappings,
    plain_heading,
    shipped_mappings,
)
from centres.importing.sheets import Book, CannotImport, Row, Sheet, column_letter, refusal
from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEADINGS_WITHIN = 10
FIELD_LABELS = {"name": "名称", "municipality_code": "団体コード", "poi_code": "POIコード"}


@dataclass(frozen=True)
class Column:
    """A column of the file: counted from 0, and its heading as the file writes it."""

    index: int
    heading: str

    @property
    def letter(self) -> str:
        """As the spreadsheet shows it: A, B, AA."""
        return column_letter(self.index)

    def __str__(self) -> str:
        return f"{self.letter}列「{self.heading}」" if self.heading else f"{self.letter}列（見出しなし）"


@dataclass(frozen=True)
class Layout:
    """What is where in one file; ``columns`` has for each field its columns, the one asked first in front."""

    mapping: Mapping
    sheet: Sheet
    header_row: int
    columns: dict[str, tuple[Column, ...]]
    unread_columns: tuple[Column, ...]
    other_sheets: tuple[str, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the headings."""
        return tuple(row for row in self.sheet.rows if row.number > self.header_row)


def choose_layout(book: Book, *, mapping_name: str = "", sheet_name: str = "") -> Layout:
    """The layout of a file, by the mapping named, else by its headings.

    Raises ``CannotImport`` when no mapping fits (naming those there are), when several sheets do, when a
    sheet is not there, when a required column is missing, or a needed heading stands twice.
    """
    sheets = _sheets_named(book, sheet_name)
    if mapping_name:
        mapping = mapping_named(mapping_name)
        if mapping.sheet and not sheet_name and book.sheets[0].name:
            sheets = _sheets_named(book, mapping.sheet)
        fitting = [(mapping, sheet, row) for sheet in sheets if (row := _header_row(sheet, mapping))]
    else:
        fitting = [found for sheet in sheets if (found := _recognised(sheet))]
    if not fitting:
        raise _unrecognised(sheets, mapping_name)
    if len(fitting) > 1:
        names = "、".join(f"「{sheet.name}」" for _, sheet, _ in fitting)
        sentence = f"一覧のシートが{len(fitting)}枚あります（{names}）。--sheet で一枚を指定してください。"
        raise refusal(sentence, code="several-sheets")
    mapping, sheet, headings = fitting[0]
    others = tuple(other.name for other in book.sheets if other is not sheet)
    return _layout(mapping, sheet, headings, others)


def _sheets_named(book: Book, name: str) -> tuple[Sheet, ...]:
    if not book.sheets:
        sentence = "表示されているシートがありません。"
        raise refusal(sentence, code="no-sheet")
    sheets = tuple(sheet for sheet in book.sheets if not name or sheet.name == name)
    if not sheets:
        there = "、".join(f"「{sheet.name}」" for sheet in book.sheets)
        sentence = f"シート「{name}」がありません（あるシート：{there}）。"
        raise refusal(sentence, code="no-sheet")
    return sheets


def _recognised(sheet: Sheet) -> tuple[Mapping, Sheet, Row] | None:
    for mapping in shipped_mappings():
        row = _header_row(sheet, mapping)
        if row and mapping.recognised_by and plain_heading(mapping.recognised_by) in _headings(row):
            return mapping, sheet, row
    return None


def _header_row(sheet: Sheet, mapping: Mapping) -> Row | None:
    """The row named by the mapping, else that among the first with most of its headings; None without any."""
    if mapping.header_row:
        return next((row for row in sheet.rows if row.number == mapping.header_row), None)
    first = sheet.rows[:HEADINGS_WITHIN]
    best = max(first, key=lambda row: _known(row, mapping), default=None)
    return best if best and _known(best, mapping) else None


def _known(row: Row, mapping: Mapping) -> int:
    return len(mapping.columns.keys() & _headings(row))


def _headings(row: Row) -> set[str]:
    return {plain_heading(text) for text in row.cells}


def _unrecognised(sheets: Iterable[Sheet], mapping_name: str) -> CannotImport:
    if mapping_name:
        sentence = f"対応表「{mapping_name}」の見出しが、はじめの{HEADINGS_WITHIN}行に見つかりません。"
        return refusal(sentence, code="unknown-layout")
    if not any(row.filled for sheet in sheets for row in sheet.rows):
        return refusal("何も書かれていません。", code="empty-file")
    sentence = f"見出しから様式を判別できません。--mapping で対応表を指定してください。{names_of_mappings()}"
    return refusal(sentence, code="unknown-layout")


def _layout(mapping: Mapping, sheet: Sheet, headings: Row, others: tuple[str, ...]) -> Layout:
    by_heading: dict[str, list[Column]] = {}
    for index, text in enumerate(headings.cells):
        by_heading.setdefault(plain_heading(text), []).append(Column(index, " ".join(text.split())))
    columns = {
        name: tuple(by_heading[heading][0] for heading in mapping.headings_of(name) if heading in by_heading)
        for name in dict.fromkeys(mapping.columns.values())
    }
    problems = [*_missing(mapping, columns, headings), *_twins(mapping, by_heading, headings)]
    if problems:
        raise CannotImport(problems)
    read = {column.index for asked in columns.values() for column in asked}
    unread = (column for found in by_heading.values() for column in found if column.index not in read)
    in_use = {index for row in sheet.rows if row.number > headings.number for index in row.filled}
    beyond = (Column(index, "") for index in in_use if index >= len(headings.cells))
    unread_columns = [column for column in (*unread, *beyond) if column.heading or column.index in in_use]
    return Layout(
        mapping=mapping,
        sheet=sheet,
        header_row=headings.number,
        columns={name: found for name, found in columns.items() if found},
        unread_columns=tuple(sorted(unread_columns, key=lambda column: column.index)),
        other_sheets=others,
    )


def _missing(mapping: Mapping, columns: dict[str, tuple[Column, ...]], headings: Row) -> Iterator[Problem]:
    for name in ("municipality_code", "name"):
        if not columns.get(name) and name not in mapping.constants:
            wanted = "」か「".join(mapping.headings_of(name)) or FIELD_LABELS[name]
            sentence = f"必須の列「{wanted}」がありません（{headings.number}行目の見出し）。"
            yield Problem("missing-column", sentence, field=name)


def _twins(mapping: Mapping, by_heading: dict[str, list[Column]], headings: Row) -> Iterator[Problem]:
    for heading in mapping.columns:
        found = by_heading.get(heading, [])
        if len(found) > 1:
            letters = "列と".join(column.letter for column in found)
            place = f"{headings.number}行目 {letters}列"
            sentence = f"見出し「{heading}」が{place}にあり、どちらを読むか決められません。"
            yield Problem("heading-twice", sentence)
