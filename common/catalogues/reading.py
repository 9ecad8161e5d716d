"""Reads one catalogue file and names everything that is wrong with it, with file, entry and line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from common.certainty import Certainty

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")

LARGEST = 200_000
"""Values of a file with every alias written out; the shipped ones have a hundredth of it."""

ALWAYS_REQUIRED = frozenset({"source", "certainty"})


class CatalogueError(Exception):
    """A catalogue file has mistakes; ``lines`` has one sentence for each, naming file, line and entry."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True)
class Entry:
    """One entry of a catalogue file: its code, everything it says, and where it stands."""

    code: str
    values: Mapping[str, Any]
    file: str
    line: int

    def says(self, sentence: str) -> str:
        """The sentence, with file, line and entry in front of it."""
        return f"{self.file} {self.line}行目 {self.code}：{sentence}"


@dataclass(frozen=True)
class Catalogue:
    """A catalogue file as read: its name, and its entries in the order of the file."""

    name: str
    entries: tuple[Entry, ...]

    def parsed(self, parse: Callable[[Entry], T]) -> tuple[T, ...]:
        """Every entry turned into a value; each line of a ``ValueError`` becomes one of
        ``CatalogueError``."""
        values, lines = [], []
        for entry in self.entries:
            try:
                values.append(parse(entry))
            except ValueError as error:
                lines += [entry.says(sentence) for sentence in str(error).splitlines()]
        if lines:
            raise CatalogueError(lines)
        return tuple(values)


def read_catalogue(
    path: Path, *, required: Collection[str], optional: Collection[str] = (), key: str = "code"
) -> Catalogue:
    """The catalogue in a file. ``source`` and ``certainty`` are required of every entry besides the code.

    Raises ``CatalogueError`` with all mistakes at once: broken YAML, a key given twice, unknown or missing
    keys, a code that is not text or stands twice, an unknown certainty.
    """
    return read_catalogue_bytes(path.name, path.read_bytes(), required=required, optional=optional, key=key)


def read_catalogue_bytes(
    name: str,
    content: bytes,
    *,
    required: Collection[str],
    optional: Collection[str] = (),
    key: str = "code",
) -> Catalogue:
    """The same of a file that was handed in: its name, by which mistakes are told, and its content."""
    return _Reading(
        name, content, key=key, required={key, *ALWAYS_REQUIRED, *required}, optional=optional
    ).catalogue()


