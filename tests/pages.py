"""What a page says and where it leads, whatever its markup and its white space."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpResponse


class _Reader(HTMLParser):
    """Collects the words of a page, and each link with its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: dict[str, str] = {}
        self._open: tuple[str, list[str]] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self._open = (dict(attrs).get("href") or "", [])

    def handle_data(self, data):
        self.words.append(data)
        if self._open is not None:
            self._open[1].append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self._open is not None:
            address, words = self._open
            self.links[_closed_up("".join(words))] = address
            self._open = None


def words_of(page: HttpResponse | str) -> str:
    """All that a page says, without any white space."""
    return _closed_up("".join(_Reader(_markup(page)).words))


def links_of(page: HttpResponse | str) -> dict[str, str]:
    """Where the links of a page lead, by their words without white space; of two alike the last."""
    return _Reader(_markup(page)).links


def _markup(page: HttpResponse | str) -> str:
    return page if isinstance(page, str) else page.content.decode()


def _closed_up(text: str) -> str:
    return "".join(text.split())
