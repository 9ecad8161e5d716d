"""The audit pack as a ZIP on disk: an index (Excel) and the papers, copied piece by piece."""

from __future__ import annotations

import re
import shutil
import unicodedata
from io import BytesIO
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from common.eras import era_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from common.db.attached_files import AttachedFile
    from designated_managers.queries.audit_pack import AuditPack

HEADS = (("区分", 18), ("何", 44), ("日", 18), ("確認資料", 52), ("足りないもの", 40), ("ファイル", 44))
FIRST_ROW = 3
LONGEST_NAME = 80
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
PIECE = 1024 * 1024
IS_GONE = "（ファイルが保管場所にありません）"


def archive(pack: AuditPack, *, on: date) -> IO[bytes]:
    """The ZIP in a temporary file, ready to be read; it vanishes when it is closed."""
    kept = TemporaryFile()  # noqa: SIM115 -- handed on: the answer closes it
    names = _names(pack)
    with ZipFile(kept, "w", ZIP_DEFLATED) as package:
        package.writestr("目録.xlsx", _index(pack, names, on=on))
        for file in pack.files:
            if _is_there(file):
                with file.file.open("rb") as content, package.open(names[id(file)], "w") as place:
                    shutil.copyfileobj(content, place, PIECE)
    kept.seek(0)
    return kept


def file_name(pack: AuditPack, *, on: date) -> str:
    """監査資料_見本市民センター_20261123.zip."""
    return f"監査資料_{_safe(pack.designation.centre.name)}_{on:%Y%m%d}.zip"


def _names(pack: AuditPack) -> Mapping[int, str]:
    """Where each paper lies in the ZIP: numbered, so that no two are alike, and safe on every system."""
    return {
        id(file): f"資料/{number:03}_{_safe(file.original_name)}"
        for number, file in enumerate(pack.files, start=1)
    }


def _safe(name: str) -> str:
    """The name without folders and signs that a system may not bear, its ending kept."""
    plain = UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "_"
    path = PurePosixPath(plain)
    return f"{path.stem[:LONGEST_NAME]}{path.suffix[:10]}"


def _is_there(file: AttachedFile) -> bool:
    name = file.file.name
    return bool(name) and file.file.storage.exists(name or "")


def _index(pack: AuditPack, names: Mapping[int, str], *, on: date) -> bytes:
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": "監査資料の目録"})
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("目録")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.freeze_panes(FIRST_ROW, 0)
        designation = pack.designation
        sheet.write(0, 0, f"監査資料の目録　{designation.centre}　{designation.organisation}", bold)
        sheet.write(1, 0, f"{era_day(on)}現在　足りないもの{pack.gaps}件")
        for column, (name, width) in enumerate(HEADS):
            sheet.set_column(column, column, width)
            sheet.write(FIRST_ROW - 1, column, name, head)
        for number, row in enumerate(_rows(pack, names), start=FIRST_ROW):
            sheet.write_row(number, 0, row, text)
    return content.getvalue()


def _rows(pack: AuditPack, names: Mapping[int, str]) -> Sequence[Sequence[Any]]:
    rows = []
    for section in pack.sections:
        if not section.rows:
            rows.append([section.title, section.nothing, "", "", "", ""])
        for row in section.rows:
            files = "\n".join(names[id(file)] + ("" if _is_there(file) else IS_GONE) for file in row.files)
            day = era_day(row.day) if row.day else ""
            rows.append([section.title, row.what, day, row.evidence, row.gap, files])
    return rows
