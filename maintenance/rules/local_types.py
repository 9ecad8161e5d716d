"""Codes of the city's own types of inspection (市独自の点検)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "C-"
"""What the code of a type of the city's own begins with; no shipped code does."""

_OWN = re.compile(r"C-[A-Z0-9][A-Z0-9-]{0,19}")
_NUMBERED = re.compile(r"C-([1-9][0-9]{0,5})")


def is_own_code(code: str) -> bool:
    """Whether a type with this code is one of the city's own."""
    return code.startswith(PREFIX)


def written_code(text: str) -> str:
    """A code as somebody types it, in the one form in which it is kept: ``清掃`` is none, ``c-1`` and ``1``
    are ``C-1``. Raises ``ValueError`` with one sentence."""
    code = text.strip().upper()
    if not code.startswith(PREFIX):
        code = f"{PREFIX}{code}"
    if not _OWN.fullmatch(code):
        message = "コードは「C-」のあとに、半角の英数字とハイフン20字までで入力してください。例：C-CLEAN"
        raise ValueError(message)
    return code


def next_code(taken: Iterable[str]) -> str:
    """The next free number: ``C-1``, ``C-2`` ..."""
    numbers = [int(found[1]) for code in taken if (found := _NUMBERED.fullmatch(code))]
    return f"{PREFIX}{max(numbers, default=0) + 1}"
