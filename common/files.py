"""Files that people hand in (添付ファイル): checked before anything is stored.

The name must say what the content is, the content must be what it says and not too large, a picture must be
readable, and the place where a photograph was taken is taken out of it. Everything wrong with a file is
said at once.
"""

from __future__ import annotations

import hashlib
import io
import struct
import unicodedata
import warnings
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from PIL import ExifTags, Image, UnidentifiedImageError

from common.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_PIXELS = 50_000_000
MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 200 * MEGABYTE
MAX_NAME = 200


class Kind(StrEnum):
    """A kind of file that may be handed in."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    XLSX = "xlsx"
    DOCX = "docx"

    @property
    def label(self) -> str:
        """As people call it."""
        return {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG", "xlsx": "Excel（xlsx）", "docx": "Word（docx）"}[
            self.value
        ]

    @property
    def content_type(self) -> str:
        """As browsers are told."""
        office = "application/vnd.openxmlformats-officedocument"
        return {
            "pdf": "application/pdf",
            "jpeg": "image/jpeg",
            "png": "image/png",
            "xlsx": f"{office}.spreadsheetml.sheet",
            "docx": f"{office}.wordprocessingml.document",
        }[self.value]


PHOTOS = frozenset({Kind.JPEG, Kind.PNG})
DOCUMENTS = frozenset({Kind.PDF, Kind.XLSX, Kind.DOCX})
EVERY_KIND = PHOTOS | DOCUMENTS

_ENDINGS = {
    ".pdf": Kind.PDF,
    ".jpg": Kind.JPEG,
    ".jpeg": Kind.JPEG,
    ".png": Kind.PNG,
    ".xlsx": Kind.XLSX,
    ".docx": Kind.DOCX,
}
_APPLE_PHOTOS = {".heic", ".heif"}
_MAIN_PART = {"xl/workbook.xml": Kind.XLSX, "word/document.xml": Kind.DOCX}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in, and when; nothing of it is checked yet."""

    name: str
    content: bytes | IO[bytes]
    at: datetime


class FileRefused(Refused):
    """A file was not taken; ``problems`` says everything that is wrong with it."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be stored: its own name without folders, its kind, and its content as it will be kept.

    ``stripped_position``: the content is not byte for byte what was handed in, because the place where the
    photograph was taken (撮影位置) has been removed. Tell the person.
    """

    name: str
    kind: Kind
    content: bytes
    stripped_position: bool

    @property
    def content_type(self) -> str:
        """As browsers are told."""
        return self.kind.content_type

    @property
    def size(self) -> int:
        """In bytes, as it will be kept."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """The fingerprint of the content as it will be kept, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def check_upload(
    name: str, content: bytes | IO[bytes], kinds: Collection[Kind], *, max_bytes: int = MAX_BYTES
) -> CheckedFile:
    """The file, checked and ready to store; or ``FileRefused``, with one sentence for each problem."""
    data = content if isinstance(content, bytes) else content.read(max_bytes + 1)
    plain = _plain_name(name)
    problems = [*_problems_with_name(plain, kinds), *_problems_with_size(plain, data, max_bytes)]
    named = _ENDINGS.get(_ending(plain))
    if named is not None and named in kinds and data and len(data) <= max_bytes:
        problems += _problems_with_content(plain, named, data)
    if problems or named is None:
        raise FileRefused(problems)
    kept, stripped = _without_position(named, data)
    return CheckedFile(name=plain, kind=named, content=kept, stripped_position=stripped)


