"""The doors to what is kept on the way of a transfer: evidence, meetings, questions, hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from common.clock import now, today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted, stored_file
from common.files import Upload
from designated_managers import actions
from designated_managers.forms.transfers import (
    ConfirmForm,
    EvidenceForm,
    HandoverItemForm,
    MeetingForm,
    NotNeededForm,
    QuestionForm,
    ReasonForm,
    SettleForm,
    TickForm,
)
from designated_managers.models import (
    EvidenceFile,
    HandoverItem,
    OpenQuestion,
    TransferEvidence,
    TransferMeeting,
    UnneededStage,
)
from designated_managers.queries import transfers as queries
from designated_managers.web.pages import form_page
from designated_managers.web.transfers import FORM, back_to
from ui.forms import attempt

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from designated_managers.models import Transfer

OF_ONE = "transfer__centre"


@permitted("designated_managers.change_transfer", form=True)
def evidence_new(request: ScopedRequest, transfer_pk: int) -> HttpResponse:
    """Record a piece of evidence that stands nowhere else (確認資料の記録)."""
    on, found = today(), _transfer(request, transfer_pk)
    form = EvidenceForm(
        posted(request),
        request.FILES or None,
        choices=queries.stages_to_record(found, on=on),
        initial={"evidence": request.GET.get("evidence"), "dated_on": on},
    )
    done = attempt(form, lambda: _record(found, form))
    if done is not None:
        messages.success(request, "確認資料を記録しました。")
        return redirect("transfer", found.pk)
    return form_page(request, FORM, form, title="確認資料を記録する", act="記録する", **back_to(found))


def _record(found: Transfer, form: EvidenceForm) -> TransferEvidence:
    upload = form.cleaned_data["file"]
    file = Upload(upload.name, upload, now()) if upload else None
    return actions.record_evidence(found.pk, on=today(), file=file, **form.facts)


@permitted("designated_managers.change_transfer", form=True)
def evidence_take_back(request: ScopedRequest, pk: int) -> HttpResponse:
    """Take a piece of evidence back (確認資料の取消し)."""
    rows = TransferEvidence.objects.within(request.centre_scope).kept().select_related(OF_ONE)
    record = get_object_or_404(rows, pk=pk)
    form = ReasonForm(posted(request))
    done = attempt(form, lambda: actions.take_back_evidence(pk, on=today(), **form.cleaned_data))
    if done is not None:
        messages.success(request, "確認資料を取り消しました。")
        return redirect("transfer", record.transfer_id)
    context = {**back_to(record.transfer), "destructive": True}
    return form_page(request, FORM, form, title="確認資料を取り消しますか", act="取り消す", **context)


@permitted("designated_managers.view_transfer")
def evidence_file(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """The file of a piece of evidence, to keep."""
    rows = EvidenceFile.objects.within(request.centre_scope).kept()
    record = get_object_or_404(rows, pk=pk)
    return stored_file(record)


@permitted("designated_managers.change_transfer", form=True)
def stage_not_needed(request: ScopedRequest, transfer_pk: int) -> HttpResponse:
    """Say that a road does without a stage (不要), and why."""
    on, found = today(), _transfer(request, transfer_pk)
    choices = queries.stages_to_skip(found, on=on)
    form = NotNeededForm(posted(request), choices=choices, initial={"stage": request.GET.get("stage")})
    done = attempt(form, lambda: actions.mark_not_needed(found.pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, "段階を不要としました。")
        return redirect("transfer", found.pk)
    return form_page(request, FORM, form, title="段階を不要とする", act="不要とする", **back_to(found))


@permitted("designated_managers.change_transfer", form=True)
def stage_needed_again(request: ScopedRequest, pk: int) -> HttpResponse:
    """A stage is needed after all (不要の取消し)."""
    rows = UnneededStage.objects.within(request.centre_scope).select_related(OF_ONE)
    record = get_object_or_404(rows, pk=pk)
    form = ConfirmForm(posted(request))
    done = attempt(form, lambda: actions.need_again(pk))
    if done is not None:
        messages.success(request, "段階を、要るものに戻しました。")
        return redirect("transfer", done.pk)
    text = f"不要の理由：{record.reason}"
    context = {**back_to(record.transfer), "text": text}
    return form_page(request, FORM, form, title="不要を取り消しますか", act="取り消す", **context)


@permitted("designated_managers.change_transfer", form=True)
def meeting_new(request: ScopedRequest, transfer_pk: int) -> HttpResponse:
    """Log a meeting (会議の記録)."""
    on, found = today(), _transfer(request, transfer_pk)
    form = MeetingForm(posted(request), initial={"held_on": on, "kind": request.GET.get("kind")})
    done = attempt(form, lambda: actions.log_meeting(transfer=found, on=on, **form.facts))
    if done is not None:
        messages.success(request, "会議を記録しました。")
        return redirect("transfer", found.pk)
    return form_page(request, FORM, form, title="会議を記録する", act="記録する", **back_to(found))


@permitted("designated_managers.change_transfer", form=True)
def meeting_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change the log of a meeting."""
    rows = TransferMeeting.objects.within(request.centre_scope).select_related(OF_ONE)
    record = get_object_or_404(with_version(rows), pk=pk)
    form = MeetingForm(posted(request), instance=record, version=record.version)
    done = attempt(
        form,
        lambda: actions.change_meeting(pk, on=today(), expected_version=form.seen, **form.facts),
    )
    if done is not None:
        messages.success(request, "会議の記録を保存しました。")
        return redirect("transfer", record.transfer_id)
    context = back_to(record.transfer)
    return form_page(request, FORM, form, title="会議の記録を直す", act="保存する", **context)


