"""The doors to the measures of supervision, their improvement plans and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import now, today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted, stored_file
from designated_managers import actions
from designated_managers.choices import MeasureKind
from designated_managers.filters.monitoring import MeasureFilter
from designated_managers.forms.measures import (
    FILE_LIMITS,
    CloseMeasureForm,
    DocumentForm,
    MeasureForm,
    PlanDecisionForm,
    PlanForm,
)
from designated_managers.models import ImprovementPlan, Measure, MeasureFile
from designated_managers.queries import measures as queries
from designated_managers.queries.monitoring import designations_to_monitor
from designated_managers.web.pages import form_page
from ui.forms import attempt
from ui.lists import listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse, HttpResponseBase

    from common.problems import Problem

MEASURE_FORM = "designated_managers/measure_form.html"


@permitted("designated_managers.view_measure")
def measure_list(request: ScopedRequest) -> HttpResponse:
    """What is not at its end: instructions with what they wait for, suspensions that run."""
    on = today()
    rows = queries.open_instructions(request.centre_scope)
    filters = MeasureFilter(request.GET, queryset=rows, request=request)
    found = listing(filters, lines=lambda page: queries.measure_lines(page, on=on))
    return render(request, "designated_managers/measure_list.html", {"filters": filters, "listing": found})


@permitted("designated_managers.add_measure", form=True)
def measure_new(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter a measure (監督の措置の記録), of the kind asked for or the one that usually comes next. What
    deserves a warning is shown first, and hinders nothing."""
    on = today()
    designation = get_object_or_404(designations_to_monitor(request.centre_scope), pk=pk)
    usual = queries.usual_next(designation)
    asked = request.GET.get("kind", "")
    kind = MeasureKind(asked) if asked in MeasureKind.values else usual
    form = MeasureForm(posted(request), kind=kind, on=on)
    done, warnings = _unless_warned(
        form,
        lambda: Measure(designation=designation, kind=kind, **form.facts),
        lambda: actions.take_measure(designation=designation, kind=kind, on=on, **form.facts),
    )
    if done is not None:
        messages.success(request, f"{done.get_kind_display()}を記録しました。")
        return redirect("measure", done.pk)
    context = {
        "title": f"{kind.label}を記録する",
        "act": "記録する",
        "designation": designation,
        "warnings": warnings,
        "kinds": [(one, one.label, one == usual) for one in MeasureKind if one != kind],
        "back_url": reverse("monitoring", args=[pk]),
    }
    return form_page(request, MEASURE_FORM, form, **context)


def _unless_warned(
    form: MeasureForm, draft: Callable[[], Measure], act: Callable[[], Measure]
) -> tuple[Measure | None, tuple[Problem, ...]]:
    """Do the act, if no warning stands in between that was not shown yet; else show it and do nothing."""
    if not form.is_valid():
        return None, ()
    warnings = queries.warnings_with(draft())
    if form.has_seen(warnings):
        return attempt(form, act), warnings
    form.show(warnings)
    return None, warnings


@permitted("designated_managers.view_measure")
def measure(request: ScopedRequest, pk: int) -> HttpResponse:
    """One measure: what was decided and why, what followed, and what is still missing."""
    scope = request.centre_scope
    found = get_object_or_404(queries.measures_to_show(scope), pk=pk)
    page = queries.measure_page(found, scope=scope, on=today())
    context = {"page": page, "measure": page.measure, "designation": found.designation}
    return render(request, "designated_managers/measure.html", context)


