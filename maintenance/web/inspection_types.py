"""The doors to the catalogue of inspections: the list, one type, and the city's own types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from maintenance import actions
from maintenance.filters.inspection_types import InspectionTypeFilter
from maintenance.forms.local_types import LocalTypeForm, ReopenTypeForm, RetireTypeForm
from maintenance.queries import type_pages
from maintenance.rules.condition_words import facts_to_write
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from maintenance.models import InspectionType
    from maintenance.queries.type_pages import TypePage

PER_PAGE = 60
"""The whole catalogue stands on one page."""


@permitted("maintenance.view_inspectiontype")
def type_list(request: ScopedRequest) -> HttpResponse:
    """The catalogue of inspections (点検の種類)."""
    on = today()
    filters = InspectionTypeFilter(
        request.GET,
        type_pages.types_to_list(),
        request=request,
        internal=request.centre_scope.internal,
        on=on,
    )
    shown = listing(filters, lines=lambda rows: type_pages.type_lines(rows, on=on), per_page=PER_PAGE)
    return render(request, "maintenance/type_list.html", {"filters": filters, "listing": shown})


@permitted("maintenance.view_inspectiontype")
def inspection_type(request: ScopedRequest, code: str) -> HttpResponse:
    """One type of inspection (点検の種類)."""
    return render(request, "maintenance/type.html", {"page": _page(code)})


@permitted("maintenance.add_inspectiontype", form=True)
def type_new(request: ScopedRequest) -> HttpResponse:
    """Add a type of the city's own (市独自の点検の登録)."""
    form = LocalTypeForm(posted(request))
    made = attempt(form, lambda: actions.add_local_type(**form.facts))
    if made is not None:
        messages.success(request, f"市独自の点検「{made.name}」を登録しました。")
        return redirect("inspection-type", made.code)
    return _form_page(
        request,
        form,
        title="市独自の点検を登録する",
        act="登録する",
        back_url=reverse("inspection-type-list"),
    )


@permitted("maintenance.change_inspectiontype", form=True)
def type_edit(request: ScopedRequest, code: str) -> HttpResponse:
    """Change a type of the city's own (市独自の点検の変更)."""
    page = _own(code)
    name, pk = page.kind.name, page.kind.pk
    form = LocalTypeForm(posted(request), instance=page.kind, version=page.version)
    done = attempt(form, lambda: actions.change_local_type(pk, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, f"「{done.name}」の内容を保存しました。")
        return redirect("inspection-type", code)
    back_url = reverse("inspection-type", args=[code])
    return _form_page(
        request, form, title="市独自の点検を直す", act="保存する", back_url=back_url, subject=name
    )


@permitted("maintenance.change_inspectiontype", form=True)
def type_retire(request: ScopedRequest, code: str) -> HttpResponse:
    """Take a type of the city's own out of use, or use it again (市独自の点検をやめる・また使う)."""
    page = _own(code)
    pk, retiring = page.kind.pk, page.kind.retired_on is None
    form: RetireTypeForm | ReopenTypeForm
    if retiring:
        form = RetireTypeForm(posted(request), on=today(), version=page.version)
    else:
        form = ReopenTypeForm(posted(request), version=page.version)
    act: Callable[..., InspectionType] = actions.retire_local_type if retiring else actions.reopen_local_type
    done = attempt(form, lambda: act(pk, expected_version=form.seen, **form.facts))
    if done is not None:
        word = "使わないことにしました。" if retiring else "また使うことにしました。"
        messages.success(request, f"「{done.name}」を{word}")
        return redirect("inspection-type", code)
    context = {"form": form, "page": page, "retiring": retiring}
    return render(request, "maintenance/type_retire.html", context, status=form_status(form))


def _page(code: str) -> TypePage:
    kind = get_object_or_404(type_pages.types_to_list(), code=code)
    return type_pages.type_page(kind, on=today())


def _own(code: str) -> TypePage:
    """The page of a type of the city's own; of any other there is nothing to change here."""
    page = _page(code)
    if not page.is_own:
        raise Http404
    return page


def _form_page(request: ScopedRequest, form: LocalTypeForm, **context: Any) -> HttpResponse:
    context["facts"] = facts_to_write()
    return render(request, "maintenance/type_form.html", {"form": form, **context}, status=form_status(form))
