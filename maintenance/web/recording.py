"""The doors to the record of one inspection: made, put right, or put off because nothing could be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from common.clock import now, today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted, stored_file
from maintenance import actions
from maintenance.forms.files import PAPER_LIMITS, PHOTO_LIMITS
from maintenance.forms.recording import CorrectForm, FailedAttemptForm, RecordForm
from maintenance.models import FindingPhoto, InspectionFile
from maintenance.queries import coverage, inspections
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.outcomes import offered_outcomes, outcome_words
from maintenance.queries.recording import companions_of, findings_of
from maintenance.web.contracts import reads_contracts
from maintenance.web.days import day_in_words, when_next
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse, HttpResponseBase

    from maintenance.actions import Evidence
    from maintenance.models import DueInspection

LIMITS = {"photo_limits": PHOTO_LIMITS, "paper_limits": PAPER_LIMITS}


@permitted("maintenance.view_dueinspection", form=True)
def inspection_record(request: ScopedRequest, pk: int) -> HttpResponse:
    """One turn: to be recorded (点検の記録) by those who may, else to be read."""
    on, scope, types = today(), request.centre_scope, inspection_types()
    turns, may_read = inspections.turns_to_show(scope), reads_contracts(request)
    turn = get_object_or_404(coverage.with_contract(turns) if may_read else turns, pk=pk)
    may_record = _may_record(request, turn)
    if request.method == "POST" and not may_record:
        raise PermissionDenied
    kind = types.get(turn.type_code)
    page = inspections.turn_page(turn, kind=kind, scope=scope, on=on)
    to_do = turn.done_on is None and turn.withdrawn_on is None
    context = {
        "page": page,
        "centre": turn.building.centre,
        "may_record": may_record,
        "may_put_right": may_record and inspections.may_put_right(turn, scope),
        "to_do": to_do,
        "covered": coverage.turn_covered(turn) if may_read else None,
        "may_repair": may_record and request.user.has_perm("maintenance.add_repair"),
        "may_plan": to_do and may_record and request.user.has_perm("maintenance.add_dueinspection"),
        **LIMITS,
    }
    if not may_record or not (to_do or request.method == "POST"):
        return render(request, "maintenance/inspection_record.html", {**context, "form": None})
    form = RecordForm(
        posted(request),
        request.FILES or None,
        turn=turn,
        words=offered_outcomes(kind, on=on),
        companions=companions_of(turn, types=types, scope=scope),
        qualified=page.qualified,
        scope=scope,
        on=on,
    )
    following = attempt(
        form,
        lambda: actions.record_inspection(
            pk, on=on, together=form.together_pks, evidence=form.evidence(at=now()), **form.facts
        ),
    )
    if following is not None:
        others = len(form.together_pks)
        also = f"同じ日のほかの点検も{others}件記録しました。" if others else ""
        removed = _position_removed(form.evidence(at=now()))
        messages.success(request, f"点検を記録しました。{when_next(following, on)}{also}{removed}")
        if scope.internal:
            return redirect("centre", turn.building.centre_id)
        return redirect("group-home")
    status = form_status(form)
    return render(request, "maintenance/inspection_record.html", {**context, "form": form}, status=status)


@permitted("maintenance.view_dueinspection", "maintenance.change_dueinspection", form=True)
def inspection_correct(request: ScopedRequest, pk: int) -> HttpResponse:
    """Put a record right (記録を直す); what it said before stays."""
    on, scope = today(), request.centre_scope
    turn = _to_change(request, pk)
    if turn.done_on is None:
        return redirect("inspection-record", pk)
    kind = inspection_types().get(turn.type_code)
    page = inspections.turn_page(turn, kind=kind, scope=scope, on=on)
    form = CorrectForm(
        posted(request),
        request.FILES or None,
        turn=turn,
        findings=findings_of(turn),
        words=_words_with(turn, offered_outcomes(kind, on=on)),
        qualified=page.qualified,
        scope=scope,
        on=on,
        version=turn.version,
    )
    done = attempt(
        form,
        lambda: actions.correct_inspection(
            pk,
            reason=form.cleaned_data["reason"],
            on=on,
            evidence=form.evidence(at=now()),
            expected_version=form.seen,
            **form.facts,
        ),
    )
    if done is not None:
        removed = _position_removed(form.evidence(at=now()))
        messages.success(request, f"点検の記録を直しました。前の記録も残っています。{removed}")
        return redirect("inspection-record", pk)
    context = {"page": page, "form": form, **LIMITS}
    status = form_status(form)
    return render(request, "maintenance/inspection_correct.html", context, status=status)


@permitted("maintenance.view_dueinspection", "maintenance.change_dueinspection", form=True)
def inspection_could_not(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say that a turn could not be done (点検できなかった), and when it is tried again."""
    on = today()
    turn = _to_change(request, pk)
    if request.method != "POST" and (turn.done_on or turn.withdrawn_on):
        return redirect("inspection-record", pk)
    kind = inspection_types().get(turn.type_code)
    page = inspections.turn_page(turn, kind=kind, scope=request.centre_scope, on=on)
    form = FailedAttemptForm(posted(request), turn=turn, on=on)
    done = attempt(form, lambda: actions.record_failed_attempt(pk, on=on, **form.cleaned_data))
    if done is not None:
        late = turn.due_on is not None and done.planned_on > turn.due_on
        told = f"点検できなかったことを記録しました。新しい予定日は{day_in_words(done.planned_on, on)}です。"
        if late:
            messages.warning(request, f"{told}期限の{day_in_words(turn.due_on, on)}を過ぎます。")
        else:
            messages.success(request, f"{told}期限は変わりません。")
        return redirect("inspection-record", pk)
    context = {"page": page, "form": form}
    status = form_status(form)
    return render(request, "maintenance/inspection_could_not.html", context, status=status)


@permitted("maintenance.view_dueinspection")
def inspection_photo(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """One photograph of a finding."""
    record = get_object_or_404(FindingPhoto.objects.within(request.centre_scope), pk=pk)
    return stored_file(record, to_keep=False)


@permitted("maintenance.view_dueinspection")
def inspection_paper(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """One paper of an inspection (点検票・証明書)."""
    record = get_object_or_404(InspectionFile.objects.within(request.centre_scope), pk=pk)
    return stored_file(record)


def _may_record(request: ScopedRequest, turn: DueInspection) -> bool:
    may_act = request.centre_scope.may_act_at(turn.building.centre_id)
    return may_act and bool(request.user.has_perm("maintenance.change_dueinspection"))


def _to_change(request: ScopedRequest, pk: int) -> Any:
    """The turn, for those who may put its record or its day right today."""
    rows = with_version(inspections.turns_to_show(request.centre_scope))
    turn = get_object_or_404(rows, pk=pk)
    if not (_may_record(request, turn) and inspections.may_put_right(turn, request.centre_scope)):
        raise PermissionDenied
    return turn


def _words_with(turn: DueInspection, words: list[Any]) -> list[Any]:
    """The words offered today, and the one that stands in the record if it is none of them."""
    if any(word.code == turn.outcome for word in words):
        return words
    before = outcome_words().get(turn.outcome)
    return [*words, before] if before else words


def _position_removed(evidence: Evidence) -> str:
    """That the place where photographs were taken was taken out of them."""
    removed = evidence.positions_removed
    return f"写真{removed}枚から、撮影した場所の情報を消しました。" if removed else ""