@permitted("designated_managers.change_measure", form=True)
def measure_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Correct a measure (措置の訂正)."""
    on = today()
    found = get_object_or_404(with_version(queries.measures_to_show(request.centre_scope)), pk=pk)
    kind = MeasureKind(found.kind)
    form = MeasureForm(posted(request), kind=kind, measure=found, on=on, version=found.version)
    done, warnings = _unless_warned(
        form,
        lambda: Measure(pk=pk, designation=found.designation, kind=kind, **form.facts),
        lambda: actions.change_measure(pk, on=on, expected_version=form.seen, **form.facts),
    )
    if done is not None:
        messages.success(request, "措置の内容を保存しました。")
        return redirect("measure", pk)
    context = {
        "title": f"{kind.label}の内容を直す",
        "act": "保存する",
        "designation": found.designation,
        "warnings": warnings,
        "back_url": reverse("measure", args=[pk]),
    }
    return form_page(request, MEASURE_FORM, form, **context)


@permitted("designated_managers.change_measure", form=True)
def measure_close(request: ScopedRequest, pk: int) -> HttpResponse:
    """Bring a measure to its end (解除・改善の確認・撤回)."""
    on = today()
    found = get_object_or_404(queries.measures_to_show(request.centre_scope), pk=pk)
    form = CloseMeasureForm(posted(request), kind=MeasureKind(found.kind), on=on)
    done = attempt(form, lambda: actions.close_measure(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, f"{done.get_kind_display()}の終わりを記録しました。")
        return redirect("measure", pk)
    return form_page(request, "designated_managers/measure_close.html", form, **_context(found))


@permitted("designated_managers.change_measure", form=True)
def plan_new(request: ScopedRequest, pk: int) -> HttpResponse:
    """Enter the improvement plan that the group handed in (改善計画の提出)."""
    on = today()
    found = get_object_or_404(queries.measures_to_show(request.centre_scope), pk=pk)
    form = PlanForm(posted(request), initial={"handed_in_on": on})
    done = attempt(form, lambda: actions.hand_in_plan(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, "改善計画の提出を記録しました。")
        return redirect("measure", pk)
    return form_page(request, "designated_managers/plan_form.html", form, **_context(found))


@permitted("designated_managers.change_measure", form=True)
def plan_decide(request: ScopedRequest, pk: int) -> HttpResponse:
    """Accept an improvement plan, or send it back (改善計画への返事)."""
    on = today()
    plans = ImprovementPlan.objects.within(request.centre_scope).select_related(
        "measure__designation__centre", "measure__designation__organisation"
    )
    plan = get_object_or_404(plans, pk=pk)
    form = PlanDecisionForm(posted(request), initial={"decided_on": on})
    done = attempt(form, lambda: _decide(pk, form, on=on))
    if done is not None:
        said = "改善計画を認めました。" if done.accepted_on else "改善計画を差し戻しました。"
        messages.success(request, said)
        return redirect("measure", plan.measure_id)
    context = {"plan": plan, **_context(plan.measure)}
    return form_page(request, "designated_managers/plan_decide.html", form, **context)


def _decide(pk: int, form: PlanDecisionForm, *, on: Any) -> ImprovementPlan:
    said = form.cleaned_data
    if said["decision"] == "accept":
        return actions.accept_plan(pk, accepted_on=said["decided_on"], on=on)
    return actions.send_plan_back(pk, sent_back_on=said["decided_on"], reason=said["reason"], on=on)


@permitted("designated_managers.change_measure", form=True)
def measure_document(request: ScopedRequest, pk: int) -> HttpResponse:
    """Keep a document of a measure (措置の文書)."""
    found = get_object_or_404(queries.measures_to_show(request.centre_scope), pk=pk)
    form = DocumentForm(posted(request), request.FILES or None)
    done = attempt(form, lambda: actions.attach_measure_file(pk, at=now(), **form.cleaned_data))
    if done is not None:
        messages.success(request, f"「{done.title}」を残しました。")
        return redirect("measure", pk)
    context = {"limits": FILE_LIMITS, **_context(found)}
    return form_page(request, "designated_managers/measure_document.html", form, **context)


@permitted("designated_managers.view_measure")
def measure_file(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """A document of a measure, to keep."""
    record = get_object_or_404(MeasureFile.objects.within(request.centre_scope), pk=pk)
    return stored_file(record)


def _context(measure: Measure) -> dict[str, Any]:
    return {
        "measure": measure,
        "designation": measure.designation,
        "back_url": reverse("measure", args=[measure.pk]),
    }
