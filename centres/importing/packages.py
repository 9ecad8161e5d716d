"""The zip package that a workbook (xlsx) is: looked at before anything in it is parsed.

What the directory of a zip file says about sizes is a claim, so every part is unpacked once into nothing,
and counted. Only then may a parser have it.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from centres.importing.limits import MAX_PARTS, MAX_UNPACKED_BYTES, MEGABYTE
from centres.importing.sheets import CannotImport, refusal

if TYPE_CHECKING:
    from pathlib import Path

_BROKEN = "ブックが壊れています。Excelで開いて保存し直してから、もう一度取り込んでください。"
_TOO_LARGE = (
    f"ブックを展開すると{MAX_UNPACKED_BYTES // MEGABYTE}MBを超えるため、読み込みません。"
    "一覧のシートだけを新しいブックに写してから取り込んでください。"
)
_PROTECTED = "パスワードで保護されたブックです。保護を外してから取り込んでください。"
_CHUNK = 64 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1


def check_package(path: Path) -> None:
    """Refuse (``CannotImport``) a package that is broken, encrypted, no workbook, or too large unpacked."""
    try:
        with zipfile.ZipFile(path) as package, path.open("rb") as raw:
            parts = package.infolist()
            _check_directory(parts)
            for part in parts:
                _check_unpacked_size(raw, part)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError) as error:
        raise refusal(_BROKEN, code="broken-workbook") from error


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if not any(name.startswith("xl/workbook") and name.endswith(".xml") for name in names):
        raise _not_xlsx(names)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise refusal(_TOO_LARGE, code="workbook-too-large")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise refusal(_PROTECTED, code="encrypted-workbook")
    known = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if len(set(names)) < len(names) or any(part.compress_type not in known for part in parts):
        raise refusal(_BROKEN, code="broken-workbook")


def _not_xlsx(names: list[str]) -> CannotImport:
    what = "表計算のファイル（xlsx・csv）ではありません。"
    if "xl/workbook.bin" in names:
        what = "Excelバイナリ形式（xlsb）のブックです。"
    elif "content.xml" in names:
        what = "OpenDocument形式（ods）のファイルです。"
    sentence = f"{what}Excelブック（.xlsx）かCSVで保存し直してから取り込んでください。"
    return refusal(sentence, code="not-a-spreadsheet")


def _check_unpacked_size(raw: IO[bytes], part: zipfile.ZipInfo) -> None:
    """Refuse a part that unpacks to more than the directory says."""
    raw.seek(part.header_offset)
    mark, name_length, extra_length = _LOCAL_HEADER.unpack(raw.read(_LOCAL_HEADER.size))
    if mark != b"PK\x03\x04":
        raise refusal(_BROKEN, code="broken-workbook")
    raw.seek(name_length + extra_length, 1)
    unpacked = part.compress_size
    if part.compress_type == zipfile.ZIP_DEFLATED:
        unpacked = _unpacked_bytes(raw, part.compress_size, at_most=part.file_size)
    if unpacked > part.file_size:
        raise refusal(_TOO_LARGE, code="workbook-too-large")


def _unpacked_bytes(raw: IO[bytes], packed: int, *, at_most: int) -> int:
    """How many bytes it unpacks to; stops counting once it is more than ``at_most``."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    total = 0
    while packed > 0 and total <= at_most:
        data = raw.read(min(_CHUNK, packed))
        if not data:
            raise EOFError
        packed -= len(data)
        while data and total <= at_most:
            total += len(inflate.decompress(data, _CHUNK))
            data = inflate.unconsumed_tail
    return total
