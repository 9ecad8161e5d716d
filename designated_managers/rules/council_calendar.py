"""Reading a council calendar (議会の日程表) from CSV or YAML: every mistake named with its line.

CSV has a head in Japanese (年、種類、回、通称、議案の提出期限、追加議案の提出期限、開会日、議決日、閉会日);
YAML a list ``sessions`` of mappings by the names of the fields. A year is written 令和5年, R5 or 2023; a
day in any way ``common.eras`` reads; a day not known is left empty.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import yaml

from common.eras import ERA_YEAR_PATTERN, NotADay, parse_era_day, plain_text, western_year
from common.problems import Problem
from designated_managers.choices.roads import SessionKind
from designated_managers.rules.council import DAYS, LABELS, SessionFacts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

HEADS: Mapping[str, str] = {
    "年": "year",
    "種類": "kind",
    "回": "number",
    "通称": "popular_name",
    **{label: name for name, label in LABELS.items()},
}
NAMES = tuple(HEADS.values())
NEEDED = "year", "kind"

_WESTERN = re.compile(r"(?P<year>(19|20|21)[0-9]{2})年?")
_ERA = re.compile(ERA_YEAR_PATTERN + r"年?")


@dataclass(frozen=True)
class CalendarRow:
    """One line of a calendar: where it stands, and the session it tells of."""

    line: int
    session: SessionFacts


@dataclass(frozen=True)
class Calendar:
    """A calendar as read: its lines, and everything in it that cannot be read."""

    rows: tuple[CalendarRow, ...]
    problems: tuple[Problem, ...] = ()


def read_calendar(text: str, *, as_yaml: bool) -> Calendar:
    """The calendar in a text; what cannot be read is told, the rest is there all the same."""
    problems: list[Problem] = []
    entries = list(_yaml_entries(text, problems) if as_yaml else _csv_entries(text, problems))
    rows = []
    for line, values in entries:
        session, mistakes = _session(values)
        problems += [Problem("unreadable", f"{line}行目：{said}", field=name) for name, said in mistakes]
        if session is not None:
            rows.append(CalendarRow(line, session))
    if not entries and not problems:
        problems.append(Problem("empty", "会期が1つも書かれていません。"))
    return Calendar(tuple(rows), tuple(problems))


def _csv_entries(text: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    head = [cell.strip() for cell in next(reader, [])]
    unknown = [cell for cell in head if cell not in HEADS]
    missing = [cell for cell, name in HEADS.items() if name in NEEDED and cell not in head]
    problems += [Problem("unknown-column", f"1行目：「{cell}」という列はありません。") for cell in unknown]
    problems += [Problem("missing-column", f"1行目：「{cell}」の列がありません。") for cell in missing]
    if unknown or missing:
        return
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield (
                reader.line_num,
                {HEADS[name]: cell.strip() for name, cell in zip(head, cells, strict=False)},
            )


def _yaml_entries(text: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{mark.line + 1}行目：" if mark else ""
        problems.append(Problem("no-yaml", f"{place}YAMLとして読めません（{error.problem}）。"))
        return
    pairs = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    listed = pairs.get("sessions")
    if not isinstance(listed, yaml.SequenceNode):
        problems.append(Problem("no-sessions", "会期の並び（sessions）がありません。"))
        return
    for node in listed.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            problems.append(Problem("no-mapping", f"{line}行目：「項目名: 値」の形で書いてください。"))
            continue
        values = {str(key.value): str(value.value) for key, value in node.value}
        unknown = [name for name in values if name not in NAMES]
        problems += [
            Problem("unknown-name", f"{line}行目：「{name}」という項目はありません。") for name in unknown
        ]
        yield (
            line,
            {name: "" if said in {"null", "~"} else said for name, said in values.items() if name in NAMES},
        )


def _session(values: Mapping[str, str]) -> tuple[SessionFacts | None, list[tuple[str, str]]]:
    """The session that these texts tell of, and what in them cannot be read."""
    mistakes: list[tuple[str, str]] = []
    year = _year(values.get("year", ""), mistakes)
    kind = _kind(values.get("kind", ""), mistakes)
    number = _number(values.get("number", ""), mistakes)
    days = {name: _day(name, values.get(name, ""), mistakes) for name in DAYS}
    popular_name = values.get("popular_name", "")
    if number is None and not popular_name and not mistakes:
        mistakes.append(("number", "回か通称を書いてください。どの会期か分かりません。"))
    if year is None or kind is None:
        return None, mistakes
    told = SessionFacts(kind=kind, year=year, number=number, popular_name=popular_name)
    return replace(told, **days), mistakes  # type: ignore[arg-type]


def read_year(text: str) -> int:
    """The calendar year written 令和5年, R5 or 2023. Raises ``ValueError`` with a sentence."""
    plain = plain_text(text)
    if found := _WESTERN.fullmatch(plain):
        return int(found["year"])
    if found := _ERA.fullmatch(plain):
        return western_year(found, text)
    message = f"年「{text}」は読めません。令和5年、2023 のように書いてください。"
    raise ValueError(message)


def _year(text: str, mistakes: list[tuple[str, str]]) -> int | None:
    try:
        return read_year(text)
    except ValueError as error:
        mistakes.append(("year", str(error)))
        return None


def _kind(text: str, mistakes: list[tuple[str, str]]) -> str | None:
    words = {
        **{kind.label: kind.value for kind in SessionKind},
        **{kind.value: kind.value for kind in SessionKind},
    }
    if text in words:
        return words[text]
    mistakes.append(("kind", f"種類「{text}」はありません。定例会か臨時会にしてください。"))
    return None


def _number(text: str, mistakes: list[tuple[str, str]]) -> int | None:
    plain = plain_text(text).removeprefix("第").removesuffix("回")
    if not plain:
        return None
    if plain.isdecimal() and int(plain) > 0:
        return int(plain)
    mistakes.append(("number", f"回「{text}」は読めません。1、2 のような数にしてください。"))
    return None


def _day(name: str, text: str, mistakes: list[tuple[str, str]]) -> date | None:
    if not text:
        return None
    try:
        return parse_era_day(text)
    except NotADay as error:
        mistakes.append((name, f"{LABELS[name]}：{error}"))
        return None
