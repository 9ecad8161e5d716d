"""The doors to transfers: all centres by stage, one transfer, and the acts on the whole of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from designated_managers import actions
from designated_managers.filters.transfers import OverviewFilter
from designated_managers.forms.transfers import (
    ChooseOrganisationForm,
    CompleteForm,
    ConfirmForm,
    ReturnForm,
    SuspendForm,
    TransferChangeForm,
    TransferForm,
)
from designated_managers.queries import transfer_overview as overview_queries
from designated_managers.queries import transfers as queries
from designated_managers.web.pages import form_page
from ui.forms import attempt
from ui.lists import listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from designated_managers.models import Transfer
    from designated_managers.queries.transfer_overview import CentreLine, Overview

FORM = "designated_managers/form.html"


@permitted("designated_managers.view_transfer")
def transfer_list(request: ScopedRequest) -> HttpResponse:
    """Every centre by stage (移行の全体)."""
    seen = overview_queries.overview(scope=request.centre_scope, on=today())
    filters = OverviewFilter(request.GET, queryset=seen.rows, request=request, seen=seen)
    found = listing(filters, lines=partial(_lines, seen))
    context = {
        "filters": filters,
        "listing": found,
        "counts": seen.counts,
        "columns": seen.columns,
        "marks": overview_queries.MARKS,
    }
    return render(request, "designated_managers/transfer_list.html", context)


def _lines(seen: Overview, rows: Iterable[Any]) -> list[CentreLine]:
    return [seen.lines[centre.pk] for centre in rows]


@permitted("designated_managers.view_transfer")
def transfer(request: ScopedRequest, pk: int) -> HttpResponse:
    """One transfer (移行): its stages with their evidence, its log, its questions, its hand-over."""
    page = queries.transfer_page(_found(request, pk), scope=request.centre_scope, on=today())
    context = {"page": page, "transfer": page.transfer}
    return render(request, "designated_managers/transfer.html", context)


@permitted("designated_managers.add_transfer", form=True)
def transfer_new(request: ScopedRequest) -> HttpResponse:
    """Start the transfer of a centre to a designated manager (移行を始める)."""
    on = today()
    wanted = {"centre": request.GET.get("centre"), "wave": request.GET.get("wave"), "started_on": on}
    form = TransferForm(posted(request), scope=request.centre_scope, initial=wanted)
    done = attempt(form, lambda: actions.start_transfer(on=on, **form.facts))
    if done is not None:
        messages.success(request, f"{done.centre}の移行を始めました。")
        return redirect("transfer", done.pk)
    return form_page(request, FORM, form, title="移行を始める", act="始める", **_back_to_list())


@permitted("designated_managers.add_transfer", form=True)
def return_new(request: ScopedRequest) -> HttpResponse:
    """Start the return of a centre to the city (直営復帰)."""
    on = today()
    wanted = {"centre": request.GET.get("centre"), "started_on": on}
    form = ReturnForm(posted(request), scope=request.centre_scope, initial=wanted)
    done = attempt(form, lambda: actions.start_return(on=on, **form.facts))
    if done is not None:
        messages.success(request, f"{done.centre}の直営復帰を始めました。")
        return redirect("transfer", done.pk)
    text = (
        "指定管理中の施設を市の運営に戻します。指定そのものは、期間の末日までそのままです。"
        "直営に戻すと決めた日は、指定のページに記録します。"
    )
    return form_page(
        request, FORM, form, title="直営復帰を始める", act="始める", text=text, **_back_to_list()
    )


@permitted("designated_managers.change_transfer", form=True)
def transfer_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change the wave, the first day aimed at or the notes (移行の変更)."""
    on = today()
    found = get_object_or_404(with_version(queries.transfers(request.centre_scope)), pk=pk)
    form = TransferChangeForm(
        posted(request), scope=request.centre_scope, instance=found, version=found.version
    )
    done = attempt(form, lambda: actions.change_transfer(pk, on=on, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, "移行の内容を保存しました。")
        return redirect("transfer", pk)
    return form_page(request, FORM, form, title="移行の内容を直す", act="保存する", **back_to(found))


@permitted("designated_managers.change_transfer", form=True)
def transfer_organisation(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say which body is to manage the centre (団体を選ぶ)."""
    on = today()
    found = get_object_or_404(with_version(queries.transfers(request.centre_scope)), pk=pk)
    form = ChooseOrganisationForm(
        posted(request), scope=request.centre_scope, instance=found, version=found.version
    )
    done = attempt(
        form, lambda: actions.choose_organisation(pk, on=on, expected_version=form.seen, **form.facts)
    )
    if done is not None:
        messages.success(request, "団体を記録しました。団体の書類や役員は、団体のページから読みます。")
        return redirect("transfer", pk)
    text = "団体がまだ登録されていないときは、先に「団体」から登録してください。"
    context = {**back_to(found), "text": text}
    return form_page(request, FORM, form, title="団体を選ぶ", act="記録する", **context)


@permitted("designated_managers.change_transfer", form=True)
def transfer_suspend(request: ScopedRequest, pk: int) -> HttpResponse:
    """Give a transfer up for now (見送り), with the reason."""
    on, found = today(), _found(request, pk)
    form = SuspendForm(posted(request), initial={"suspended_on": on})
    done = attempt(form, lambda: actions.suspend_transfer(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, "移行を見送りました。記録はそのまま残ります。")
        return redirect("transfer", pk)
    text = "段階の確認資料も会議の記録も残り、あとで再開できます。引継ぎの項目のお知らせは閉じます。"
    context = {**back_to(found), "text": text, "destructive": True}
    return form_page(request, FORM, form, title="この移行を見送りますか", act="見送る", **context)


@permitted("designated_managers.change_transfer", form=True)
def transfer_resume(request: ScopedRequest, pk: int) -> HttpResponse:
    """Go on with a transfer that was given up (再開)."""
    found = _found(request, pk)
    form = ConfirmForm(posted(request))
    done = attempt(form, lambda: actions.resume_transfer(pk, on=today()))
    if done is not None:
        messages.success(request, "移行を再開しました。")
        return redirect("transfer", pk)
    text = "見送ったときの段階から続けます。見送りの日と理由は、変更の履歴に残ります。"
    context = {**back_to(found), "text": text}
    return form_page(request, FORM, form, title="この移行を再開しますか", act="再開する", **context)


@permitted("designated_managers.change_transfer", form=True)
def transfer_complete(request: ScopedRequest, pk: int) -> HttpResponse:
    """Close a transfer whose road is whole (移行を終える)."""
    on, found = today(), _found(request, pk)
    form = CompleteForm(posted(request), initial={"completed_on": on})
    done = attempt(form, lambda: actions.complete_transfer(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, "移行を終えました。最初の90日の確認は、期限が来ると知らせます。")
        return redirect("transfer", pk)
    text = "すべての段階の確認資料がそろったら終えられます。足りないものは、ここで全部言います。"
    context = {**back_to(found), "text": text}
    return form_page(request, FORM, form, title="この移行を終えますか", act="終える", **context)


def _found(request: ScopedRequest, pk: int) -> Transfer:
    return get_object_or_404(queries.transfers(request.centre_scope), pk=pk)


def _back_to_list() -> dict[str, Any]:
    return {"back_url": reverse("transfer-list"), "back": "移行の一覧"}


def back_to(found: Transfer) -> dict[str, Any]:
    """Where the forms of a transfer lead back to, and whose they are."""
    subject = f"{found.centre}　{found.get_direction_display()}"
    return {
        "back_url": reverse("transfer", args=[found.pk]),
        "back": f"{found.centre}の移行",
        "subject": subject,
    }
