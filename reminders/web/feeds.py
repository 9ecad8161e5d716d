"""The doors to one's own calendars (カレンダーの購読), and the address under which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.clock import now
from common.doors import ScopedRequest, permitted, posted
from reminders.actions.feeds import make_feed, open_feed, revoke_feed
from reminders.forms.feeds import FeedForm
from reminders.models import CalendarFeed
from reminders.queries.feeds import calendar_of, feed_lines
from reminders.web import ics
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from reminders.queries.feeds import CalendarEntry

MAY = "reminders.add_calendarfeed"


@permitted(MAY)
def feed_list(request: ScopedRequest) -> HttpResponse:
    """One's own calendars."""
    return render(request, "reminders/feed_list.html", {"feeds": feed_lines(request.user)})


@never_cache
@permitted(MAY, form=True)
def feed_new(request: ScopedRequest) -> HttpResponse:
    """Make a secret address (カレンダーの購読の登録), and show it once. ``?centre=`` chooses one ahead."""
    ahead = {"centre": request.GET.get("centre")}
    form = FeedForm(posted(request), initial=ahead, scope=request.centre_scope)
    done = attempt(form, lambda: make_feed(request.user, **form.cleaned_data, at=now()))
    if done is not None:
        address = request.build_absolute_uri(reverse("calendar", args=[done.key]))
        return render(request, "reminders/feed_made.html", {"feed": done.feed, "address": address})
    return render(request, "reminders/feed_form.html", {"form": form}, status=form_status(form))


@permitted(MAY, form=True)
def feed_revoke(request: ScopedRequest, pk: int) -> HttpResponse:
    """Let one's own address answer nothing any more (購読の取消し)."""
    feed = get_object_or_404(CalendarFeed.objects.of(request.user).in_force(), pk=pk)
    if request.method == "POST":
        revoke_feed(pk, of=request.user, at=now())
        messages.success(request, f"「{feed.name}」のカレンダーをやめました。")
        return redirect("feed-list")
    question = {
        "title": f"「{feed.name}」のカレンダーをやめますか",
        "text": "このアドレスでは、すぐに読めなくなります。また使うときは、新しく作ります。",
        "act_label": "カレンダーをやめる",
        "destructive": True,
        "cancel_url": reverse("feed-list"),
    }
    return render(request, "reminders/feed_revoke.html", question)


@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponseBase:
    """A calendar, for whoever knows its address; nobody signs in. Unknown, revoked or its owner shut out: the
    same answer to all.

    A program that asks again is told that nothing has changed (304). No proxy keeps the answer, and no page
    that is opened from it learns the address.
    """
    at = now()
    feed = open_feed(key, at=at)
    if feed is None:
        raise Http404

    def address_of(entry: CalendarEntry) -> str:
        return request.build_absolute_uri(reverse(entry.url_name, args=[entry.subject_id]))

    text = ics.written(calendar_of(feed, on=at.date()), at=at, address_of=address_of)
    tag = ics.tag_of(text)
    whole = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer = get_conditional_response(request, etag=tag, response=whole) or whole
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, max-age=300"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
