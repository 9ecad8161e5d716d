"""The doors to the answers: what is done with the flags chosen on the desk, and the page of one flag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted, way_back
from common.office_days import short_day
from common.problems import Refused
from portal.answers import queries
from portal.answers.forms import HandOverForm, SnoozeForm, UrgeForm
from portal.desk.queries import choices as desk_choices
from portal.viewer import Viewer
from reminders import actions
from reminders.queries.answers import is_superior
from reminders.queries.flag_story import story_of
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from portal.flag_rows import FlagRow

MAY_ANSWER = "reminders.add_response"
MAY_ACKNOWLEDGE = "reminders.change_notice"

ASKED_ON_A_PAGE = {"hand-over": "flags-hand-over", "snooze": "flags-snooze"}

BIGGEST_ID_DIGITS = 18


@permitted("reminders.view_flag", form=True)
def flags_chosen(request: ScopedRequest) -> HttpResponse:
    """What was chosen is acknowledged (承知する) or taken up again (また知らせる) at once; where more has to
    be said, a page asks for it."""
    after = way_back(request, request.POST.get("next", ""), otherwise=reverse("desk"))
    if request.method != "POST":
        return redirect("desk")
    act, pks = request.POST.get("act", ""), _ids(request.POST)
    if not request.user.has_perm(MAY_ACKNOWLEDGE if act == "acknowledge" else MAY_ANSWER):
        raise PermissionDenied
    if not pks:
        messages.warning(request, "お知らせが選ばれていません。行の左の四角に印を付けてください。")
        return redirect(after)
    flags = queries.chosen(pks, viewer=_viewer(request))
    if act in ASKED_ON_A_PAGE:
        asked = QueryDict(mutable=True)
        asked.setlist("flag", [str(pk) for pk in pks])
        asked["next"] = after
        return redirect(f"{reverse(ASKED_ON_A_PAGE[act])}?{asked.urlencode()}")
    try:
        messages.success(request, _done_at_once(act, [flag.pk for flag in flags], request.user))
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.message)
    return redirect(after)


def _done_at_once(act: str, pks: Sequence[int], who: Any) -> str:
    if act == "acknowledge":
        new = actions.acknowledge(pks, by=who, at=now())
        return f"{new}件を承知しました。" if new else "承知したことは、もう記録されています。"
    if act == "resume":
        again = actions.resume(pks, by=who, at=now())
        return f"{again}件をまた知らせることにしました。次の夜間点検から知らせます。"
    raise Http404


@permitted("reminders.view_flag", MAY_ANSWER, form=True)
def flags_hand_over(request: ScopedRequest) -> HttpResponse:
    """Hand what was chosen to another post (ほかの担当に渡す)."""
    choices = desk_choices(request.centre_scope, on=today())
    pks, rows = _asked_about(request, who=choices.who)
    form = HandOverForm(posted(request), choices=choices, scope=request.centre_scope)
    done = attempt(form, lambda: actions.hand_over(pks, **form.cleaned_data, by=request.user, at=now()))
    if done is not None:
        post = form.cleaned_data["to_post"]
        messages.success(
            request,
            f"{done}件を「{post.name}」に渡しました。次の夜間点検のあとに、新しい担当者に知らせます。",
        )
        return redirect(_after(request))
    return _form_page(
        request,
        form,
        rows,
        title="ほかの担当に渡す",
        lead="渡すと、すぐに新しい担当のお知らせになります。新しい担当者には、次の夜間点検のあとに知らせます。",
        act="渡す",
    )


@permitted("reminders.view_flag", MAY_ANSWER, form=True)
def flags_snooze(request: ScopedRequest) -> HttpResponse:
    """Put off what was chosen to a day (後で知らせる)."""
    pks, rows = _asked_about(request)
    form = SnoozeForm(posted(request), is_superior=is_superior(request.user, on=today()))
    done = attempt(form, lambda: actions.snooze(pks, **form.cleaned_data, by=request.user, at=now()))
    if done is not None:
        day = short_day(form.cleaned_data["until_on"])
        messages.success(
            request,
            f"{done}件を{day}に後で知らせることにしました。それまでは「後で知らせるもの」にあります。",
        )
        return redirect(_after(request))
    return _form_page(
        request,
        form,
        rows,
        title="後で知らせる",
        lead="その日まで、市の担当者には知らせません。団体の人には、予定どおり知らせます。",
        act="後で知らせる",
    )


@permitted("reminders.view_flag")
def flag_story(request: ScopedRequest, pk: int) -> HttpResponse:
    """Who was told of this, when, why and how, and what was done about it (お知らせの経過)."""
    flags = queries.chosen([pk], viewer=_viewer(request))
    story = story_of(flags, scope=request.centre_scope, on=today())
    if story is None:
        raise Http404
    return render(request, "portal/answers/story.html", {"story": story})


@permitted("reminders.view_flag", MAY_ANSWER, form=True)
def flag_urge(request: ScopedRequest, pk: int) -> HttpResponse:
    """Tell everybody at once (至急で知らせる)."""
    flag = queries.chosen([pk], viewer=_viewer(request)).get()
    form = UrgeForm(posted(request))
    told = attempt(form, lambda: actions.urge([pk], **form.cleaned_data, by=request.user, at=now()))
    if told is not None:
        messages.success(
            request, f"至急のお知らせを{told}人に出しました。届いたかどうかは、この経過で確かめられます。"
        )
        return redirect("flag-story", pk)
    rows = queries.rows_of(queries.chosen([pk], viewer=_viewer(request)), on=today())
    context = {
        "form": form,
        "rows": rows,
        "pk": pk,
        "people": queries.reached_today(flag, on=today()) if flag.closed_on is None else [],
    }
    return render(request, "portal/answers/urge.html", context, status=form_status(form))


def _form_page(request: ScopedRequest, form: Any, rows: Sequence[FlagRow], **words: str) -> HttpResponse:
    """What is asked about the flags chosen; ``words`` are the title, the lead and what the button says."""
    context = {"form": form, "rows": rows, "after": _after(request), **words}
    return render(request, "portal/answers/asked.html", context, status=form_status(form))


def _asked_about(
    request: ScopedRequest, *, who: Mapping[int, str] | None = None
) -> tuple[list[int], list[FlagRow]]:
    """The flags that the address names, and how the page shows them."""
    pks = _ids(request.GET)
    flags = queries.chosen(pks, viewer=_viewer(request))
    return pks, queries.rows_of(flags, on=today(), who=who)


def _ids(sent: QueryDict) -> list[int]:
    """The ids sent; what is none names no record of anybody's."""
    values = sent.getlist("flag")
    if not all(value.isascii() and value.isdecimal() for value in values):
        raise Http404
    return list(dict.fromkeys(int(value[:BIGGEST_ID_DIGITS]) for value in values))


def _after(request: ScopedRequest) -> str:
    return way_back(request, request.GET.get("next", ""), otherwise=reverse("desk"))


def _viewer(request: ScopedRequest) -> Viewer:
    return Viewer(request.centre_scope, frozenset(request.user.get_all_permissions()))
