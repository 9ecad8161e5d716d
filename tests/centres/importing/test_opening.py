"""Files that are not what they seem: each becomes a sentence, none of them more than that."""

from __future__ import annotations

import re
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from datetime import date, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from centres.importing import limits, opening
from centres.importing.opening import open_book
from centres.importing.sheets import CannotImport, Row, column_index, column_letter
from centres.importing.workbook_child import as_text

SAVE_AGAIN = "Excelブック（.xlsx）かCSVで保存し直してから取り込んでください。"
BROKEN = "ブックが壊れています。Excelで開いて保存し直してから、もう一度取り込んでください。"
UNREADABLE = "ブックの中身を読めません。Excelで開いて保存し直してから、もう一度取り込んでください。"
LIMITS = "読み込めるのは50,000行・1,000列・300万セルまでです。"
TIDY_SHEET = "一覧より下の空の行と右の空の列を削除し、保存し直してから取り込んでください。"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK_XML = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="一覧" sheetId="1" r:id="rId1"/></sheets></workbook>'
).encode()
PACKAGE_XML = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
).encode()
RELATIONS_XML = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
).encode()


def refused(path: Path) -> list[str]:
    with pytest.raises(CannotImport) as error:
        open_book(path)
    return [problem.message for problem in error.value.problems]


