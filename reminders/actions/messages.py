"""What may be done about a message (お知らせの便) by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.problems import Problem, Refused
from reminders.models import Message

if TYPE_CHECKING:
    from datetime import datetime


class NotGivenUp(Refused):
    """The message was not given up: it went out, still waits, or was put into a later one."""


def send_again(message_id: int, *, at: datetime) -> None:
    """Put a message that was given up back among those to be sent (もう一度送る), from its first try on.
    Raises ``NotGivenUp``."""
    put_back = Message.objects.filter(pk=message_id, given_up_at__isnull=False).update(
        given_up_at=None, next_try_at=at, tries=0
    )
    if not put_back:
        raise NotGivenUp(
            [Problem("not-given-up", "この便は、もう送り直されています。「動作の状況」で確かめてください。")]
        )
