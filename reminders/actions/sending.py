"""Sending what waits (お知らせの送信): claim, talk, record; no transaction is open while the server talks.

No broker and no lock is relied on. A batch is claimed by one conditional UPDATE with a lease; each mail is
stamped before it is spoken of and its answer after, both only while the claim still holds. Whoever dies in
between leaves a lease that runs out, and ``begun_at`` then tells that the mail may have arrived.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from reminders.choices import Kind, Outcome
from reminders.letters.digest import digest_letter
from reminders.letters.reports import letters_of_reports
from reminders.models import Message, Notice, Try
from reminders.queries.letters import Content, contents_of
from reminders.rules.retries import is_given_up, next_try
from reminders.sending import Answer, MailServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from common.business_days import OpenDays
    from reminders.letters.letter import Letter

    Clock = Callable[[], datetime]

BATCH = 50
"""So many are read at once: what is met or moved meanwhile is told all the same to the last of them."""

LONGEST_TURN = timedelta(minutes=1)
"""A turn comes every minute. A longer one keeps the worker from all else, also from showing that it lives."""

MOST_UNKNOWN = 3
"""After so many mails without an answer one after the other the server is left alone until the next turn."""


@dataclass(frozen=True)
class SendReport:
    """What one turn of the sender did."""

    sent: int = 0
    not_sent: int = 0
    given_up: int = 0
    closed: int = 0


@dataclass(frozen=True)
class _Mail:
    """A message with its words, or without where nothing is left to say."""

    message: Message
    address: str
    letter: Letter | None
    content: Content | None


def send_waiting(*, on: date, days: OpenDays, clock: Clock) -> SendReport:
    """Send everything whose time has come, batch after batch.

    Digests go out on their own day only, if the office is open on it: what is left the next open morning puts
    into its own. Messages at once, heartbeats and alarms go out on any day. ``clock`` tells the instant anew
    before each mail: a lease is measured by it.
    """
    server, report = MailServer(), SendReport()
    until = clock() + LONGEST_TURN
    try:
        while True:
            claim = secrets.token_hex(16)
            try:
                mails = _take_batch(claim, on=on, days=days, at=clock())
                if not mails:
                    return report
                done, goes_on = _send_batch(mails, claim, server, clock, until=until)
            except Exception:
                # Nobody shall wait for the lease of a sender that is still there to say so.
                mine = Message.objects.filter(claim=claim, begun_at__isnull=True)
                _let_go(mine, claim, again_at=next_try(1, clock()))
                raise
            report = _sum(report, done)
            if not goes_on:
                return report
    finally:
        server.close()


def _take_batch(claim: str, *, on: date, days: OpenDays, at: datetime) -> list[_Mail]:
    """Claim up to so many messages and read what they say."""
    _mark_what_may_have_arrived(at)
    of_the_day = Q(kind=Kind.DIGEST, on=on) if days.is_open(on) else Q(pk__in=[])
    waiting = Message.objects.to_be_tried(at).filter(of_the_day | ~Q(kind=Kind.DIGEST))
    batch = waiting.order_by("next_try_at", "pk").values("pk")[:BATCH]
    # Asked again in the UPDATE: between the look and the claim another sender may have come.
    Message.objects.to_be_tried(at).filter(pk__in=list(batch.values_list("pk", flat=True))).update(
        claim=claim, lease_until=_lease_from(at)
    )
    mine = list(
        Message.objects.filter(claim=claim).select_related("recipient", "response__by").order_by("pk")
    )
    contents = contents_of([message for message in mine if message.recipient_id], on=on)
    reports = letters_of_reports(message for message in mine if not message.recipient_id)
    return [
        _mail(message, contents[message.pk], on=on)
        if message.recipient_id
        else _Mail(message, message.address, reports.get(message.pk), None)
        for message in mine
    ]


def _mark_what_may_have_arrived(at: datetime) -> None:
    """A sender that died after it began to speak leaves a mail that may have arrived."""
    Message.objects.unfinished().filter(begun_at__isnull=False, lease_until__lte=at).update(may_repeat=True)


def _mail(message: Message, content: Content, *, on: date) -> _Mail:
    person = message.recipient
    address = (person.email or "") if person is not None and person.may_enter(on) else ""
    if not content.lines or not address:
        return _Mail(message, address, None, content)
    return _Mail(message, address, digest_letter(message, content, on=on), content)


def _send_batch(
    mails: Sequence[_Mail], claim: str, server: MailServer, clock: Clock, *, until: datetime
) -> tuple[SendReport, bool]:
    """Each mail of the batch; False where the server had better be left alone, or the turn has lasted long
    enough."""
    report, unknown = SendReport(), 0
    for number, mail in enumerate(mails):
        at = clock()
        if at > until:
            _let_go((rest.message for rest in mails[number:]), claim, again_at=at)
            return report, False
        if mail.content is not None and mail.content.outdated:
            _drop(mail.content, at=at)
        if mail.letter is None:
            report = _sum(report, SendReport(closed=_close(mail.message, claim, at=at)))
            continue
        if not _begin(mail.message, claim, at=at):
            continue
        answer = server.send(
            mail.letter, to=mail.address, message_id=f"<kyoten-{mail.message.pk}@{_domain()}>"
        )
        report = _sum(report, _record(mail, claim, answer, at=clock()))
        unknown = unknown + 1 if answer.outcome == Outcome.UNKNOWN else 0
        if answer.is_away or unknown >= MOST_UNKNOWN:
            _let_go((rest.message for rest in mails[number + 1 :]), claim, again_at=next_try(1, clock()))
            return report, False
    return report, True


def _begin(message: Message, claim: str, *, at: datetime) -> bool:
    """Stamp that the mail is about to be spoken of; False where the claim was lost meanwhile."""
    held = Message.objects.unfinished().filter(pk=message.pk, claim=claim, lease_until__gt=at)
    return bool(held.update(begun_at=at, lease_until=_lease_from(at)))


@transaction.atomic
def _record(mail: _Mail, claim: str, answer: Answer, *, at: datetime) -> SendReport:
    """Write down how the try went. A mail that was taken is recorded even if the claim was lost meanwhile."""
    message = Message.objects.select_for_update(no_key=True).get(pk=mail.message.pk)
    message.tries += 1
    Try.objects.create(
        message=message,
        number=Try.objects.filter(message=message).count() + 1,
        at=at,
        address=mail.address,
        outcome=answer.outcome,
        said=answer.said,
    )
    if answer.outcome == Outcome.SENT:
        return _record_sent(message, mail, at=at)
    if message.claim != claim:
        message.save(update_fields=["tries"])
        return SendReport(not_sent=1)
    given_up = is_given_up(
        message.tries, answer.outcome, _refusals(message), is_repeat=_is_repeat(message, mail.content)
    )
    message.claim, message.lease_until = "", None
    if answer.outcome == Outcome.UNKNOWN:
        message.may_repeat = True
    else:
        message.begun_at = None
    message.address = mail.address
    message.next_try_at = next_try(message.tries, at)
    message.given_up_at = at if given_up else None
    message.save()
    return SendReport(not_sent=1, given_up=int(given_up))


def _record_sent(message: Message, mail: _Mail, *, at: datetime) -> SendReport:
    message.sent_at, message.address = at, mail.address
    message.claim, message.lease_until, message.begun_at = "", None, None
    message.folded_at = message.given_up_at = None
    message.save()
    if mail.content is not None:
        # What was dropped while the mail was under way has been told all the same.
        Notice.objects.filter(pk__in=mail.content.notice_ids, sent_at__isnull=True).update(
            sent_at=at, message=message, dropped_on=None, dropped_why=""
        )
    return SendReport(sent=1)


def _is_repeat(message: Message, content: Content | None) -> bool:
    """Whether all of it may have arrived before. A report, which nobody passes on, is tried to the end."""
    return content is not None and (message.may_repeat or all(line.may_repeat for line in content.lines))


def _refusals(message: Message) -> int:
    """How often in a row the address was refused by now, since somebody last had it sent again."""
    outcomes = Try.objects.filter(message=message).order_by("-number").values_list("outcome", flat=True)
    refusals = 0
    for outcome in outcomes[: message.tries]:
        if outcome != Outcome.REFUSED:
            break
        refusals += 1
    return refusals


def _drop(content: Content, *, at: datetime) -> None:
    """What was moved or met since it was written need not be told."""
    for reason in sorted(set(content.outdated.values())):
        pks = [pk for pk, why in content.outdated.items() if why == reason]
        Notice.objects.waiting().filter(pk__in=pks).update(
            dropped_on=at.date(), dropped_why=reason, message=None
        )


def _close(message: Message, claim: str, *, at: datetime) -> int:
    """A message with nothing left to say, or with nobody to write to any more, is not sent. Whoever waits in
    it finds another way the next open morning."""
    return (
        Message.objects.unfinished()
        .filter(pk=message.pk, claim=claim)
        .update(folded_at=at, claim="", lease_until=None)
    )


def _let_go(messages: Iterable[Message], claim: str, *, again_at: datetime) -> None:
    """Give back what was not tried."""
    pks = [message.pk for message in messages]
    Message.objects.unfinished().filter(pk__in=pks, claim=claim).update(
        claim="", lease_until=None, next_try_at=again_at
    )


def _lease_from(at: datetime) -> datetime:
    return at + timedelta(seconds=settings.MESSAGE_LEASE_SECONDS)


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def _sum(one: SendReport, other: SendReport) -> SendReport:
    return SendReport(
        sent=one.sent + other.sent,
        not_sent=one.not_sent + other.not_sent,
        given_up=one.given_up + other.given_up,
        closed=one.closed + other.closed,
    )
