"""What was measured as tables: on the terminal, and in ``docs/performance.md`` between two marks.

What people have written outside of the marks stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.results import Figure

BEGIN = "<!-- measured by ./run bench; what stands between these two marks is replaced by the next run -->"
END = "<!-- end of what was measured -->"
HEAD = "| Goal | What | Wanted | Measured | Ratio | Met |\n|---|---|---|---|---|---|\n"
NEW = f"# How fast Kyoten is\n\n{BEGIN}\n{END}\n"


@dataclass(frozen=True)
class Table:
    """The figures of one engine, or of the whole program."""

    title: str
    figures: Sequence[Figure]


class NoMarks(Exception):
    """The report that is there has lost its marks; nothing was written."""


def as_text(intro: str, tables: Sequence[Table]) -> str:
    """All tables, in Markdown."""
    parts = [intro]
    for table in tables:
        rows = "".join(f"{_row(figure)}\n" for figure in table.figures)
        parts.append(f"### {table.title}\n\n{HEAD}{rows}")
    return "\n\n".join(part.strip() for part in parts)


def write(path: Path, text: str) -> None:
    """Put it between the marks. Raises ``NoMarks``."""
    there = path.read_text(encoding="utf-8") if path.exists() else NEW
    before, begin, rest = there.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"{path} に、結果を書き込む場所の印がありません。何も書いていません。"
        raise NoMarks(message)
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def _row(figure: Figure) -> str:
    if figure.ours is None or figure.other is None:
        measured = figure.beside
    else:
        measured = f"{_time(figure.ours)}; {figure.beside} {_time(figure.other)}"
    what = f"{figure.what} ({figure.note})" if figure.note else figure.what
    ratio = "" if figure.ratio is None else _ratio(figure.ratio)
    met = "yes" if figure.met else "**no**"
    return f"| {figure.goal} | {what} | {figure.wanted} | {measured} | {ratio} | {met} |"


def _ratio(ratio: float) -> str:
    if ratio >= 10:
        return f"{ratio:,.0f}"
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.3f}"


def _time(milliseconds: float) -> str:
    if milliseconds >= 10_000:
        return f"{milliseconds / 1000:,.1f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 100 else f"{milliseconds:.2f} ms"
