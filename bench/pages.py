"""The HTML pages beside their bare answers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from statistics import median
from typing import TYPE_CHECKING, Any
from unittest import mock

import orjson
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bench import pages_by_hand
from bench.asking import asks
from bench.by_hand import thin
from bench.city import OFFICER
from bench.night import Disagreement
from bench.results import Measured
from bench.rounds import percentile, requests_in_turns
from centres.models import Centre
from config.wsgi import application
from portal.desk import queries as desk_queries
from ui.lists import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from wsgiref.types import WSGIApplication

    from bench.by_hand import ByHand, Row
    from bench.results import Figure

SIZE = 50
SIZES = (1, 50, 200)
CALLS = 5
URL_OF_KIND = {
    "inspection": "/inspections/{}/record/",
    "contract": "/contracts/{}/",
    "designation_end": "/designations/{}/",
}


@dataclass(frozen=True)
class Page:
    """A page, its answer by hand, and where on the page each row of that answer has to be found.

    ``shown`` gives links with their words, in the page's order. ``most_queries`` includes sign-in.
    """

    what: str
    address: str
    by_hand: Callable[[int], Any]
    shown: Callable[[Row], Sequence[tuple[str, Sequence[str | None]]]]
    most_queries: int
    is_list: bool = True


def pages(database: ByHand, on: date) -> list[Page]:
    """The pages that are looked at most."""
    one = Centre.objects.order_by("pk")[1].pk
    return [
        Page(
            "centre list of 50",
            "/centres/",
            lambda size: pages_by_hand.centre_list(database, on, size),
            lambda answer: [
                (f"/centres/{row['id']}/", [row["name"], row["district"], row["run_by"], row["in_charge"]])
                for row in answer["rows"]
            ],
            most_queries=8,
        ),
        Page(
            "inspection list of 50",
            "/inspections/",
            lambda size: pages_by_hand.inspection_list(database, size),
            lambda answer: [
                (
                    f"/inspections/{row['id']}/record/",
                    [row["type"]["name"], row["centre"], row["building"], row["equipment"], row["post"]],
                )
                for row in answer["rows"]
            ],
            most_queries=8,
        ),
        Page(
            "desk, 50 flags",
            "/desk/",
            lambda size: pages_by_hand.desk(database, on, size),
            lambda answer: [
                *(
                    (
                        URL_OF_KIND[row["kind"]].format(row["subject_id"]),
                        [row["subject"], row["centre"], row["owner"]],
                    )
                    for row in answer["rows"]
                ),
                *((f"/designations/{row['id']}/", [row["name"]]) for row in answer["ending"][:5]),
                *((f"/inspections/{row['id']}/record/", [row["centre"]]) for row in answer["recent"]),
            ],
            most_queries=12,
        ),
        Page(
            "page of one centre",
            f"/centres/{one}/",
            lambda _size: pages_by_hand.centre(database, on, one),
            lambda answer: [
                ("", [answer["centre"]["name"], answer["centre"]["district"], answer["centre"]["address"]]),
                *(("", [row["name"]]) for row in answer["buildings"]),
                *(("", [row["name"], row["building"]]) for row in answer["turns"] if row["done_on"] is None),
                *(("", [row["name"], row["contractor"]]) for row in answer["contracts"]),
                *(("", [row["name"]]) for row in answer["designations"]),
            ],
            most_queries=12,
            is_list=False,
        ),
    ]


def session() -> dict[str, str]:
    """The header of an officer who has signed in."""
    client = Client()
    client.force_login(User.objects.get(login_name=OFFICER), backend="accounts.backends.ActiveUntilBackend")
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


@contextmanager
def page_size(size: int) -> Iterator[None]:
    """Pages of so many rows: they show twenty, or fifty on the desk, and take no size from the address."""
    usual: dict[str, Any] = listing.__kwdefaults__ or {}
    with mock.patch.dict(usual, per_page=size), mock.patch.object(desk_queries, "PAGE_SIZE", size):
        yield


def measure(database: ByHand, on: date, *, rounds: int) -> list[Figure]:
    """Each page against its bare answer, its tail, and its queries at several sizes."""
    headers = session()
    figures = []
    for page in pages(database, on):
        with page_size(SIZE):
            ours = asks(application, page.address, headers)
            limit = asks(_thin(page, SIZE), page.address, {})
            _agree(page, ours(), limit())
            times = requests_in_turns({"ours": ours, "limit": limit}, rounds, CALLS)
        figures += [
            Measured("G11", page.what).by_limit(times["ours"], times["limit"], least=0.05),
            Measured("G11", f"{page.what}: p95 by p50", f"of {len(times['ours'])} calls").within(
                "p50", percentile(times["ours"], 95), median(times["ours"]), most=3
            ),
            _queries(page, headers),
        ]
    return figures


def _thin(page: Page, size: int) -> WSGIApplication:
    return thin(lambda _environ: page.by_hand(size))


def _queries(page: Page, headers: dict[str, str]) -> Figure:
    numbers = []
    for size in SIZES if page.is_list else (SIZE,):
        with page_size(size), CaptureQueriesContext(connection) as queries:
            asks(application, page.address, headers)()
        numbers.append(len(queries))
    at = "at 1 / 50 / 200 rows" if page.is_list else ""
    return Measured("G5", f"{page.what}: queries", at).counted(numbers, most=page.most_queries)


def _agree(page: Page, ours: bytes, limit: bytes) -> None:
    """Every row of the bare answer stands on the page, in its order."""
    said = unescape(ours.decode())
    said = said[said.index("<main") :]
    place = 0
    shown = page.shown(orjson.loads(limit))
    for link, words in shown:
        found = said.find(f'href="{link}"', place) if link else 0
        missing = [word for word in words if word and word not in said]
        if found < 0 or missing:
            message = f"{page.what}: ページに {link or ''} {missing} がありません。"
            raise Disagreement(message)
        place = max(place, found)
    if not shown:
        message = f"{page.what}: 何も出ていません。"
        raise Disagreement(message)
