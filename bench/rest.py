"""The API beside the same answer by hand, and beside an ordinary ModelViewSet."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from accounts.actions import make_api_token
from accounts.models import User
from bench import rest_by_hand
from bench.asking import asks
from bench.by_hand import thin
from bench.city import OFFICER
from bench.night import Disagreement
from bench.results import Measured
from bench.rounds import requests_in_turns
from common.clock import now
from common.rest.asking import Asking, Offered
from config.wsgi import application
from maintenance.models import DueInspection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from wsgiref.types import WSGIEnvironment

    from bench.by_hand import ByHand
    from bench.results import Figure
    from bench.rounds import Times

LIST = "/api/v1/inspections/"
TO_COME = f"{LIST}?state=to_come"
PLAIN = "ordinary ModelViewSet"
CALLS = 10
SIZES = (1, 50, 200)
MOST_QUERIES = 3
DEEP = 0.99
MOST_MILLISECONDS = 10


@dataclass(frozen=True)
class Case:
    """One request, the same by hand, and by an ordinary ModelViewSet where there is one; and its goals."""

    what: str
    address: str
    by_hand: Callable[[WSGIEnvironment], Any]
    plain: str = ""
    goal: str = "G1"
    least: float = 0.15
    least_plain: float = 12


def token(name: str) -> dict[str, str]:
    """The header of a program that asks in an officer's name."""
    made = make_api_token(User.objects.get(login_name=OFFICER), name, days=1, at=now())
    return {"Authorization": f"Token {made.key}"}


def measure(database: ByHand, on: date, *, rounds: int) -> list[Figure]:
    """Lists, a record, a page far down, the queries, and every filter."""
    headers = token("bench")
    turn = _turn_at(0.5)
    centre = turn.building.centre_id
    hand = rest_by_hand.Inspections(database, on)
    after = _turn_at(DEEP).pk
    deep = f"{LIST}?cursor={_cursor(after)}"
    first = Case("", LIST, lambda environ: hand.page(environ, rest_by_hand.AFTER, after=0))
    to_come = Case(
        "API list of 50, filtered by state",
        TO_COME,
        lambda environ: hand.page(environ, rest_by_hand.TO_COME, on=str(on)),
        plain=TO_COME.replace("/api/v1", "/plain"),
    )
    of_centre = Case(
        "API list, filtered by centre",
        f"{LIST}?centre={centre}",
        lambda environ: hand.page(environ, rest_by_hand.OF_CENTRE, centre=centre),
    )
    far_down = Case(
        f"API page at depth {DEEP:.0%}",
        deep,
        lambda environ: hand.page(environ, rest_by_hand.AFTER, after=after),
    )
    one = Case(
        "API detail",
        f"{LIST}{turn.pk}/",
        lambda environ: hand.one(environ, turn.pk),
        plain=f"/plain/inspections/{turn.pk}/",
        goal="G2",
        least=0.17,
        least_plain=1.4,
    )
    figures = [
        figure
        for case in (to_come, of_centre, far_down, one)
        for figure in _beside(case, headers, rounds=rounds)
    ]
    figures.append(_depth(first, far_down, headers, rounds))
    figures += _queries(one, headers)
    figures += _filters(turn, on, headers)
    return figures


def _turn_at(share: float) -> DueInspection:
    """The turn that stands after so large a share of all of them; at least one stands after it."""
    number = DueInspection.objects.count()
    place = min(int(number * share), number - 2)
    return DueInspection.objects.select_related("building").order_by("pk")[place]


def _cursor(after: int) -> str:
    """Where the page before this one ended, as the API would have told it."""
    offered = Offered(conditions=(), orderings={}, fields=())
    return Asking(QueryDict(""), path=LIST, offered=offered).cursor((after,))


