"""The doors to emergency rounds: the list, the board, opening, answering and closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted, stored_file
from maintenance import actions
from maintenance.forms.rounds import PHOTO_LIMITS, CloseRoundForm, OpenRoundForm, RoundAnswerForm
from maintenance.models import RoundPhoto
from maintenance.queries import rounds as queries
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from maintenance.queries.rounds import Board

PER_PAGE = 30


@permitted("maintenance.view_emergencyround")
def round_list(request: ScopedRequest) -> HttpResponse:
    """Emergency rounds (臨時点検の一覧), the latest first. A group goes to its own row from its home."""
    _city_only(request)
    page = Paginator(queries.rounds_to_list(request.centre_scope), PER_PAGE).get_page(request.GET.get("page"))
    lines = queries.round_lines(page.object_list, at=now())
    return render(request, "maintenance/round_list.html", {"page": page, "lines": lines})


@permitted("maintenance.view_emergencyround")
def round_board(request: ScopedRequest, pk: int) -> HttpResponse:
    """The board of a round: what is wrong, who has not answered, and who has."""
    _city_only(request)
    return render(request, "maintenance/round.html", {"board": _board(request, pk)})


@permitted("maintenance.add_emergencyround", form=True)
def round_new(request: ScopedRequest) -> HttpResponse:
    """Open a round over chosen centres (臨時点検を開く)."""
    at = now()
    form = OpenRoundForm(posted(request), scope=request.centre_scope, at=at)
    made = attempt(form, lambda: actions.open_round(at=at, **form.facts))
    if made is not None:
        messages.success(request, f"臨時点検「{made.name}」を開きました。対象の施設の画面に出ています。")
        return redirect("round", made.pk)
    return render(request, "maintenance/round_form.html", {"form": form}, status=form_status(form))


@permitted("maintenance.change_emergencyround", form=True)
def round_close(request: ScopedRequest, pk: int) -> HttpResponse:
    """Close a round (臨時点検を閉じる)."""
    _city_only(request)
    board = _board(request, pk)
    form = CloseRoundForm(posted(request))
    done = attempt(form, lambda: actions.close_round(pk, on=today(), **form.cleaned_data))
    if done is not None:
        messages.success(request, f"臨時点検「{done.name}」を閉じました。")
        return redirect("round", pk)
    context = {"form": form, "board": board}
    return render(request, "maintenance/round_close.html", context, status=form_status(form))


@permitted("maintenance.view_emergencyround", form=True)
def round_answer(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say how a centre was found (臨時点検の回答), on the spot and on a phone."""
    scope = request.centre_scope
    place = get_object_or_404(queries.places_to_show(scope), pk=pk)
    may_answer = scope.may_act_at(place.centre_id) and request.user.has_perm("maintenance.add_roundanswer")
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = RoundAnswerForm(posted(request), request.FILES or None)
    done = attempt(form, lambda: actions.answer_round(pk, at=now(), **form.cleaned_data))
    if done is not None:
        thanks = (
            "回答を記録しました。" if scope.internal else "ありがとうございました。答えを 市に とどけました。"
        )
        messages.success(request, thanks)
        return redirect("round", place.round_id) if scope.internal else redirect("group-home")
    is_open = place.round.closed_on is None
    context = {
        "page": queries.place_page(place, scope=scope),
        "form": form if form.is_bound or (is_open and may_answer) else None,
        "photo_limits": PHOTO_LIMITS,
        "since": queries.ago(place.round.opened_at, at=now()),
    }
    return render(request, "maintenance/round_answer.html", context, status=form_status(form))


@permitted("maintenance.view_emergencyround")
def round_photo(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """A photograph of an answer."""
    photo = get_object_or_404(RoundPhoto.objects.within(request.centre_scope), pk=pk)
    return stored_file(photo, to_keep=False)


def _board(request: ScopedRequest, pk: int) -> Board:
    found = get_object_or_404(queries.rounds_to_list(request.centre_scope), pk=pk)
    return queries.board(found, scope=request.centre_scope, at=now())


def _city_only(request: ScopedRequest) -> None:
    if not request.centre_scope.internal:
        raise PermissionDenied
