"""The doors to the centre register: entering a centre, and changing its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from centres import actions
from centres.forms import CentreForm
from centres.models import Centre
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("centres.add_centre", form=True)
def centre_new(request: ScopedRequest) -> HttpResponse:
    """Enter a centre (施設の登録)."""
    form = CentreForm(posted(request), scope=request.centre_scope)
    centre = attempt(form, lambda: actions.register_centre(statements=form.statements, **form.facts))
    if centre is not None:
        messages.success(request, f"{centre}を登録しました。続けて建物を登録できます。")
        return redirect("centre", centre.pk)
    context = {"form": form, "title": "施設を登録する", "act": "登録する", "back_url": reverse("centre-list")}
    return _form_page(request, context)


@permitted("centres.change_centre", form=True)
def centre_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change facts of a centre (施設の変更)."""
    centre = get_object_or_404(with_version(Centre.objects.within(request.centre_scope)), pk=pk)
    name = centre.name
    form = CentreForm(posted(request), instance=centre, scope=request.centre_scope, version=centre.version)
    done = attempt(
        form,
        lambda: actions.change_centre(
            pk, expected_version=form.seen, statements=form.statements, **form.facts
        ),
    )
    if done is not None:
        messages.success(request, f"{done}の内容を保存しました。")
        return redirect("centre", pk)
    back_url = reverse("centre", args=[pk])
    context = {
        "form": form,
        "centre": name,
        "title": "施設の内容を直す",
        "act": "保存する",
        "back_url": back_url,
    }
    return _form_page(request, context)


def _form_page(request: ScopedRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "centres/centre_form.html", context, status=form_status(context["form"]))
