"""How the three answers of a fact are said: its value, なし, 不明."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NONE, NOT_KNOWN = "なし", "不明"


def decimals(value: int, places: int) -> str:
    """A whole number of the last place as it is read: 49500 with three is 49.5."""
    whole, rest = divmod(value, 10**places)
    behind = f"{rest:0{places}}".rstrip("0") if places else ""
    return f"{whole:,}.{behind}" if behind else f"{whole:,}"


def amount(value: int | None, unit: str, places: int = 0, *, none: str = NONE) -> str:
    """120人, 9.9kW; なし for 0 and 不明 where it is not known."""
    if value is None:
        return NOT_KNOWN
    return f"{decimals(value, places)}{unit}" if value else none


def hundredths(value: int) -> str:
    """A whole number of 0.01 with both its decimals: 60 is 0.60."""
    return f"{value // 100:,}.{value % 100:02}"


def area(value: int | None) -> str:
    """An area of whole 0.01 m2: 12.50㎡, なし, 不明."""
    if value is None:
        return NOT_KNOWN
    return f"{hundredths(value)}㎡" if value else NONE


def yes_no(value: bool | None, yes: str = "あり", no: str = NONE) -> str:  # noqa: FBT001 -- a fact, no switch
    """あり, なし, 不明."""
    return NOT_KNOWN if value is None else yes if value else no


def word(code: str, words: Mapping[str, str]) -> str:
    """The word of a code; なし where it says ない, and 不明 for the empty one."""
    if not code:
        return NOT_KNOWN
    return NONE if words[code] == "ない" else words[code]


def storey(value: int | None) -> str:
    """2階, 地下1階; empty while it is not known."""
    if value is None:
        return ""
    return f"{value}階" if value > 0 else f"地下{-value}階"