def _beside(case: Case, headers: dict[str, str], *, rounds: int) -> Iterator[Figure]:
    sides = {
        "ours": asks(application, case.address, headers),
        "limit": asks(thin(case.by_hand), "/", headers),
    }
    if case.plain:
        sides["plain"] = asks(application, case.plain, headers)
    _agree(case, {name: ask() for name, ask in sides.items()})
    times = requests_in_turns(sides, rounds, CALLS)
    yield Measured(case.goal, case.what).by_limit(times["ours"], times["limit"], least=case.least)
    if case.plain:
        yield Measured(case.goal, case.what).by_plain(
            PLAIN, times["ours"], times["plain"], least=case.least_plain
        )


def _agree(case: Case, answers: dict[str, bytes]) -> None:
    said = {name: orjson.loads(answer) for name, answer in answers.items()}
    rows = {name: answer.get("results", answer) for name, answer in said.items()}
    if not rows["ours"] or any(found != rows["ours"] for found in rows.values()):
        message = f"{case.what}: API の答えが、手書きの SQL か ModelViewSet の答えと違います。"
        raise Disagreement(message)


def _depth(first: Case, deep: Case, headers: dict[str, str], rounds: int) -> Figure:
    sides = {case.address: asks(application, case.address, headers) for case in (first, deep)}
    times: Times = requests_in_turns(sides, rounds, CALLS)
    return Measured("G3", deep.what).within(
        "the first page", median(times[deep.address]), median(times[first.address]), most=1.3
    )


def _queries(one: Case, headers: dict[str, str]) -> Iterator[Figure]:
    addresses = [f"{TO_COME}&page_size={size}" for size in SIZES]
    numbers = [len(_statements(address, headers)) for address in addresses]
    yield Measured("G5", "API list: queries", "at 1 / 50 / 200 rows").counted(numbers, most=MOST_QUERIES)
    yield Measured("G5", "API detail: queries").counted(
        [len(_statements(one.address, headers))], most=MOST_QUERIES
    )


def _filters(turn: DueInspection, on: date, headers: dict[str, str]) -> Iterator[Figure]:
    """The database's time of every filter of inspections, and whether any of them counts."""
    day = on.isoformat()
    values = {
        "centre": turn.building.centre_id,
        "building": turn.building_id,
        "equipment": 1,
        "type": turn.type_code,
        "outcome": "good",
        **dict.fromkeys(("due_from", "due_to", "done_from", "done_to"), day),
    }
    states = ("to_come", "overdue", "unknown_day", "done", "withdrawn")
    asked = [*(f"{name}={value}" for name, value in values.items()), *(f"state={state}" for state in states)]
    took: dict[str, float] = {}
    counting = 0
    for condition in asked:
        statements = _statements(f"{LIST}?{condition}", headers)
        counting += any("COUNT(" in text for text, _ in statements)
        took[condition] = min(sum(_seconds(*statement) for statement in statements) for _ in range(3))
    slowest = max(took, key=lambda condition: took[condition])
    milliseconds = took[slowest] * 1000
    what = f"each of {len(asked)} filters of inspections: database time of the slowest"
    yield Measured("G4", what, slowest).found(
        f"≤ {MOST_MILLISECONDS} ms", f"{milliseconds:.2f} ms", met=milliseconds <= MOST_MILLISECONDS
    )
    yield Measured("G4", "filters that count rows").found("0", str(counting), met=counting == 0)


def _statements(address: str, headers: dict[str, str]) -> list[tuple[str, Any]]:
    """What one request asks of the database."""
    found: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], text: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        found.append((text, parameters))
        return execute(text, parameters, many, context)

    with CaptureQueriesContext(connection), connection.execute_wrapper(note):
        asks(application, address, headers)()
    return found


def _seconds(text: str, parameters: Any) -> float:
    """How long the database takes until the last row is there."""
    with connection.cursor() as cursor:
        start = perf_counter()
        cursor.execute(text, parameters)
        cursor.fetchall()
        return perf_counter() - start
