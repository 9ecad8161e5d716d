"""The doors to inspections: the list, and putting one under watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from centres.models import Centre
from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from maintenance import actions
from maintenance.filters.inspections import InspectionFilter
from maintenance.forms.inspections import PlanForm
from maintenance.queries import coverage, inspection_types, inspections
from maintenance.web.contracts import reads_contracts
from maintenance.web.days import when_due
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
    may_read_contracts = reads_contracts(request)
    if may_read_contracts:
        turns = coverage.coverage_of(turns)
    filters = InspectionFilter(
        request.GET,
        turns,
        request=request,
        scope=request.centre_scope,
        types=types,
        on=on,
        reads_contracts=may_read_contracts,
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
    asked = request.GET.dict()
    form = PlanForm(posted(request), types=types, buildings=buildings, on=on, initial=asked)
    turn = attempt(form, lambda: _put_under_watch(form, on))
    if turn is not None:
        messages.success(request, f"点検を登録しました。{when_due(turn, on)}")
        return redirect("centre", centre_pk)
    context = {"form": form, "centre": centre, "buildings": buildings}
    status = form_status(form)
    return render(request, "maintenance/inspection_plan.html", context, status=status)


def _put_under_watch(form: PlanForm, on: date) -> DueInspection:
    if form.is_first:
        return actions.plan_first_turn(**form.place, on=on)
    return actions.plan_inspection(**form.facts, on=on)