@permitted("designated_managers.change_transfer", form=True)
def question_new(request: ScopedRequest, transfer_pk: int) -> HttpResponse:
    """Note a question that has to be settled (論点)."""
    on, found = today(), _transfer(request, transfer_pk)
    form = QuestionForm(posted(request), initial={"raised_on": on})
    done = attempt(form, lambda: actions.raise_question(transfer=found, on=on, **form.facts))
    if done is not None:
        messages.success(request, "論点を記録しました。")
        return redirect("transfer", found.pk)
    return form_page(request, FORM, form, title="論点を記録する", act="記録する", **back_to(found))


@permitted("designated_managers.change_transfer", form=True)
def question_settle(request: ScopedRequest, pk: int) -> HttpResponse:
    """How a question stands, or was settled."""
    rows = OpenQuestion.objects.within(request.centre_scope).select_related(OF_ONE)
    record = get_object_or_404(with_version(rows), pk=pk)
    asked = f"{record.get_topic_display()}：{record.question}"
    form = SettleForm(posted(request), instance=record, version=record.version)
    done = attempt(
        form,
        lambda: actions.settle_question(pk, on=today(), expected_version=form.seen, **form.facts),
    )
    if done is not None:
        messages.success(request, "論点を保存しました。")
        return redirect("transfer", record.transfer_id)
    context = {**back_to(record.transfer), "text": asked}
    return form_page(request, FORM, form, title="論点の答えを書く", act="保存する", **context)


@permitted("designated_managers.view_handoveritem", form=True)
def handover_item(request: ScopedRequest, pk: int) -> HttpResponse:
    """Record that something was handed over, or take that back (引継ぎの記録). Who only reads comes to the
    transfer, where all of it stands."""
    on = today()
    rows = HandoverItem.objects.within(request.centre_scope).select_related(OF_ONE)
    record = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm("designated_managers.change_transfer"):
        if request.method == "POST":
            raise PermissionDenied
        return redirect("transfer", record.transfer_id)
    asked = {"done_on": record.done_on or on, "note": record.note}
    form = TickForm(posted(request), initial=asked)
    done = attempt(form, lambda: actions.tick_handover_item(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, f"「{done.name}」を保存しました。")
        return redirect("transfer", record.transfer_id)
    context = {
        **back_to(record.transfer),
        "text": record.explanation,
        "edit_url": reverse("handover-item-edit", args=[pk]),
    }
    return form_page(request, FORM, form, title=record.name, act="保存する", **context)


@permitted("designated_managers.change_transfer", form=True)
def handover_item_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change an item of the hand-over (引継ぎの項目の変更)."""
    rows = HandoverItem.objects.within(request.centre_scope).select_related(OF_ONE)
    record = get_object_or_404(with_version(rows), pk=pk)
    form = HandoverItemForm(posted(request), instance=record, version=record.version)
    done = attempt(
        form,
        lambda: actions.change_handover_item(pk, on=today(), expected_version=form.seen, **form.facts),
    )
    if done is not None:
        messages.success(request, f"「{done.name}」を保存しました。")
        return redirect("transfer", record.transfer_id)
    context = back_to(record.transfer)
    return form_page(request, FORM, form, title="引継ぎの項目を直す", act="保存する", **context)


def _transfer(request: ScopedRequest, pk: int) -> Transfer:
    return get_object_or_404(queries.transfers(request.centre_scope), pk=pk)
