"""The doors to what is agreed: amendments of basic agreements, and who bears what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from designated_managers import actions
from designated_managers.actions.agreements import TERMS
from designated_managers.forms.agreements import AmendmentForm, ResponsibilitiesForm
from designated_managers.forms.obligations import ConfirmForm
from designated_managers.models import Agreement
from designated_managers.queries import agreements as queries
from designated_managers.web.agreements import PAPER
from designated_managers.web.pages import form_page
from ui.forms import attempt

if TYPE_CHECKING:
    from django.http import HttpResponse

AMENDMENT = ("agreed_on", "counts_from", "reason")


@permitted("designated_managers.change_agreement", form=True)
def agreement_amend(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter an amendment (変更協定): what counted before stays."""
    agreement = get_object_or_404(Agreement.objects.within(request.centre_scope), pk=pk)
    latest = queries.terms_to_show(request.centre_scope).filter(agreement=agreement).latest("number")
    kept = {name: getattr(latest, name) for name in TERMS}
    form = AmendmentForm(posted(request), initial=kept)
    made = attempt(form, lambda: actions.amend_agreement(pk, on=today(), terms=form.terms, **form.facts))
    if made is not None:
        messages.success(request, "変更協定を登録しました。前の内容は、そのまま残っています。")
        return redirect("agreement", pk)
    return _page(request, PAPER, form, latest, title="変更協定を登録する", act="登録する")


@permitted("designated_managers.change_agreement", form=True)
def amendment_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Put right what was entered of the latest amendment (変更協定の訂正)."""
    terms = _amendment(request, pk)
    initial = {name: getattr(terms, name) for name in AMENDMENT}
    form = AmendmentForm(posted(request), instance=terms, initial=initial, version=terms.version)
    done = attempt(
        form,
        lambda: actions.change_amendment(
            pk, on=today(), expected_version=form.seen, terms=form.terms, **form.facts
        ),
    )
    if done is not None:
        messages.success(request, f"{queries.name_of_terms(done)}の内容を保存しました。")
        return redirect("agreement", done.agreement_id)
    return _page(request, PAPER, form, terms, title="変更協定を直す", act="保存する")


@permitted("designated_managers.change_agreement", form=True)
def amendment_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    """Take an amendment away that does not count yet (変更協定の取消し)."""
    terms = _amendment(request, pk)
    form = ConfirmForm(posted(request), version=terms.version)
    done = attempt(form, lambda: actions.remove_amendment(pk, on=today(), expected_version=form.seen))
    if done is not None:
        messages.success(request, f"{queries.name_of_terms(terms)}を取り消しました。")
        return redirect("agreement", done.pk)
    context = {
        "title": f"{queries.name_of_terms(terms)}を取り消しますか",
        "act": "取り消す",
        "destructive": True,
        "lead": "効力が生じる日の前なら、取り消せます。登録しなかったことになり、履歴は残ります。",
    }
    return _page(request, PAPER, form, terms, **context)


@permitted("designated_managers.change_agreement", form=True)
def agreement_responsibilities(request: ScopedRequest, pk: int) -> HttpResponse:
    """Write the sharing of responsibilities of one state of the terms (責任分担表)."""
    terms = get_object_or_404(queries.terms_to_show(request.centre_scope), pk=pk)
    form = ResponsibilitiesForm(
        posted(request), rows=list(terms.responsibilities.all()), version=terms.version
    )
    done = attempt(form, lambda: actions.set_responsibilities(pk, form.rows, expected_version=form.seen))
    if done is not None:
        messages.success(request, "責任分担表を保存しました。")
        return redirect("agreement", terms.agreement_id)
    return _page(request, "designated_managers/responsibilities_form.html", form, terms)


def _amendment(request: ScopedRequest, pk: int) -> Any:
    return get_object_or_404(queries.terms_to_show(request.centre_scope), pk=pk, number__gt=1)


def _page(request: ScopedRequest, template: str, form: Any, terms: Any, **context: Any) -> HttpResponse:
    back = {
        "back_url": reverse("agreement", args=[terms.agreement_id]),
        "back_word": "協定のページへ戻る",
        "subject": f"{terms.agreement}　{queries.name_of_terms(terms)}",
    }
    return form_page(request, template, form, **back, **context)
