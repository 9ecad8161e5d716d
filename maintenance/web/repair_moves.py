"""The doors to the moves of a repair, one page each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect

from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted
from maintenance import actions
from maintenance.choices import RepairMove
from maintenance.forms.repair_moves import (
    AcceptForm,
    DecideForm,
    DoneForm,
    EstimateForm,
    OrderForm,
    PayForm,
    ReasonForm,
    RedoForm,
    TriageForm,
)
from maintenance.queries.repair_evidence import estimates_that_count
from maintenance.queries.repair_page import proposal_for
from maintenance.web.repairs import form_of, page_of
from ui.forms import attempt

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse


@dataclass(frozen=True)
class _Page:
    """What is particular to the page of one move."""

    move: RepairMove
    form: Any
    act: Callable[..., Any]
    title: str
    label: str
    done: str
    lead: str = ""
    takes_files: bool = False


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_triage(request: ScopedRequest, pk: int) -> HttpResponse:
    """Settle how soon and at whose cost (緊急度の判定)."""
    page = _Page(
        RepairMove.TRIAGE,
        TriageForm,
        actions.triage,
        "緊急度を判定する",
        "判定する",
        "緊急度を判定しました。次は、見積りを取ってください。",
    )
    return _moved(request, pk, page, with_proposal=True)


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_estimate(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter an estimate (見積りの登録)."""
    page = _Page(
        RepairMove.ESTIMATE,
        EstimateForm,
        actions.add_estimate,
        "見積りを登録する",
        "登録する",
        "見積りを登録しました。",
        takes_files=True,
    )
    return _moved(request, pk, page)


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_decide(request: ScopedRequest, pk: int) -> HttpResponse:
    """Decide that it is done (実施の決定)."""
    page = _Page(
        RepairMove.DECIDE,
        DecideForm,
        actions.decide,
        "実施を決定する",
        "決定する",
        "実施を決定しました。次は、業者に発注してください。",
    )
    return _moved(request, pk, page, with_proposal=True)


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_order(request: ScopedRequest, pk: int) -> HttpResponse:
    """Order it (発注)."""
    page = _Page(
        RepairMove.ORDER, OrderForm, actions.order, "発注を記録する", "記録する", "発注を記録しました。"
    )
    return _moved(request, pk, page)


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_done(request: ScopedRequest, pk: int) -> HttpResponse:
    """The thing is mended (修繕の完了)."""
    page = _Page(
        RepairMove.DONE,
        DoneForm,
        actions.mark_done,
        "完了を記録する",
        "記録する",
        "完了を記録しました。次は、検収してください。",
        takes_files=True,
    )
    return _moved(request, pk, page)


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_accept(request: ScopedRequest, pk: int) -> HttpResponse:
    """The city is content with the work (検収)."""
    page = _Page(
        RepairMove.ACCEPT,
        AcceptForm,
        actions.accept,
        "検収を記録する",
        "記録する",
        "検収を記録しました。次は、支払を記録してください。",
        takes_files=True,
    )
    return _moved(request, pk, page)


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_pay(request: ScopedRequest, pk: int) -> HttpResponse:
    """It is paid (支払)."""
    page = _Page(
        RepairMove.PAY, PayForm, actions.pay, "支払を記録する", "記録する", "支払を記録しました。完了です。"
    )
    return _moved(request, pk, page)


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_decline(request: ScopedRequest, pk: int) -> HttpResponse:
    """It is not done (見送り)."""
    page = _Page(
        RepairMove.DECLINE,
        ReasonForm,
        actions.decline,
        "修繕を見送る",
        "見送る",
        "修繕を見送りました。",
        lead="団体のページには「今回は直さないことになりました」と出ます。理由は「団体に知らせること」に書いてください。",
    )
    return _moved(request, pk, page)


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_redo(request: ScopedRequest, pk: int) -> HttpResponse:
    """The work is not right and goes on (手直しの指示)."""
    page = _Page(
        RepairMove.REDO,
        RedoForm,
        actions.redo,
        "手直しを指示する",
        "指示する",
        "手直しを記録しました。施工中に戻りました。",
    )
    return _moved(request, pk, page)


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_reopen(request: ScopedRequest, pk: int) -> HttpResponse:
    """It begins anew (再開)."""
    page = _Page(
        RepairMove.REOPEN,
        ReasonForm,
        actions.reopen,
        "修繕を再開する",
        "再開する",
        "修繕を再開しました。もう一度、緊急度を判定してください。",
        lead="緊急度の判定からやり直します。これまでの記録は残ります。",
    )
    return _moved(request, pk, page)


def _moved(request: ScopedRequest, pk: int, which: _Page, *, with_proposal: bool = False) -> HttpResponse:
    """The page of a move; where the repair stands elsewhere by now, back to it with the reason."""
    page, on = page_of(request, pk), today()
    if which.move not in page.moves and request.method != "POST":
        messages.warning(
            request, f"いまは「{page.state.word}」なので、「{which.move.label}」は記録できません。"
        )
        return redirect("repair", pk)
    of_form: dict[str, Any] = {"repair": page.repair, "on": on, "version": page.version}
    if which.form is DecideForm:
        of_form["estimates"] = list(estimates_that_count(page.repair))
    form = which.form(posted(request), request.FILES or None, **of_form)
    at = {"at": now()} if which.takes_files else {}
    done = attempt(form, lambda: which.act(pk, on=on, expected_version=form.seen, **at, **form.facts))
    if done is not None:
        messages.success(request, which.done)
        return redirect("repair", pk)
    context = {"title": which.title, "act": which.label, "lead": which.lead}
    if with_proposal:
        context["proposal"] = proposal_for(page.repair, on=on).reason
    return form_of(request, form, page, **context)
