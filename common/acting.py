"""Who does something, by which door and why (操作した人・入口・理由), for the history of records."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator

Door = Literal["web", "api", "task", "command", "admin"]
DOORS: tuple[Door, ...] = get_args(Door)


@dataclass(frozen=True)
class Acting:
    """Who acts (``user_id`` None: nobody signed in), by which door, and the reason they gave."""

    user_id: int | None = None
    door: Door = "command"
    reason: str = ""


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def current() -> Acting:
    """Who acts at this moment; outside of any ``acting`` block a command without a person."""
    return _acting.get() or Acting()


@contextmanager
def acting(*, door: Door, user_id: int | None = None, reason: str = "") -> Iterator[Acting]:
    """Everything changed inside the block is recorded under this person, door and reason. Blocks nest."""
    who = Acting(user_id=user_id, door=door, reason=reason)
    token = _acting.set(who)
    try:
        yield who
    finally:
        _acting.reset(token)
