"""The doors to what was handed in: the list, one submission, its receipt and files, and the city's review."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import now, today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted, stored_file
from common.eras import era_day
from designated_managers import actions
from designated_managers.filters.submissions import SubmissionFilter
from designated_managers.forms.submissions import ConfirmForm, PaperForm, ReturnForm
from designated_managers.models import SubmissionFile
from designated_managers.queries import submission_pages as queries
from designated_managers.queries.writing import writing
from designated_managers.web.pages import form_page
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase


@permitted("designated_managers.view_submission")
def submission_list(request: ScopedRequest) -> HttpResponse:
    """What was handed in: for the city to review, for a group what it handed in before."""
    on, scope = today(), request.centre_scope
    filters = SubmissionFilter(
        request.GET,
        queryset=queries.submissions(scope=scope),
        request=request,
        centres=queries.submission_centres(scope),
    )
    found = listing(filters, lines=partial(queries.submission_lines, scope=scope, on=on))
    return render(request, "designated_managers/submission_list.html", {"filters": filters, "listing": found})


@permitted("designated_managers.view_submission")
def submission(request: ScopedRequest, pk: int) -> HttpResponse:
    """One submission (提出物) beside what it is compared with, and its other versions."""
    found = get_object_or_404(queries.for_story(request.centre_scope), pk=pk)
    story = queries.submission_story(found, scope=request.centre_scope, on=today())
    return render(request, "designated_managers/submission.html", {"story": story})


@permitted("designated_managers.view_submission")
def submission_receipt(request: ScopedRequest, pk: int) -> HttpResponse:
    """The receipt (受付票): the number, and what happens next."""
    handed_in = queries.for_story(request.centre_scope).filter(submitted_on__isnull=False)
    found = get_object_or_404(handed_in, pk=pk)
    story = queries.submission_story(found, scope=request.centre_scope, on=today())
    return render(request, "designated_managers/submission_receipt.html", {"story": story})


@permitted("designated_managers.view_submission")
def submission_file(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """A file handed in with a submission, to be kept."""
    record = get_object_or_404(SubmissionFile.objects.within(request.centre_scope), pk=pk)
    return stored_file(record)


@permitted("designated_managers.change_submission", form=True)
def submission_accept(request: ScopedRequest, pk: int) -> HttpResponse:
    """Accept it (受理)."""
    on, scope = today(), request.centre_scope
    found = get_object_or_404(with_version(queries.for_story(scope)), pk=pk)
    form = ConfirmForm(posted(request), version=found.version)
    done = attempt(form, lambda: actions.accept_submission(pk, on=on, expected_version=form.seen))
    if done is not None:
        messages.success(request, "受理しました。団体のホームには「受け付けました」と出ます。")
        return redirect("submission", pk)
    story = queries.submission_story(found, scope=scope, on=on)
    context = {"form": form, "story": story}
    return render(request, "designated_managers/submission_accept.html", context, status=form_status(form))


@permitted("designated_managers.change_submission", form=True)
def submission_return(request: ScopedRequest, pk: int) -> HttpResponse:
    """Send it back to be mended (差戻し)."""
    on, scope = today(), request.centre_scope
    found = get_object_or_404(with_version(queries.for_story(scope)), pk=pk)
    story = queries.submission_story(found, scope=scope, on=on)
    proposed = {"return_due_on": on + timedelta(days=story.form.mend_days)}
    form = ReturnForm(posted(request), version=found.version, initial=proposed)
    done = attempt(
        form, lambda: actions.return_submission(pk, on=on, expected_version=form.seen, **form.facts)
    )
    if done is not None and done.return_due_on is not None:
        until = era_day(done.return_due_on)
        messages.success(request, f"差し戻しました。団体は{until}までに出し直します。")
        return redirect("submission", pk)
    return form_page(request, "designated_managers/submission_return.html", form, story=story)


@permitted("designated_managers.change_submission", form=True)
def submission_paper(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter what the group handed in on paper at the counter (窓口で受け取った紙)."""
    on, at = today(), now()
    duties = queries.owed(request.centre_scope).select_related(
        "designation__centre", "designation__organisation"
    )
    found = writing(get_object_or_404(duties, pk=pk), with_draft=False)
    form = PaperForm(
        posted(request),
        request.FILES or None,
        found=found,
        lines=found.lines,
        complete=True,
        initial={"received_on": on},
    )
    done = attempt(form, lambda: actions.record_paper_submission(pk, form.paper(at=at), on=on, at=at))
    if done is not None:
        messages.success(request, f"紙で受け取ったものを記録しました。受付番号は{done.receipt}です。")
        return redirect("submission", done.pk)
    back_url = reverse("obligation", args=[pk])
    return form_page(
        request, "designated_managers/submission_paper.html", form, found=found, back_url=back_url
    )
