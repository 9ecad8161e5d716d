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


class _Fields(HTMLParser):
    """Collects what a browser would send of the page's main form, as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.sent: dict[str, list[str]] = {}
        self.select, self.area = "", ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and "form" in given.get("class", "").split():
            self.inside = True
        if not self.inside:
            return
        name = given.get("name", "")
        ticked = given.get("type") in {"checkbox", "radio"}
        if tag == "input" and name and (not ticked or "checked" in given):
            self.sent.setdefault(name, []).append(given.get("value", "on" if ticked else ""))
        if tag == "select":
            self.select, self.options = name, []
        if tag == "option":
            self.options.append((given.get("value", ""), "selected" in given))
        if tag == "textarea":
            self.area = name
            self.sent[name] = [""]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self.area:
            self.sent[self.area] = [self.sent[self.area][0].strip()]
            self.area = ""
        if tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected]
            self.sent[self.select] = chosen
            self.select = ""


def filled_in(response: HttpResponse) -> dict[str, list[str]]:
    """What a browser would send if the form of the page were sent as it was shown."""
    fields = _Fields()
    fields.feed(response.content.decode())
    return fields.sent
