"""The doors to when reminders go out (お知らせの時期): every kind, one of them, the plans of centres."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from centres.models import Centre
from common.doors import ScopedRequest, permitted, posted
from reminders import actions
from reminders.forms.plans import CentrePlanForm, PlanForm, ReasonForm
from reminders.queries import plan_pages
from reminders.queries.plan_words import plan_words
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpResponse

    from reminders.queries.plan_pages import PlanToChange


@permitted("reminders.view_leadtime")
def plan_list(request: ScopedRequest) -> HttpResponse:
    """Every kind of deadline, with when it is told of."""
    lines = plan_pages.plan_lines(scope=request.centre_scope)
    return render(request, "reminders/plan_list.html", {"lines": lines})


@permitted("reminders.view_leadtime")
def plan(request: ScopedRequest, code: str) -> HttpResponse:
    """When one kind of deadline is told of, and what it was before."""
    page = plan_pages.plan_page(code, scope=request.centre_scope)
    if page is None:
        raise Http404
    return render(request, "reminders/plan.html", {"page": page})


@permitted("reminders.change_leadtime", form=True)
def plan_edit(request: ScopedRequest, code: str) -> HttpResponse:
    """Change it for the whole city (お知らせの時期の変更)."""
    now = _of_the_city(code)
    form = PlanForm(posted(request), before=now.plan, has_cycles=now.has_cycles, version=now.version)
    done = attempt(
        form,
        lambda: actions.change_plan(
            code, plan=form.plan, reason=form.reason_given, expected_version=form.seen
        ),
    )
    if done is not None:
        messages.success(request, f"「{now.label}」の時期を変えました。{plan_words(done.plan)}。")
        return redirect("lead-time", code)
    return _form_page(request, form, now, title="お知らせの時期を変える", act="変える")


@permitted("reminders.delete_leadtime", form=True)
def plan_return(request: ScopedRequest, code: str) -> HttpResponse:
    """Let the shipped plan count again (標準に戻す)."""
    now = _of_the_city(code)
    if not now.otherwise:
        raise Http404
    form = ReasonForm(posted(request), version=now.version)

    def act() -> bool:
        actions.return_to_shipped(code, reason=form.reason_given, expected_version=form.seen)
        return True

    if attempt(form, act):
        messages.success(request, f"「{now.label}」を標準の時期に戻しました。{now.otherwise}。")
        return redirect("lead-time", code)
    return _form_page(request, form, now, title="標準の時期に戻しますか", act="標準に戻す")


@permitted("reminders.add_centreleadtime", form=True)
def plan_centre_new(request: ScopedRequest, code: str) -> HttpResponse:
    """Give one centre a plan of its own (施設ごとの時期を決める)."""
    now = _of_the_city(code)
    centres = Centre.objects.within(request.centre_scope).order_by("kana", "code")
    form = CentrePlanForm(posted(request), before=now.plan, has_cycles=now.has_cycles, centres=centres)
    made = attempt(
        form,
        lambda: actions.set_centre_plan(
            code, centre=form.cleaned_data["centre"], plan=form.plan, reason=form.reason_given
        ),
    )
    if made is not None:
        said = f"{made.centre.name}の「{now.label}」の時期を決めました。{plan_words(made.plan)}。"
        messages.success(request, said)
        return redirect("lead-time", code)
    return _form_page(request, form, now, title="施設ごとの時期を決める", act="決める")


@permitted("reminders.change_centreleadtime", form=True)
def centre_plan_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change the plan of one centre (施設ごとの時期の変更)."""
    now = _of_a_centre(request, pk)
    form = PlanForm(posted(request), before=now.plan, has_cycles=now.has_cycles, version=now.version)
    done = attempt(
        form,
        lambda: actions.change_centre_plan(
            pk, plan=form.plan, reason=form.reason_given, expected_version=form.seen
        ),
    )
    if done is not None:
        said = f"{now.centre}の「{now.label}」の時期を変えました。{plan_words(done.plan)}。"
        messages.success(request, said)
        return redirect("lead-time", now.code)
    return _form_page(request, form, now, title="施設ごとの時期を変える", act="変える")


@permitted("reminders.delete_centreleadtime", form=True)
def centre_plan_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    """Let the city's plan count again at the centre (施設ごとの時期をやめる)."""
    now = _of_a_centre(request, pk)
    form = ReasonForm(posted(request), version=now.version)

    def act() -> bool:
        actions.remove_centre_plan(pk, reason=form.reason_given, expected_version=form.seen)
        return True

    if attempt(form, act):
        messages.success(request, f"{now.centre}の「{now.label}」を市全体の時期に戻しました。")
        return redirect("lead-time", now.code)
    return _form_page(request, form, now, title="施設ごとの時期をやめますか", act="市全体の時期に戻す")


def _of_the_city(code: str) -> PlanToChange:
    now = plan_pages.plan_to_change(code)
    if now is None:
        raise Http404
    return now


def _of_a_centre(request: ScopedRequest, pk: int) -> PlanToChange:
    now = plan_pages.centre_plan_to_change(pk, scope=request.centre_scope)
    if now is None:
        raise Http404
    return now


def _form_page(
    request: ScopedRequest, form: PlanForm | ReasonForm, now: PlanToChange, **words: str
) -> HttpResponse:
    context = {"form": form, "now": now, **words}
    return render(request, "reminders/plan_form.html", context, status=form_status(form))
