"""Whom a group calls (困ったとき): the office's own words about how to reach it, and the number in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = re.compile(r"(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])")
NOTHING_BUT_A_NUMBER = re.compile(rf"\s*(?:電話|でんわ|TEL|Tel|tel)?(?:番号)?[\s:：]*(?:{NUMBER.pattern})\s*")


@dataclass(frozen=True)
class Call:
    """What is written about the office, and the number to press; empty where none is given."""

    lines: tuple[str, ...]
    number: str


def call_of(contact: str) -> Call:
    """The contact as the office wrote it (``OFFICE_CONTACT``): its first telephone number becomes the button,
    and a line that says nothing else is left to the button."""
    found = NUMBER.search(contact)
    lines = [line.strip() for line in contact.splitlines()]
    return Call(
        lines=tuple(line for line in lines if line and not NOTHING_BUT_A_NUMBER.fullmatch(line)),
        number=found.group() if found else "",
    )
