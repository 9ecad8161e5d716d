"""The doors to condition assessments: the history of a building, one survey, keeping and correcting one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from common.clock import now, today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted, stored_file
from facilities import actions
from facilities.forms.condition import PHOTO_LIMITS, AssessmentForm
from facilities.models import Building, PartPhoto
from facilities.queries import condition as queries
from facilities.rules.condition import points_text
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from facilities.models import ConditionAssessment


@permitted("facilities.view_conditionassessment")
def history(request: ScopedRequest, building_pk: int) -> HttpResponse:
    """The surveys of a building and how its score went (健全度の経過)."""
    page = queries.history_page(_building(request, building_pk), scope=request.centre_scope, on=today())
    return render(request, "facilities/condition_history.html", {"page": page, "building": page.building})


@permitted("facilities.view_conditionassessment")
def assessment(request: ScopedRequest, pk: int) -> HttpResponse:
    """One survey (劣化調査) with its score and its working."""
    found = get_object_or_404(queries.surveys_to_show(request.centre_scope), pk=pk)
    page = queries.condition_page(found, scope=request.centre_scope)
    return render(request, "facilities/condition.html", {"page": page, "building": found.building})


@permitted("facilities.add_conditionassessment", form=True)
def assessment_new(request: ScopedRequest, building_pk: int) -> HttpResponse:
    """Keep a survey of a building (劣化調査の記録), by the method asked for or the first in use."""
    on, building = today(), _building(request, building_pk)
    methods = queries.methods_in_use(on)
    asked = request.GET.get("method")
    method = next((one for one in methods if asked in {None, one.code}), None)
    if method is None:
        raise Http404
    form = AssessmentForm(
        posted(request),
        request.FILES or None,
        sheet=queries.new_sheet(building, method, scope=request.centre_scope, on=on),
        on=on,
    )
    kept = attempt(
        form,
        lambda: actions.record_assessment(building, method, parts=form.parts, on=on, at=now(), **form.facts),
    )
    if kept is not None:
        messages.success(request, f"劣化調査を記録しました。{_said(kept)}")
        return redirect("condition", kept.pk)
    others = [one for one in methods if one is not method]
    context = {"title": "劣化調査を記録する", "act": "記録する", "others": others, "method": method}
    return _form_page(request, form, building, context)


@permitted("facilities.change_conditionassessment", form=True)
def assessment_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Correct a survey (劣化調査の訂正); its method stays."""
    on, scope = today(), request.centre_scope
    found = get_object_or_404(with_version(queries.surveys_to_show(scope)), pk=pk)
    form = AssessmentForm(
        posted(request),
        request.FILES or None,
        sheet=queries.sheet_of(found, scope=scope),
        on=on,
        version=found.version,
    )
    kept = attempt(
        form,
        lambda: actions.correct_assessment(
            pk, parts=form.parts, on=on, at=now(), expected_version=form.seen, **form.facts
        ),
    )
    if kept is not None:
        messages.success(request, f"劣化調査の内容を保存しました。{_said(kept)}")
        return redirect("condition", pk)
    context = {"title": "劣化調査の内容を直す", "act": "保存する", "method": found.method, "survey": found}
    return _form_page(request, form, found.building, context)


@permitted("facilities.view_conditionassessment")
def photo(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """One photograph of a part."""
    found = get_object_or_404(PartPhoto.objects.within(request.centre_scope), pk=pk)
    return stored_file(found, to_keep=False)


def _building(request: ScopedRequest, pk: int) -> Building:
    rows = Building.objects.within(request.centre_scope).select_related("centre")
    return get_object_or_404(rows, pk=pk)


def _said(kept: ConditionAssessment) -> str:
    partial = "（一部の部位のみ）" if kept.is_partial else ""
    return f"健全度は{points_text(kept.score)}点{partial}です。"


def _form_page(
    request: ScopedRequest, form: AssessmentForm, building: Building, context: dict[str, Any]
) -> HttpResponse:
    context |= {"form": form, "building": building, "centre": building.centre, "photo_limits": PHOTO_LIMITS}
    return render(request, "facilities/condition_form.html", context, status=form_status(form))
