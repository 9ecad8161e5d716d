"""The doors by which a group writes a report: few questions on a page, saved on the way, confirmed, handed
in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted
from designated_managers import actions
from designated_managers.forms.submissions import ConfirmForm, FiguresForm, PapersForm
from designated_managers.queries.submission_pages import owed
from designated_managers.queries.writing import (
    PAPERS,
    STEP_TITLES,
    Writing,
    problems_of,
    step_of,
    writing,
)
from designated_managers.web.pages import form_page
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpResponse

SAVE, ATTACH = "save", "attach"
FORMS: dict[str, type[FiguresForm]] = {PAPERS: PapersForm}


@permitted("designated_managers.add_submission")
def write(request: ScopedRequest, pk: int) -> HttpResponse:
    """Begin to write a report, or go on: to the first page that its form needs."""
    found = _found(request, pk)
    return redirect(f"write-{found.steps[0]}", pk) if found.can_be_written else _elsewhere(found)


@permitted("designated_managers.add_submission", form=True)
def write_step(request: ScopedRequest, pk: int, step: str) -> HttpResponse:
    """One page of a report: its figures, or documents and a few words (途中まで保存する)."""
    found = _found(request, pk)
    if step not in found.steps:
        raise Http404
    if not found.can_be_written:
        return _elsewhere(found)
    gone = [file for file in found.files if found.draft and str(file.pk) == request.POST.get("remove")]
    act = ATTACH if "remove" in request.POST else request.POST.get("act", "")
    form = FORMS.get(step, FiguresForm)(
        posted(request),
        request.FILES or None,
        found=found,
        lines=found.asked_on(step),
        complete=act not in {SAVE, ATTACH},
        version=found.version,
    )
    on, at, pks = today(), now(), [file.pk for file in gone]
    saved = attempt(
        form,
        lambda: actions.write_draft(
            pk, form.written(at=at, taken_out=pks), on=on, expected_version=form.seen
        ),
    )
    if saved is not None:
        for file in gone:
            messages.success(request, f"「{file}」をはずしました。")
        if saved.position_removed:
            messages.info(request, "写真にあった撮影した場所の記録は、消してから付けました。")
        return _onwards(request, found, step=step, act=act)
    return form_page(request, "designated_managers/write_step.html", form, **_about(found, step))


@permitted("designated_managers.add_submission", form=True)
def write_confirm(request: ScopedRequest, pk: int) -> HttpResponse:
    """この内容で出しますか: everything that was written, and what is worth a second look; then it is handed
    in."""
    found = _found(request, pk)
    draft = found.draft
    if draft is None:
        return redirect("write", pk)
    form = ConfirmForm(posted(request), version=found.version)
    done = attempt(form, lambda: actions.submit(draft.pk, on=today(), at=now(), expected_version=form.seen))
    if done is not None:
        return redirect("submission-receipt", done.pk)
    problems = problems_of(found, on=today())
    context = {
        "form": form,
        "found": found,
        "missing": [(p, f"write-{step_of(p.field)}") for p in problems if p.blocks],
        "doubts": [(p, f"write-{step_of(p.field)}") for p in problems if not p.blocks],
        "parts": [(STEP_TITLES[step], f"write-{step}", found.asked_on(step)) for step in found.steps],
    }
    return render(request, "designated_managers/write_confirm.html", context, status=form_status(form))


def _found(request: ScopedRequest, pk: int) -> Writing:
    duties = owed(request.centre_scope).select_related("designation__centre")
    return writing(get_object_or_404(duties, pk=pk))


def _elsewhere(found: Writing) -> HttpResponse:
    """While the city looks at it, or once it is accepted, there is only something to read."""
    assert found.answered is not None  # noqa: S101 -- else it could be written
    return redirect("submission", found.answered.pk)


def _onwards(request: ScopedRequest, found: Writing, *, step: str, act: str) -> HttpResponse:
    pk = found.obligation.pk
    if act == SAVE:
        messages.success(request, f"{found.title}を、途中まで保存しました。続きはいつでも書けます。")
        return redirect("group-home")
    if act == ATTACH:
        return redirect(f"write-{step}", pk)
    following = found.after(step)
    return redirect(f"write-{following}" if following else "write-confirm", pk)


def _about(found: Writing, step: str) -> dict[str, Any]:
    place = found.steps.index(step)
    before = reverse(f"write-{found.steps[place - 1]}", args=[found.obligation.pk]) if place else ""
    return {
        "found": found,
        "step": step,
        "title": STEP_TITLES[step],
        "place": place + 1,
        "of": len(found.steps) + 1,
        "before_url": before or reverse("group-home"),
        "before_label": "前のページへ戻る" if before else "ホームへ戻る",
    }
