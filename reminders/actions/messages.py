"""What may be done about a message (お知らせの便) by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.problems import Problem, Refused
from reminders.models import Message
from reminders.queries.messages import given_up_and_current

if TYPE_CHECKING:
    from datetime import datetime


NO_ADDRESS = "この人のメールアドレスが、まだありません。「利用者」で登録してから、もう一度送ってください。"
MOVED_ON = (
    "この便の中身は、次の開庁日の便と「電話でお知らせ」に移りました。"
    "この人への次のお知らせは、またメールで送ります。"
)
SENT_ALREADY = "この便は、もう送り直されています。「動作の状況」で確かめてください。"


class CannotSendAgain(Refused):
    """The message was not given up (it went out, still waits, or was put into a later one), or the person has
    no address to send it to."""


def send_again(message_id: int, *, at: datetime) -> None:
    """Put a message that was given up back among those to be sent (もう一度送る), from its first try on.
    Raises ``CannotSendAgain``."""
    message = Message.objects.filter(pk=message_id, given_up_at__isnull=False)
    if message.filter(recipient__isnull=False, recipient__email__isnull=True).exists():
        raise CannotSendAgain([Problem("no-address", NO_ADDRESS)])
    if message.exclude(pk__in=given_up_and_current(at.date())).exists():
        raise CannotSendAgain([Problem("moved-on", MOVED_ON)])
    put_back = message.update(given_up_at=None, next_try_at=at, tries=0)
    if not put_back:
        raise CannotSendAgain([Problem("not-given-up", SENT_ALREADY)])
