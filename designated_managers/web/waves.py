"""The doors to waves of transfers (移行グループ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from designated_managers import actions
from designated_managers.forms.transfers import WaveForm
from designated_managers.models import TransferWave
from designated_managers.queries import transfer_overview as queries
from designated_managers.web.pages import form_page
from designated_managers.web.transfers import FORM
from ui.forms import attempt

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("designated_managers.view_transferwave")
def wave_list(request: ScopedRequest) -> HttpResponse:
    """The waves, the next first day first."""
    context = {"lines": queries.wave_lines(request.centre_scope)}
    return render(request, "designated_managers/wave_list.html", context)


@permitted("designated_managers.view_transferwave")
def wave(request: ScopedRequest, pk: int) -> HttpResponse:
    """One wave: its centres, and at which stage each of them stands."""
    found = get_object_or_404(TransferWave.objects.within(request.centre_scope), pk=pk)
    page = queries.wave_page(found, scope=request.centre_scope, on=today())
    return render(request, "designated_managers/wave.html", {"page": page, "wave": found})


@permitted("designated_managers.add_transferwave", form=True)
def wave_new(request: ScopedRequest) -> HttpResponse:
    """Plan a wave (移行グループの登録)."""
    form = WaveForm(posted(request))
    done = attempt(form, lambda: actions.plan_wave(**form.facts))
    if done is not None:
        messages.success(request, f"「{done}」を登録しました。")
        return redirect("wave", done.pk)
    context = {"back_url": reverse("wave-list"), "back": "移行グループの一覧"}
    return form_page(request, FORM, form, title="移行グループを登録する", act="登録する", **context)


@permitted("designated_managers.change_transferwave", form=True)
def wave_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change a wave (移行グループの変更)."""
    rows = TransferWave.objects.within(request.centre_scope)
    found = get_object_or_404(with_version(rows), pk=pk)
    name = found.name
    form = WaveForm(posted(request), instance=found, version=found.version)
    done = attempt(
        form, lambda: actions.change_wave(pk, on=today(), expected_version=form.seen, **form.facts)
    )
    if done is not None:
        messages.success(request, f"「{done}」を保存しました。")
        return redirect("wave", pk)
    context = {"back_url": reverse("wave", args=[pk]), "back": name, "subject": name}
    return form_page(request, FORM, form, title="移行グループの内容を直す", act="保存する", **context)
