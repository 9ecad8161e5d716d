"""The doors to site visits and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import now, today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted, stored_file
from common.eras import era_day
from designated_managers import actions
from designated_managers.forms.visits import (
    PHOTO_LIMITS,
    AnswerForm,
    CloseFindingForm,
    FindingForm,
    TellGroupForm,
    VisitForm,
)
from designated_managers.models import Finding, FindingFile
from designated_managers.queries import visits as queries
from designated_managers.queries.monitoring import designations_to_monitor
from designated_managers.web.pages import form_page
from ui.forms import attempt

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

VISIT_FORM = "designated_managers/visit_form.html"


@permitted("designated_managers.add_sitevisit", form=True)
def visit_new(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter a site visit (実地調査の記録), on the spot and on a phone."""
    on = today()
    designation = get_object_or_404(designations_to_monitor(request.centre_scope), pk=pk)
    form = VisitForm(posted(request), items=queries.checklist(on), on=on, by=request.user.display_name)
    done = attempt(
        form,
        lambda: actions.record_visit(designation=designation, marks=form.marks, on=on, **form.facts),
    )
    if done is not None:
        messages.success(request, "実地調査を記録しました。見つけたことがあれば、指摘を書いてください。")
        return redirect("site-visit", done.pk)
    context = {
        "title": "実地調査を記録する",
        "act": "記録する",
        "designation": designation,
        "back_url": reverse("monitoring", args=[pk]),
    }
    return form_page(request, VISIT_FORM, form, **context)


@permitted("designated_managers.view_sitevisit")
def visit(request: ScopedRequest, pk: int) -> HttpResponse:
    """One site visit: what was looked at, and what was found."""
    scope = request.centre_scope
    found = get_object_or_404(queries.visits_to_show(scope), pk=pk)
    page = queries.visit_page(found, scope=scope, on=today())
    context = {"page": page, "visit": page.visit, "designation": found.designation}
    return render(request, "designated_managers/visit.html", context)


@permitted("designated_managers.change_sitevisit", form=True)
def visit_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Correct a site visit (実地調査の訂正)."""
    on = today()
    found = get_object_or_404(with_version(queries.visits_to_show(request.centre_scope)), pk=pk)
    form = VisitForm(
        posted(request),
        items=queries.checklist(on, found),
        on=on,
        visit=found,
        version=found.version,
    )
    done = attempt(
        form,
        lambda: actions.change_visit(pk, marks=form.marks, on=on, expected_version=form.seen, **form.facts),
    )
    if done is not None:
        messages.success(request, "実地調査の内容を保存しました。")
        return redirect("site-visit", pk)
    context = {
        "title": "実地調査の内容を直す",
        "act": "保存する",
        "designation": found.designation,
        "back_url": reverse("site-visit", args=[pk]),
    }
    return form_page(request, VISIT_FORM, form, **context)


@permitted("designated_managers.change_sitevisit", form=True)
def visit_tell(request: ScopedRequest, pk: int) -> HttpResponse:
    """Tell the group what was found (団体に知らせる)."""
    on = today()
    found = get_object_or_404(queries.visits_to_show(request.centre_scope), pk=pk)
    form = TellGroupForm(posted(request))
    done = attempt(form, lambda: actions.tell_group(pk, on=on))
    if done is not None:
        messages.success(request, "団体に知らせました。団体のページに、調査と指摘が出ています。")
        return redirect("site-visit", pk)
    context = {"visit": found, "back_url": reverse("site-visit", args=[pk])}
    return form_page(request, "designated_managers/visit_tell.html", form, **context)


@permitted("designated_managers.add_finding", form=True)
def finding_new(request: ScopedRequest, visit_pk: int) -> HttpResponse:
    """Enter what was found (指摘の記録), with photographs from the phone."""
    found = get_object_or_404(queries.visits_to_show(request.centre_scope), pk=visit_pk)
    form = FindingForm(posted(request), request.FILES or None)
    done = attempt(form, lambda: actions.record_finding(found, at=now(), **form.facts))
    if done is not None:
        messages.success(request, "指摘を記録しました。")
        return redirect("site-visit", visit_pk)
    context = {
        "title": "指摘を書く",
        "act": "記録する",
        "visit": found,
        "photo_limits": PHOTO_LIMITS,
        "back_url": reverse("site-visit", args=[visit_pk]),
    }
    return form_page(request, "designated_managers/finding_form.html", form, **context)


@permitted("designated_managers.view_finding")
def finding(request: ScopedRequest, pk: int) -> HttpResponse:
    """One finding (指摘): what was found, what was answered, and whose turn it is."""
    found = get_object_or_404(queries.finding_to_show(request.centre_scope).prefetch_related("files"), pk=pk)
    (told,) = queries.findings_told([found], on=today())
    context = {"told": told, "visit": found.visit, "back_url": _after_answer(request, found)}
    return render(request, "designated_managers/finding_page.html", context)


@permitted("designated_managers.change_finding", form=True)
def finding_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Correct a finding (指摘の訂正)."""
    found = get_object_or_404(with_version(queries.finding_to_show(request.centre_scope)), pk=pk)
    form = FindingForm(posted(request), request.FILES or None, finding=found, version=found.version)
    done = attempt(
        form,
        lambda: actions.change_finding(pk, on=today(), at=now(), expected_version=form.seen, **form.facts),
    )
    if done is not None:
        messages.success(request, "指摘の内容を保存しました。")
        return redirect("site-visit", found.visit_id)
    context = {
        "title": "指摘を直す",
        "act": "保存する",
        "visit": found.visit,
        "photo_limits": PHOTO_LIMITS,
        "back_url": reverse("site-visit", args=[found.visit_id]),
    }
    return form_page(request, "designated_managers/finding_form.html", form, **context)


