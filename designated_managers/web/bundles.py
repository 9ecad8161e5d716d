"""The doors to bundles: what is decided of several centres together (一括)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from designated_managers import actions
from designated_managers.forms.designations import BundleForm
from designated_managers.models import Bundle
from designated_managers.queries import designations as queries
from designated_managers.web.pages import form_page
from ui.forms import attempt

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("designated_managers.view_bundle")
def bundle(request: ScopedRequest, pk: int) -> HttpResponse:
    """One bundle (一括): what it carries, and its designations."""
    scope = request.centre_scope
    found = get_object_or_404(Bundle.objects.within(scope).select_related("session"), pk=pk)
    held = queries.designations(scope=scope, on=today()).filter(bundle=found)
    context = {
        "bundle": found,
        "facts": queries.dated_facts(found, scope=scope),
        "lines": queries.designation_lines(held, scope=scope, on=today()),
    }
    return render(request, "designated_managers/bundle.html", context)


@permitted("designated_managers.add_bundle", form=True)
def bundle_new(request: ScopedRequest) -> HttpResponse:
    """Open a bundle (一括の登録)."""
    form = BundleForm(posted(request))
    done = attempt(form, lambda: actions.bundle_together(**form.facts))
    if done is not None:
        messages.success(
            request, f"一括「{done}」を登録しました。指定を登録するときに、この名称を入れてください。"
        )
        return redirect("bundle", done.pk)
    context = {"title": "一括を登録する", "act": "登録する", "back_url": reverse("designation-list")}
    return form_page(request, "designated_managers/bundle_form.html", form, **context)


@permitted("designated_managers.change_bundle", form=True)
def bundle_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change what a bundle carries, for all its designations at once (一括の変更)."""
    found = get_object_or_404(with_version(Bundle.objects.within(request.centre_scope)), pk=pk)
    name = found.name
    form = BundleForm(posted(request), instance=found, version=found.version)
    done = attempt(
        form, lambda: actions.change_bundle(pk, on=today(), expected_version=form.seen, **form.facts)
    )
    if done is not None:
        messages.success(request, f"一括「{done}」の内容を、すべての指定に保存しました。")
        return redirect("bundle", pk)
    back_url = reverse("bundle", args=[pk])
    context = {"title": "一括の内容を直す", "subject": name, "act": "保存する", "back_url": back_url}
    return form_page(request, "designated_managers/bundle_form.html", form, **context)
