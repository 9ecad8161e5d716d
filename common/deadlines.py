"""What every domain app tells about its deadlines (期日), so that one nightly job can flag them all.

Each domain app offers two functions in its ``queries``:

- ``deadlines(*, until: date)``: an unscoped QuerySet ``.values_list(*COLUMNS)`` of everything still pending
  whose ``due_on`` is null (期日不明) or not after ``until``;
- ``settled()``: an unscoped QuerySet ``.values_list(*SETTLED_COLUMNS)`` of what was done or answered. The
  passing of a day settles nothing.

Where facts are entered ahead, or what ends with its day (a warranty, an account) waits for nobody after it,
both take the day from which they count too (``on``).

Both are joined by position with those of the other apps, inside the database: names, types and order are a
contract.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- the types of the rows can be asked for at run time
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection


class Side(StrEnum):
    """Who has to act: the city (市) or the designated manager (指定管理者)."""

    CITY = "city"
    MANAGER = "manager"


class SettledReason(StrEnum):
    """Why a deadline needs nobody any more: the thing was done (実施済み) or answered (回答済み).

    An act that moves a deadline or does away with it says so with the two last: ``settled()`` never does, as
    at night the deadline that is not pending tells it by itself.
    """

    DONE = "done"
    ANSWERED = "answered"
    DAY_CHANGED = "day_changed"
    NO_LONGER_APPLIES = "no_longer_applies"


class Deadline(NamedTuple):
    """One pending duty (期日), as a row.

    ``kind`` and ``subject_id`` name the record, ``lead`` the catalogue entry with its lead times.
    ``centre_id`` is None when it concerns several centres, ``due_on`` when the day cannot be told,
    ``post_id`` (担当) when nobody is in charge.
    """

    kind: str
    lead: str
    subject_id: int
    centre_id: int | None
    due_on: date | None
    post_id: int | None
    side: str


class Settled(NamedTuple):
    """One duty that needs nobody any more, as a row; ``reason`` is a ``SettledReason``."""

    kind: str
    subject_id: int
    reason: str


COLUMNS: tuple[
    Literal["kind"],
    Literal["lead"],
    Literal["subject_id"],
    Literal["centre_id"],
    Literal["due_on"],
    Literal["post_id"],
    Literal["side"],
] = ("kind", "lead", "subject_id", "centre_id", "due_on", "post_id", "side")

SETTLED_COLUMNS: tuple[Literal["kind"], Literal["subject_id"], Literal["reason"]] = (
    "kind",
    "subject_id",
    "reason",
)


class SettledListener(Protocol):
    """Hears that duties were settled, inside the transaction of the act that settled them."""

    def __call__(
        self, kind: str, subject_ids: Collection[int], reason: SettledReason, *, on: date
    ) -> None: ...


_listeners: list[SettledListener] = []


def hear_settled(listener: SettledListener) -> None:
    """Register who wants to hear. ``reminders`` does, above the domain apps, which may not import it."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_settled(kind: str, subject_ids: Collection[int], reason: SettledReason, *, on: date) -> None:
    """Said by the act that does or answers what was due, so that its flag is closed at once, not only at
    night.
    """
    for listener in _listeners:
        listener(kind, subject_ids, reason, on=on)
