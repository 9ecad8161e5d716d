"""The doors to when reminders go out (お知らせの時期): every kind, one of them, the plans of centres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from centres.models import Centre
from common.doors import ScopedRequest, permitted, posted
from reminders import actions
from reminders.forms.plans import CentrePlanForm, PlanForm, ReasonForm
from reminders.queries import plan_pages
from reminders.queries.plan_words import plan_words
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from reminders.queries.plan_pages import CentrePlanPage, PlanPage


@permitted("reminders.view_leadtime")
def plan_list(request: ScopedRequest) -> HttpResponse:
    """Every kind of deadline, with when it is told of."""
    lines = plan_pages.plan_lines(scope=request.centre_scope)
    return render(request, "reminders/plan_list.html", {"lines": lines})


@permitted("reminders.view_leadtime")
def plan(request: ScopedRequest, code: str) -> HttpResponse:
    """When one kind of deadline is told of, and what it was before."""
    return render(request, "reminders/plan.html", {"page": _page(request, code)})


@permitted("reminders.change_leadtime", form=True)
def plan_edit(request: ScopedRequest, code: str) -> HttpResponse:
    """Change it for the whole city (お知らせの時期の変更)."""
    page = _page(request, code)
    form = PlanForm(posted(request), before=page.plan, has_cycles=page.has_cycles, version=page.version)
    done = attempt(
        form,
        lambda: actions.change_plan(
            code, plan=form.plan, reason=form.reason_given, expected_version=form.seen
        ),
    )
    if done is not None:
        messages.success(request, f"「{page.line.label}」の時期を変えました。{plan_words(done.plan)}。")
        return redirect("lead-time", code)
    context = {"title": "お知らせの時期を変える", "subject": page.line.label, "now": page.line.words}
    return _form_page(request, form, **context, back_url=reverse("lead-time", args=[code]), act="変える")


@permitted("reminders.delete_leadtime", form=True)
def plan_return(request: ScopedRequest, code: str) -> HttpResponse:
    """Let the shipped plan count again (標準に戻す)."""
    page = _page(request, code)
    if not page.is_the_citys:
        raise Http404
    form = ReasonForm(posted(request), version=page.version)

    def act() -> bool:
        actions.return_to_shipped(code, reason=form.reason_given, expected_version=form.seen)
        return True

    if attempt(form, act):
        messages.success(request, f"「{page.line.label}」を標準の時期に戻しました。{page.shipped}。")
        return redirect("lead-time", code)
    context = {
        "title": "標準の時期に戻しますか",
        "subject": page.line.label,
        "back_url": reverse("lead-time", args=[code]),
        "now": page.line.words,
        "then": page.shipped,
        "act": "標準に戻す",
    }
    return _way_back(request, form, context)


@permitted("reminders.add_centreleadtime", form=True)
def plan_centre_new(request: ScopedRequest, code: str) -> HttpResponse:
    """Give one centre a plan of its own (施設ごとの時期を決める)."""
    page = _page(request, code)
    centres = Centre.objects.within(request.centre_scope).order_by("kana", "code")
    form = CentrePlanForm(posted(request), before=page.plan, has_cycles=page.has_cycles, centres=centres)
    made = attempt(
        form,
        lambda: actions.set_centre_plan(
            code, centre=form.cleaned_data["centre"], plan=form.plan, reason=form.reason_given
        ),
    )
    if made is not None:
        messages.success(
            request, f"{made.centre.name}の「{page.line.label}」の時期を決めました。{plan_words(made.plan)}。"
        )
        return redirect("lead-time", code)
    context = {"title": "施設ごとの時期を決める", "subject": page.line.label, "now": page.line.words}
    return _form_page(request, form, **context, back_url=reverse("lead-time", args=[code]), act="決める")


@permitted("reminders.change_centreleadtime", form=True)
def centre_plan_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change the plan of one centre (施設ごとの時期の変更)."""
    page = _centre_page(request, pk)
    form = PlanForm(posted(request), before=page.plan, has_cycles=page.has_cycles, version=page.version)
    done = attempt(
        form,
        lambda: actions.change_centre_plan(
            pk, plan=form.plan, reason=form.reason_given, expected_version=form.seen
        ),
    )
    if done is not None:
        messages.success(
            request, f"{page.centre}の「{page.label}」の時期を変えました。{plan_words(done.plan)}。"
        )
        return redirect("lead-time", page.code)
    context = {
        "title": "施設ごとの時期を変える",
        "subject": f"{page.label}　{page.centre}",
        "now": page.words,
    }
    return _form_page(request, form, **context, back_url=reverse("lead-time", args=[page.code]), act="変える")


@permitted("reminders.delete_centreleadtime", form=True)
def centre_plan_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    """Let the city's plan count again at the centre (施設ごとの時期をやめる)."""
    page = _centre_page(request, pk)
    form = ReasonForm(posted(request), version=page.version)

    def act() -> bool:
        actions.remove_centre_plan(pk, reason=form.reason_given, expected_version=form.seen)
        return True

    if attempt(form, act):
        messages.success(request, f"{page.centre}の「{page.label}」を市全体の時期に戻しました。")
        return redirect("lead-time", page.code)
    context = {
        "title": "施設ごとの時期をやめますか",
        "subject": f"{page.label}　{page.centre}",
        "back_url": reverse("lead-time", args=[page.code]),
        "now": page.words,
        "then": _page(request, page.code).line.words,
        "act": "市全体の時期に戻す",
    }
    return _way_back(request, form, context)


def _page(request: ScopedRequest, code: str) -> PlanPage:
    page = plan_pages.plan_page(code, scope=request.centre_scope)
    if page is None:
        raise Http404
    return page


def _centre_page(request: ScopedRequest, pk: int) -> CentrePlanPage:
    page = plan_pages.centre_plan_page(pk, scope=request.centre_scope)
    if page is None:
        raise Http404
    return page


def _form_page(request: ScopedRequest, form: PlanForm, **context: Any) -> HttpResponse:
    return render(request, "reminders/plan_form.html", {"form": form, **context}, status=form_status(form))


def _way_back(request: ScopedRequest, form: Form, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, "reminders/plan_take_back.html", {"form": form, **context}, status=form_status(form)
    )
