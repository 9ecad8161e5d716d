"""The doors to the roads: the list, one road, its days, planning it anew, its old plans, its end."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from common.eras import NotADay, parse_era_day
from designated_managers import actions
from designated_managers.filters.roads import RoadFilter
from designated_managers.forms.roads import DropForm, NotesForm, ReplanForm, RoadForm, StepForm
from designated_managers.models import PlannedStep, RoadStep
from designated_managers.queries import road_page as page_queries
from designated_managers.queries import roads as queries
from designated_managers.queries.council import council
from designated_managers.web.pages import form_page
from ui.forms import attempt
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from designated_managers.models import Road


@permitted("designated_managers.view_road")
def road_list(request: ScopedRequest) -> HttpResponse:
    """The roads to designations (指定スケジュールの一覧)."""
    on, scope = today(), request.centre_scope
    filters = RoadFilter(
        request.GET,
        queries.roads_to_list(scope),
        request=request,
        choices=queries.road_choices(scope),
        on=on,
    )
    found = listing(filters, lines=partial(queries.road_lines, on=on))
    return render(request, "designated_managers/road_list.html", {"filters": filters, "listing": found})


@permitted("designated_managers.view_road")
def road(request: ScopedRequest, pk: int) -> HttpResponse:
    """One road, planned backwards (指定スケジュール)."""
    found = get_object_or_404(page_queries.roads_to_show(request.centre_scope), pk=pk)
    context = {"page": page_queries.road_page(found, on=today()), "road": found}
    return render(request, "designated_managers/road.html", context)


@permitted("designated_managers.view_road", "designated_managers.add_road", form=True)
def road_new(request: ScopedRequest) -> HttpResponse:
    """Open a road (指定スケジュールを作る)."""
    on, scope = today(), request.centre_scope
    wanted = queries.road_draft(
        scope=scope, centre=request.GET.get("centre"), previous=request.GET.get("previous")
    )
    known = council([on.year + 1], on=on)
    ahead = [one for one in known.sessions if one.votes_on >= on]
    form = RoadForm(posted(request), scope=scope, sessions=ahead, initial=wanted)
    done = attempt(form, lambda: actions.open_road(on=on, **form.facts))
    if done is not None:
        messages.success(
            request,
            f"{done.centre}の指定スケジュールを作りました。{done.session.name_in_its_year}で議決する計画です。",
        )
        return redirect("road", done.pk)
    context = {"title": "指定スケジュールを作る", "act": "作る", "back_url": reverse("road-list")}
    return form_page(request, "designated_managers/road_form.html", form, **context)


@permitted("designated_managers.view_road", "designated_managers.change_road", form=True)
def road_replan(request: ScopedRequest, pk: int) -> HttpResponse:
    """Plan a road anew (計画の見直し), with the reason."""
    on = today()
    found = get_object_or_404(page_queries.roads_to_show(request.centre_scope), pk=pk)
    if found.dropped_on is not None and request.method != "POST":
        return _over(request, found)
    known = council([found.first_on.year, found.session.year], on=on)
    form = ReplanForm(
        posted(request),
        instance=found,
        version=found.version,
        sessions=[one for one in known.sessions if one.votes_on >= on or one.pk == found.session_id],
        initial=_wanted(request.GET, found),
    )
    done = attempt(form, lambda: actions.replan_road(pk, on=on, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, f"計画を見直しました。第{done.number}版です。前の版は残っています。")
        return redirect("road", pk)
    context = {"road": found, "back_url": reverse("road", args=[pk])}
    return form_page(request, "designated_managers/road_replan.html", form, **context)


@permitted("designated_managers.view_road")
def road_plan(request: ScopedRequest, pk: int, number: int) -> HttpResponse:
    """A plan of a road as it was made (前の計画)."""
    told = page_queries.old_plan(request.centre_scope, pk, number)
    if told is None:
        raise Http404
    plan, steps = told
    return render(request, "designated_managers/road_plan.html", {"plan": plan, "steps": steps})


@permitted("designated_managers.view_road")
def road_days(request: ScopedRequest, pk: int) -> HttpResponse:
    """Every step of a road with its day, to be put right (日付を直す)."""
    found = get_object_or_404(page_queries.roads_to_show(request.centre_scope), pk=pk)
    context = {"page": page_queries.road_page(found, on=today()), "road": found}
    return render(request, "designated_managers/road_days.html", context)


@permitted("designated_managers.view_roadstep", form=True)
def road_step(request: ScopedRequest, pk: int) -> HttpResponse:
    """A step of a road: when it is expected, when it was done (段階の記録)."""
    on, scope = today(), request.centre_scope
    step = get_object_or_404(
        with_version(RoadStep.objects.within(scope).select_related("road__centre")), pk=pk
    )
    planned = get_object_or_404(PlannedStep.objects.within(scope).current().with_done(), step=pk)
    may = request.user.has_perm("designated_managers.change_roadstep") and scope.internal
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = StepForm(posted(request), instance=step, version=step.version, planned=planned)
    done = attempt(form, lambda: actions.record_step(pk, on=on, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, f"「{planned.name}」を記録しました。")
        return redirect("road", step.road_id)
    context = {"step": step, "planned": planned, "may": may and step.road.dropped_on is None}
    return form_page(request, "designated_managers/road_step.html", form, **context)


@permitted("designated_managers.view_road", "designated_managers.change_road", form=True)
def road_notes(request: ScopedRequest, pk: int) -> HttpResponse:
    """Write what the office wants to remember of a road (内部メモ)."""
    found = get_object_or_404(page_queries.roads_to_show(request.centre_scope), pk=pk)
    begun = {"internal_notes": found.internal_notes}
    form = NotesForm(posted(request), initial=begun, version=found.version)
    done = attempt(
        form,
        lambda: actions.note_on_road(
            pk, internal_notes=form.cleaned_data["internal_notes"], expected_version=form.seen
        ),
    )
    if done is not None:
        messages.success(request, "内部メモを保存しました。")
        return redirect("road", pk)
    context = {"road": found, "back_url": reverse("road", args=[pk])}
    return form_page(request, "designated_managers/road_notes.html", form, **context)


@permitted("designated_managers.view_road", "designated_managers.change_road", form=True)
def road_drop(request: ScopedRequest, pk: int) -> HttpResponse:
    """Give a road up (取りやめ), with the reason."""
    found = get_object_or_404(page_queries.roads_to_show(request.centre_scope), pk=pk)
    if found.dropped_on is not None and request.method != "POST":
        return _over(request, found)
    form = DropForm(posted(request))
    done = attempt(form, lambda: actions.drop_road(pk, on=today(), reason=form.cleaned_data["reason"]))
    if done is not None:
        messages.success(
            request, f"{done.centre}の指定スケジュールを取りやめました。期限のお知らせは閉じました。"
        )
        return redirect("road", pk)
    context = {"road": found, "back_url": reverse("road", args=[pk])}
    return form_page(request, "designated_managers/road_drop.html", form, **context)


def _wanted(asked: QueryDict, found: Road) -> dict[str, Any]:
    """What the form begins with, as the button of the road's page asked."""
    wanted: dict[str, Any] = {"session": asked.get("session") or str(found.session_id)}
    if asked.get("session"):
        wanted["late_bill"] = asked.get("late_bill") == "on"
    with suppress(NotADay):
        wanted["first_on"] = parse_era_day(str(asked.get("first_on") or found.first_on))
    return wanted


def _over(request: ScopedRequest, found: Road) -> HttpResponse:
    messages.warning(request, "この指定スケジュールは、取りやめています。")
    return redirect("road", found.pk)
