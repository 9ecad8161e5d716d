"""The doors to the photographs and documents of a centre: handed in, read, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from centres.models import Centre
from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted, stored_file
from facilities import actions
from facilities.choices import FileKind
from facilities.forms.record import FileForm, WithdrawFileForm
from facilities.models import Building, CentreFile
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from facilities.actions.files import Attached


@permitted("facilities.add_centrefile", form=True)
def file_new(request: ScopedRequest, centre_pk: int) -> HttpResponse:
    """Hand in a photograph or document of a centre (写真・文書の登録)."""
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=centre_pk)
    buildings = Building.objects.within(request.centre_scope).filter(centre=centre)
    form = FileForm(posted(request), request.FILES or None, buildings=buildings)
    attached = attempt(form, lambda: _attach(centre, form))
    if attached is not None:
        removed = "写真にあった撮影位置は消しました。" if attached.position_removed else ""
        messages.success(request, f"「{attached.file.title}」を登録しました。{removed}")
        return redirect("centre", centre.pk)
    context = {"form": form, "centre": centre, "title": "写真・文書を登録する", "act": "登録する"}
    return render(request, "facilities/file_form.html", context, status=form_status(form))


def _attach(centre: Centre, form: FileForm) -> Attached:
    upload = form.cleaned_data["file"]
    return actions.attach_file(centre=centre, name=upload.name, content=upload, at=now(), **form.facts)


@permitted("facilities.view_centrefile")
def file(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """The file itself: a photograph to look at, a document to keep. Withdrawn, it is not there any more."""
    kept = CentreFile.objects.within(request.centre_scope).kept()
    record = get_object_or_404(kept, pk=pk)
    return stored_file(record, to_keep=record.kind != FileKind.PHOTO)


@permitted("facilities.change_centrefile", form=True)
def file_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    """Show a file to nobody any more, with the reason (取り下げ)."""
    kept = CentreFile.objects.within(request.centre_scope).kept().select_related("centre")
    record = get_object_or_404(kept, pk=pk)
    form = WithdrawFileForm(posted(request))
    done = attempt(form, lambda: actions.withdraw_file(pk, on=today(), **form.cleaned_data))
    if done is not None:
        messages.success(request, f"「{done.title}」を取り下げました。")
        return redirect("centre", record.centre_id)
    context = {
        "form": form,
        "centre": record.centre,
        "title": f"「{record.title}」を取り下げますか",
        "act": "取り下げる",
    }
    return render(request, "facilities/file_withdraw.html", context, status=form_status(form))
