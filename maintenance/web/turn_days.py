"""The doors to the days of a turn: the day it is planned to be done, and that it will not be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.db.history import version_of
from common.doors import ScopedRequest, permitted, posted
from common.eras import era_day_with_weekday
from common.office_days import is_public_holiday
from maintenance import actions
from maintenance.forms.filings import WithdrawForm
from maintenance.forms.turn_days import PlanDayForm
from maintenance.queries import inspections
from maintenance.queries.inspection_types import inspection_types
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from maintenance.models import DueInspection


@permitted("maintenance.add_dueinspection", "maintenance.change_dueinspection", form=True)
def inspection_day(request: ScopedRequest, pk: int) -> HttpResponse:
    """Decide on which day an inspection is done (実施予定日を決める)."""
    on, turn = today(), _turn(request, pk)
    if actions.problems_when_through(turn) and request.method != "POST":
        return redirect("inspection-record", pk)
    form = PlanDayForm(posted(request), turn=turn, version=version_of(turn), on=on)
    planned = attempt(form, lambda: actions.plan_day(pk, on=on, **form.facts))
    if planned is not None:
        for warning in planned.warnings:
            messages.warning(request, warning.message)
        day = planned.turn.planned_on
        messages.success(
            request,
            f"実施予定日を{era_day_with_weekday(day, holiday=is_public_holiday(day))}に決めました。"
            if day
            else "実施予定日を決めていない状態に戻しました。",
        )
        return redirect("inspection-record", pk)
    page = _page(request, turn, on)
    context = {"form": form, "page": page, "centre": turn.building.centre}
    return render(request, "maintenance/inspection_day.html", context, status=form_status(form))


@permitted("maintenance.add_dueinspection", "maintenance.change_dueinspection", form=True)
def inspection_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say that a turn could not or need not be done (取りやめ), with the reason."""
    on, turn = today(), _turn(request, pk)
    if actions.problems_when_through(turn) and request.method != "POST":
        return redirect("inspection-record", pk)
    page = _page(request, turn, on)
    form = WithdrawForm(posted(request))
    # None is an answer of the act too: nothing follows.
    done = attempt(form, lambda: (actions.withdraw_turn(pk, on=on, **form.cleaned_data),))
    if done is not None:
        (following,) = done
        messages.success(request, f"{page.name}を取りやめました。{_what_follows(following)}")
        return redirect("inspection-record", pk)
    context = {
        "form": form,
        "title": "この点検を取りやめますか",
        "subject": f"{page.name}　{turn.building.centre}　{page.part}",
        "text": "年度ごと・月ごとの点検は、その年度や月の分を「行わない」と答えたことになり、"
        "次の回が登録されます。前回の日から数える点検は、これで終わります。",
        "act": "取りやめる",
        "back": page.name,
        "back_url": reverse("inspection-record", args=[pk]),
    }
    return render(request, "maintenance/withdraw.html", context, status=form_status(form))


def _turn(request: ScopedRequest, pk: int) -> DueInspection:
    turn = get_object_or_404(inspections.turns_to_show(request.centre_scope), pk=pk)
    if not request.centre_scope.may_act_at(turn.building.centre_id):
        raise PermissionDenied
    return turn


def _what_follows(following: DueInspection | None) -> str:
    if following is None or following.due_on is None:
        return "次の回はありません。"
    return f"次の期限は{era_day_with_weekday(following.due_on)}です。"


def _page(request: ScopedRequest, turn: DueInspection, on: date) -> inspections.TurnPage:
    kind = inspection_types().get(turn.type_code)
    return inspections.turn_page(turn, kind=kind, scope=request.centre_scope, on=on)
