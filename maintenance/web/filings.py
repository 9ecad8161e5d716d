"""The doors to filings: the list, one filing, its beginning, its record and papers, and withdrawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from centres.models import Centre
from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted, stored_file
from common.eras import era_day_with_weekday
from common.office_days import is_public_holiday
from maintenance import actions
from maintenance.filters.filings import FilingFilter
from maintenance.forms.filings import (
    CentreOfFilingForm,
    CorrectFilingForm,
    PlanFilingForm,
    RecordFilingForm,
    WithdrawForm,
)
from maintenance.models import FilingFile
from maintenance.queries import filings, inspection_types
from maintenance.queries.inspections import places_to_inspect
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse, HttpResponseBase

    from maintenance.queries.filings import FilingPage


@permitted("maintenance.view_filing")
def filing_list(request: ScopedRequest) -> HttpResponse:
    """Filings due and filed (届出・報告の一覧)."""
    on, types = today(), inspection_types.inspection_types()
    rows = filings.filings_to_list(request.centre_scope)
    filters = FilingFilter(request.GET, rows, request=request, scope=request.centre_scope, types=types, on=on)
    shown = listing(filters, lines=lambda rows: filings.filing_lines(rows, types=types, on=on))
    context = {"filters": filters, "listing": shown, "state": filters.form.cleaned_data.get("state")}
    return render(request, "maintenance/filing_list.html", context)


@permitted("maintenance.add_filing", form=True)
def filing_new(request: ScopedRequest) -> HttpResponse:
    """Put under watch what was filed before the system (前回の報告の登録): the centre first, then what."""
    centres = list(Centre.objects.within(request.centre_scope))
    named = str(request.GET.get("centre", ""))
    only = [centre for centre in centres if str(centre.pk) == named] or centres
    return _plan_at(request, only[0]) if len(only) == 1 else _choose_centre(request, centres)


def _choose_centre(request: ScopedRequest, centres: Sequence[Centre]) -> HttpResponse:
    form = CentreOfFilingForm(posted(request), centres=centres)
    if form.is_valid():
        return redirect(f"{reverse('filing-new')}?centre={form.cleaned_data['centre']}")
    return render(request, "maintenance/filing_centre.html", {"form": form}, status=form_status(form))


def _plan_at(request: ScopedRequest, centre: Centre) -> HttpResponse:
    on = today()
    types = filings.types_to_report(inspection_types.inspection_types(), on=on)
    buildings = places_to_inspect(centre, on=on)
    form = PlanFilingForm(posted(request), types=types, buildings=buildings, on=on)
    planned = attempt(form, lambda: actions.plan_filing(**form.facts, on=on))
    if planned is not None:
        due, late = _due(planned), planned.due_on is not None and planned.due_on < on
        told = f"提出期限の{due}を、もう過ぎています。" if late else f"次の提出期限は{due}です。"
        messages.success(request, f"前回の報告を登録しました。{told}")
        return redirect("filing", planned.pk)
    context = {"form": form, "centre": centre, "buildings": buildings}
    return render(request, "maintenance/filing_new.html", context, status=form_status(form))


@permitted("maintenance.view_filing")
def filing(request: ScopedRequest, pk: int) -> HttpResponse:
    """One filing (届出・報告)."""
    return render(request, "maintenance/filing.html", {"page": _page(request, pk)})


@permitted("maintenance.change_filing", form=True)
def filing_record(request: ScopedRequest, pk: int) -> HttpResponse:
    """Record that it was filed (提出の記録)."""
    on, page = today(), _page(request, pk)
    form = RecordFilingForm(
        posted(request), request.FILES or None, filing=page.filing, version=page.version, on=on
    )
    following = attempt(form, lambda: actions.record_filing(pk, on=on, **form.facts(at=now())))
    if following is not None:
        messages.success(request, f"提出を記録しました。次の提出期限は{_due(following)}です。")
        return redirect("filing", pk)
    if not page.to_file and not form.is_bound:
        return redirect("filing", pk)
    context = {"form": form, "page": page}
    return render(request, "maintenance/filing_record.html", context, status=form_status(form))


@permitted("maintenance.change_filing", form=True)
def filing_correct(request: ScopedRequest, pk: int) -> HttpResponse:
    """Put the record of a filing right (提出の記録の訂正); what it said before stays."""
    on, page = today(), _page(request, pk)
    form = CorrectFilingForm(
        posted(request), filing=page.filing, following=page.after, on=on, version=page.version
    )
    done = attempt(form, lambda: actions.correct_filing(pk, on=on, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, "提出の記録を直しました。前の記録も残っています。")
        return redirect("filing", pk)
    if page.filing.filed_on is None and not form.is_bound:
        return redirect("filing", pk)
    context = {"form": form, "page": page}
    return render(request, "maintenance/filing_correct.html", context, status=form_status(form))


@permitted("maintenance.change_filing", form=True)
def filing_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say that it need not be filed (取りやめ), with the reason."""
    page = _page(request, pk)
    form = WithdrawForm(posted(request))
    done = attempt(form, lambda: actions.withdraw_filing(pk, on=today(), **form.cleaned_data))
    if done is not None:
        messages.success(request, f"{page.name}を取りやめました。")
        return redirect("filing", pk)
    if not page.to_file and not form.is_bound:
        return redirect("filing", pk)
    context = {
        "form": form,
        "title": "この届出・報告を取りやめますか",
        "subject": f"{page.name}　{page.filing.building.centre}　{page.part}",
        "text": "取りやめると要対応から消えます。次に点検を記録すると、その日から新しい期限を数えます。",
        "act": "取りやめる",
        "back": page.name,
        "back_url": reverse("filing", args=[pk]),
    }
    return render(request, "maintenance/withdraw.html", context, status=form_status(form))


@permitted("maintenance.view_filing")
def filing_file(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """A paper of a filing, to keep."""
    return stored_file(get_object_or_404(FilingFile.objects.within(request.centre_scope), pk=pk))


def _page(request: ScopedRequest, pk: int) -> FilingPage:
    found = get_object_or_404(filings.filings_to_show(request.centre_scope), pk=pk)
    return filings.filing_page(found, on=today())


def _due(following: object) -> str:
    day = following.due_on  # type: ignore[attr-defined]
    return era_day_with_weekday(day, holiday=is_public_holiday(day))
