"""The doors to service contracts: the list, one contract, entering and changing it, and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from maintenance import actions
from maintenance.filters.contracts import ContractFilter
from maintenance.forms.contracts import (
    ContractEquipmentForm,
    ContractForm,
    ContractYearsForm,
    NotRenewedForm,
)
from maintenance.queries import contracts, coverage
from maintenance.rules.terms import following_notice, following_term
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse

    from maintenance.models import ServiceContract
    from maintenance.queries.contracts import ContractPage

CARRIED_OVER = "number", "name", "contractor", "contract_kind", "amount", "post_in_charge", "internal_notes"


@permitted("maintenance.view_servicecontract")
def contract_list(request: ScopedRequest) -> HttpResponse:
    """Service contracts (委託契約の一覧)."""
    on, scope = today(), request.centre_scope
    rows = contracts.contracts_to_list(scope)
    filters = ContractFilter(request.GET, rows, request=request, scope=scope, on=on)
    shown = listing(filters, lines=lambda rows: contracts.contract_lines(rows, on=on))
    return render(request, "maintenance/contract_list.html", {"filters": filters, "listing": shown})


@permitted("maintenance.view_servicecontract")
def contract(request: ScopedRequest, pk: int) -> HttpResponse:
    """One service contract (委託契約)."""
    page, scope = _page(request, pk), request.centre_scope
    context = {
        "page": page,
        "taken": contracts.scope_of_contract(page.contract, scope=scope),
        "turns": coverage.turns_of_contract(page.contract, scope=scope, on=today()),
    }
    return render(request, "maintenance/contract.html", context)


@permitted("maintenance.add_servicecontract", form=True)
def contract_new(request: ScopedRequest) -> HttpResponse:
    """Enter a service contract (委託契約の登録)."""
    form = ContractForm(posted(request), scope=request.centre_scope, on=today())
    made = attempt(form, lambda: actions.sign_contract(**form.facts))
    if made is not None:
        messages.success(request, f"契約「{made.name}」を登録しました。")
        return redirect("contract", made.pk)
    return _form_page(
        request, form, title="契約を登録する", act="登録する", back_url=reverse("contract-list")
    )


@permitted("maintenance.change_servicecontract", form=True)
def contract_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change a service contract (委託契約の変更)."""
    page = _page(request, pk)
    name = page.contract.name
    form = ContractForm(
        posted(request),
        instance=page.contract,
        scope=request.centre_scope,
        on=today(),
        version=page.version,
    )
    done = attempt(form, lambda: actions.change_contract(pk, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, f"契約「{done.name}」の内容を保存しました。")
        return redirect("contract", pk)
    back_url = reverse("contract", args=[pk])
    return _form_page(
        request, form, title="契約の内容を直す", act="保存する", back_url=back_url, subject=name
    )


@permitted("maintenance.change_servicecontract", form=True)
def contract_equipment(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say which equipment a contract is about (契約の対象設備)."""
    page = _page(request, pk)
    form = ContractEquipmentForm(
        posted(request),
        contract=page.contract,
        scope=request.centre_scope,
        on=today(),
        version=page.version,
    )
    return _part_of_contract(request, page, form, title="対象の設備を選ぶ", said="対象の設備")


@permitted("maintenance.change_servicecontract", form=True)
def contract_years(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say what a contract costs in each fiscal year (年度別の金額)."""
    page = _page(request, pk)
    form = ContractYearsForm(posted(request), contract=page.contract, version=page.version)
    return _part_of_contract(request, page, form, title="年度別の金額を入れる", said="年度別の金額")


def _part_of_contract(
    request: ScopedRequest,
    page: ContractPage,
    form: ContractEquipmentForm | ContractYearsForm,
    *,
    title: str,
    said: str,
) -> HttpResponse:
    pk = page.contract.pk
    done = attempt(form, lambda: actions.change_contract(pk, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, f"契約「{done.name}」の{said}を保存しました。")
        return redirect("contract", pk)
    context = {"form": form, "page": page, "title": title}
    return render(request, "maintenance/contract_part_form.html", context, status=form_status(form))


@permitted("maintenance.add_servicecontract", "maintenance.change_servicecontract", form=True)
def contract_succeed(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter the contract that follows this one (次の契約の登録), prefilled from this one."""
    page, on = _page(request, pk), today()
    if request.method != "POST" and not page.unanswered:
        return _answered(request, page.contract)
    following = following_term(page.term, page.contract.contract_kind)
    notice_on = page.contract.notice_on
    proposed = {
        **{name: getattr(page.contract, name) for name in CARRIED_OVER},
        "first_on": following.first if following else None,
        "last_on": following.last if following else None,
        "centres": [centre.pk for centre in page.centres],
        "notice_on": (following_notice(notice_on, page.term, following) if notice_on and following else None),
        "types": list(page.contract.types.values_list("type_code", flat=True)),
    }
    form = ContractForm(posted(request), initial=proposed, scope=request.centre_scope, on=on)
    made = attempt(form, lambda: actions.succeed_contract(pk, on=on, **form.facts))
    if made is not None:
        messages.success(
            request, f"次の契約「{made.name}」を登録しました。今の契約の満了は対応済みになりました。"
        )
        return redirect("contract", made.pk)
    return _form_page(
        request,
        form,
        title="次の契約を登録する",
        act="登録する",
        back_url=reverse("contract", args=[pk]),
        subject=page.contract.name,
        before=page,
    )


@permitted("maintenance.change_servicecontract", form=True)
def contract_end(request: ScopedRequest, pk: int) -> HttpResponse:
    """Decide that nothing follows this contract (更新しない), with the reason."""
    page, on = _page(request, pk), today()
    if request.method != "POST" and not page.unanswered:
        return _answered(request, page.contract)
    form = NotRenewedForm(posted(request))
    done = attempt(form, lambda: actions.decide_not_to_renew(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(
            request, f"契約「{done.name}」を更新しないことにしました。満了は対応済みになりました。"
        )
        return redirect("contract", pk)
    status = form_status(form)
    return render(request, "maintenance/contract_end.html", {"form": form, "page": page}, status=status)


def _page(request: ScopedRequest, pk: int) -> ContractPage:
    contract = get_object_or_404(contracts.contracts_to_show(request.centre_scope), pk=pk)
    return contracts.contract_page(contract, on=today())


def _answered(request: ScopedRequest, contract: ServiceContract) -> HttpResponse:
    for problem in actions.problems_with_answering(contract):
        messages.warning(request, problem.message)
    return redirect("contract", contract.pk)


def _form_page(request: ScopedRequest, form: ContractForm, **context: Any) -> HttpResponse:
    status = form_status(form)
    return render(request, "maintenance/contract_form.html", {"form": form, **context}, status=status)


def reads_contracts(request: ScopedRequest) -> bool:
    """Contracts are the city's own papers."""
    return request.centre_scope.internal and request.user.has_perm("maintenance.view_servicecontract")
