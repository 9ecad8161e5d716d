"""The doors of the year plan (年間点検計画): the months of all centres, one centre, one row, and drafting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from centres.models import Centre
from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from common.fiscal_year import FiscalYear
from common.office_days import short_day
from common.problems import Refused
from maintenance import actions
from maintenance.filters.year_plans import YearPlanFilter
from maintenance.forms.year_plans import OneDayForm, PlannedTurnForm
from maintenance.queries import year_plans
from maintenance.queries.inspection_types import inspection_types
from maintenance.web.sheets import as_download
from maintenance.web.year_plan_workbook import year_plan_workbook
from ui.forms import attempt, form_status
from ui.lists import conditions

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

CENTRES_PER_PAGE = 30
EARLIEST, LATEST = 2000, 2100


@permitted("maintenance.view_plannedturn")
def year_plan(request: ScopedRequest, year: int | None = None) -> HttpResponse:
    """The plan of a fiscal year, centres by months; by default of this one."""
    on = today()
    asked = _year(year, on)
    filters, types = _filters(request, asked, on=on)
    page = Paginator(year_plans.centres_of(filters.qs), CENTRES_PER_PAGE).get_page(request.GET.get("page"))
    rows = year_plans.plan_rows(filters.qs, asked, on=on, types=types)
    context = {
        "year": asked,
        "years": _years_around(asked, on, "year-plan-of"),
        "plan": year_plans.plan_of(asked),
        "filters": filters,
        "conditions": conditions(filters),
        "page": page,
        "grid": year_plans.grid_of(page.object_list, rows, asked, on=on),
        "totals": year_plans.totals_of(rows, asked, on=on),
        "legend": [("planned", "予定"), ("overdue", "期限超過"), ("done", "済み"), ("none", "見込まれない")],
        "may_draft": _may_draft(asked, on),
    }
    return render(request, "maintenance/year_plan.html", context)


@permitted("maintenance.view_plannedturn")
def year_plan_download(request: ScopedRequest, year: int) -> HttpResponse:
    """The same as a workbook, as it is narrowed."""
    on = today()
    asked = _year(year, on)
    filters, types = _filters(request, asked, on=on)
    rows = year_plans.plan_rows(filters.qs, asked, on=on, types=types)
    grid = year_plans.grid_of(year_plans.centres_of(filters.qs), rows, asked, on=on)
    content = year_plan_workbook(asked, grid, rows, on=on)
    return as_download(content, f"年間点検計画_{asked.label}")


@permitted("maintenance.add_yearplan", form=True)
def year_plan_draft(request: ScopedRequest, year: int) -> HttpResponse:
    """Draft the plan of a year, or bring it up to date (計画の下書き)."""
    on = today()
    asked = _year(year, on)
    url = reverse("year-plan-of", args=[asked.year])
    if request.method == "POST":
        try:
            draft = actions.draft_year_plan(asked.year, on=on)
        except Refused as refused:
            for problem in refused.problems:
                messages.error(request, problem.message)
        else:
            messages.success(request, _drafted(draft))
        return redirect(url)
    there = year_plans.plan_of(asked) is not None
    context = {"year": asked, "there": there, "cancel_url": url}
    return render(request, "maintenance/year_plan_draft.html", context)


@permitted("maintenance.view_plannedturn")
def year_plan_centre(request: ScopedRequest, year: int, centre_pk: int) -> HttpResponse:
    """The plan of one centre, month by month, with what could be put on one day."""
    on = today()
    asked = _year(year, on)
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=centre_pk)
    of_centre = year_plans.rows_to_list(request.centre_scope, asked).filter(building__centre=centre)
    rows = year_plans.plan_rows(of_centre, asked, on=on)
    names = {row.pk: row.name for row in rows}
    context = {
        "year": asked,
        "years": _years_around(asked, on, "year-plan-centre", centre_pk),
        "centre": centre,
        "rows": rows,
        "months": year_plans.months_of(rows, asked, on=on),
        "overlaps": [
            (overlap, "、".join(dict.fromkeys(names[pk] for pk in overlap.pks)))
            for overlap in year_plans.overlaps_of(rows, on=on)
        ],
        "lacking": [row for row in rows if row.gaps],
        "budget": sum(row.budget or 0 for row in rows),
        "without_budget": sum(row.budget is None for row in rows),
        "unplanned": year_plans.unplanned(of_centre, asked, centre=centre, on=on),
    }
    return render(request, "maintenance/year_plan_centre.html", context)


@permitted("maintenance.change_plannedturn", form=True)
def planned_turn(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change one row of the plan (計画の変更)."""
    on = today()
    row = get_object_or_404(year_plans.rows_to_show(request.centre_scope), pk=pk)
    year = FiscalYear(row.plan.fiscal_year)
    (shown,) = year_plans.plan_rows(
        year_plans.rows_to_list(request.centre_scope, year).filter(pk=pk), year, on=on
    )
    centre_pk = row.building.centre_id
    form = PlannedTurnForm(
        posted(request),
        instance=row,
        may_move=shown.may_move,
        version=row.version,
        initial={"planned_on": shown.day},
    )
    done = attempt(
        form, lambda: actions.change_planned_turn(pk, on=on, expected_version=form.seen, **form.facts)
    )
    if done is not None:
        messages.success(request, f"「{shown.name}」の計画を保存しました。")
        return redirect("year-plan-centre", year.year, centre_pk)
    context = {"form": form, "row": shown, "year": year, "centre": row.building.centre}
    return render(request, "maintenance/planned_turn.html", context, status=form_status(form))


