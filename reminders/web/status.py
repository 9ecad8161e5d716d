"""The doors to 動作の状況: whether reminders work, and the sending of a message once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from common.clock import now
from common.doors import ScopedRequest, permitted
from common.office_days import short_day
from common.problems import Refused
from reminders import actions
from reminders.choices import Kind
from reminders.models import Message
from reminders.queries import status as queries
from reminders.rules.health import Level

if TYPE_CHECKING:
    from django.http import HttpResponse

SHAPES = {Level.GOOD: "done", Level.WARN: "soon", Level.BAD: "overdue"}
WORDS = {Level.GOOD: "正常", Level.WARN: "注意", Level.BAD: "異常"}
MOST_SERIOUS_FIRST = {Level.BAD: 0, Level.WARN: 1, Level.GOOD: 2}
HEADLINES = {
    Level.GOOD: "通知は動いています",
    Level.WARN: "通知は動いています。確かめることがあります",
    Level.BAD: "通知が正しく動いていません",
}


@never_cache
@permitted("reminders.view_sweeprun")
def status(request: ScopedRequest) -> HttpResponse:
    """Whether reminders work (動作の状況)."""
    answer = queries.status(request.centre_scope, at=now())
    level = answer.health.level
    context = {
        "status": answer,
        "shape": SHAPES[level],
        "headline": HEADLINES[level],
        "looked_at": [
            (SHAPES[finding.level], WORDS[finding.level], finding)
            for finding in sorted(answer.health.findings, key=lambda found: MOST_SERIOUS_FIRST[found.level])
        ],
    }
    return render(request, "reminders/status.html", context)


@never_cache
@permitted("reminders.change_message", form=True)
def send_again(request: ScopedRequest, pk: int) -> HttpResponse:
    """Send a message again that was given up (もう一度送る)."""
    message = get_object_or_404(Message.objects.select_related("recipient"), pk=pk)
    to = _addressee(message)
    context: dict[str, Any] = {
        "title": f"{short_day(message.on)}の{Kind(message.kind).label}を、もう一度送りますか",
        "text": f"{to}に、すぐに送り直します。送れなかった理由がなくなっていることを、先に確かめてください。",
        "act_label": "もう一度送る",
        "cancel_url": reverse("reminder-status"),
    }
    if request.method == "POST":
        try:
            actions.send_again(pk, at=now())
        except Refused as refusal:
            context["problems"] = refusal.problems
            return render(request, "reminders/message_again.html", context, status=422)
        messages.success(request, f"{to}への便を、もう一度送ることにしました。")
        return redirect("reminder-status")
    return render(request, "reminders/message_again.html", context)


def _addressee(message: Message) -> str:
    """To whom it goes now, which may be another address than the one that did not take it."""
    if message.recipient is None:
        return message.address
    person = message.recipient
    return f"{person.display_name}さん（{person.email or 'アドレスなし'}）"
