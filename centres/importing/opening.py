"""Opens a file that somebody hands in as a register: a workbook (xlsx) or CSV, whatever its name says."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from errno import EACCES, EISDIR, ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, Any

from centres.importing.limits import (
    CHILD_SECONDS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    MEGABYTE,
)
from centres.importing.sheets import Book, CannotImport, Row, Sheet, column_letter, refusal
from common.csv_text import UnreadableText, decode_text
from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROJECT = Path(__file__).resolve().parent.parent.parent
_CHILD = (sys.executable, "-m", "centres.importing.workbook_child")
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = {
    b"%PDF-": "PDF",
    b"\x89PNG": "画像（PNG）",
    b"\xff\xd8\xff": "画像（JPEG）",
    b"GIF8": "画像（GIF）",
    b"\x1f\x8b": "圧縮ファイル（gzip）",
    b"{\\rtf": "リッチテキスト（RTF）",
    b"<!DOCTYPE": "ウェブページ（HTML）",
    b"<html": "ウェブページ（HTML）",
    b"<?xml": "XML",
}
_SAVE_AGAIN = "Excelブック（.xlsx）かCSVで保存し直してから取り込んでください。"
_COPY = "一覧のシートだけを新しいブックに写してから取り込んでください。"
_TOO_SLOW = f"{CHILD_SECONDS}秒たっても読み終わらないため、ブックの読み込みを中止しました。{_COPY}"
_TOO_HEAVY = f"読むのに必要な記憶領域や時間が大きすぎるため、ブックの読み込みを中止しました。{_COPY}"
_CONTROL = frozenset(range(0x20)) - {0x09, 0x0A, 0x0D}
_LOOKED_AT = 8 * 1024


def open_book(path: Path) -> Book:
    """Everything in the file that can be seen.

    Raises ``CannotImport`` with what is wrong, naming sheet, row and column where there is one: no such file,
    no spreadsheet, broken, larger than a register can be, text in no known encoding.
    """
    data = _content(path)
    if data.startswith(_ZIP):
        return _workbook(path)
    if data.startswith(_OLD_OFFICE):
        sentence = f"古い形式（.xls）か、パスワードで保護されたブックです。{_SAVE_AGAIN}"
        raise refusal(sentence, code="old-workbook")
    beginning = data[:_LOOKED_AT].lstrip().lower()
    for mark, what in _NOT_TABLES.items():
        if beginning.startswith(mark.lower()):
            sentence = f"{what}です。表計算のファイルではありません。{_SAVE_AGAIN}"
            raise refusal(sentence, code="not-a-spreadsheet")
    return Book(sheets=(Sheet("", tuple(_csv_rows(_text(data)))),))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        why = {ENOENT: "そのファイルがありません", EISDIR: "フォルダーです", EACCES: "読む権限がありません"}
        sentence = f"ファイルを開けません（{why.get(error.errno or 0, error.strerror)}）。"
        raise refusal(sentence, code="no-file") from error
    if not data:
        sentence = "ファイルが空です。"
        raise refusal(sentence, code="empty-file")
    if len(data) > MAX_FILE_BYTES:
        sentence = f"ファイルが大きすぎます（{MAX_FILE_BYTES // MEGABYTE}MBまで）。"
        raise refusal(sentence, code="file-too-large")
    return data


def _workbook(path: Path) -> Book:
    """The workbook as its own process parsed it; that process may die of it, ours does not."""
    try:
        child = subprocess.run(  # noqa: S603 - our own module and one path, no shell
            [*_CHILD, str(path.resolve())],
            cwd=_PROJECT,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal(_TOO_SLOW, code="workbook-too-heavy") from error
    if child.returncode != 0:
        raise refusal(_TOO_HEAVY, code="workbook-too-heavy")
    answer = json.loads(child.stdout)
    if "problems" in answer:
        raise CannotImport(Problem(code, message) for code, message in answer["problems"])
    sheets = tuple(_sheet(sheet) for sheet in answer["sheets"])
    return Book(sheets, tuple(answer["hidden_sheets"]))


def _sheet(sheet: dict[str, Any]) -> Sheet:
    hidden = set(sheet["hidden_rows"])
    rows = (
        Row(number, _trimmed(cells), len(cells), number in hidden)
        for number, cells in enumerate(sheet["rows"], start=1)
    )
    return Sheet(sheet["name"], tuple(rows))


def _text(data: bytes) -> str:
    try:
        return decode_text(data)[0]
    except UnreadableText as error:
        if len(_CONTROL.intersection(data[:_LOOKED_AT])) > 1:
            sentence = f"文字の並びではないため、表計算のファイルとして読めません。{_SAVE_AGAIN}"
            raise refusal(sentence, code="not-a-spreadsheet") from error
        raise CannotImport(error.problems) from error


def _csv_rows(text: str) -> Iterator[Row]:
    """The rows of a CSV, or of the tab-separated text that Excel writes as UTF-16 (Unicodeテキスト)."""
    first_line = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first_line and "," not in first_line else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    total = 0
    try:
        for number, cells in enumerate(reader, start=1):
            row = Row(number, _trimmed(cells), len(cells))
            total += len(row.cells)
            _check_size(row, total)
            yield row
    except csv.Error as error:
        place = f"{reader.line_num}行目"
        sentence = f'{place}でCSVとして読めなくなりました。引用符「"」の対応を確かめてください。'
        raise refusal(sentence, code="broken-csv") from error


def _check_size(row: Row, total: int) -> None:
    letter = column_letter(max(len(row.cells), 1) - 1)
    if row.number > MAX_ROWS or len(row.cells) > MAX_COLUMNS or total > MAX_CELLS:
        sentence = (
            f"{row.number:,}行目 {letter}列まであります。"
            f"読み込めるのは{MAX_ROWS:,}行・{MAX_COLUMNS:,}列・{MAX_CELLS // 10_000}万セルまでです。"
            "一覧より下の空の行を削除してから取り込んでください。"
        )
        raise refusal(sentence, code="sheet-too-large")


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    """The cells up to the last one in which anything stands."""
    length = len(cells)
    while length and not cells[length - 1].strip():
        length -= 1
    return tuple(cells[:length])
