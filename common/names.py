"""Names as keys and for search (名寄せ・検索), never for showing: text is kept as it was entered."""

from __future__ import annotations

import re
import unicodedata

_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)} | {
    ord("ヽ"): ord("ゝ"),
    ord("ヾ"): ord("ゞ"),
}


def fold_name(text: str) -> str:
    """The name as a key: NFKC (full-width letters, half-width kana, ①, ㈱ made plain), every space removed.

    Two registers that write one centre's name with and without a space mean the same centre.
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def search_text(text: str) -> str:
    """The text as it is searched in: folded like a name, large letters made small, katakana made hiragana."""
    return fold_name(text).casefold().translate(_TO_HIRAGANA)
