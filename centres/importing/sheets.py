"""A register as it came in (読み込んだ表): rows of text, before anybody knows what the columns mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from common.problems import Problem, Refused

_EXCEL_ERROR = re.compile(r"#(N/A|GETTING_DATA|[A-Z0-9/]+[!?])")


class CannotImport(Refused):
    """A file cannot be imported at all; each problem says why, in one sentence. Nothing was changed."""


def refusal(sentence: str, *, code: str) -> CannotImport:
    """The exception for a file of which one thing is wrong."""
    return CannotImport([Problem(code, sentence)])


def is_excel_error(text: str) -> bool:
    """Whether a cell holds no value but an error of the spreadsheet: #N/A, #REF!, #DIV/0!."""
    return _EXCEL_ERROR.fullmatch(text) is not None


@dataclass(frozen=True)
class Row:
    """One row, with its number as the spreadsheet shows it; cells beyond the last filled one are left out.

    ``width`` is how many cells the file gave the row, blank ones at the end included.
    """

    number: int
    cells: tuple[str, ...]
    width: int
    is_hidden: bool = False

    def cell(self, column: int) -> str:
        """The text in a column counted from 0, without spaces around it; "" where there is no such cell."""
        return self.cells[column].strip() if column < len(self.cells) else ""

    @property
    def filled(self) -> list[int]:
        """The columns, counted from 0, in which anything stands."""
        return [column for column, text in enumerate(self.cells) if text.strip()]


@dataclass(frozen=True)
class Sheet:
    """One visible sheet; a CSV file is one sheet without a name."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Book:
    """A whole file: its visible sheets, and the names of those that are hidden and were not read."""

    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...] = ()


def column_letter(column: int) -> str:
    """The letter of a column counted from 0: A, Z, AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column, counted from 0, of a letter: the reverse of ``column_letter``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
