from __future__ import annotations

import pytest

from centres.importing.layouts import choose_layout
from centres.importing.mappings import mapping_named, plain_heading, read_mapping, shipped_mappings
from centres.importing.sheets import Book, CannotImport, Row, Sheet
from common.certainty import Certainty
from tests.centres.importing.conftest import CURRENT, FORMER

GOOD = """
title: 見本
source: 見本の一覧
licence: 見本
certainty: verified
columns:
  施設名: name
  番号: register_id
"""


def book_of(*tables: list[list[str]], names: tuple[str, ...] = ("",)) -> Book:
    return Book(
        tuple(
            Sheet(name, tuple(Row(n, tuple(cells), len(cells)) for n, cells in enumerate(table, start=1)))
            for name, table in zip(names, tables, strict=True)
        )
    )


def sentences(error: pytest.ExceptionInfo[CannotImport]) -> list[str]:
    return [problem.message for problem in error.value.problems]


def test_three_mappings_are_shipped_each_with_its_prose():
    names = {mapping.name: mapping.title for mapping in shipped_mappings()}

    assert names == {
        "national-current": "公共施設一覧（自治体標準オープンデータセット）",
        "national-former": "公共施設一覧（旧 推奨データセット）",
        "takamatsu": "高松市 コミュニティセンター一覧",
    }


def test_the_mapping_of_takamatsu_names_source_licence_and_municipality():
    mapping = mapping_named("takamatsu")

    assert (mapping.source, mapping.licence, mapping.certainty, mapping.constants) == (
        "高松市オープンデータ（コミュニティセンター一覧）",
        "CC BY 4.0",
        Certainty.VERIFIED,
        {"municipality_code": "372013"},
    )


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("名称（必須）", "名称"),
        ("名称 【必須】", "名称"),
        ("名称\n(必須)", "名称"),
        ("名称*", "名称"),
        ("名称＿カナ", "名称_カナ"),
        ("所在地_連結標記", "所在地_連結表記"),
        ("建物名等（方書）", "建物名等(方書)"),
        ("\ufeffＩＤ", "ID"),
    ],
)
def test_headings_are_compared_without_their_variants(heading, plain):
    assert plain_heading(heading) == plain


@pytest.mark.parametrize(
    ("header", "name", "fields"),
    [
        (CURRENT, "national-current", 15),
        (FORMER, "national-former", 14),
        ([*CURRENT, "住所", "", "元データID", ""], "national-current", 15),
        ([*FORMER, *CURRENT[:2]], "national-current", 14),
    ],
)
def test_a_national_layout_is_recognised_by_its_headings(header, name, fields):
    layout = choose_layout(book_of([list(header)]))

    assert (layout.mapping.name, len(layout.columns)) == (name, fields)


def test_the_headings_may_stand_below_a_title():
    layout = choose_layout(book_of([["公共施設一覧"], [], list(CURRENT)]))

    assert layout.header_row == 3


def test_the_one_sheet_with_the_headings_is_found():
    layout = choose_layout(book_of([["説明"]], [list(CURRENT)], names=("説明", "一覧")))

    assert (layout.sheet.name, layout.other_sheets) == ("一覧", ("説明",))


def test_two_sheets_with_the_headings_ask_for_one():
    book = book_of([list(CURRENT)], [list(CURRENT)], names=("令和7年", "令和8年"))

    with pytest.raises(CannotImport) as error:
        choose_layout(book)

    assert sentences(error) == [
        "一覧のシートが2枚あります（「令和7年」、「令和8年」）。--sheet で一枚を指定してください。"
    ]
    assert choose_layout(book, sheet_name="令和8年").sheet.name == "令和8年"


