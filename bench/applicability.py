"""Which inspections apply to 10,000 buildings, and when each is first due: every type, in one set-wise pass.

The buildings of the bench have a floor area and nothing else, so that nearly every answer is worked out
with facts left open: the slowest case.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.results import Measured
from bench.rounds import timed
from common.scope import Scope
from facilities.models import Building
from maintenance.actions.planning import first_turns
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.verdicts import told_of, verdicts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from bench.results import Figure

BUILDINGS = 10_000
SECONDS = 10.0
QUERIES = 5


def measure(on: date, *, rounds: int) -> list[Figure]:
    """The figures of this engine."""
    ids = list(Building.objects.standing(on).order_by("pk").values_list("pk", flat=True)[:BUILDINGS])

    def judge() -> None:
        verdicts_of(ids, scope=Scope.everything(), on=on)

    def judge_and_plan() -> None:
        first_turns(told_of(ids, scope=Scope.everything(), on=on), on=on)

    of_what = f"{len(ids):,} buildings × {len(inspection_types())} types"
    return [
        *_measured(f"verdicts on {of_what}", judge, rounds=rounds),
        *_measured(f"verdicts and first due days on {of_what}", judge_and_plan, rounds=rounds),
    ]


def _measured(what: str, act: Callable[[], None], *, rounds: int) -> Iterator[Figure]:
    with CaptureQueriesContext(connection) as asked:
        act()
    seconds = median(timed(act) for _ in range(rounds))
    wanted = f"≤ {SECONDS:g} s for {BUILDINGS:,}"
    yield Measured("applicability", what).found(wanted, f"{seconds:.2f} s", met=seconds <= SECONDS)
    yield Measured("applicability", f"{what}: queries").found(
        f"{QUERIES} queries", str(len(asked)), met=len(asked) == QUERIES
    )
