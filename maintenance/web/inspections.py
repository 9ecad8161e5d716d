"""The doors to inspections: the list, putting one under watch, recording one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from centres.models import Centre
from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from common.eras import era_day_with_weekday
from common.fiscal_year import FiscalYear
from common.office_days import is_public_holiday, short_day
from maintenance import actions
from maintenance.filters.inspections import InspectionFilter
from maintenance.forms.inspections import PlanForm, RecordForm
from maintenance.queries import coverage, inspection_types, inspections
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from maintenance.models import DueInspection


@permitted("maintenance.view_dueinspection")
def inspection_list(request: ScopedRequest) -> HttpResponse:
    """Inspections due and done (点検の一覧)."""
    on, types = today(), inspection_types.inspection_types()
    turns = inspections.turns_to_list(request.centre_scope)
    reads_contracts = _reads_contracts(request)
    if reads_contracts:
        turns = coverage.coverage_of(turns)
    filters = InspectionFilter(
        request.GET,
        turns,
        request=request,
        scope=request.centre_scope,
        types=types,
        on=on,
        reads_contracts=reads_contracts,
    )
    shown = listing(filters, lines=lambda rows: inspections.inspection_lines(rows, types=types, on=on))
    context = {"filters": filters, "listing": shown, "state": filters.form.cleaned_data.get("state")}
    return render(request, "maintenance/inspection_list.html", context)


@permitted("maintenance.add_dueinspection", form=True)
def inspection_plan(request: ScopedRequest, centre_pk: int) -> HttpResponse:
    """Put an inspection of a centre under watch (点検の登録)."""
    on = today()
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=centre_pk)
    types = inspection_types.offered_types(inspection_types.inspection_types(), on=on)
    buildings = inspections.places_to_inspect(centre, on=on)
    form = PlanForm(posted(request), types=types, buildings=buildings, on=on)
    turn = attempt(form, lambda: actions.plan_inspection(**form.facts))
    if turn is not None:
        messages.success(request, f"点検を登録しました。{_when_due(turn, on)}")
        return redirect("centre", centre_pk)
    context = {"form": form, "centre": centre, "buildings": buildings}
    status = form_status(form)
    return render(request, "maintenance/inspection_plan.html", context, status=status)


@permitted("maintenance.view_dueinspection", form=True)
def inspection_record(request: ScopedRequest, pk: int) -> HttpResponse:
    """One turn: to be recorded (点検の記録) by those who may, else to be read."""
    on = today()
    turns, reads_contracts = inspections.turns_to_show(request.centre_scope), _reads_contracts(request)
    turn = get_object_or_404(coverage.with_contract(turns) if reads_contracts else turns, pk=pk)
    may_act = request.centre_scope.may_act_at(turn.building.centre_id)
    may_record = may_act and request.user.has_perm("maintenance.change_dueinspection")
    if request.method == "POST" and not may_record:
        raise PermissionDenied
    page = inspections.turn_page(turn, on=on)
    form = RecordForm(posted(request), turn=turn, qualified=page.qualified, scope=request.centre_scope, on=on)
    following = attempt(form, lambda: actions.record_inspection(pk, on=on, **form.cleaned_data))
    if following is not None:
        messages.success(request, f"点検を記録しました。{_when_next(following, on)}")
        if request.centre_scope.internal:
            return redirect("centre", turn.building.centre_id)
        return redirect("group-home")
    to_do = turn.done_on is None and turn.withdrawn_on is None
    context = {
        "page": page,
        "centre": turn.building.centre,
        "form": form if form.is_bound or (to_do and may_record) else None,
        "covered": coverage.turn_covered(turn) if reads_contracts else None,
    }
    status = form_status(form)
    return render(request, "maintenance/inspection_record.html", context, status=status)


def _reads_contracts(request: ScopedRequest) -> bool:
    """Contracts are the city's own papers."""
    return request.centre_scope.internal and request.user.has_perm("maintenance.view_servicecontract")


def _when_due(turn: DueInspection, on: date) -> str:
    if turn.due_on is None:
        return "期限が分からないので、「期日不明・要確認」として要対応に出ます。"
    if turn.due_on < on:
        return f"期限の{_day(turn.due_on, on)}を、もう過ぎています。"
    return f"期限は{_day(turn.due_on, on)}です。"


def _when_next(turn: DueInspection, on: date) -> str:
    if turn.due_on is not None and turn.due_on >= on:
        return f"次の点検は{_day(turn.due_on, on)}です。"
    return f"次の点検も登録しました。{_when_due(turn, on)}"


def _day(day: date, on: date) -> str:
    """11月23日（月）; with its year outside this fiscal year."""
    if FiscalYear.of(day) != FiscalYear.of(on):
        return era_day_with_weekday(day, holiday=is_public_holiday(day))
    return short_day(day)
