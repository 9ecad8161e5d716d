"""The doors of the list for the budget request (予算要求の一覧): on the screen, and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from centres.queries import districts
from common.clock import today
from common.doors import ScopedRequest, permitted
from common.fiscal_year import FiscalYear
from portal.budget.filters import BudgetAsked
from portal.budget.queries import Budget, budget
from portal.budget.workbook import workbook
from portal.viewer import Viewer

if TYPE_CHECKING:
    from datetime import date

CENTRES_PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@permitted("maintenance.view_servicecontract")
def budget_list(request: ScopedRequest) -> HttpResponse:
    """What every centre costs in the year asked for."""
    form, answer = _asked(request, today())
    page = Paginator(answer.groups, CENTRES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "budget": answer, "page": page}
    return render(request, "portal/budget.html", context)


@permitted("maintenance.view_servicecontract")
def budget_workbook(request: ScopedRequest) -> HttpResponse:
    """The same as a workbook, on one sheet line by line and on another by centre."""
    on = today()
    _form, answer = _asked(request, on)
    response = HttpResponse(workbook(answer, on=on), content_type=XLSX)
    name = f"予算要求の一覧_{answer.year.label}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _asked(request: ScopedRequest, on: date) -> tuple[BudgetAsked, Budget]:
    form = BudgetAsked(request.GET, districts=districts(), this_year=FiscalYear.of(on))
    viewer = Viewer(request.centre_scope, frozenset(request.user.get_all_permissions()))
    return form, budget(viewer=viewer, on=on, **form.asked)
