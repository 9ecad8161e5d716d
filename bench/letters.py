"""The digests of everybody, batch by batch as the sender takes them; and the reconciliation of the ledger.

Both read what the first night has written.
"""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.night import Disagreement
from bench.results import Measured
from bench.rounds import timed
from common.office_days import load_office_days
from maintenance.models import DueInspection
from reminders.actions.reconciling import Comparison, compare
from reminders.letters.digest import digest_letter
from reminders.models import Message, Notice
from reminders.queries.letters import contents_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bench.results import Figure

BATCH = 500

FEW = (1, 3)
"""So many messages ask as many queries as a whole batch."""


def measure(on: date) -> list[Figure]:
    """The figures of this engine."""
    waiting = Message.objects.unfinished().filter(on=on).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    batches = [ids[first : first + BATCH] for first in range(0, len(ids), BATCH)]
    seconds, queries = [], []
    for batch in [*(ids[:few] for few in FEW), *batches]:
        with CaptureQueriesContext(connection) as asked:
            seconds.append(timed(partial(_write, batch, on)))
        queries.append(len(asked))
    lines = Notice.objects.filter(message__in=waiting).count()
    size = f"{len(ids):,} people, {lines:,} notices"
    of_batches = seconds[len(FEW) :]
    whole = f"{median(of_batches):.2f} s; the slowest {max(of_batches):.2f} s"
    counted = sorted(set(queries))
    return [
        Measured("digest", f"digests read and written by {BATCH}", size).found("seconds", whole, met=True),
        Measured(
            "digest", f"queries at {FEW[0]}, {FEW[1]} and {BATCH} digests, the first batch to the last"
        ).found("the same", " / ".join(map(str, counted)), met=len(counted) == 1),
        _reconciliation(on),
    ]


def _write(pks: Sequence[int], on: date) -> None:
    messages = list(
        Message.objects.filter(pk__in=pks).select_related("recipient", "response__by").order_by("pk")
    )
    contents = contents_of(messages, on=on)
    for message in messages:
        digest_letter(message, contents[message.pk], on=on)


def _reconciliation(on: date) -> Figure:
    """Every deadline asked by itself against the ledger, once; they must agree."""
    found: list[Comparison] = []
    seconds = timed(lambda: found.append(compare(on, load_office_days())))
    if found[0].differs or not found[0].expected:
        message = f"照合の結果が、台帳と違います。{found[0].examples[:3]}"
        raise Disagreement(message)
    size = f"{DueInspection.objects.pending().count():,} inspections pending, {found[0].expected:,} notices"
    return Measured("reconciliation", "the ledger against the rules, once", size).found(
        "nothing missing or too much", f"none; {seconds:.1f} s", met=True
    )
