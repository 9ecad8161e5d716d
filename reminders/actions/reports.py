"""What Kyoten writes to those who look after it: that it works (動作の報告), and that the ledger does not say
what it should (照合の警報)."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from common.office_days import load_office_days
from reminders.choices import Kind
from reminders.models import Message
from reminders.queries.administrators import addresses_of_administrators

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from reminders.models import Reconciliation

HEARTBEAT_HOUR = time(7, 0)


def write_heartbeat(*, on: date, at: datetime) -> int:
    """Write one message to each address of the office: reminders work, also where nothing is due.

    On open days only: on any of them, no mail by eight means that something has stopped. Run twice, it writes
    nothing. Returns how many it wrote.
    """
    if not load_office_days().is_open(on):
        return 0
    return _write(Kind.HEARTBEAT, settings.HEARTBEAT_TO, on=on, at=at)


def heartbeat_is_due(at: datetime) -> bool:
    """Whether today's heartbeat should have been written by now and was not."""
    on = at.date()
    return (
        at.timetz().replace(tzinfo=None) >= HEARTBEAT_HOUR
        and load_office_days().is_open(on)
        and not Message.objects.filter(kind=Kind.HEARTBEAT, on=on).exists()
    )


def write_alarm(reconciliation: Reconciliation, *, at: datetime) -> int:
    """Write one message to each administrator where the ledger does not say what it should; on closed days as
    well. A day has one alarm. Returns how many it wrote.
    """
    if reconciliation.is_good:
        return 0
    return _write(Kind.ALARM, settings.ALARM_TO, on=reconciliation.on, at=at)


@transaction.atomic
def _write(kind: Kind, to: Collection[str], *, on: date, at: datetime) -> int:
    addresses = dict.fromkeys(to or addresses_of_administrators(on=on))
    written = Message.objects.filter(kind=kind, on=on).values_list("address", flat=True)
    new = addresses.keys() - set(written)
    # Two workers may be at it: whoever comes second writes nothing.
    Message.objects.bulk_create(
        [
            Message(kind=kind, on=on, address=address, made_at=at, next_try_at=at)
            for address in addresses
            if address in new
        ],
        ignore_conflicts=True,
    )
    return len(new)
