"""The doors of year-end reports (法定点検実施報告書): the list, one report, confirming and opening again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from centres.models import Centre
from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from common.fiscal_year import FiscalYear
from common.problems import Refused
from maintenance import actions
from maintenance.forms.year_plans import AnswersForm, ReopenForm
from maintenance.models import YearEndReport
from maintenance.queries import year_end
from maintenance.rules.year_end import can_be_closed_from
from maintenance.web.sheets import as_download
from maintenance.web.year_end_workbook import year_end_workbook
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from maintenance.queries.year_end import ReportPage

PER_PAGE = 50
YEARS_BACK = 5

SHAPES = {"open": "planned", "ready": "active", "closed": "done", "changed": "returned", "empty": "none"}
ROW_SHAPES = {
    "in_time": "done",
    "late": "soon",
    "not_done": "overdue",
    "day_unknown": "forecast",
    "to_come": "planned",
    "withdrawn": "none",
}


@permitted("maintenance.view_yearendreport")
def year_end_list(request: ScopedRequest, year: int | None = None) -> HttpResponse:
    """The reports of all centres for a fiscal year; by default of the one that ended last."""
    on = today()
    asked = _year(year, on)
    centres = year_end.centres_to_report(request.centre_scope, asked, on=on)
    page = Paginator(centres, PER_PAGE).get_page(request.GET.get("page"))
    lines = year_end.report_lines(page.object_list, asked, on=on)
    closed = YearEndReport.objects.within(request.centre_scope).filter(
        fiscal_year=asked.year, closed_on__isnull=False
    )
    this = FiscalYear.of(on)
    context = {
        "year": asked,
        "years": [
            (one, one == asked, reverse("year-end-list-of", args=[one.year]))
            for one in (this - back for back in reversed(range(YEARS_BACK)))
        ],
        "page": page,
        "lines": [(line, SHAPES[line.state]) for line in lines],
        "closed": closed.count(),
    }
    return render(request, "maintenance/year_end_list.html", context)


@permitted("maintenance.view_yearendreport")
def year_end_download(request: ScopedRequest, year: int) -> HttpResponse:
    """The same as a workbook, with every row."""
    on = today()
    asked = _year(year, on)
    centres = year_end.centres_to_report(request.centre_scope, asked, on=on)
    content = year_end_workbook(asked, year_end.report_lines(centres, asked, on=on), on=on)
    return as_download(content, f"法定点検実施報告書_{asked.label}")


@permitted("maintenance.view_yearendreport", form=True)
def year_end_report(request: ScopedRequest, year: int, centre_pk: int) -> HttpResponse:
    """The report of one centre: every statutory inspection of the year, and one form for all reasons."""
    on = today()
    page = _page(request, year, centre_pk)
    may_answer = request.user.has_perm("maintenance.change_yearendreport")
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = AnswersForm(posted(request), rows=page.to_answer)
    done = attempt(form, lambda: actions.answer_year_end(page.centre, page.year.year, form.answers, on=on))
    if done is not None:
        messages.success(request, _saved(_page(request, year, centre_pk)))
        return redirect("year-end-report", page.year.year, centre_pk)
    context = {
        "page": page,
        "rows": [(row, ROW_SHAPES[row.state]) for row in page.rows],
        "form": form if may_answer and page.to_answer and not page.is_closed else None,
        "may_answer": may_answer,
        "closes_from": can_be_closed_from(page.year),
        "is_over": on >= can_be_closed_from(page.year),
        "counts": [
            {"shape": ROW_SHAPES[state], "label": state.label, "number": number}
            for state, number in page.counts
        ],
    }
    return render(request, "maintenance/year_end_report.html", context, status=form_status(form))


@permitted("maintenance.change_yearendreport", form=True)
def year_end_close(request: ScopedRequest, year: int, centre_pk: int) -> HttpResponse:
    """Confirm the report of a year (報告書を確認する)."""
    on = today()
    page = _page(request, year, centre_pk)
    url = reverse("year-end-report", args=[page.year.year, centre_pk])
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            actions.close_year(page.centre, page.year.year, on=on, seen=request.POST.get("seen", ""))
        except Refused as refused:
            problems = tuple(problem.message for problem in refused.problems)
        else:
            messages.success(request, f"{page.centre.name}の{page.year}の報告書を確認しました。")
            return redirect(url)
    context = {"page": page, "problems": problems, "cancel_url": url}
    status = 422 if problems else 200
    return render(request, "maintenance/year_end_close.html", context, status=status)


@permitted("maintenance.change_yearendreport", form=True)
def year_end_reopen(request: ScopedRequest, year: int, centre_pk: int) -> HttpResponse:
    """Open a confirmed report again (開き直す), with the reason."""
    on = today()
    page = _page(request, year, centre_pk)
    if page.report is None:
        raise Http404
    report_pk = page.report.pk
    form = ReopenForm(posted(request), version=page.version)
    done = attempt(
        form,
        lambda: actions.reopen_year(
            report_pk, on=on, reason=form.cleaned_data["reason"], expected_version=form.seen
        ),
    )
    if done is not None:
        messages.success(request, f"{page.centre.name}の{page.year}の報告書を開き直しました。")
        return redirect("year-end-report", page.year.year, centre_pk)
    context = {"form": form, "page": page}
    return render(request, "maintenance/year_end_reopen.html", context, status=form_status(form))


def _page(request: ScopedRequest, year: int, centre_pk: int) -> ReportPage:
    on = today()
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=centre_pk)
    return year_end.report_page(centre, _year(year, on), on=on)


def _year(year: int | None, on: date) -> FiscalYear:
    this = FiscalYear.of(on)
    if year is None:
        return this - 1
    if not this.year - YEARS_BACK < year <= this.year:
        raise Http404
    return FiscalYear(year)


def _saved(page: ReportPage) -> str:
    left = len(page.unanswered)
    return (
        f"理由を保存しました。未回答はあと{left}件です。"
        if left
        else "理由を保存しました。未回答はありません。"
    )