class _Reading:
    """One pass over one file, collecting mistakes."""

    def __init__(
        self,
        file: str,
        content: bytes,
        *,
        key: str,
        required: Collection[str],
        optional: Collection[str],
    ) -> None:
        self.file = file
        self.content = content
        self.key = key
        self.required = frozenset(required)
        self.allowed = self.required | frozenset(optional)
        self.mistakes: list[str] = []
        self._looked_at: set[int] = set()

    def catalogue(self) -> Catalogue:
        root = self._root()
        if _written_out(root, {}) > LARGEST:
            raise CatalogueError([f"{self.file}：参照（*）を書き下すと大きすぎて読めません。"])
        self._look_for_twins(root)
        top = dict(self._pairs(root))
        name, entries = top.get("catalogue"), top.get("entries")
        for unknown in sorted(top.keys() - {"catalogue", "entries"}):
            self._wrong(top[unknown], f"「{unknown}」という項目はありません。")
        if not isinstance(name, yaml.ScalarNode) or not name.value:
            self._wrong(name, "一覧の名前（catalogue）がありません。")
        if not isinstance(entries, yaml.SequenceNode):
            self._wrong(entries, "項目の並び（entries）がありません。")
        found = tuple(self._entries(entries)) if isinstance(entries, yaml.SequenceNode) else ()
        if self.mistakes or not isinstance(name, yaml.ScalarNode):
            raise CatalogueError(self.mistakes)
        return Catalogue(name=name.value, entries=found)

    def _root(self) -> yaml.Node | None:
        try:
            return self._composed(self.content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise CatalogueError([f"{self.file}：文字コードがUTF-8ではありません。"]) from None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = f"{mark.line + 1}行目{mark.column + 1}文字目" if mark else ""
            line = f"{self.file} {place}：YAMLとして読めません（{error.problem}）。"
            raise CatalogueError([line]) from None
        except yaml.YAMLError as error:
            raise CatalogueError([f"{self.file}：YAMLとして読めません（{error}）。"]) from None
        except RecursionError:
            raise CatalogueError([f"{self.file}：入れ子が深すぎて読めません。"]) from None

    def _composed(self, text: str) -> yaml.Node | None:
        """Read ten times as fast where the library is built with libyaml; what is no YAML is read again by
        the reader that tells the place best."""
        fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            return yaml.compose(text, Loader=fast)
        except yaml.YAMLError:
            return yaml.compose(text, Loader=yaml.SafeLoader)

    def _entries(self, entries: yaml.SequenceNode) -> Iterator[Entry]:
        lines: dict[str, int] = {}
        for node in entries.value:
            entry = self._entry(node)
            if entry is None:
                continue
            if entry.code in lines:
                self.mistakes.append(entry.says(f"同じコードが{lines[entry.code]}行目にもあります。"))
            lines.setdefault(entry.code, entry.line)
            yield entry

    def _entry(self, node: yaml.Node) -> Entry | None:
        pairs = dict(self._pairs(node))
        if not isinstance(node, yaml.MappingNode):
            return None
        code = pairs.get(self.key)
        if (
            not isinstance(code, yaml.ScalarNode)
            or code.tag != "tag:yaml.org,2002:str"
            or not code.value.strip()
        ):
            self._wrong(code or node, f"「{self.key}」は空でない文字列にしてください。")
            return None
        entry = Entry(code.value, self._values(pairs), self.file, node.start_mark.line + 1)
        missing = self.required - pairs.keys()
        self.mistakes += [entry.says(f"「{name}」がありません。") for name in sorted(missing)]
        unknown = sorted(pairs.keys() - self.allowed)
        self.mistakes += [entry.says(f"「{name}」という項目はありません。") for name in unknown]
        certainty = entry.values.get("certainty")
        if "certainty" in pairs and certainty not in Certainty.values:
            choices = "、".join(Certainty.values)
            self.mistakes.append(
                entry.says(f"確かさ「{certainty}」はありません。{choices} のどれかにしてください。")
            )
        return entry

    def _values(self, pairs: Mapping[str, yaml.Node]) -> dict[str, Any]:
        """The values under the names of the model's fields: the key is always called ``code``."""
        constructor = yaml.SafeLoader("")
        values = {}
        for name, node in pairs.items():
            try:
                values[name] = constructor.construct_object(node, deep=True)
            except (yaml.constructor.ConstructorError, ValueError) as error:
                self._wrong(
                    node, f"「{name}」の値が読めません（{getattr(error, 'problem', None) or error}）。"
                )
        return {"code" if name == self.key else name: value for name, value in values.items()}

    def _pairs(self, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
        """Names and values of a mapping; anything else in its place is a mistake."""
        if not isinstance(node, yaml.MappingNode):
            self._wrong(node, "「項目名: 値」の形で書いてください。")
            return
        for name, value in node.value:
            if isinstance(name, yaml.ScalarNode):
                yield name.value, value
            else:
                self._wrong(name, "項目名は文字列にしてください。")

    def _look_for_twins(self, node: yaml.Node | None) -> None:
        """A name given twice in one mapping, at any depth: YAML would silently keep the last. What is named
        again by an alias is looked at once."""
        if id(node) in self._looked_at:
            return
        self._looked_at.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._look_for_twins(item)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for name, value in node.value:
                if str(name.value) in seen:
                    self._wrong(name, f"「{name.value}」が二度書かれています。")
                seen.add(str(name.value))
                self._look_for_twins(value)

    def _wrong(self, node: yaml.Node | None, sentence: str) -> None:
        place = f" {node.start_mark.line + 1}行目" if node is not None else ""
        self.mistakes.append(f"{self.file}{place}：{sentence}")


def _written_out(node: yaml.Node | None, sizes: dict[int, int]) -> int:
    """How many values there are once every alias stands for what it names; one within itself is
    refused where it is read."""
    if id(node) in sizes:
        return sizes[id(node)]
    sizes[id(node)] = 0
    parts: list[yaml.Node] = []
    if isinstance(node, yaml.SequenceNode):
        parts = node.value
    if isinstance(node, yaml.MappingNode):
        parts = [part for pair in node.value for part in pair]
    sizes[id(node)] = 1 + sum(_written_out(part, sizes) for part in parts)
    return sizes[id(node)]
