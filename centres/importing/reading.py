"""Turns the rows of a register into facts (行の読み取り), every bad cell named. Knows no database."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from centres.importing.report import CellNote
from centres.importing.sheets import Row, column_letter, is_excel_error, refusal
from centres.importing.values import PARSERS, BadValue, municipality_code, one_line, poi_codes, register_id
from common.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from centres.importing.layouts import Column, Layout
    from centres.importing.mappings import Only

T = TypeVar("T")

PROGRESS_EVERY = 1_000
_NO_FACTS = {"municipality_code", "register_id", "poi_code"}
_VERSION = re.compile(r"ver", re.IGNORECASE)


@dataclass
class Entry:
    """One row read: the centre's code, the facts that are not blank, and the column each came from.

    ``has_number`` tells whether the register numbers the centre, or knows it by its name alone.
    """

    row: int
    code: str = ""
    has_number: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    problems: list[CellNote] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The code as it is compared."""
        return key_of(self.code)

    def refuse(self, name: str, message: str) -> None:
        """Note what is wrong with a field, at its cell where it has one."""
        column = self.columns.get(name)
        place = (column.letter, column.heading) if column else ("", "")
        self.problems.append(CellNote(self.row, *place, message))


@dataclass(frozen=True)
class Reading:
    """Every row of a register that is a centre, and what is to be said of the others."""

    entries: tuple[Entry, ...]
    blanks: tuple[CellNote, ...]
    hidden_rows: tuple[int, ...]
    version_rows: tuple[int, ...]
    left_out_rows: int


def key_of(code: str) -> str:
    """A centre's code as it is compared: leading zeros of a number do not count, as Excel drops them."""
    municipality, hyphen, rest = code.partition("-")
    return f"{municipality}{hyphen}{rest.lstrip('0') or '0'}" if rest.isdecimal() else code


def read_rows(layout: Layout, only: Only, *, progress: Callable[[int, int], None]) -> Reading:
    """Read every row below the headings; ``progress`` is told now and then how many of how many.

    Raises ``CannotImport`` when the choice (``only``) needs a column that the file does not have, or no row
    is left.
    """
    _check_choice(layout, only)
    filled = [row for row in layout.rows if row.filled]
    version = [row for row in filled[-1:] if _is_version(row)]
    reader = _RowReader(layout)
    entries, left_out, hidden = [], 0, []
    for done, row in enumerate(filled[: len(filled) - len(version)], start=1):
        if reader.is_wanted(row, only):
            entries.append(reader.read(row))
        else:
            left_out += 1
        hidden += [row.number] if row.is_hidden else []
        if done % PROGRESS_EVERY == 0:
            progress(done, len(filled))
    if not entries:
        where = f"{layout.header_row}行目の見出しより下、対象外{left_out}行"
        sentence = f"取り込む行がありません（{where}）。"
        raise refusal(sentence, code="no-rows")
    _refuse_twins(entries)
    return Reading(
        entries=tuple(entries),
        blanks=tuple(reader.blanks),
        hidden_rows=tuple(hidden),
        version_rows=tuple(row.number for row in version),
        left_out_rows=left_out,
    )


def _check_choice(layout: Layout, only: Only) -> None:
    if only.poi_codes and "poi_code" not in layout.columns:
        sentence = (
            f"POIコードで選ぶには列「POIコード」が必要です（{layout.header_row}行目の見出しにありません）。"
        )
        raise refusal(sentence, code="missing-column")


def _is_version(row: Row) -> bool:
    """Whether the row only says which version the layout has (Ver1.2), as some files do at their end."""
    return len(row.filled) == 1 and _VERSION.match(row.cell(row.filled[0])) is not None


class _RowReader:
    """Reads rows of one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.blanks: list[CellNote] = []
        self.width = next(row.width for row in layout.sheet.rows if row.number == layout.header_row)

    def is_wanted(self, row: Row, only: Only) -> bool:
        """Whether the row is a centre by the choice made."""
        if not only.poi_codes and not only.name_contains:
            return True
        codes, name = (
            self._first(row, columns)[0] if (columns := self.layout.columns.get(field_name)) else ""
            for field_name in ("poi_code", "name")
        )
        return bool(poi_codes(codes) & only.poi_codes) or any(word in name for word in only.name_contains)

    def read(self, row: Row) -> Entry:
        entry = Entry(row.number)
        self._note_errors(row)
        if not self.layout.sheet.name and len(row.cells) > self.width:
            message = "見出しより右に値があります。区切りの「,」で列がずれていないか確かめてください。"
            entry.problems.append(CellNote(row.number, column_letter(len(row.cells) - 1), "", message))
        texts = {}
        for name, columns in self.layout.columns.items():
            texts[name], entry.columns[name] = self._first(row, columns, with_errors=name == "register_id")
        for name, text in texts.items():
            if text and name not in _NO_FACTS:
                value = _parsed(entry, name, PARSERS.get(name, one_line), text)
                entry.facts |= {} if value is None else {name: value}
        if not texts["name"]:
            entry.refuse("name", "名称がありません。")
        self._set_code(entry, texts)
        return entry

    def _first(
        self, row: Row, columns: tuple[Column, ...], *, with_errors: bool = False
    ) -> tuple[str, Column]:
        """The first text that is not blank, and its column; an error of the spreadsheet's is a blank."""
        for column in columns:
            text = row.cell(column.index)
            if text and (with_errors or not is_excel_error(text)):
                return text, column
        return "", columns[0]

    def _note_errors(self, row: Row) -> None:
        for name, columns in self.layout.columns.items():
            for column in columns:
                text = row.cell(column.index)
                if is_excel_error(text) and name != "register_id":
                    self.blanks.append(CellNote(row.number, column.letter, column.heading, text))

    def _set_code(self, entry: Entry, texts: dict[str, str]) -> None:
        """団体コード-ID, or where the row has no ID 団体コード-name; "" when it cannot be told."""
        given = texts.get("municipality_code") or self.layout.mapping.constants.get("municipality_code", "")
        municipality = _parsed(entry, "municipality_code", municipality_code, given)
        number = _parsed(entry, "register_id", register_id, texts.get("register_id", ""))
        entry.has_number = bool(number)
        own = number or fold_name(entry.facts.get("name", ""))
        if municipality and number is not None and own:
            entry.code = f"{municipality}-{own}"


def _parsed(entry: Entry, name: str, parse: Callable[[str], T], text: str) -> T | None:
    """The value of a cell; None when it is refused."""
    try:
        return parse(text)
    except BadValue as error:
        entry.refuse(name, str(error))
        return None


def _refuse_twins(entries: Iterable[Entry]) -> None:
    """Of rows with one key every one is refused, naming them all."""
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.code:
            rows[entry.key].append(entry)
    for key, twins in rows.items():
        if len(twins) > 1:
            numbers = "と".join(f"{twin.row}行目" for twin in twins)
            for twin in twins:
                which = "register_id" if twin.has_number else "name"
                twin.refuse(which, f"{numbers}のキーが同じです（{key}）。どれが正しいか決められません。")