def package(path: Path, sheet: bytes, *, workbook: bytes = WORKBOOK_XML, **more: bytes) -> Path:
    """A workbook of which every part is chosen, packed small."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("_rels/.rels", PACKAGE_XML)
        made.writestr("xl/workbook.xml", workbook)
        made.writestr("xl/_rels/workbook.xml.rels", RELATIONS_XML)
        made.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in more.items():
            made.writestr(name, content)
    return path


def sheet_xml(inside: str, dimension: str = "A1:B2") -> bytes:
    rows = f"<sheetData>{inside}</sheetData>"
    return f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>{rows}</worksheet>'.encode()


def shared_strings(inside: str) -> dict[str, bytes]:
    return {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si>{inside}</si></sst>'.encode()}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ファイルが空です。"),
        (b"%PDF-1.7 ...", f"PDFです。表計算のファイルではありません。{SAVE_AGAIN}"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", f"画像（PNG）です。表計算のファイルではありません。{SAVE_AGAIN}"),
        (b"\xff\xd8\xff\xe0", f"画像（JPEG）です。表計算のファイルではありません。{SAVE_AGAIN}"),
        (b"\n<HTML><table>", f"ウェブページ（HTML）です。表計算のファイルではありません。{SAVE_AGAIN}"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
            f"古い形式（.xls）か、パスワードで保護されたブックです。{SAVE_AGAIN}",
        ),
        (bytes(range(256)) * 8, f"文字の並びではないため、表計算のファイルとして読めません。{SAVE_AGAIN}"),
        (b"PK\x03\x04 and no more", BROKEN),
    ],
)
def test_what_is_no_spreadsheet_is_said_whatever_the_name(tmp_path, content, sentence):
    path = tmp_path / "一覧.xlsx"
    path.write_bytes(content)

    assert refused(path) == [sentence]


def test_a_file_that_is_not_there_is_said(tmp_path):
    assert refused(tmp_path / "ない.csv") == ["ファイルを開けません（そのファイルがありません）。"]


def test_a_folder_is_said(tmp_path):
    assert refused(tmp_path) == ["ファイルを開けません（フォルダーです）。"]


def test_a_file_larger_than_a_register_can_be_is_not_read(tmp_path):
    path = tmp_path / "大.csv"
    with path.open("wb") as file:
        file.truncate(limits.MAX_FILE_BYTES + 1)

    assert refused(path) == ["ファイルが大きすぎます（20MBまで）。"]


@pytest.mark.parametrize(
    ("members", "what"),
    [
        (["word/document.xml"], "表計算のファイル（xlsx・csv）ではありません。"),
        (["xl/workbook.bin"], "Excelバイナリ形式（xlsb）のブックです。"),
        (["content.xml"], "OpenDocument形式（ods）のファイルです。"),
    ],
)
def test_another_kind_of_package_is_said(tmp_path, members, what):
    path = tmp_path / "一覧.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        for name in members:
            made.writestr(name, "x")

    assert refused(path) == [f"{what}{SAVE_AGAIN}"]


def test_a_workbook_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path):
    path = package(tmp_path / "爆弾.xlsx", b"")
    zeros = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = b"".join(zeros.compress(bytes(1024 * 1024)) for _ in range(256)) + zeros.flush()
    _append_part(path, "xl/bomb.xml", packed, claimed=limits.MAX_UNPACKED_BYTES * 10)

    assert path.stat().st_size < 1024 * 1024
    assert refused(path) == [
        "ブックを展開すると200MBを超えるため、読み込みません。一覧のシートだけを新しいブックに写してから取り込んでください。"
    ]


def test_a_workbook_that_lies_about_its_size_is_found_out(tmp_path):
    path = package(tmp_path / "爆弾.xlsx", sheet_xml(""))
    _append_part(path, "xl/bomb.xml", zlib.compress(bytes(1_000_000), wbits=-zlib.MAX_WBITS), claimed=10)

    assert refused(path) == [
        "ブックを展開すると200MBを超えるため、読み込みません。一覧のシートだけを新しいブックに写してから取り込んでください。"
    ]


def test_a_workbook_of_too_many_parts_is_refused(tmp_path):
    parts = {f"xl/media/{number}.bin": b"" for number in range(limits.MAX_PARTS)}

    assert "展開すると200MBを超える" in refused(package(tmp_path / "部品.xlsx", b"", **parts))[0]


def test_a_part_that_stands_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = package(tmp_path / "二つ.xlsx", sheet_xml(""), **{"xl/workbook.xml": WORKBOOK_XML})

    assert refused(path) == [BROKEN]


def test_a_truncated_workbook_is_broken(tmp_path, xlsx_file, workbook):
    workbook.active["A1"] = "名称"
    path = xlsx_file()
    path.write_bytes(path.read_bytes()[:-30])

    assert refused(path) == [BROKEN]


def test_a_workbook_protected_by_a_password_is_said(tmp_path):
    path = package(tmp_path / "秘密.xlsx", sheet_xml(""))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            data[found.start() + offset] |= 1
    path.write_bytes(data)

    assert refused(path) == ["パスワードで保護されたブックです。保護を外してから取り込んでください。"]


def test_a_cell_at_the_far_corner_is_named(tmp_path):
    far = sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')

    assert refused(package(tmp_path / "隅.xlsx", far)) == [
        f"シート「一覧」は1048576行目 A列まであります。{LIMITS}{TIDY_SHEET}"
    ]


def test_a_cell_in_the_last_column_is_named(tmp_path):
    far = sheet_xml('<row r="2"><c r="XFD2"><v>1</v></c></row>')

    assert refused(package(tmp_path / "隅.xlsx", far)) == [
        f"シート「一覧」は2行目 XFD列まであります。{LIMITS}{TIDY_SHEET}"
    ]


def test_a_rectangle_of_too_many_cells_is_named_though_two_are_filled(tmp_path):
    wide = sheet_xml('<row r="1"><c r="ALL1"><v>1</v></c></row><row r="3001"><c r="A3001"><v>1</v></c></row>')

    assert refused(package(tmp_path / "広い.xlsx", wide)) == [
        f"シート「一覧」は3001行目 A列まであります。{LIMITS}{TIDY_SHEET}"
    ]


def test_a_range_of_a_million_empty_rows_is_named_by_its_dimension(tmp_path):
    assert refused(package(tmp_path / "空.xlsx", sheet_xml("", "A1:H1048576"))) == [
        f"シート「一覧」は範囲がA1:H1048576となっていて、1048576行目 H列まであります。{LIMITS}{TIDY_SHEET}"
    ]


def test_a_million_empty_rows_are_named_whatever_the_dimension_says(tmp_path):
    path = package(tmp_path / "空.xlsx", sheet_xml("<row/>" * 1_048_576))

    assert refused(path) == [f"シート「一覧」は50001行目 A列まであります。{LIMITS}{TIDY_SHEET}"]


def test_a_hidden_sheet_of_any_size_is_skipped(tmp_path):
    hidden = WORKBOOK_XML.replace('一覧"'.encode(), '一覧" state="veryHidden"'.encode())
    path = package(tmp_path / "隠.xlsx", sheet_xml("", "A1:H1048576"), workbook=hidden)

    book = open_book(path)

    assert (book.sheets, book.hidden_sheets) == ((), ("一覧",))


def test_coloured_empty_cells_far_to_the_right_do_no_harm(xlsx_file, workbook):
    workbook.active["A1"] = "名称"
    workbook.active["XFD2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")

    assert open_book(xlsx_file()).sheets[0].rows == (Row(1, ("名称",), 1),)


def test_entities_are_never_expanded(tmp_path):
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet><sheetData>&a;</sheetData></worksheet>'

    assert refused(package(tmp_path / "実体.xlsx", laughs)) == [
        "ブックの中に、読み込んではいけない宣言（DOCTYPE）があります。"
    ]


def test_xml_that_does_not_close_is_said(tmp_path):
    assert refused(package(tmp_path / "xml.xlsx", b"<worksheet><sheetData>")) == [UNREADABLE]


def test_a_parser_that_dies_becomes_a_sentence(xlsx_file, workbook, monkeypatch):
    workbook.active["A1"] = "名称"
    path = xlsx_file()
    monkeypatch.setattr(opening, "_CHILD", (sys.executable, "-c", "import os; os.abort()"))

    assert refused(path) == [
        "読むのに必要な記憶領域や時間が大きすぎるため、ブックの読み込みを中止しました。"
        "一覧のシートだけを新しいブックに写してから取り込んでください。"
    ]


def test_a_parser_that_never_ends_becomes_a_sentence(xlsx_file, workbook, monkeypatch):
    workbook.active["A1"] = "名称"
    path = xlsx_file()
    monkeypatch.setattr(opening, "_CHILD", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(opening, "CHILD_SECONDS", 0.2)

    assert "読み終わらないため" in refused(path)[0]


def test_a_workbook_that_needs_too_much_memory_kills_only_the_child(tmp_path):
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 40_001))
    text = shared_strings(f"<t>{'見' * 30_000}</t>")
    path = package(tmp_path / "重い.xlsx", sheet_xml(cells), **text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    said = refused(path)

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert path.stat().st_size < 300_000
    assert said == [
        "読むのに必要な記憶領域や時間が大きすぎるため、ブックの読み込みを中止しました。"
        "一覧のシートだけを新しいブックに写してから取り込んでください。"
    ]
    assert grown < 200_000


def test_the_child_knows_no_django():
    code = "import sys, centres.importing.workbook_child; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_workbook_comes_as_text_with_its_hidden_rows_and_sheets(xlsx_file, workbook):
    sheet = workbook.active
    for cells in (
        ["名称", "緯度", "開始時間", "整備日", "番号", "可否"],
        ["見本", 34.05, time(8, 30), date(2021, 2, 1), 7450000, True],
        [],
        ["見本2", "#N/A", 0.5, None, 352152000001234567, None],
    ):
        sheet.append(cells)
    sheet["B4"].data_type = "e"
    sheet.row_dimensions[4].hidden = True
    workbook.create_sheet("控え").sheet_state = "hidden"
    workbook.create_sheet("計算").sheet_state = "veryHidden"

    book = open_book(xlsx_file())

    assert book.hidden_sheets == ("控え", "計算")
    assert [(sheet.name, sheet.rows) for sheet in book.sheets] == [
        (
            "一覧",
            (
                Row(1, ("名称", "緯度", "開始時間", "整備日", "番号", "可否"), 6),
                Row(2, ("見本", "34.05", "08:30", "2021-02-01", "7450000", "TRUE"), 6),
                Row(3, (), 6),
                Row(4, ("見本2", "#N/A", "0.5", "", "3.52152000001235e+17"), 6, is_hidden=True),
            ),
        )
    ]


def test_a_reading_aid_over_a_word_is_not_part_of_it(tmp_path):
    text = shared_strings('<t>長穂</t><rPh sb="0" eb="2"><t>ナガホ</t></rPh><phoneticPr fontId="1"/>')
    sheet = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')

    rows = open_book(package(tmp_path / "ふりがな.xlsx", sheet, **text)).sheets[0].rows

    assert rows == (Row(1, ("長穂",), 1),)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (745.0, "745"),
        (34.34758361, "34.34758361"),
        (0.1 + 0.2, "0.3"),
        (timedelta(hours=25), "25:00"),
        (time(8, 29, 59, 999_990), "08:30"),
        (time(8, 30, 15), "08:30:15"),
        (False, "FALSE"),
        ("00123", "00123"),
    ],
)
def test_a_value_becomes_the_text_that_a_person_sees(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le"])
def test_a_csv_is_read_in_every_encoding_that_registers_come_in(csv_file, encoding):
    path = csv_file(table=[["名称", "通称"], ["見本市民センター", "表ソ髙①"]], encoding=encoding)

    assert [row.cells for row in open_book(path).sheets[0].rows] == [
        ("名称", "通称"),
        ("見本市民センター", "表ソ髙①"),
    ]


def test_text_separated_by_tabs_is_read_as_excel_writes_it(csv_file):
    path = csv_file(text="名称\t所在地\r\n見本\t1,2番\r\n", encoding="utf-16")

    assert [row.cells for row in open_book(path).sheets[0].rows] == [("名称", "所在地"), ("見本", "1,2番")]


def test_a_line_break_inside_quotes_does_not_count_as_a_row(csv_file):
    path = csv_file(text='名称,備考\r\n"見本\r\n市民センター",\r\n次,\r\n')

    assert [(row.number, row.cells) for row in open_book(path).sheets[0].rows] == [
        (1, ("名称", "備考")),
        (2, ("見本\r\n市民センター",)),
        (3, ("次",)),
    ]


@pytest.mark.parametrize("byte", [b"\xfd", b"\xfe", b"\x80"])
def test_a_byte_that_is_no_character_of_cp932_is_named_with_its_line(tmp_path, byte):
    path = tmp_path / "一覧.csv"
    path.write_bytes("名称,通称\r\n見本,".encode("cp932") + byte + b"\r\n")

    assert refused(path) == [
        f"2行目の6バイト目（{byte.hex().upper()}）は、CP932（Shift_JIS）の文字として読めません。"
    ]


def test_a_quote_that_does_not_close_names_its_line(csv_file):
    said = refused(csv_file(text='名称,備考\r\n"見本,\r\n次,\r\n'))

    assert said == ['3行目でCSVとして読めなくなりました。引用符「"」の対応を確かめてください。']


def test_a_million_empty_lines_are_named(csv_file):
    said = refused(csv_file(text="名称,備考\n" + ",\n" * 1_000_000))

    assert said == [
        f"50,001行目 A列まであります。{LIMITS}一覧より下の空の行を削除してから取り込んでください。"
    ]


def test_the_last_row_that_is_allowed_is_read(csv_file):
    rows = open_book(csv_file(text="名称\n" + "\n" * (limits.MAX_ROWS - 2) + "見本\n")).sheets[0].rows

    assert (len(rows), rows[-1].cells) == (50_000, ("見本",))


def test_a_row_of_too_many_cells_is_named(csv_file):
    said = refused(csv_file(text="名称\n" + "," * 1_000 + "x\n"))

    assert said[0].startswith("2行目 ALM列まであります。")


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_have_the_letters_of_a_spreadsheet(index, letter):
    assert (column_letter(index), column_index(letter)) == (letter, index)


def _append_part(path: Path, name: str, packed: bytes, *, claimed: int) -> None:
    """Add a part whose directory entry claims some unpacked size, right or wrong."""
    with zipfile.ZipFile(path, "a") as made:
        start = made.start_dir
        made.writestr(zipfile.ZipInfo(name), packed)
        info = made.getinfo(name)
        info.compress_type, info.file_size = zipfile.ZIP_DEFLATED, claimed
    data = bytearray(path.read_bytes())
    struct.pack_into("<H", data, start + 8, zipfile.ZIP_DEFLATED)
    path.write_bytes(data)
