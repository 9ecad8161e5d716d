"""Registers made for one test: invented sample centres (見本) in the national layouts, as CSV and as workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from centres.importing.act import Wishes, import_register
from centres.importing.report import Report
from common.acting import acting

DATA = Path(__file__).resolve().parents[2] / "data"
TODAY = date(2026, 11, 23)

CURRENT = [
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "名称",
    "名称_カナ",
    "名称_英字",
    "名称_通称",
    "POIコード",
    "外部識別子",
    "外部識別子の値",
    "所在地_全国地方公共団体コード",
    "町字ID",
    "所在地_連結表記",
    "所在地_都道府県",
    "所在地_市区町村",
    "所在地_町字",
    "所在地_番地以下",
    "建物名等（方書）",
    "緯度",
    "経度",
    "高度の種別",
    "高度の値",
    "電話番号",
    "内線番号",
    "連絡先メールアドレス",
    "連絡先FormURL",
    "連絡先備考（その他、SNSなど）",
    "郵便番号",
    "法人番号",
    "団体名",
    "利用可能曜日",
    "開始時間",
    "終了時間",
    "利用可能時間特記事項",
    "説明",
    "車椅子可",
    "車椅子貸出",
    "ツエ貸出",
    "多目的トイレ",
    "スロープ、エレベータ、エスカレータ",
    "点字ブロック等の移動支援",
    "点字や読上による支援",
    "盲導犬・介助犬・聴導犬同伴",
    "字幕",
    "筆談対応",
    "優先駐車場",
    "オストメイト対応トイレ",
    "授乳室",
    "おむつ替えコーナー",
    "飲食可否",
    "ベビーカー貸出",
    "ベビーカー利用",
    "URL",
    "画像",
    "画像ライセンス",
    "備考",
]
FORMER = [
    "都道府県コード又は市区町村コード",
    "NO",
    "都道府県名",
    "市区町村名",
    "名称",
    "名称_カナ",
    "名称_通称",
    "POIコード",
    "住所",
    "方書",
    "緯度",
    "経度",
    "電話番号",
    "内線番号",
    "法人番号",
    "団体名",
    "利用可能曜日",
    "開始時間",
    "終了時間",
    "利用可能日時特記事項",
    "説明",
    "バリアフリー情報",
    "URL",
    "備考",
]


def current_row(number: int = 1, **changed: str) -> dict[str, str]:
    """An invented centre in the current national layout."""
    return {
        "全国地方公共団体コード": "352152",
        "ID": f"{number:010}",
        "名称": f"見本{number}市民センター",
        "名称_カナ": "ミホンシミンセンター",
        "POIコード": "1309",
        "所在地_連結表記": f"見本県見本市{number}",
        "緯度": "34.05",
        "経度": "131.8",
        "電話番号": "0834-22-0000",
        "郵便番号": "745-0000",
        "利用可能曜日": "月火水木金土日",
        "開始時間": "08:30",
        "終了時間": "22:00",
        "利用可能時間特記事項": "12月29日から1月3日を除く",
        **changed,
    }


def former_row(number: int = 1, **changed: str) -> dict[str, str]:
    """An invented centre in the former national layout."""
    return {
        "都道府県コード又は市区町村コード": "352152",
        "NO": f"{number:010}",
        "名称": f"見本{number}市民センター",
        "名称_カナ": "ミホンシミンセンター",
        "名称_通称": "見本プラザ",
        "POIコード": "1304;1309",
        "住所": f"見本県見本市{number}",
        "緯度": "34.05",
        "経度": "131.8",
        "電話番号": "0834-22-0000",
        "利用可能曜日": "月火水木金",
        "開始時間": "8:30",
        "終了時間": "17:15",
        **changed,
    }


def as_table(header: Sequence[str], rows: Iterable[dict[str, str]]) -> list[list[str]]:
    """Headings and rows as a spreadsheet has them."""
    return [list(header), *([row.get(heading, "") for heading in header] for row in rows)]


def as_csv(table: Iterable[Sequence[object]]) -> str:
    """The table as text."""
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue()


def _silent(done: int, total: int) -> None:
    """Nobody wants to hear how far it is."""


@pytest.fixture
def takamatsu() -> Path:
    """The real register of 高松市."""
    return DATA / "takamatsu_community_centers.xlsx"


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows of the current layout (or a whole table, or text) as a CSV."""

    def make(*rows: dict[str, str], table=None, text: str | None = None, encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / "見本.csv"
        path.write_bytes((text or as_csv(table or as_table(CURRENT, rows))).encode(encoding))
        return path

    return make


@pytest.fixture
def workbook() -> openpyxl.Workbook:
    """A workbook with one empty sheet 一覧."""
    book = openpyxl.Workbook()
    book.active.title = "一覧"
    return book


@pytest.fixture
def xlsx_file(tmp_path: Path, workbook) -> Callable[..., Path]:
    """Saves the workbook, with these rows of the current layout (or this table) on its first sheet."""

    def save(*rows: dict[str, str], table=None) -> Path:
        for cells in table or (as_table(CURRENT, rows) if rows else []):
            workbook["一覧"].append(cells)
        path = tmp_path / "見本.xlsx"
        workbook.save(path)
        return path

    return save


@pytest.fixture
def bring_in(db) -> Callable[..., Report]:
    """Imports a file, as the command does, silently."""

    def run(path: Path, *, on: date = TODAY, **wishes) -> Report:
        with acting(door="command", reason="見本の取込み"):
            return import_register(path, Wishes(**wishes), on=on, progress=_silent)

    return run