@permitted("designated_managers.answer_finding", form=True)
def finding_answer(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say what was done about a finding (指摘への回答): the group's own page."""
    on, scope = today(), request.centre_scope
    found = get_object_or_404(queries.finding_to_show(scope), pk=pk)
    form = AnswerForm(posted(request), request.FILES or None, initial={"answer": found.answer})
    done = attempt(form, lambda: actions.answer_finding(pk, on=on, at=now(), **form.facts))
    if done is not None:
        messages.success(request, "回答を出しました。市が確かめます。")
        return redirect(_after_answer(request, found))
    context = {
        "finding": found,
        "photo_limits": PHOTO_LIMITS,
        "back_url": _after_answer(request, found),
        "days_left": (found.due_on - on).days if found.due_on else None,
    }
    return form_page(request, "designated_managers/finding_answer.html", form, **context)


def _after_answer(request: ScopedRequest, finding: Finding) -> str:
    """The visit, if it is read today; after the term a group still answers, but reads its home alone."""
    reads = queries.visits_to_show(request.centre_scope).filter(pk=finding.visit_id).exists()
    return reverse("site-visit", args=[finding.visit_id]) if reads else reverse("home")


@permitted("designated_managers.change_finding", form=True)
def finding_close(request: ScopedRequest, pk: int) -> HttpResponse:
    """The city is content with what was done (指摘の確認)."""
    on = today()
    found = get_object_or_404(queries.finding_to_show(request.centre_scope), pk=pk)
    form = CloseFindingForm(posted(request), initial={"closed_on": on})
    done = attempt(form, lambda: actions.close_finding(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, f"{era_day(on)}に、指摘の確認を終えました。")
        return redirect("site-visit", found.visit_id)
    context = {"finding": found, "back_url": reverse("site-visit", args=[found.visit_id])}
    return form_page(request, "designated_managers/finding_close.html", form, **context)


@permitted("designated_managers.view_finding")
def finding_file(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """One photograph of a finding or of its answer."""
    record = get_object_or_404(FindingFile.objects.within(request.centre_scope), pk=pk)
    return stored_file(record, to_keep=False)