@permitted("maintenance.change_plannedturn", form=True)
def planned_turn_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    """Take a row that is no longer expected out of the plan (計画から外す)."""
    on = today()
    row = get_object_or_404(year_plans.rows_to_show(request.centre_scope), pk=pk)
    year = FiscalYear(row.plan.fiscal_year)
    (shown,) = year_plans.plan_rows(
        year_plans.rows_to_list(request.centre_scope, year).filter(pk=pk), year, on=on
    )
    url = reverse("year-plan-centre", args=[year.year, row.building.centre_id])
    if request.method == "POST":
        try:
            actions.remove_planned_turn(pk, on=on)
        except Refused as refused:
            for problem in refused.problems:
                messages.error(request, problem.message)
        else:
            messages.success(request, f"「{shown.name}」を計画から外しました。")
        return redirect(url)
    return render(request, "maintenance/planned_turn_remove.html", {"row": shown, "cancel_url": url})


@permitted("maintenance.change_plannedturn", form=True)
def year_plan_one_day(request: ScopedRequest, year: int, centre_pk: int) -> HttpResponse:
    """Put several visits to one centre on one day (1日にまとめる)."""
    on = today()
    asked = _year(year, on)
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=centre_pk)
    of_centre = year_plans.rows_to_list(request.centre_scope, asked).filter(building__centre=centre)
    rows = [row for row in year_plans.plan_rows(of_centre, asked, on=on) if row.may_move]
    proposed = {"day": request.GET.get("day"), "rows": request.GET.getlist("rows")}
    form = OneDayForm(posted(request), rows=rows, initial=proposed)
    done = attempt(
        form,
        lambda: actions.put_on_one_day(form.cleaned_data["rows"], day=form.cleaned_data["day"], on=on),
    )
    if done is not None:
        day = short_day(form.cleaned_data["day"])
        messages.success(request, f"{len(done)}件の点検を{day}にまとめました。")
        return redirect("year-plan-centre", asked.year, centre_pk)
    context: dict[str, Any] = {"form": form, "year": asked, "centre": centre, "rows": rows}
    return render(request, "maintenance/year_plan_one_day.html", context, status=form_status(form))


def _filters(request: ScopedRequest, year: FiscalYear, *, on: date) -> tuple[YearPlanFilter, Any]:
    types = inspection_types()
    rows = year_plans.rows_to_list(request.centre_scope, year)
    filters = YearPlanFilter(
        request.GET, rows, request=request, scope=request.centre_scope, types=types, year=year, on=on
    )
    return filters, types


def _year(year: int | None, on: date) -> FiscalYear:
    if year is None:
        return FiscalYear.of(on)
    if not EARLIEST <= year <= LATEST:
        raise Http404
    return FiscalYear(year)


def _years_around(
    year: FiscalYear, on: date, url_name: str, *more: int
) -> list[tuple[FiscalYear, bool, str]]:
    """The years to go to: the one before, this one, the next; each with whether it is shown, and its page."""
    this = FiscalYear.of(on)
    return [
        (one, one == year, reverse(url_name, args=[one.year, *more]))
        for one in sorted({this - 1, this, this + 1, year})
    ]


def _may_draft(year: FiscalYear, on: date) -> bool:
    this = FiscalYear.of(on)
    return this <= year <= this + 1


def _drafted(draft: Any) -> str:
    if not (draft.added or draft.moved or draft.vanished):
        return "計画は、いまの点検の記録どおりです。変わった行はありません。"
    vanished = f"いまは見込まれない行が{draft.vanished}件あります。" if draft.vanished else ""
    return f"計画を下書きしました。新しい行{draft.added}件、直した行{draft.moved}件。{vanished}"
