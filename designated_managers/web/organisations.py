"""The doors to organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from designated_managers import actions
from designated_managers.filters.organisations import OrganisationFilter
from designated_managers.forms.organisations import OrganisationForm
from designated_managers.models import Organisation
from designated_managers.queries import organisations as queries
from designated_managers.web.pages import form_page
from ui.forms import attempt
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("designated_managers.view_organisation")
def organisation_list(request: ScopedRequest) -> HttpResponse:
    """Every organisation one may see, with the centres it runs today."""
    organisations = queries.organisations(scope=request.centre_scope, on=today())
    filters = OrganisationFilter(request.GET, queryset=organisations, request=request)
    found = listing(filters, lines=queries.organisation_lines)
    return render(
        request, "designated_managers/organisation_list.html", {"filters": filters, "listing": found}
    )


@permitted("designated_managers.view_organisation")
def organisation(request: ScopedRequest, pk: int) -> HttpResponse:
    """One organisation (団体): its designations, its officers, its papers, and what is missing."""
    body = get_object_or_404(Organisation.objects.within(request.centre_scope), pk=pk)
    page = queries.organisation_page(body, scope=request.centre_scope, on=today())
    context = {"organisation": page.organisation, "page": page}
    return render(request, "designated_managers/organisation.html", context)


@permitted("designated_managers.add_organisation", form=True)
def organisation_new(request: ScopedRequest) -> HttpResponse:
    """Enter an organisation (団体の登録)."""
    form = OrganisationForm(posted(request))
    done = attempt(form, lambda: actions.register_organisation(**form.facts))
    if done is not None:
        messages.success(request, f"{done}を登録しました。")
        return redirect("organisation", done.pk)
    context = {"title": "団体を登録する", "act": "登録する", "back_url": reverse("organisation-list")}
    return form_page(request, "designated_managers/organisation_form.html", form, **context)


@permitted("designated_managers.change_organisation", form=True)
def organisation_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change facts of an organisation (団体の変更)."""
    body = get_object_or_404(with_version(Organisation.objects.within(request.centre_scope)), pk=pk)
    name = body.name
    form = OrganisationForm(posted(request), instance=body, version=body.version)
    done = attempt(form, lambda: actions.change_organisation(pk, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, f"{done}の内容を保存しました。")
        return redirect("organisation", pk)
    back_url = reverse("organisation", args=[pk])
    context = {"title": "団体の内容を直す", "subject": name, "act": "保存する", "back_url": back_url}
    return form_page(request, "designated_managers/organisation_form.html", form, **context)
