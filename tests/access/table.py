"""The table of access (閲覧・操作の権限表): what every address answers to everybody, by method and by whose record it is."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime, time
from http.cookies import SimpleCookie
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import time_machine
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from common.clock import TOKYO
from tests.access.world import COLUMNS, INSIDE_THE_CITY, OTHERS, SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.access.world import Column, World

FILE = Path(__file__).with_name("table.csv")
HEAD = ("address", "method", "whose", *(column.title for column in COLUMNS))

OWN, OTHER, ABSENT, NOBODYS = "own", "other", "absent", "-"
ABSENT_ID = 999_999

PAGE_METHODS = ("GET", "POST")
API_METHODS = ("GET", "POST", "PATCH")
NEVER_ANSWERED = ("PUT", "DELETE")

# Parameters that are no record's id, each with a value that means nothing to anybody.
MEANINGLESS = {
    "uidb36": "zz",
    "key": "set-password",
    "token": "no-such-token",
    "content_type_id": "1",
    "year": "2026",
    "app_label": "centres",
    "url": "no-such-page",
}

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Row:
    """One row: an address, a method, and whose record is named in it (``-``: none is)."""

    address: str
    method: str
    whose: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.address, self.method, self.whose


def addresses() -> list[str]:
    """Every address in the URL table, as it is written there, named or not."""
    return sorted(set(_walk(get_resolver(), "/")))


def rows() -> list[Row]:
    """Every row that the table must have."""
    return [
        Row(address, method, whose)
        for address in addresses()
        for method in (API_METHODS if address.startswith("/api/") else PAGE_METHODS)
        for whose in _whose(address)
    ]


def read() -> dict[tuple[str, str, str], dict[str, str]]:
    """The committed table: answers by column, by row."""
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return {
        (line["address"], line["method"], line["whose"]): {c.title: line[c.title] for c in COLUMNS}
        for line in lines
    }


def written(table: Mapping[tuple[str, str, str], Mapping[str, str]]) -> str:
    """The table as the file holds it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for key in sorted(table):
        writer.writerow((*key, *(table[key][column.title] for column in COLUMNS)))
    return out.getvalue()


@dataclass(frozen=True)
class Answer:
    """What one address answered to one person, in short (``login``: sent to sign in), and the words in it that the
    person should never have read."""

    short: str
    leaks: tuple[str, ...]


def answers(world: World) -> Iterator[tuple[Row, Column, Answer]]:
    """Ask everything of everybody; nothing asked leaves a trace."""
    for on, columns in groupby(sorted(COLUMNS, key=lambda column: column.on), key=lambda column: column.on):
        with time_machine.travel(datetime.combine(on, time(12), TOKYO), tick=False):
            for column in columns:
                asker = _Asker(world, column)
                for row in rows():
                    yield row, column, asker.ask(row)


def path_of(row: Row, world: World) -> str:
    """The address with the ids of somebody's records in it."""
    ids = {OWN: world.own, OTHER: world.other}.get(row.whose, {})

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name in MEANINGLESS:
            return MEANINGLESS[name]
        before = _word_before(row.address, found.start())
        return str(ids.get(before, ABSENT_ID) if row.whose != ABSENT else ABSENT_ID)

    return PARAMETER.sub(value, row.address)


class _Asker:
    """One person on one day, with a session of their own."""

    def __init__(self, world: World, column: Column) -> None:
        self.world = world
        self.person = column.person
        self.client = Client(raise_request_exception=False)
        if column.person:
            user = world.people[column.person]
            self.client.force_login(user, backend="accounts.backends.ActiveUntilBackend")
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def ask(self, row: Row) -> Answer:
        # Whatever the last answer did to the session is forgotten.
        self.client.cookies = SimpleCookie(self.cookies)
        path = path_of(row, self.world)
        with transaction.atomic():
            if row.address.startswith("/api/") and row.method != "GET":
                response = self.client.generic(row.method, path, "{}", content_type="application/json")
            else:
                response = self.client.generic(row.method, path)
            transaction.set_rollback(True)
        return Answer(_in_short(response), self._leaks(response))

    def _leaks(self, response: Any) -> tuple[str, ...]:
        # A file is read to its end, and closed by that.
        content = b"".join(response.streaming_content) if response.streaming else response.content
        text = content.decode(errors="replace")
        return tuple(word for word in _NEVER_READ.get(self.person, ()) if word in text)


_NEVER_READ: Mapping[str, Sequence[str]] = {
    "": (SECRET, OTHERS, INSIDE_THE_CITY),
    "nobody": (SECRET, OTHERS, INSIDE_THE_CITY),
    "moved": (SECRET, OTHERS),
    "stranger": (SECRET, OTHERS, INSIDE_THE_CITY),
    "member": (SECRET, OTHERS, INSIDE_THE_CITY, "987654321", "987,654,321"),
    "worker": (OTHERS,),
}


def _in_short(response: Any) -> str:
    if response.status_code == 302 and "/login/" in response["Location"]:
        return "login"
    return str(response.status_code)


def _walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        address = before + _readable(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _walk(entry, address)
        else:
            yield address


def _readable(pattern: str) -> str:
    return pattern.removeprefix("^").removesuffix("$").removesuffix("\\Z").replace("\\.", ".")


def _word_before(address: str, at: int) -> str:
    """The last whole word of the address before the parameter: of /centres/<int:pk>/edit/ it is centres."""
    words = re.findall(r"[a-z][a-z-]*", PARAMETER.sub("/", address[:at]))
    return words[-1] if words else ""


def _whose(address: str) -> tuple[str, ...]:
    records = {
        _word_before(address, found.start())
        for found in PARAMETER.finditer(address)
        if (found[1] or found[2]) not in MEANINGLESS
    }
    if not records:
        return (NOBODYS,)
    # In the administration pages there is no own and other: whoever gets in looks after all.
    return (ABSENT,) if address.startswith("/admin/") else (OWN, OTHER, ABSENT)


def records_without_ids(world: World) -> set[str]:
    """Kinds of record in addresses of which the world holds none: it must be told which is whose."""
    named = {
        _word_before(address, found.start())
        for address in addresses()
        if not address.startswith("/admin/")
        for found in PARAMETER.finditer(address)
        if (found[1] or found[2]) not in MEANINGLESS
    }
    return named - world.own.keys()
