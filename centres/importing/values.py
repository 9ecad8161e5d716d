"""What a cell says (値の読み取り): text in, a value out, or a sentence why not. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from centres.choices import CentreKind
from centres.importing.sheets import is_excel_error

if TYPE_CHECKING:
    from collections.abc import Callable

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))
COORDINATE_STEP = Decimal("0.00000001")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
_POWER_OF_TEN = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)
_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]+)?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(:00)?")
_MINUTES_OF_A_DAY = 24 * 60


class BadValue(ValueError):
    """A cell's text is no such value; the message says why, as the end of a sentence on the cell."""


def one_line(text: str) -> str:
    """Text as it was entered, on one line. Raises ``BadValue`` for control characters."""
    line = re.sub(r"[\t\r\n\v\f]+", " ", text).strip()
    if any(unicodedata.category(character) == "Cc" for character in line):
        message = "画面に表示できない制御文字がまじっています。"
        raise BadValue(message)
    return line


def kana(text: str) -> str:
    """A reading (かな); half-width kana made full-width, as the national layout asks."""
    return _HALF_WIDTH_KANA.sub(lambda half: unicodedata.normalize("NFKC", half[0]), one_line(text))


def postal_code(text: str) -> str:
    """A postal code (郵便番号) as 745-0841."""
    digits = _plain(text).removeprefix("〒").replace("-", "")
    if not re.fullmatch("[0-9]{7}", digits):
        message = f"「{text}」は郵便番号として読めません。「745-0841」のように数字7桁にしてください。"
        raise BadValue(message)
    return f"{digits[:3]}-{digits[3:]}"


def phone(text: str) -> str:
    """A telephone number (電話番号) from its area code on, as 0834-22-0442; brackets become hyphens."""
    number = re.sub("[()]", "-", _plain(text)).strip("-")
    number = re.sub("-+", "-", number)
    if not re.fullmatch("0[0-9-]+", number) or len(number.replace("-", "")) not in {10, 11}:
        how = "市外局番から「0834-22-0442」のように一つだけ書いてください。"
        message = f"「{text}」は電話番号として読めません。{how}"
        raise BadValue(message)
    return number


def latitude(text: str) -> Decimal:
    """A latitude (緯度) in degrees as a decimal, 20 to 46."""
    return _degrees(text, "緯度", 20, 46)


def longitude(text: str) -> Decimal:
    """A longitude (経度) in degrees as a decimal, 122 to 154."""
    return _degrees(text, "経度", 122, 154)


def clock_time(text: str) -> time:
    """A time of day (時刻) written 8:30 or 08:30, or as a spreadsheet keeps it: a fraction of a day."""
    plain = _plain(text)
    if re.fullmatch(r"0?\.[0-9]+", plain):
        hours, minutes = divmod(round(Decimal(plain) * _MINUTES_OF_A_DAY), 60)
    elif match := _CLOCK.fullmatch(plain):
        hours, minutes = int(match[1]), int(match[2])
    else:
        hours, minutes = 99, 99
    if hours > 23 or minutes > 59:
        message = f"「{text}」は時刻として読めません。「08:30」のように00:00から23:59までにしてください。"
        raise BadValue(message)
    return time(hours, minutes)


def kind(text: str) -> CentreKind:
    """The kind of centre (種別) by its label."""
    for choice in CentreKind:
        if one_line(text) == choice.label:
            return choice
    message = f"「{text}」という種別はありません。{'、'.join(CentreKind.labels)}のどれかにしてください。"
    raise BadValue(message)


def municipality_code(text: str) -> str:
    """The six digits of a municipality (全国地方公共団体コード)."""
    plain = _plain(text)
    if not plain:
        message = "団体コードがありません。"
        raise BadValue(message)
    if not re.fullmatch("[0-9]{6}", plain):
        message = f"「{text}」は団体コードとして読めません。「352152」のように数字6桁にしてください。"
        raise BadValue(message)
    return plain


def register_id(text: str) -> str:
    """The register's own number of a facility (ID, NO), with every leading zero it came with."""
    plain = _plain(one_line(text))
    if _POWER_OF_TEN.fullmatch(plain) or is_excel_error(plain):
        message = f"「{text}」では元の番号がわかりません。番号を文字列として入れ直してください。"
        raise BadValue(message)
    return plain


def poi_codes(text: str) -> frozenset[str]:
    """The POI codes (POIコード) of a facility: four digits each, one or several."""
    return frozenset(re.findall("[0-9]{4}", unicodedata.normalize("NFKC", text)))


def closed_days(days_open: str, notes: str, before: str) -> str:
    """What a register says of the days of use (利用可能曜日・特記事項), as the text of 休館日.

    A register names the days on which one may use a centre, and in a remark the exceptions; neither is turned
    into the other. Where one of the two is blank, what stood there before stays.
    """
    days_before, notes_before = _split(before)
    days = days_open.rstrip("。").replace("。", "、") or days_before
    notes = notes or notes_before
    return "。".join(part for part in (f"{_DAYS_OPEN}{days}" if days else "", notes) if part)


_DAYS_OPEN = "利用可能曜日："

PARSERS: dict[str, Callable[[str], Any]] = {
    "name": one_line,
    "kana": kana,
    "nickname": one_line,
    "kind": kind,
    "postal_code": postal_code,
    "address": one_line,
    "phone": phone,
    "latitude": latitude,
    "longitude": longitude,
    "opens_at": clock_time,
    "closes_at": clock_time,
    "closed_days": one_line,
}


def _split(closed: str) -> tuple[str, str]:
    """The days of use and the remark in a text of ``closed_days``."""
    if not closed.startswith(_DAYS_OPEN):
        return "", closed
    days, _, notes = closed.removeprefix(_DAYS_OPEN).partition("。")
    return days, notes


def _degrees(text: str, what: str, lowest: int, highest: int) -> Decimal:
    plain = _plain(text)
    degrees = Decimal(plain) if _DECIMAL.fullmatch(plain) else None
    if degrees is None or not lowest <= degrees <= highest:
        message = f"「{text}」は{what}として使えません。{lowest}から{highest}までの小数にしてください。"
        raise BadValue(message)
    return degrees.quantize(COORDINATE_STEP, rounding=ROUND_HALF_EVEN)


def _plain(text: str) -> str:
    """Half-width, every kind of dash a hyphen, no spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).translate(DASHES))