def test_an_unknown_layout_names_the_mappings_there_are():
    with pytest.raises(CannotImport) as error:
        choose_layout(book_of([["施設名", "番号"]]))

    assert sentences(error) == [
        "見出しから様式を判別できません。--mapping で対応表を指定してください。使える対応表："
        "national-current（公共施設一覧（自治体標準オープンデータセット））、"
        "national-former（公共施設一覧（旧 推奨データセット））、takamatsu（高松市 コミュニティセンター一覧）。"
    ]


def test_an_unknown_mapping_names_those_there_are():
    with pytest.raises(CannotImport, match="対応表「見本」はありません。使える対応表：national-current"):
        choose_layout(book_of([["施設名"]]), mapping_name="見本")


def test_a_mapping_that_does_not_fit_is_said():
    with pytest.raises(
        CannotImport, match="対応表「national-former」の見出しが、はじめの10行に見つかりません。"
    ):
        choose_layout(book_of([["施設名"]]), mapping_name="national-former")


def test_every_missing_required_column_is_named():
    with pytest.raises(CannotImport) as error:
        choose_layout(book_of([["ID", "緯度"]]), mapping_name="national-current")

    assert sentences(error) == [
        "必須の列「全国地方公共団体コード」か「都道府県コード又は市区町村コード」がありません（1行目の見出し）。",
        "必須の列「名称」がありません（1行目の見出し）。",
    ]


def test_a_needed_heading_that_stands_twice_is_refused():
    with pytest.raises(CannotImport) as error:
        choose_layout(book_of([["全国地方公共団体コード", "名称", "備考", "備考", "名称（必須）"]]))

    assert sentences(error) == ["見出し「名称」が1行目 B列とE列にあり、どちらを読むか決められません。"]


def test_a_sheet_that_is_not_there_names_those_that_are():
    with pytest.raises(CannotImport, match="シート「一覧」がありません（あるシート：「表」）。"):
        choose_layout(book_of([list(CURRENT)], names=("表",)), sheet_name="一覧")


def test_a_city_may_bring_its_own_mapping(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(GOOD + 'only: {poi_codes: ["1309"]}\n', encoding="utf-8")

    mapping = mapping_named(str(path))

    assert (mapping.name, mapping.columns, mapping.only.poi_codes) == (
        "own",
        {"施設名": "name", "番号": "register_id"},
        frozenset({"1309"}),
    )


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("- 一覧", ["「項目名: 値」の形で書いてください。"]),
        (
            GOOD.replace("licence: 見本", "lisence: 見本"),
            ["「licence」がありません。", "「lisence」という項目はありません。"],
        ),
        (
            GOOD.replace("name", "place"),
            ["列「施設名」の項目「place」はありません", "名称（name）の列がありません。"],
        ),
        (GOOD.replace("verified", "たぶん"), ["確かさ（certainty）は verified"]),
        (GOOD + "header_row: 0", ["見出しの行（header_row）は1以上の数にしてください。"]),
        (
            GOOD + "constants: {municipality_code: 352152}",
            ["団体コード（municipality_code）は引用符で囲んでください。"],
        ),
        (
            GOOD + 'constants: {municipality_code: "35215"}',
            ["団体コード（municipality_code）：「35215」は団体コードとして"],
        ),
        (
            GOOD + "constants: {name: 見本}",
            ["決まった値（constants）に書けるのは municipality_code だけです。"],
        ),
        (
            GOOD + "only: {poi_codes: [1309]}",
            ["対象（only）の poi_codes は、引用符で囲んだ文字列の並びにしてください。"],
        ),
        (GOOD + "only: {kind: []}", ["対象（only）に書けるのは poi_codes と name_contains だけです。"]),
        (GOOD + "sheet: 1", ["「sheet」は文字列にしてください。"]),
        ("title: [", ["をYAMLとして読めません"]),
    ],
)
def test_every_mistake_in_a_mapping_is_said(tmp_path, text, mistakes):
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CannotImport) as error:
        read_mapping(path)

    said = sentences(error)
    assert len(said) == len(mistakes)
    assert all(mistake in sentence for mistake, sentence in zip(mistakes, said, strict=True))
