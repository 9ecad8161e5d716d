"""The doors to verdicts: what applies at a centre, and a person's answer in place of the rule's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from centres.models import Centre
from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from facilities.models import Building, Equipment
from maintenance import actions
from maintenance.choices import Answer
from maintenance.forms.verdicts import OverruleForm, WithdrawOverruleForm
from maintenance.models import VerdictOverrule
from maintenance.queries import verdict_pages
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("maintenance.view_verdictoverrule")
def verdicts(request: ScopedRequest, centre_pk: int) -> HttpResponse:
    """What applies at a centre, and why (法定点検の判定)."""
    scope = request.centre_scope
    centre = get_object_or_404(Centre.objects.within(scope), pk=centre_pk)
    page = verdict_pages.verdicts_page(centre, scope=scope, on=today())
    return render(request, "maintenance/verdicts.html", {"page": page})


@permitted("maintenance.view_verdictoverrule", "maintenance.add_dueinspection", form=True)
def verdicts_plan(request: ScopedRequest, centre_pk: int) -> HttpResponse:
    """Put everything that applies at a centre under watch (対象の点検をまとめて登録する)."""
    scope, on = request.centre_scope, today()
    centre = get_object_or_404(Centre.objects.within(scope), pk=centre_pk)
    page = verdict_pages.verdicts_page(centre, scope=scope, on=on)
    if request.method == "POST":
        made = actions.plan_what_applies({group.building_pk for group in page.groups}, on=on)
        if made:
            messages.success(request, f"点検を{made}件、登録しました。期限を見守ります。")
        else:
            message = "新しく登録する点検はありません。取りやめた点検は、1件ずつ登録してください。"
            messages.info(request, message)
        return redirect("verdicts", centre_pk)
    return render(request, "maintenance/verdicts_plan.html", {"page": page})


@permitted("maintenance.add_verdictoverrule", form=True)
def verdict_overrule(request: ScopedRequest, building_pk: int, code: str) -> HttpResponse:
    """Answer otherwise than the rule for a building (判定の変更)."""
    rows = Building.objects.within(request.centre_scope).standing(today()).select_related("centre")
    return _overrule(request, get_object_or_404(rows, pk=building_pk), None, code)


@permitted("maintenance.add_verdictoverrule", form=True)
def equipment_verdict_overrule(request: ScopedRequest, equipment_pk: int, code: str) -> HttpResponse:
    """Answer otherwise than the rule for a piece of equipment (判定の変更)."""
    rows = Equipment.objects.within(request.centre_scope).installed(today())
    piece = get_object_or_404(rows.select_related("building__centre"), pk=equipment_pk)
    return _overrule(request, piece.building, piece, code)


@permitted("maintenance.change_verdictoverrule", form=True)
def overrule_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    """Take an overruling back (判定の変更の取消し)."""
    on = today()
    rows = VerdictOverrule.objects.within(request.centre_scope).kept()
    record = get_object_or_404(rows.select_related("building__centre", "equipment"), pk=pk)
    place = actions.judged_place(record.building, record.type_code, record.equipment, on=on)
    if place is None:
        raise Http404
    page = verdict_pages.overrule_page(place, record.building.centre, on=on)
    form = WithdrawOverruleForm(posted(request), version=page.version)
    done = attempt(
        form,
        lambda: actions.withdraw_overrule(
            pk,
            reason=form.cleaned_data["reason"],
            on=on,
            by=request.user.pk,
            expected_version=form.seen,
        ),
    )
    if done is not None:
        messages.success(request, f"「{page.line.name}」の判定の変更を取り消しました。")
        return redirect("verdicts", page.centre.pk)
    context = {"form": form, "page": page}
    return render(request, "maintenance/overrule_withdraw.html", context, status=form_status(form))


def _overrule(
    request: ScopedRequest, building: Building, equipment: Equipment | None, code: str
) -> HttpResponse:
    on = today()
    place = actions.judged_place(building, code, equipment, on=on)
    if place is None:
        raise Http404
    page = verdict_pages.overrule_page(place, building.centre, on=on)
    form = OverruleForm(posted(request))
    made = attempt(
        form,
        lambda: actions.overrule_verdict(
            building, code, equipment=equipment, on=on, by=request.user.pk, **form.cleaned_data
        ),
    )
    if made is not None:
        said = Answer(made.answer).label
        messages.success(request, f"「{page.line.name}」の判定を「{said}」に変えました。")
        return redirect("verdicts", building.centre_id)
    context = {"form": form, "page": page}
    return render(request, "maintenance/overrule.html", context, status=form_status(form))
