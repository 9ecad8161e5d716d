from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from common.catalogues import Catalogue, CatalogueError, read_catalogue, read_catalogue_bytes

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
# 点検の種類
# だれが直すか: 法令が変わったとき、開発者が直す。

catalogue: inspection_types

entries:
  - code: FIR-1
    name: 消防用設備等 機器点検
    cycle_months: 6
    source: 消防法17条の3の3
    certainty: verified

  - code: FIR-2
    name: 同 総合点検
    cycle_months: 12
    since: 2004-06-01
    source: 消防法17条の3の3
    certainty: second_hand
"""


@pytest.fixture
def file(tmp_path):
    def write(text: str | bytes):
        path = tmp_path / "types.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def _read(path: Path) -> Catalogue:
    return read_catalogue(path, required={"name", "cycle_months"}, optional={"since"})


def _mistakes(path: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as refused:
        _read(path)
    return refused.value.lines


def test_a_catalogue_is_read_with_the_lines_on_which_its_entries_begin(file):
    catalogue = _read(file(GOOD))

    assert catalogue.name == "inspection_types"
    assert [(entry.code, entry.file, entry.line) for entry in catalogue.entries] == [
        ("FIR-1", "types.yaml", 7),
        ("FIR-2", "types.yaml", 13),
    ]
    assert catalogue.entries[1].values == {
        "code": "FIR-2",
        "name": "同 総合点検",
        "cycle_months": 12,
        "since": date(2004, 6, 1),
        "source": "消防法17条の3の3",
        "certainty": "second_hand",
    }


def test_the_key_of_a_catalogue_may_have_another_name(file):
    path = file("catalogue: roles\nentries:\n  - role: 係長\n    source: 見本\n    certainty: sample\n")

    catalogue = read_catalogue(path, required=(), key="role")

    assert dict(catalogue.entries[0].values) == {"code": "係長", "source": "見本", "certainty": "sample"}


@pytest.mark.parametrize(
    ("old", "new", "mistakes"),
    [
        ("    cycle_months: 6\n", "", ["types.yaml 7行目 FIR-1：「cycle_months」がありません。"]),
        (
            "    cycle_months: 6\n    source: 消防法17条の3の3\n",
            "",
            ["types.yaml 7行目 FIR-1：「cycle_months」がありません。", "types.yaml 7行目 FIR-1：「source」がありません。"],
        ),
        ("cycle_months: 6", "cycle_month: 6", ["types.yaml 7行目 FIR-1：「cycle_months」がありません。", "types.yaml 7行目 FIR-1：「cycle_month」という項目はありません。"]),
        ("code: FIR-2", "code: FIR-1", ["types.yaml 13行目 FIR-1：同じコードが7行目にもあります。"]),
        ("code: FIR-2", "code: 2", ["types.yaml 13行目：「code」は空でない文字列にしてください。"]),
        ("code: FIR-2", "code: 2026-11-23", ["types.yaml 13行目：「code」は空でない文字列にしてください。"]),
        ("code: FIR-2", "code: ''", ["types.yaml 13行目：「code」は空でない文字列にしてください。"]),
        ("code: FIR-2", "code: [a]", ["types.yaml 13行目：「code」は空でない文字列にしてください。"]),
        ("- code: FIR-2\n    name", "- name", ["types.yaml 13行目：「code」は空でない文字列にしてください。"]),
        ("certainty: verified", "certainty: sure", ["types.yaml 7行目 FIR-1：確かさ「sure」はありません。verified、second_hand、derived、unverified、sample のどれかにしてください。"]),
        ("certainty: verified", "certainty: [verified]", ["types.yaml 7行目 FIR-1：確かさ「['verified']」はありません。verified、second_hand、derived、unverified、sample のどれかにしてください。"]),
        ("    cycle_months: 12\n", "    cycle_months: 12\n    cycle_months: 6\n", ["types.yaml 16行目：「cycle_months」が二度書かれています。"]),
        ("    cycle_months: 12\n", "    cycle_months: {a: 1, a: 2}\n", ["types.yaml 15行目：「a」が二度書かれています。"]),
        ("since: 2004-06-01", "since: 2004-06-31", ["types.yaml 16行目：「since」の値が読めません（day is out of range for month）。"]),
        ("since: 2004-06-01", "since: !!python/object:os.system {}", ["types.yaml 16行目：「since」の値が読めません（could not determine a constructor for the tag 'tag:yaml.org,2002:python/object:os.system'）。"]),
        ("since: 2004-06-01", "since: &since [*since]", ["types.yaml 16行目：「since」の値が読めません（found unconstructable recursive node）。"]),
        ("catalogue: inspection_types\n", "", ["types.yaml：一覧の名前（catalogue）がありません。"]),
        ("catalogue: inspection_types\n", "catalogue: inspection_types\nowner: 市\n", ["types.yaml 5行目：「owner」という項目はありません。"]),
        (GOOD[GOOD.index("entries:"):], "entries: なし\n", ["types.yaml 6行目：項目の並び（entries）がありません。"]),
        (GOOD[GOOD.index("  - code: FIR-2"):], "  - FIR-2\n", ["types.yaml 13行目：「項目名: 値」の形で書いてください。"]),
        (GOOD[GOOD.index("  - code: FIR-2"):], "  - ? [a]\n    : b\n", ["types.yaml 13行目：項目名は文字列にしてください。", "types.yaml 13行目：「code」は空でない文字列にしてください。"]),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_file_line_and_entry(file, old, new, mistakes):
    assert GOOD.count(old) == 1 or "source" in old or old == "    cycle_months: 12\n"

    assert list(_mistakes(file(GOOD.replace(old, new, 1)))) == mistakes


def test_all_mistakes_are_named_at_once(file):
    text = (
        GOOD.replace("cycle_months: 6", "cycle: 6")
        .replace("code: FIR-2", "code: FIR-1")
        .replace("second_hand", "x")
    )

    assert [line.partition("：")[0] for line in _mistakes(file(text))] == [
        "types.yaml 7行目 FIR-1",
        "types.yaml 7行目 FIR-1",
        "types.yaml 13行目 FIR-1",
        "types.yaml 13行目 FIR-1",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("catalogue: [x", "types.yaml 1行目14文字目：YAMLとして読めません"),
        ("catalogue: x\nentries:\n\t- a", "types.yaml 3行目1文字目：YAMLとして読めません"),
        ("catalogue: x\n---\nentries: []", "types.yaml 2行目1文字目：YAMLとして読めません"),
        (b"catalogue: \x92\xb7", "types.yaml：文字コードがUTF-8ではありません。"),
        (b"catalogue: x\x07", "types.yaml：YAMLとして読めません"),
    ],
)
def test_what_is_no_yaml_is_refused_naming_the_place(file, text, line):
    (mistake,) = _mistakes(file(text))

    assert mistake.startswith(line)


def test_an_empty_file_is_no_catalogue(file):
    assert _mistakes(file("# 何もない\n")) == (
        "types.yaml：「項目名: 値」の形で書いてください。",
        "types.yaml：一覧の名前（catalogue）がありません。",
        "types.yaml：項目の並び（entries）がありません。",
    )


def test_entries_are_parsed_into_values(file):
    catalogue = _read(file(GOOD))

    assert catalogue.parsed(lambda entry: (entry.code, entry.values["cycle_months"])) == (
        ("FIR-1", 6),
        ("FIR-2", 12),
    )


def test_whatever_parsing_refuses_is_named_with_its_entry(file):
    def parse(entry):
        message = f"周期{entry.values['cycle_months']}か月は使えません。"
        raise ValueError(message)

    catalogue = _read(file(GOOD))

    with pytest.raises(CatalogueError) as refused:
        catalogue.parsed(parse)

    assert refused.value.lines == (
        "types.yaml 7行目 FIR-1：周期6か月は使えません。",
        "types.yaml 13行目 FIR-2：周期12か月は使えません。",
    )


def test_a_file_that_was_handed_in_is_read_like_one_on_the_disk(file):
    handed_in = read_catalogue_bytes(
        "types.yaml", GOOD.encode(), required={"name", "cycle_months"}, optional={"since"}
    )

    assert handed_in == _read(file(GOOD))


def test_a_file_that_begins_with_the_mark_of_some_editors_is_read_all_the_same(file):
    assert _read(file(b"\xef\xbb\xbf" + GOOD.encode())) == _read(file(GOOD))


def test_aliases_that_grow_beyond_measure_are_refused_before_they_are_written_out(file):
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))

    assert _mistakes(file(bomb)) == ("types.yaml：参照（*）を書き下すと大きすぎて読めません。",)


def test_nesting_without_end_is_refused(file):
    assert len(_mistakes(file("[" * 5000))) == 1
