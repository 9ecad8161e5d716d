"""The doors to the yearly evaluations: the city's, and the group's own sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from designated_managers import actions
from designated_managers.choices import SheetSide
from designated_managers.filters.monitoring import EvaluationFilter
from designated_managers.forms.evaluations import AskForm, OpenEvaluationsForm, PublishForm, SheetForm
from designated_managers.queries import evaluations as queries
from designated_managers.web.pages import form_page
from ui.forms import attempt
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("designated_managers.view_evaluation")
def evaluation_list(request: ScopedRequest) -> HttpResponse:
    """Every evaluation one may see, by year: all centres with their grades."""
    scope = request.centre_scope
    filters = EvaluationFilter(
        request.GET,
        queryset=queries.evaluations(scope=scope),
        request=request,
        choices=queries.year_choices(scope),
    )
    found = listing(filters, lines=partial(queries.evaluation_lines, scope=scope, on=today()))
    context = {"filters": filters, "listing": found}
    return render(request, "designated_managers/evaluation_list.html", context)


@permitted("designated_managers.add_evaluation", form=True)
def evaluations_open(request: ScopedRequest) -> HttpResponse:
    """Open the evaluations of a fiscal year (年度評価を始める)."""
    on = today()
    form = OpenEvaluationsForm(posted(request), schemes=queries.schemes_in_use(on), on=on)
    done = attempt(form, lambda: actions.open_evaluations(on=on, **form.facts))
    if done is not None:
        if done:
            messages.success(request, f"{done[0].year}の評価を{len(done)}件始めました。")
        else:
            messages.info(request, "始める評価はありませんでした。どの指定も、もう始まっています。")
        return redirect("evaluation-list")
    return form_page(request, "designated_managers/evaluations_open.html", form)


@permitted("designated_managers.view_evaluation")
def evaluation(request: ScopedRequest, pk: int) -> HttpResponse:
    """One evaluation: to the city with both sides beside each other, to the group what is published."""
    scope = request.centre_scope
    found = get_object_or_404(queries.evaluations(scope=scope), pk=pk)
    page = queries.evaluation_page(found, scope=scope, on=today())
    context = {"page": page, "evaluation": found, "designation": found.designation}
    return render(request, "designated_managers/evaluation.html", context)


@permitted("designated_managers.selfassess_evaluation", form=True)
def evaluation_self(request: ScopedRequest, pk: int) -> HttpResponse:
    """The group's own sheet (自己評価): kept half-way, or handed in."""
    on = today()
    found = get_object_or_404(queries.evaluations(scope=request.centre_scope), pk=pk)
    writing = queries.sheet_to_write(found, SheetSide.SELF)
    form = SheetForm(posted(request), writing=writing, plain=True)
    hand_in = "hand_in" in request.POST
    done = attempt(
        form,
        lambda: actions.write_self_evaluation(
            pk, form.said, hand_in=hand_in, on=on, expected_version=form.seen
        ),
    )
    if done is not None:
        said = "自己評価を出しました。市が評価を書きます。" if hand_in else "途中まで保存しました。"
        messages.success(request, said)
        return redirect("evaluation", pk)
    page = queries.evaluation_page(found, scope=request.centre_scope, on=on)
    context = {"evaluation": found, "page": page, "back_url": reverse("evaluation", args=[pk])}
    return form_page(request, "designated_managers/evaluation_self.html", form, **context)


@permitted("designated_managers.change_evaluation", form=True)
def evaluation_ask(request: ScopedRequest, pk: int) -> HttpResponse:
    """Ask the group for its own sheet (自己評価の依頼)."""
    on = today()
    found = get_object_or_404(queries.evaluations(scope=request.centre_scope), pk=pk)
    form = AskForm(posted(request), evaluation=found, on=on)
    done = attempt(form, lambda: actions.ask_for_self_evaluation(pk, on=on, **form.cleaned_data))
    if done is not None:
        messages.success(request, "自己評価を依頼しました。団体のページに出ています。")
        return redirect("evaluation", pk)
    return form_page(request, "designated_managers/evaluation_ask.html", form, **_context(found))


@permitted("designated_managers.change_evaluation", form=True)
def evaluation_draft(request: ScopedRequest, pk: int) -> HttpResponse:
    """The city's draft (評価の下書き), and a new version of what was published (訂正)."""
    on, scope = today(), request.centre_scope
    found = get_object_or_404(queries.evaluations(scope=scope), pk=pk)
    writing = queries.sheet_to_write(found, SheetSide.CITY)
    form = SheetForm(posted(request), writing=writing, plain=False)
    done = attempt(form, lambda: actions.draft_evaluation(pk, form.said, on=on, expected_version=form.seen))
    if done is not None:
        messages.success(request, "下書きを保存しました。公表するまで、団体には見えません。")
        return redirect("evaluation", pk)
    page = queries.evaluation_page(found, scope=scope, on=on)
    return form_page(request, "designated_managers/evaluation_draft.html", form, page=page, **_context(found))


@permitted("designated_managers.change_evaluation", form=True)
def evaluation_publish(request: ScopedRequest, pk: int) -> HttpResponse:
    """Publish the city's draft (公表)."""
    on = today()
    found = get_object_or_404(queries.evaluations(scope=request.centre_scope), pk=pk)
    seen = queries.sheet_to_write(found, SheetSide.CITY).seen
    form = PublishForm(posted(request), initial={"published_on": on}, version=seen)
    done = attempt(
        form,
        lambda: actions.publish_evaluation(
            pk, published_on=form.cleaned_data["published_on"], on=on, expected_version=form.seen
        ),
    )
    if done is not None:
        messages.success(request, f"{found.year}の評価を公表しました。団体も読めます。")
        return redirect("evaluation", pk)
    return form_page(request, "designated_managers/evaluation_publish.html", form, **_context(found))


def _context(evaluation: Any) -> dict[str, Any]:
    return {"evaluation": evaluation, "back_url": reverse("evaluation", args=[evaluation.pk])}
