"""The doors to what an organisation has on record: officers and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from common.clock import now, today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted, stored_file
from designated_managers import actions
from designated_managers.forms.organisations import OfficerForm, PaperForm, WithdrawPaperForm
from designated_managers.models import Organisation, OrganisationFile, OrganisationOfficer
from designated_managers.queries.officers import next_term
from designated_managers.web.pages import form_page
from ui.forms import attempt

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse, HttpResponseBase

FORM = "designated_managers/form.html"


@permitted("designated_managers.add_organisationofficer", form=True)
def officer_new(request: ScopedRequest, organisation_pk: int) -> HttpResponse:
    """Enter somebody in office for a term (役員の登録)."""
    body = get_object_or_404(Organisation.objects.within(request.centre_scope), pk=organisation_pk)
    form = OfficerForm(posted(request), initial=next_term(body, after=request.GET.get("after")))
    done = attempt(form, lambda: actions.register_officer(organisation=body, on=today(), **form.facts))
    if done is not None:
        messages.success(request, f"{done}さんの任期を登録しました。")
        return redirect("organisation", body.pk)
    return form_page(request, FORM, form, title="役員を登録する", act="登録する", **_back_to(body))


@permitted("designated_managers.view_organisationofficer")
def officer(request: ScopedRequest, pk: int) -> HttpResponse:
    """Where a term of office is told: on the page of the body."""
    rows = OrganisationOfficer.objects.within(request.centre_scope)
    return redirect("organisation", get_object_or_404(rows, pk=pk).organisation_id)


@permitted("designated_managers.change_organisationofficer", form=True)
def officer_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change a term of office (任期の変更)."""
    rows = OrganisationOfficer.objects.within(request.centre_scope).select_related("organisation")
    found = get_object_or_404(with_version(rows), pk=pk)
    body, name = found.organisation, str(found)
    form = OfficerForm(posted(request), instance=found, version=found.version)
    done = attempt(
        form,
        lambda: actions.change_officer(pk, on=today(), expected_version=form.seen, **form.facts),
    )
    if done is not None:
        messages.success(request, f"{done}さんの任期を保存しました。")
        return redirect("organisation", body.pk)
    context = {**_back_to(body), "subject": f"{body}　{name}"}
    return form_page(request, FORM, form, title="役員の任期を直す", act="保存する", **context)


@permitted("designated_managers.add_organisationfile", form=True)
def paper_new(request: ScopedRequest, organisation_pk: int) -> HttpResponse:
    """Put a paper of an organisation on file (団体の書類の登録)."""
    body = get_object_or_404(Organisation.objects.within(request.centre_scope), pk=organisation_pk)
    form = PaperForm(posted(request), request.FILES or None, initial={"kind": request.GET.get("kind")})
    done = attempt(form, lambda: _file(body, form))
    if done is not None:
        messages.success(request, f"「{done.title}」を登録しました。")
        return redirect("organisation", body.pk)
    return form_page(request, FORM, form, title="書類を登録する", act="登録する", **_back_to(body))


def _file(body: Organisation, form: PaperForm) -> OrganisationFile:
    upload = form.cleaned_data["file"]
    return actions.file_paper(organisation=body, name=upload.name, content=upload, at=now(), **form.facts)


@permitted("designated_managers.view_organisationfile")
def paper(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """The paper itself, to keep. Withdrawn, it is not there any more."""
    kept = OrganisationFile.objects.within(request.centre_scope).kept()
    record = get_object_or_404(kept, pk=pk)
    return stored_file(record)


@permitted("designated_managers.change_organisationfile", form=True)
def paper_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    """Show a paper to nobody any more, with the reason (取り下げ)."""
    kept = OrganisationFile.objects.within(request.centre_scope).kept().select_related("organisation")
    record = get_object_or_404(kept, pk=pk)
    form = WithdrawPaperForm(posted(request))
    done = attempt(form, lambda: actions.withdraw_paper(pk, on=today(), **form.cleaned_data))
    if done is not None:
        messages.success(request, f"「{done.title}」を取り下げました。")
        return redirect("organisation", record.organisation_id)
    text = "取り下げると、だれにも表示されません。だれがいつ、なぜ取り下げたかは残ります。"
    context = {**_back_to(record.organisation), "text": text, "destructive": True}
    title = f"「{record.title}」を取り下げますか"
    return form_page(request, FORM, form, title=title, act="取り下げる", **context)


def _back_to(body: Organisation) -> dict[str, Any]:
    return {"subject": str(body), "back_url": reverse("organisation", args=[body.pk]), "back": str(body)}
