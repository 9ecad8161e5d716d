"""The doors to basic agreements: the list, one agreement, its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted, stored_file
from designated_managers import actions
from designated_managers.forms.agreements import (
    AgreementFileForm,
    AgreementForm,
    ReasonForm,
)
from designated_managers.models import AgreementFile
from designated_managers.queries import agreements as queries
from designated_managers.web.pages import form_page
from ui.forms import attempt
from ui.lists import PER_PAGE, CappedPaginator

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from designated_managers.queries.agreements import AgreementPage

PAPER = "designated_managers/paper_form.html"


@permitted("designated_managers.view_agreement")
def agreement_list(request: ScopedRequest) -> HttpResponse:
    """Every basic agreement one may see (協定の一覧)."""
    on, scope = today(), request.centre_scope
    rows = queries.with_lines(queries.agreements(scope), scope=scope, on=on)
    page = CappedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": queries.agreement_lines(page.object_list, scope=scope, on=on)}
    return render(request, "designated_managers/agreement_list.html", context)


@permitted("designated_managers.view_agreement")
def agreement(request: ScopedRequest, pk: int) -> HttpResponse:
    """One basic agreement (基本協定): its terms, its years, who bears what."""
    return render(request, "designated_managers/agreement.html", {"page": _page(request, pk)})


def _page(request: ScopedRequest, pk: int) -> AgreementPage:
    found = get_object_or_404(queries.agreements_to_show(request.centre_scope), pk=pk)
    return queries.agreement_page(found, scope=request.centre_scope, on=today())


@permitted("designated_managers.add_agreement", form=True)
def agreement_new(request: ScopedRequest) -> HttpResponse:
    """Enter a basic agreement (基本協定の登録); the rows of its template are taken over."""
    on = today()
    form = AgreementForm(
        posted(request),
        scope=request.centre_scope,
        choices=queries.template_choices(on=on),
        initial={"designation": request.GET.get("designation", "")},
    )
    made = attempt(form, lambda: actions.register_agreement(on=on, terms=form.terms, **form.facts))
    if made is not None:
        messages.success(
            request, "基本協定を登録しました。責任分担表はひな型から写してあります。内容を確かめてください。"
        )
        return redirect("agreement", made.pk)
    context = {"title": "基本協定を登録する", "act": "登録する", "back_url": reverse("agreement-list")}
    return form_page(request, PAPER, form, back_word="協定の一覧へ戻る", **context)


@permitted("designated_managers.change_agreement", form=True)
def agreement_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Put right what was entered of an agreement (基本協定の訂正)."""
    page, on = _page(request, pk), today()
    record = page.agreement
    names = ("first_on", "last_on", "template_code", "optional_types", "internal_notes")
    form = AgreementForm(
        posted(request),
        scope=request.centre_scope,
        choices=queries.template_choices(on=on),
        agreement=record,
        instance=page.now.terms,
        version=page.version,
        initial={"agreed_on": page.agreed_on, **{name: getattr(record, name) for name in names}},
    )
    done = attempt(
        form,
        lambda: actions.change_agreement(
            pk, on=on, expected_version=form.seen, terms=form.terms, **form.facts
        ),
    )
    if done is not None:
        messages.success(request, "協定の内容を保存しました。")
        return redirect("agreement", pk)
    return _paper(request, page, form, title="協定の内容を直す", act="保存する")


@permitted("designated_managers.add_agreementfile", form=True)
def agreement_file_new(request: ScopedRequest, pk: int) -> HttpResponse:
    """Hand in a signed paper (協定書の登録)."""
    page = _page(request, pk)
    form = AgreementFileForm(posted(request), request.FILES or None)
    done = attempt(form, lambda: _attach(pk, form))
    if done is not None:
        messages.success(request, f"「{done.title}」を登録しました。")
        return redirect("agreement", pk)
    return _paper(request, page, form, title="協定書を登録する", act="登録する")


def _attach(pk: int, form: AgreementFileForm) -> AgreementFile:
    upload = form.cleaned_data["file"]
    title = form.cleaned_data["title"]
    return actions.attach_agreement_file(pk, title=title, name=upload.name, content=upload, at=now())


@permitted("designated_managers.view_agreementfile")
def agreement_file(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """The paper itself, to keep. Withdrawn, it is not there any more."""
    kept = AgreementFile.objects.within(request.centre_scope).kept()
    record = get_object_or_404(kept, pk=pk)
    return stored_file(record)


@permitted("designated_managers.change_agreementfile", form=True)
def agreement_file_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    """Show a paper to nobody any more, with the reason (取り下げ)."""
    record = get_object_or_404(AgreementFile.objects.within(request.centre_scope).kept(), pk=pk)
    page = _page(request, record.agreement_id)
    form = ReasonForm(posted(request))
    done = attempt(
        form, lambda: actions.withdraw_agreement_file(pk, on=today(), reason=form.cleaned_data["reason"])
    )
    if done is not None:
        messages.success(request, f"「{done.title}」を取り下げました。")
        return redirect("agreement", record.agreement_id)
    title = f"「{record.title}」を取り下げますか"
    return _paper(
        request,
        page,
        form,
        title=title,
        act="取り下げる",
        destructive=True,
        lead="市の職員にも団体の人にも、もう表示されません。だれがいつ、なぜ取り下げたかは残ります。",
    )


def _paper(request: ScopedRequest, page: AgreementPage, form: Any, **context: Any) -> HttpResponse:
    back = {"back_url": reverse("agreement", args=[page.agreement.pk]), "back_word": "協定のページへ戻る"}
    return form_page(request, PAPER, form, subject=str(page.agreement), **back, **context)
