"""The doors to obligations: the list, one of them, the sheet of a year, what opens one or ends it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from common.fiscal_year import FiscalYear
from designated_managers import actions
from designated_managers.filters.obligations import ObligationFilter
from designated_managers.forms.obligations import (
    ConfirmForm,
    EarlierForm,
    EventForm,
    FeeApprovalForm,
    NotNeededForm,
)
from designated_managers.models import Designation
from designated_managers.queries import obligations as queries
from designated_managers.queries.submission_pages import handed_in_for
from designated_managers.web.agreements import PAPER
from designated_managers.web.pages import form_page
from ui.forms import attempt
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse


YEAR = re.compile(r"[12]\d{3}")


@permitted("designated_managers.view_obligation")
def obligation_list(request: ScopedRequest) -> HttpResponse:
    """Every obligation one may see (義務の一覧), by its day."""
    on, scope = today(), request.centre_scope
    filters = ObligationFilter(
        request.GET,
        queryset=queries.obligations(scope=scope),
        request=request,
        choices=queries.obligation_choices(scope),
        on=on,
        internal=scope.internal,
    )
    found = listing(filters, lines=partial(queries.obligation_lines, on=on))
    return render(request, "designated_managers/obligation_list.html", {"filters": filters, "listing": found})


@permitted("designated_managers.view_obligation")
def obligation(request: ScopedRequest, pk: int) -> HttpResponse:
    """One obligation (義務): what is owed, by which day and why that day."""
    found = _found(request, pk)
    on, scope = today(), request.centre_scope
    page = queries.obligation_page(found, scope=scope, on=on)
    handed_in = handed_in_for(found, scope=scope, on=on)
    return render(request, "designated_managers/obligation.html", {"page": page, "handed_in": handed_in})


def _found(request: ScopedRequest, pk: int) -> Any:
    rows = with_version(queries.obligations(scope=request.centre_scope))
    loaded = rows.select_related(
        "designation__centre",
        "designation__organisation",
        "designation__agreement",
        "designation__bundle__agreement",
    )
    return get_object_or_404(loaded, pk=pk)


@permitted("designated_managers.view_obligation")
def obligations_of_year(request: ScopedRequest, pk: int) -> HttpResponse:
    """Everything that one designation owes and is owed for a fiscal year, to print (義務の一覧表): the year
    in the address (``?year=2026``), else the one at hand."""
    designation, on = _designation(request, pk), today()
    asked = request.GET.get("year", "")
    year = int(asked) if YEAR.fullmatch(asked) else FiscalYear.of(on).year
    sheet = queries.year_of_obligations(designation, year, scope=request.centre_scope, on=on)
    return render(request, "designated_managers/obligations_of_year.html", {"sheet": sheet})


def _designation(request: ScopedRequest, pk: int) -> Designation:
    rows = Designation.objects.within(request.centre_scope)
    loaded = rows.select_related("centre", "organisation", "agreement", "bundle__agreement")
    return get_object_or_404(loaded, pk=pk)


@permitted("designated_managers.add_obligation", form=True)
def obligation_open(request: ScopedRequest, pk: int) -> HttpResponse:
    """Open a duty because something happened (事故・変更)."""
    designation, on = _designation(request, pk), today()
    form = EventForm(posted(request), types=queries.event_types(designation, on=on), initial={"event_on": on})
    made = attempt(form, lambda: actions.open_obligation(pk, on=on, **form.cleaned_data))
    if made is not None:
        messages.success(request, f"{made.name}を義務に加えました。")
        return redirect("obligation", made.pk)
    context = {"title": "あったことを登録する", "act": "登録する"}
    return _of_designation(request, designation, form, **context)


@permitted("designated_managers.change_obligation", form=True)
def obligation_not_needed(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say that an obligation is not needed (不要)."""
    found, on = _found(request, pk), today()
    form = NotNeededForm(posted(request), version=found.version)
    done = attempt(
        form,
        lambda: actions.tell_not_needed(
            pk, on=on, reason=form.cleaned_data["reason"], expected_version=form.seen
        ),
    )
    if done is not None:
        messages.success(request, f"{found.name}を不要にしました。")
        return redirect("obligation", pk)
    title = f"「{found.name}」を不要にしますか"
    return _of_obligation(request, found, form, title=title, act="不要にする", destructive=True)


@permitted("designated_managers.change_obligation", form=True)
def obligation_needed_again(request: ScopedRequest, pk: int) -> HttpResponse:
    """Take back that an obligation is not needed."""
    found, on = _found(request, pk), today()
    form = ConfirmForm(posted(request), version=found.version)
    done = attempt(form, lambda: actions.tell_needed_again(pk, on=on, expected_version=form.seen))
    if done is not None:
        messages.success(request, f"{found.name}を、また必要にしました。")
        return redirect("obligation", pk)
    context = {
        "title": f"「{found.name}」をまた必要にしますか",
        "act": "必要にする",
        "lead": f"不要とした理由：{found.not_needed_reason}",
    }
    return _of_obligation(request, found, form, **context)


@permitted("designated_managers.change_obligation", form=True)
def obligations_earlier(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say of everything due before a day that it is not needed here (システムより前の分)."""
    designation, on = _designation(request, pk), today()
    form = EarlierForm(posted(request), initial={"before": on})
    done = attempt(form, lambda: actions.tell_earlier_not_needed(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, f"{len(done)}件を不要にしました。")
        return redirect("obligations-of-year", pk)
    context = {"title": "前の分をまとめて不要にする", "act": "不要にする", "destructive": True}
    return _of_designation(request, designation, form, **context)


@permitted("designated_managers.add_feeapproval", form=True)
def fee_approval_new(request: ScopedRequest, pk: int) -> HttpResponse:
    """Record that the city approved the fees (利用料金の承認)."""
    designation, on = _designation(request, pk), today()
    form = FeeApprovalForm(posted(request))
    done = attempt(form, lambda: actions.approve_fees(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, "利用料金の承認を記録しました。")
        return redirect("obligations-of-year", pk)
    context = {"title": "利用料金の承認を記録する", "act": "記録する"}
    return _of_designation(request, designation, form, **context)


def _of_designation(
    request: ScopedRequest, designation: Designation, form: Any, **context: Any
) -> HttpResponse:
    back = {
        "back_url": reverse("obligations-of-year", args=[designation.pk]),
        "back_word": "義務の一覧表へ戻る",
        "subject": f"{designation.centre}　{designation.organisation}",
    }
    return form_page(request, PAPER, form, **back, **context)


def _of_obligation(request: ScopedRequest, found: Any, form: Any, **context: Any) -> HttpResponse:
    back = {
        "back_url": reverse("obligation", args=[found.pk]),
        "back_word": "義務のページへ戻る",
        "subject": f"{found.designation.centre}　{queries.period_in_words(found)}",
    }
    return form_page(request, PAPER, form, **back, **context)
