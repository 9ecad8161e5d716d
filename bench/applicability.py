"""Which inspections apply to 10,000 buildings: every type of the catalogue, one set-wise pass.

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
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.verdicts import verdicts_of

if TYPE_CHECKING:
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

    with CaptureQueriesContext(connection) as asked:
        judge()
    seconds = median(timed(judge) for _ in range(rounds))
    what = f"verdicts on {len(ids):,} buildings × {len(inspection_types())} types"
    wanted = f"≤ {SECONDS:g} s for {BUILDINGS:,}"
    return [
        Measured("applicability", what).found(wanted, f"{seconds:.2f} s", met=seconds <= SECONDS),
        Measured("applicability", f"{what}: queries").found(
            f"{QUERIES} queries", str(len(asked)), met=len(asked) == QUERIES
        ),
    ]
