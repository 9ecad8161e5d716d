"""Which column of a register means what (対応表): small YAML files in ``centres/mappings/``, one per layout.

A mapping begins with a comment in prose; its keys are those of ``Mapping``. ``columns`` leads from a heading
to a field; where two headings lead to one field, the first that is not blank in a row counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from centres.importing.sheets import CannotImport, refusal
from centres.importing.values import PARSERS, BadValue, municipality_code
from common.certainty import Certainty
from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = Path(__file__).resolve().parent.parent / "mappings"
FIELDS = frozenset(
    {"municipality_code", "register_id", "poi_code", "district", "days_open", "hours_notes", *PARSERS}
)
REQUIRED_KEYS = frozenset({"title", "source", "licence", "certainty", "columns"})
OPTIONAL_KEYS = frozenset({"source_url", "recognised_by", "sheet", "header_row", "constants", "only"})
_MARKS_OF_NEED = re.compile(r"[(\[【<](必須|推奨|基本|任意)[)\]】>]$|[*※◎○]+$")
_MISSPELT = {"連結標記": "連結表記"}


@dataclass(frozen=True)
class Only:
    """Which rows are centres (対象): those with one of the POI codes or one of the words in the name.

    Empty: every row.
    """

    poi_codes: frozenset[str] = frozenset()
    name_contains: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """How one layout is read (対応表)."""

    name: str
    title: str
    source: str
    licence: str
    certainty: Certainty
    columns: dict[str, str]
    source_url: str = ""
    recognised_by: str = ""
    sheet: str = ""
    header_row: int | None = None
    constants: dict[str, str] = field(default_factory=dict)
    only: Only = Only()

    def headings_of(self, wanted: str) -> list[str]:
        """The headings that lead to a field, in the order in which they are asked."""
        return [heading for heading, name in self.columns.items() if name == wanted]


def plain_heading(text: str) -> str:
    """A heading as it is compared: half-width, without spaces and （必須）, a known misspelling put right."""
    plain = re.sub(r"\s|\ufeff", "", unicodedata.normalize("NFKC", text))
    plain = _MARKS_OF_NEED.sub("", plain)
    for wrong, right in _MISSPELT.items():
        plain = plain.replace(wrong, right)
    return plain


def shipped_mappings() -> list[Mapping]:
    """Every mapping that comes with Kyoten, by name."""
    return [read_mapping(path) for path in sorted(SHIPPED.glob("*.yaml"))]


def mapping_named(name: str) -> Mapping:
    """The shipped mapping of this name, or the one in a YAML file of the city's own.

    Raises ``CannotImport`` naming those there are, or everything that is wrong with the file.
    """
    own = Path(name)
    if own.suffix in {".yaml", ".yml"} and own.is_file():
        return read_mapping(own)
    found = [mapping for mapping in shipped_mappings() if mapping.name == name]
    if not found:
        sentence = f"対応表「{name}」はありません。{names_of_mappings()}"
        raise refusal(sentence, code="unknown-mapping")
    return found[0]


def names_of_mappings() -> str:
    """A sentence with the mappings there are."""
    return f"使える対応表：{'、'.join(f'{m.name}（{m.title}）' for m in shipped_mappings())}。"


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file. Raises ``CannotImport`` with everything that is wrong with it."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        sentence = f"対応表「{path.name}」をYAMLとして読めません（{error}）。"
        raise refusal(sentence, code="broken-mapping") from error
    mistakes = [
        Problem("broken-mapping", f"対応表「{path.name}」：{mistake}") for mistake in _mistakes(content)
    ]
    if mistakes:
        raise CannotImport(mistakes)
    only = content.pop("only", {})
    columns = {plain_heading(heading): name for heading, name in content.pop("columns").items()}
    return Mapping(
        **{**content, "certainty": Certainty(content["certainty"])},
        name=path.stem,
        columns=columns,
        only=Only(frozenset(only.get("poi_codes", ())), tuple(only.get("name_contains", ()))),
    )


def _mistakes(content: Any) -> Iterator[str]:
    if not isinstance(content, dict):
        yield "「項目名: 値」の形で書いてください。"
        return
    yield from (f"「{key}」がありません。" for key in sorted(REQUIRED_KEYS - content.keys()))
    yield from (
        f"「{key}」という項目はありません。"
        for key in sorted(content.keys() - REQUIRED_KEYS - OPTIONAL_KEYS, key=str)
    )
    for key in ("title", "source", "licence", "source_url", "recognised_by", "sheet"):
        if not isinstance(content.get(key, ""), str):
            yield f"「{key}」は文字列にしてください。"
    if content.get("certainty", Certainty.VERIFIED) not in Certainty.values:
        yield f"確かさ（certainty）は {'、'.join(Certainty.values)} のどれかにしてください。"
    if not isinstance(content.get("header_row", 1), int) or content.get("header_row", 1) < 1:
        yield "見出しの行（header_row）は1以上の数にしてください。"
    yield from _mistakes_in_columns(content.get("columns", {"": "name"}))
    yield from _mistakes_in_constants(content.get("constants", {}))
    yield from _mistakes_in_only(content.get("only", {}))


def _mistakes_in_columns(columns: Any) -> Iterator[str]:
    if not isinstance(columns, dict) or not all(isinstance(heading, str) for heading in columns):
        yield "列（columns）は「見出し: 項目」の形で書いてください。"
        return
    for heading, name in columns.items():
        if name not in FIELDS:
            known = "、".join(sorted(FIELDS))
            yield f"列「{heading}」の項目「{name}」はありません。使えるのは {known} です。"
    if "name" not in columns.values():
        yield "名称（name）の列がありません。"


def _mistakes_in_constants(constants: Any) -> Iterator[str]:
    if not isinstance(constants, dict) or constants.keys() - {"municipality_code"}:
        yield "決まった値（constants）に書けるのは municipality_code だけです。"
        return
    try:
        municipality_code(str(constants.get("municipality_code", "000000")))
    except BadValue as error:
        yield f"団体コード（municipality_code）：{error}"
    if not isinstance(constants.get("municipality_code", ""), str):
        yield "団体コード（municipality_code）は引用符で囲んでください。"


def _mistakes_in_only(only: Any) -> Iterator[str]:
    if not isinstance(only, dict) or only.keys() - {"poi_codes", "name_contains"}:
        yield "対象（only）に書けるのは poi_codes と name_contains だけです。"
        return
    for key, values in only.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            yield f"対象（only）の {key} は、引用符で囲んだ文字列の並びにしてください。"
