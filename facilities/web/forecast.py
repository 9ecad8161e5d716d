"""The doors to the forty-year cost: the forecast of the city and of a centre, and scenarios of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render

from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted
from facilities import actions
from facilities.forms.scenarios import ForecastForm, ScenarioForm
from facilities.models import ForecastScenario
from facilities.queries.forecast_pages import forecast_page, scenario_lines, scenario_page
from facilities.tasks import compute_scenario
from ui.forms import attempt, form_status
from ui.lists import PER_PAGE

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("facilities.view_forecastscenario")
def forecast(request: ScopedRequest) -> HttpResponse:
    """The forty-year cost (更新費用の試算) of the city, or of one centre."""
    _needs_the_city(request)
    form = ForecastForm(request.GET, scope=request.centre_scope)
    page = forecast_page(request.centre_scope, form.asked_profile, on=today(), centre_id=form.asked_centre)
    return render(request, "facilities/forecast.html", {"form": form, "page": page})


@permitted("facilities.view_forecastscenario")
def scenario_list(request: ScopedRequest) -> HttpResponse:
    """Scenarios (試算の一覧), the latest first."""
    _needs_the_city(request)
    rows = ForecastScenario.objects.within(request.centre_scope).defer("inputs")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": scenario_lines(page.object_list)}
    return render(request, "facilities/scenario_list.html", context)


@permitted("facilities.add_forecastscenario", form=True)
def scenario_new(request: ScopedRequest) -> HttpResponse:
    """Ask for a scenario (平準化の試算)."""
    _needs_the_city(request)
    scope, on = request.centre_scope, today()
    form = ScenarioForm(posted(request), scope=scope)
    scenario = attempt(form, lambda: actions.request_scenario(scope=scope, on=on, at=now(), **form.facts))
    if scenario is None:
        return render(request, "facilities/scenario_form.html", {"form": form}, status=form_status(form))
    pk = scenario.pk
    transaction.on_commit(lambda: compute_scenario.delay(scenario=pk))
    messages.success(request, f"試算「{scenario.name}」を受け付けました。計算が終わると、この画面に出ます。")
    return redirect("scenario", pk)


@permitted("facilities.view_forecastscenario")
def scenario(request: ScopedRequest, pk: int) -> HttpResponse:
    """One scenario (試算): how far it is, or what came of it."""
    page = scenario_page(request.centre_scope, pk)
    if page is None:
        raise Http404
    return render(request, "facilities/scenario.html", {"page": page})


def _needs_the_city(request: ScopedRequest) -> None:
    """Costs are added up over the whole city: who does not see all of it does not see them."""
    if not (request.centre_scope.every_centre and request.centre_scope.internal):
        raise Http404
