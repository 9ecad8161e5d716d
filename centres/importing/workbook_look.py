"""A streaming look into a workbook (下見): how far its sheets reach and what is hidden, before it is loaded.

A sheet of five kilobytes may claim a cell at XFD1048576, and a parser that lays out the rectangle asks for
hundreds of gigabytes. The look reads the XML piece by piece, takes no entity, and stops at the first cell out
of bounds.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from centres.importing.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from centres.importing.sheets import CannotImport, column_index, column_letter, refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNREADABLE = "ブックの中身を読めません。Excelで開いて保存し直してから、もう一度取り込んでください。"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CHUNK = 64 * 1024
_CONTENT = {"v", "is", "f"}
_YES = {"1", "true"}
_ERROR_SHOWN_LENGTH = 20


@dataclass
class SheetLook:
    """What is known of one sheet before it is parsed. Rows count from 1, columns from 0."""

    name: str
    is_hidden: bool
    last_row: int = 0
    last_column: int = -1
    hidden_rows: list[int] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def look_into(path: Path) -> list[SheetLook]:
    """A look at every sheet of the workbook; of a hidden one only its name.

    Raises ``CannotImport`` when the XML cannot be read, or a visible sheet reaches too far: then it names
    sheet and cell.
    """
    with zipfile.ZipFile(path) as package:
        parts = {name.lower(): name for name in package.namelist()}
        book = next((r.part for r in _relations(package, parts, "") if r.kind == "officeDocument"), "")
        sheets = {r.id: r.part for r in _relations(package, parts, book) if r.kind == "worksheet"}
        looks = []
        for look, relation in _listed_sheets(package, parts.get(book, "")):
            part = parts.get(sheets.get(relation, ""))
            if part is None:
                continue
            if not look.is_hidden:
                with package.open(part) as stream:
                    _SheetReader(look).read(stream)
            looks.append(look)
    return looks


class _Relation(NamedTuple):
    """That one part belongs to another: its id there, what kind it is, its name in small letters."""

    id: str
    kind: str
    part: str


def _relations(package: zipfile.ZipFile, parts: dict[str, str], part: str) -> list[_Relation]:
    """The parts that belong to a part of the package; "" is the package itself."""
    folder, name = posixpath.split(part)
    found: list[_Relation] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found.append(_Relation(attributes.get("Id", ""), kind, target.lstrip("/").lower()))

    listed_in = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if listed_in:
        with package.open(listed_in) as stream:
            _parse(stream, start)
    return found


def _listed_sheets(package: zipfile.ZipFile, part: str) -> list[tuple[SheetLook, str]]:
    """The sheets that the workbook lists, each with the id of its relation to a part of the package."""
    found: list[tuple[SheetLook, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            relation = next((value for name, value in attributes.items() if _local(name) == "id"), "")
            found.append((SheetLook(attributes.get("name", ""), is_hidden), relation))

    if not part:
        raise refusal(UNREADABLE, code="broken-workbook")
    with package.open(part) as stream:
        _parse(stream, start)
    return found


class _SheetReader:
    """Reads the XML of one sheet into its look."""

    def __init__(self, look: SheetLook) -> None:
        self.look = look
        self.row = 0
        self.column = -1
        self.error: list[str] | None = None
        self.in_value = False

    def read(self, stream: IO[bytes]) -> None:
        _parse(stream, self.start, self.end, self.text)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if tag in _CONTENT:
            self.in_value = tag == "v"
            self._reach()
        elif tag == "c":
            self._cell(attributes)
        elif tag == "row":
            self._row(attributes)
        elif tag == "dimension":
            self._dimension(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        tag = _local(tag)
        if tag == "v":
            self.in_value = False
        elif tag == "c" and self.error is not None:
            self.look.errors[self.row, self.column] = "".join(self.error)[:_ERROR_SHOWN_LENGTH]
            self.error = None

    def text(self, text: str) -> None:
        if self.in_value and self.error is not None:
            self.error.append(text)

    def _dimension(self, reference: str) -> None:
        last = _REFERENCE.fullmatch(reference.rpartition(":")[2].replace("$", ""))
        if last and int(last[2]) > MAX_ROWS:
            raise self._too_far(int(last[2]), column_index(last[1]), f"範囲が{reference}となっていて、")

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if number.isdecimal() else self.row + 1
        self.column = -1
        if self.row > MAX_ROWS:
            raise self._too_far(self.row, 0)
        if attributes.get("hidden") in _YES:
            self.look.hidden_rows.append(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        named = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_index(named[1]) if named else self.column + 1
        self.row = int(named[2]) if named else self.row
        self.error = [] if attributes.get("t") == "e" else None

    def _reach(self) -> None:
        """Something stands in the present cell: an empty cell, however coloured, does not count."""
        look = self.look
        look.last_row, look.last_column = max(look.last_row, self.row), max(look.last_column, self.column)
        cells = look.last_row * (look.last_column + 1)
        if self.row > MAX_ROWS or self.column >= MAX_COLUMNS or cells > MAX_CELLS:
            raise self._too_far(self.row, self.column)

    def _too_far(self, row: int, column: int, why: str = "") -> CannotImport:
        sentence = (
            f"シート「{self.look.name}」は{why}{row}行目 {column_letter(column)}列まであります。"
            f"読み込めるのは{MAX_ROWS:,}行・{MAX_COLUMNS:,}列・{MAX_CELLS // 10_000}万セルまでです。"
            "一覧より下の空の行と右の空の列を削除し、保存し直してから取り込んでください。"
        )
        return refusal(sentence, code="sheet-too-large")


def _parse(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keywords
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, zipfile.BadZipFile) as error:
        raise refusal(UNREADABLE, code="broken-workbook") from error


def _refuse_doctype(*_declaration: object) -> None:
    sentence = "ブックの中に、読み込んではいけない宣言（DOCTYPE）があります。"
    raise refusal(sentence, code="unsafe-workbook")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