def _plain_name(name: str) -> str:
    """The name without folders and without characters that cannot be seen."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf"}).strip()


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _problems_with_name(name: str, kinds: Collection[Kind]) -> Iterator[Problem]:
    accepted = "、".join(kind.label for kind in Kind if kind in kinds)
    if not name:
        yield Problem("file-name", "ファイル名がありません。")
    elif len(name) > MAX_NAME:
        yield Problem("file-name", f"ファイル名が長すぎます（{MAX_NAME}文字まで）。")
    if _ending(name) in _APPLE_PHOTOS:
        yield Problem(
            "file-kind", f"「{name}」はHEIC形式の写真です。JPEGで保存し直してから添付してください。"
        )
    elif _ENDINGS.get(_ending(name)) not in kinds:
        yield Problem("file-kind", f"「{name}」は添付できません。添付できるのは{accepted}です。")


def _problems_with_size(name: str, data: bytes, max_bytes: int) -> Iterator[Problem]:
    if not data:
        yield Problem("file-empty", f"「{name}」は空のファイルです。")
    if len(data) > max_bytes:
        yield Problem("file-size", f"「{name}」は大きすぎます（{max_bytes // MEGABYTE}MBまで）。")


def _problems_with_content(name: str, named: Kind, data: bytes) -> list[Problem]:
    if data.startswith(_OLD_OFFICE):
        sentence = f"「{name}」は古い形式（xls・doc）か、パスワード付きのファイルです。保存し直してください。"
        return [Problem("file-content", sentence)]
    found = _kind_of(data)
    if found is not named:
        what = f"中身は{found.label}です" if found else "中身がそうなっていません"
        return [Problem("file-content", f"「{name}」は名前では{named.label}ですが、{what}。")]
    if named in PHOTOS:
        return _problems_with_picture(name, data)
    if named in {Kind.XLSX, Kind.DOCX}:
        return _problems_with_package(name, data)
    return []


def _kind_of(data: bytes) -> Kind | None:
    """What the content is by its first bytes; an Office file by the main part in its zip directory."""
    if data.startswith(b"%PDF-"):
        return Kind.PDF
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                parts = set(package.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
            return None
        return next((kind for part, kind in _MAIN_PART.items() if part in parts), None)
    return None


def _problems_with_package(name: str, data: bytes) -> list[Problem]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
    problems = []
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // MEGABYTE
        problems.append(Problem("file-unpacked", f"「{name}」は展開すると大きすぎます（{limit}MBまで）。"))
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        sentence = f"「{name}」にはマクロが入っています。マクロのない形式で保存し直してください。"
        problems.append(Problem("file-macro", sentence))
    return problems


def _problems_with_picture(name: str, data: bytes) -> list[Problem]:
    too_many = Problem(
        "file-pixels", f"「{name}」は画素数が多すぎます（{MAX_PIXELS // 10_000:,}万画素まで）。"
    )
    try:
        with _opened(data) as (picture, _):
            if picture.width * picture.height > MAX_PIXELS:
                return [too_many]
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return [too_many]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error):
        return [
            Problem("file-picture", f"「{name}」は画像として開けません。壊れていないか確かめてください。")
        ]
    return []


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[Image.Image, list[warnings.WarningMessage]]]:
    """The picture, and what its decoder complains about meanwhile: damaged facts are but a warning."""
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            yield picture, complaints


def _without_position(kind: Kind, data: bytes) -> tuple[bytes, bool]:
    """The content without the place where the photograph was taken, and whether there was one.

    A photograph without a position stays as it is, byte for byte. One with it, or with facts so damaged
    that nobody can tell, is written anew: the picture with the same quality, and of its other facts (day,
    direction, camera) what can be read.
    """
    if kind not in PHOTOS:
        return data, False
    with _opened(data) as (picture, complaints):
        exif = picture.getexif()
        position = exif.get_ifd(ExifTags.IFD.GPSInfo) or ExifTags.IFD.GPSInfo in exif
        if not (position or complaints or b"GPS" in _other_facts(picture)):
            return data, False
        kept = io.BytesIO()
        picture.save(
            kept,
            kind.value,
            exif=b"" if complaints else _without_gps(exif).tobytes(),
            icc_profile=picture.info.get("icc_profile"),
            comment=b"",
            quality="keep" if picture.format == "JPEG" else 95,
        )
    return kept.getvalue(), True


def _without_gps(exif: Image.Exif) -> Image.Exif:
    kept = Image.Exif()
    kept.endian = exif.endian
    for tag in list(exif):
        if tag not in {ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif}:
            kept[tag] = exif[tag]
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    if camera:
        kept[ExifTags.IFD.Exif] = {tag: value for tag, value in camera.items() if tag != ExifTags.IFD.Interop}
    return kept


def _other_facts(picture: Image.Image) -> bytes:
    """Whatever else in the file may hold the position: XMP, a comment, text fields of a PNG."""
    facts = (value for name, value in picture.info.items() if name not in {"exif", "icc_profile"})
    return b"\n".join(fact if isinstance(fact, bytes) else str(fact).encode() for fact in facts)
