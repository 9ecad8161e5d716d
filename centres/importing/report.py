"""What an import did, or would do (取込みの報告): as values, as text for people, and as JSON for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class CellNote:
    """A remark on one cell, or on a row as a whole (then ``column`` and ``heading`` are empty)."""

    row: int
    column: str
    heading: str
    message: str

    @property
    def place(self) -> str:
        """As people look for it: 12行目 K列「緯度」."""
        cell = f" {self.column}列" if self.column else ""
        return f"{self.row}行目{cell}" + (f"「{self.heading}」" if self.heading else "")

    def __str__(self) -> str:
        return f"{self.place}：{self.message}"

    def where(self) -> tuple[int, int, str]:
        """For sorting: row by row, from left to right."""
        return self.row, len(self.column), self.column


@dataclass(frozen=True)
class Change:
    """One field of a centre: what it said before and what the register says (「」 is blank)."""

    field: str
    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.label}：{self.old or '（空欄）'} → {self.new}"


@dataclass(frozen=True)
class Line:
    """One centre in the report; ``row`` is None when it is not in the file."""

    row: int | None
    code: str
    name: str
    changes: tuple[Change, ...] = ()

    def __str__(self) -> str:
        where = "" if self.row is None else f"{self.row}行目　"
        return f"{where}{self.name}（{self.code}）"


@dataclass(frozen=True)
class FileNotes:
    """What is to be said of the file itself: what was left unread, read although hidden, or taken for blank.

    ``hidden_rows`` were read; ``left_out_rows`` counts those that are no centres by the choice made (対象外).
    """

    file: str
    sheet: str
    mapping: str
    mapping_title: str
    hidden_rows: tuple[int, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    unread_columns: tuple[str, ...] = ()
    version_rows: tuple[int, ...] = ()
    left_out_rows: int = 0
    blanks: tuple[CellNote, ...] = ()


@dataclass(frozen=True)
class Report:
    """What became of every row. ``written`` tells whether anything was put into the register.

    ``missing`` are centres of the same municipality that the file does not have: listed, never closed.
    """

    notes: FileNotes
    created: tuple[Line, ...]
    changed: tuple[Line, ...]
    unchanged: tuple[Line, ...]
    refused: tuple[CellNote, ...]
    missing: tuple[Line, ...]
    namesakes: tuple[CellNote, ...]
    dry_run: bool
    written: bool

    @property
    def refused_rows(self) -> int:
        """How many rows were refused, whatever the number of reasons."""
        return len({note.row for note in self.refused})

    def as_json(self) -> dict[str, Any]:
        """For programs: every list as it is, and the counts."""
        counts = {
            "created": len(self.created),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "refused": self.refused_rows,
            "missing": len(self.missing),
        }
        return {"counts": counts, **asdict(self)}

    def as_text(self) -> Iterator[str]:
        """For people, line by line."""
        notes = self.notes
        sheet = f"　シート「{notes.sheet}」" if notes.sheet else ""
        yield f"{notes.file}{sheet}　{notes.mapping_title}"
        yield (
            f"新規{len(self.created)}件　変更{len(self.changed)}件　変更なし{len(self.unchanged)}件　"
            f"取り込めない行{self.refused_rows}件"
        )
        yield from _listed("取り込めない行", self.refused)
        yield from _listed("新規", self.created)
        yield from _listed("変更", self.changed)
        yield from _listed("一覧に見当たらない施設（変更していません）", self.missing)
        yield from _listed("同じ名称の施設がほかにあります（確かめてください）", self.namesakes)
        yield from _listed("空欄として扱ったセル", notes.blanks)
        yield from self._remarks()
        yield self._outcome()

    def _remarks(self) -> Iterator[str]:
        notes = self.notes
        remarks = {
            "非表示の行（読みました）": "、".join(f"{span}行目" for span in _spans(notes.hidden_rows)),
            "非表示のシート（読んでいません）": "、".join(notes.hidden_sheets),
            "ほかのシート（読んでいません）": "、".join(notes.other_sheets),
            "読まなかった列": "、".join(notes.unread_columns),
            "版の表示とみなした行": "、".join(f"{row}行目" for row in notes.version_rows),
            "対象外の行": f"{notes.left_out_rows}行" if notes.left_out_rows else "",
        }
        yield from (f"{label}：{text}" for label, text in remarks.items() if text)

    def _outcome(self) -> str:
        if self.dry_run:
            return "試しの実行です。何も書き込んでいません。"
        if self.refused and not self.written:
            return "取り込めない行があるため、何も変更していません。"
        return "取り込みました。" if self.written else "変更はありません。"


def _listed(title: str, items: tuple[Line, ...] | tuple[CellNote, ...]) -> Iterator[str]:
    if items:
        yield title
    for item in items:
        yield f"  {item}"
        if isinstance(item, Line):
            yield from (f"    {change}" for change in item.changes)


def _spans(rows: tuple[int, ...]) -> list[str]:
    """Row numbers, runs of them shortened: 5, 7–9."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
