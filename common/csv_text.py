"""Text files from registers and spreadsheets (CSV): their encoding, without ever guessing silently.

A byte order mark decides; else strict UTF-8; else CP932 (what Excel in Japan calls Shift_JIS). CP932
decodes some bytes that are no character, FD and FE among them, to private-use characters without a word:
these are refused.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Literal

from common.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "cp932"]

NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp932": "CP932（Shift_JIS）"}
MARKS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SHOWN = 10
_NO_CHARACTER = re.compile("[\x00\x80-\x9f\ue000-\uf8ff]")


class UnreadableText(Refused):
    """Bytes that are no text; each problem names the line and the byte, the first ten are listed."""


def decode_text(data: bytes) -> tuple[str, Encoding]:
    """The text of a file without its byte order mark, and the encoding it was in.

    Raises ``UnreadableText`` naming line and byte (both counted from 1) of everything that is no character.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decoded(data, len(mark), encoding), encoding
    encoding = _encoding_without_mark(data)
    return _decoded(data, 0, encoding), encoding


def _encoding_without_mark(data: bytes) -> Encoding:
    at_odd, at_even = data[1::2].count(0), data[0::2].count(0)
    if at_odd or at_even:
        return "utf-16-le" if at_odd > at_even else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if _is_broken_utf8(data[: error.start]) else "cp932"
    return "utf-8"


def _is_broken_utf8(good: bytes) -> bool:
    """Whether what stands before the first bad byte is Japanese in UTF-8.

    One damaged byte must not turn a whole UTF-8 file into CP932 gibberish. Text in CP932 hardly ever makes
    three characters of three bytes that are valid UTF-8.
    """
    return sum(character > "\u07ff" for character in good.decode("utf-8")) >= 3


def _decoded(data: bytes, start: int, encoding: Encoding) -> str:
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError:
        text = None
    if text is not None and not _NO_CHARACTER.search(text):
        return text
    raise UnreadableText(_problems(data, start, encoding))


def _problems(data: bytes, start: int, encoding: Encoding) -> list[Problem]:
    places = list(_bad_bytes(data, start, encoding))
    messages = [_place(data, start, offset, raw, encoding) for offset, raw in places[:SHOWN]]
    if len(places) > SHOWN:
        messages.append(f"ほかにも{len(places) - SHOWN}か所、文字として読めません。")
    return [Problem(code="not-a-character", message=message) for message in messages]


def _bad_bytes(data: bytes, start: int, encoding: Encoding) -> Iterator[tuple[int, bytes]]:
    """Offset and bytes of everything that is no character."""
    offset = start
    while offset < len(data):
        raw = data[offset : offset + _width(data, offset, encoding)]
        try:
            bad = _NO_CHARACTER.search(raw.decode(encoding)) is not None
        except UnicodeDecodeError as error:
            raw, bad = raw[: max(error.end, 1)], True
        if bad:
            yield offset, raw
        offset += len(raw)


def _width(data: bytes, offset: int, encoding: Encoding) -> int:
    """How many bytes the character at this offset has by its first byte."""
    lead = data[offset]
    if encoding == "cp932":
        return 2 if 0x81 <= lead <= 0x9F or 0xE0 <= lead <= 0xFC else 1
    if encoding == "utf-8":
        return 1 if lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    high = data[offset + 1 : offset + 2] if encoding == "utf-16-le" else data[offset : offset + 1]
    return 4 if high and 0xD8 <= high[0] <= 0xDB else 2


def _place(data: bytes, start: int, offset: int, raw: bytes, encoding: Encoding) -> str:
    newline = "\n".encode(encoding)
    before = data[start:offset]
    line = before.count(newline) + 1
    column = len(before) - (before.rfind(newline) + len(newline) if line > 1 else 0) + 1
    shown = raw.hex(" ").upper()
    return f"{line}行目の{column}バイト目（{shown}）は、{NAMES[encoding]}の文字として読めません。"
