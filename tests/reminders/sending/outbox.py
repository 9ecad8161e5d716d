"""What is in the outbox, as the tests compare it."""

from __future__ import annotations

from datetime import date

from reminders.choices import Kind
from reminders.models import Flag, Message, Notice, Response, Try
from tests.factories.maintenance import make_turn
from tests.reminders.office import at

DUE = date(2026, 11, 24)
"""A Tuesday: the due day of everything here."""


def states() -> list[tuple]:
    rows = Message.objects.order_by("recipient__login_name", "on").select_related("recipient")
    return [
        (
            row.recipient.login_name if row.recipient else row.address,
            "sent"
            if row.sent_at
            else "given up"
            if row.given_up_at
            else "closed"
            if row.folded_at
            else "waits",
            row.tries,
        )
        for row in rows
    ]


def outcomes() -> list[str]:
    return list(Try.objects.order_by("pk").values_list("outcome", flat=True))


def urged(office) -> Response:
    turn = make_turn(office.building, due_on=DUE)
    flag = Flag.objects.create(
        kind="inspection",
        subject_id=turn.pk,
        due_on=DUE,
        centre=office.centre,
        post=office.post,
        side="city",
        stage="0d",
        stage_rank=0,
        opened_on=DUE,
    )
    return Response.objects.create(
        flag=flag, act="urged", by=office.chief, at=at(DUE), reason="業者が来ます。立ち会ってください。"
    )


def notice_in(message: Message, office) -> Notice:
    flag = Flag.objects.get(responses__messages=message)
    return Notice.objects.create(
        kind=flag.kind,
        subject_id=flag.subject_id,
        due_on=flag.due_on,
        stage=f"!{message.response_id}",
        stage_rank=0,
        recipient=office.officer,
        why="holder",
        centre=flag.centre,
        post=flag.post,
        side=flag.side,
        rung_on=DUE,
        via=office.officer,
        message=message,
    )


def urgent_in_hand(office) -> Message:
    """A message at once to the officer, written down and not sent yet."""
    return Message.objects.create(
        kind=Kind.URGENT,
        on=DUE,
        recipient=office.officer,
        made_at=at(DUE),
        next_try_at=at(DUE),
        response=urged(office),
    )
