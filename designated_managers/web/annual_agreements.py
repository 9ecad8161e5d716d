"""The doors to annual agreements: the fee of a year, its instalments, its settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from common.fiscal_year import FiscalYear
from designated_managers import actions
from designated_managers.forms.annual_agreements import AnnualAgreementForm, PaymentForm, SettlementForm
from designated_managers.models import Agreement, AnnualAgreement, FeePayment
from designated_managers.web.agreements import PAPER
from designated_managers.web.pages import form_page
from ui.forms import attempt

if TYPE_CHECKING:
    from django.http import HttpResponse

YEAR_PAPER = "designated_managers/annual_agreement_form.html"


def _annual(request: ScopedRequest, pk: int) -> Any:
    rows = AnnualAgreement.objects.within(request.centre_scope)
    return get_object_or_404(with_version(rows.select_related(*NAMED)), pk=pk)


NAMED = ("agreement__designation__centre", "agreement__designation__organisation", "agreement__bundle")


@permitted("designated_managers.add_annualagreement", form=True)
def annual_agreement_new(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter the annual agreement of a fiscal year (年度協定の登録)."""
    rows = Agreement.objects.within(request.centre_scope)
    agreement = get_object_or_404(
        rows.select_related("designation__centre", "designation__organisation", "bundle"), pk=pk
    )
    on = today()
    form = AnnualAgreementForm(posted(request), initial={"fiscal_year": FiscalYear.of(on).year})
    made = attempt(
        form, lambda: actions.make_annual_agreement(pk, on=on, payments=form.payments, **form.facts)
    )
    if made is not None:
        year = FiscalYear(made.fiscal_year)
        messages.success(request, f"{year}の年度協定を登録しました。")
        return redirect("agreement", pk)
    context = {"title": "年度協定を登録する", "act": "登録する", "subject": str(agreement)}
    return _form(request, YEAR_PAPER, form, pk, **context)


@permitted("designated_managers.change_annualagreement", form=True)
def annual_agreement_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change an annual agreement and the instalments that are not paid (年度協定の変更)."""
    annual, on = _annual(request, pk), today()
    payments = list(annual.payments.all())
    form = AnnualAgreementForm(posted(request), annual=annual, payments=payments, version=annual.version)
    done = attempt(
        form,
        lambda: actions.change_annual_agreement(
            pk, on=on, payments=form.payments, expected_version=form.seen, **form.facts
        ),
    )
    if done is not None:
        messages.success(request, f"{FiscalYear(done.fiscal_year)}の年度協定を保存しました。")
        return redirect("agreement", annual.agreement_id)
    context = {"title": "年度協定を直す", "act": "保存する", "subject": str(annual)}
    return _form(request, YEAR_PAPER, form, annual.agreement_id, **context)


@permitted("designated_managers.change_annualagreement", form=True)
def annual_agreement_settle(request: ScopedRequest, pk: int) -> HttpResponse:
    """Record the settlement of a year (精算)."""
    annual, on = _annual(request, pk), today()
    names = ("settled_on", "returned_amount", "settlement_notes")
    form = SettlementForm(
        posted(request),
        initial={name: getattr(annual, name) for name in names},
        version=annual.version,
    )
    done = attempt(
        form,
        lambda: actions.settle_year(pk, on=on, expected_version=form.seen, **form.taken(*names)),
    )
    if done is not None:
        messages.success(request, f"{FiscalYear(done.fiscal_year)}の精算を記録しました。")
        return redirect("agreement", annual.agreement_id)
    context = {"title": "精算を記録する", "act": "記録する", "subject": str(annual)}
    return _form(request, PAPER, form, annual.agreement_id, **context)


@permitted("designated_managers.view_annualagreement", form=True)
def fee_payment(request: ScopedRequest, pk: int) -> HttpResponse:
    """An instalment of the fee, and for who may, the record that it was paid (支払の記録)."""
    may = request.user.has_perm("designated_managers.change_annualagreement")
    if request.method == "POST" and not may:
        raise PermissionDenied
    rows = FeePayment.objects.within(request.centre_scope)
    path = "annual_agreement__agreement"
    payment = get_object_or_404(
        rows.select_related(
            f"{path}__designation__centre", f"{path}__designation__organisation", f"{path}__bundle"
        ),
        pk=pk,
    )
    on = today()
    form = PaymentForm(posted(request), initial={"paid_on": on})
    done = attempt(form, lambda: actions.record_payment(pk, paid_on=form.cleaned_data["paid_on"], on=on))
    agreement_pk = payment.annual_agreement.agreement_id
    if done is not None:
        messages.success(request, f"第{payment.number}回の支払を記録しました。")
        return redirect("agreement", agreement_pk)
    context = {
        "title": "支払を記録する" if may and payment.paid_on is None else "指定管理料の支払",
        "act": "記録する",
        "subject": FiscalYear(payment.annual_agreement.fiscal_year).label,
        "payment": payment,
        "to_do": may and payment.paid_on is None,
    }
    return _form(request, "designated_managers/fee_payment.html", form, agreement_pk, **context)


def _form(
    request: ScopedRequest, template: str, form: Any, agreement_pk: int, **context: Any
) -> HttpResponse:
    back = {"back_url": reverse("agreement", args=[agreement_pk]), "back_word": "協定のページへ戻る"}
    return form_page(request, template, form, **back, **context)
