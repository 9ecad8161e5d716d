"""What the watch over reminders looks at: nights, messages and their tries, notices, reconciliations."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from common.clock import TOKYO
from reminders.choices import FlagKind, Kind, Outcome, Why
from reminders.models import Message, Notice, Reconciliation, SweepRun, Try

MONDAY = date(2026, 11, 30)


def at(hour: int, minute: int = 0, *, on: date = MONDAY) -> datetime:
    """An instant in Japan."""
    return datetime.combine(on, time(hour, minute), TOKYO)


def make_night(on: date = MONDAY, **facts: Any) -> SweepRun:
    counts = {"opened": 5, "reopened": 0, "advanced": 0, "closed": 2, "rung": 7}
    return SweepRun.objects.create(on=on, **{"finished_at": at(5, 30, on=on), **counts, **facts})


def make_message(recipient: Any = None, on: date = MONDAY, **facts: Any) -> Message:
    """A digest to a person; without one, a heartbeat to an address."""
    kind: dict[str, Any] = (
        {"kind": Kind.DIGEST, "recipient": recipient}
        if recipient
        else {"kind": Kind.HEARTBEAT, "address": "kanri@example.jp"}
    )
    made_at = at(5, 30, on=on)
    return Message.objects.create(on=on, **{"made_at": made_at, "next_try_at": made_at, **kind, **facts})


def make_try(message: Message, number: int = 1, **facts: Any) -> Try:
    return Try.objects.create(
        message=message,
        number=number,
        **{
            "at": message.made_at + timedelta(minutes=number),
            "address": "somebody@example.jp",
            "outcome": Outcome.REFUSED,
            "said": f"550 no such user ({number})",
            **facts,
        },
    )


def make_notice(recipient: Any, subject_id: int = 1, on: date = MONDAY, **facts: Any) -> Notice:
    """A notice that nobody's mail carries."""
    return Notice.objects.create(
        kind=FlagKind.INSPECTION,
        subject_id=subject_id,
        recipient=recipient,
        **{
            "due_on": on,
            "stage": "0d",
            "stage_rank": 0,
            "why": Why.HOLDER,
            "side": "city",
            "rung_on": on,
            **facts,
        },
    )


def make_reconciliation(on: date = MONDAY, **facts: Any) -> Reconciliation:
    counts = {"expected": 120, "missing": 0, "surplus": 0, "late": 0}
    return Reconciliation.objects.create(on=on, **{"finished_at": at(6, on=on), **counts, **facts})
