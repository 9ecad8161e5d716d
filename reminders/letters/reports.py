"""The letters to those who look after Kyoten: the heartbeat (動作の報告) and the alarm (照合の警報)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from common.office_days import short_day
from reminders.choices import Kind
from reminders.letters.letter import Letter
from reminders.queries.reports import facts_of_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reminders.models import Message
    from reminders.queries.reports import ReportFacts


def letters_of_reports(messages: Iterable[Message]) -> dict[int, Letter]:
    """The letters of these heartbeats and alarms by id of the message; four queries whatever their number.

    An alarm whose reconciliation is gone says nothing, and gets no letter.
    """
    found = list(messages)
    facts = facts_of_days({message.on for message in found})
    letters = {}
    for message in found:
        of_day = facts[message.on]
        if message.kind == Kind.HEARTBEAT:
            letters[message.pk] = heartbeat_letter(message, of_day)
        elif of_day.differing is not None:
            letters[message.pk] = alarm_letter(message, of_day)
    return letters


def heartbeat_letter(message: Message, facts: ReportFacts) -> Letter:
    """「動いています」, or what has to be looked at, with the figures of the night and of the messages."""
    says = "動いています" if facts.is_good else "確かめてください"
    return _letter(f"［拠点］{says}：{short_day(message.on)}", "heartbeat", facts)


def alarm_letter(message: Message, facts: ReportFacts) -> Letter:
    """That the ledger does not say what it should, in which way, and with examples. Raises ``ValueError``
    where the reconciliation of the day agreed."""
    differing = facts.differing
    if differing is None:
        sentence = f"the reconciliation of {message.on} agreed"
        raise ValueError(sentence)
    return _letter(f"［拠点］照合の警報：{differing.in_words}", "alarm", facts)


def _letter(subject: str, name: str, facts: ReportFacts) -> Letter:
    context: dict[str, Any] = {
        "subject": subject,
        "facts": facts,
        "day": short_day(facts.on),
        "day_before": short_day(facts.before.on),
        "status_url": f"{settings.PUBLIC_URL}{reverse('reminder-status')}",
        "office_name": settings.OFFICE_NAME,
        "office_contact": settings.OFFICE_CONTACT,
    }
    page = f"reminders/mail/{name}"
    return Letter(
        subject=subject,
        text=render_to_string(f"{page}.txt", context).strip() + "\n",
        html=render_to_string(f"{page}.html", context),
    )
