"""The door to what a person was told (わたしへのお知らせ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render

from common.clock import now, today
from common.doors import ScopedRequest, permitted
from portal.notices import queries
from reminders.actions import acknowledge_notices
from reminders.queries.notices import own_notices

if TYPE_CHECKING:
    from django.http import HttpResponse

LONGEST_ID = 18


@permitted("reminders.view_notice", form=True)
def notices(request: ScopedRequest) -> HttpResponse:
    """What one was told oneself, to read and to acknowledge: one notice, or all that are shown."""
    if request.method == "POST":
        sent = request.POST.getlist("notice") or request.POST.getlist("shown")
        asked = [int(pk) for pk in sent if pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_ID]
        theirs = own_notices(request.user, request.centre_scope).filter(pk__in=asked)
        seen = acknowledge_notices(theirs.values_list("pk", flat=True), by=request.user, at=now())
        if seen:
            messages.success(request, _done(seen, internal=request.centre_scope.internal))
        return redirect(request.get_full_path())
    told = queries.told_to(request.user, request.centre_scope, number=request.GET.get("page"), on=today())
    return render(request, "portal/notices.html", {"told": told})


def _done(seen: int, *, internal: bool) -> str:
    if internal:
        return f"{seen}件を承知しました。"
    return f"{seen}つのお知らせを見たことを、市に伝えました。"
