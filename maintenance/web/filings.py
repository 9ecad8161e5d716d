"""The doors to filings: the list, one filing, recording it, withdrawing it, and its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted, stored_file
from common.eras import era_day_with_weekday
from common.office_days import is_public_holiday
from maintenance import actions
from maintenance.filters.filings import FilingFilter
from maintenance.forms.filings import RecordFilingForm, WithdrawForm
from maintenance.models import FilingFile
from maintenance.queries import filings, inspection_types
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
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
