"""The doors to renewal projects: the list, one project, its plan, its steps, its opening and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from facilities import actions
from facilities.filters.projects import ProjectFilter
from facilities.forms.projects import MilestoneForm, OpeningForm, PlanForm, ProjectForm, ReasonForm
from facilities.queries import projects as queries
from facilities.queries.project_page import FUNDING_LABELS, ProjectPage, project_page
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("facilities.view_renewalproject")
def project_list(request: ScopedRequest) -> HttpResponse:
    """Renewal projects (整備・更新事業の一覧)."""
    on, scope = today(), request.centre_scope
    rows = queries.projects_to_list(scope, on=on).order_by("centre__kana", "centre_id", "pk")
    filters = ProjectFilter(request.GET, rows, request=request, scope=scope, on=on)
    shown = listing(filters, lines=lambda found: queries.projects_told(found, on=on))
    return render(request, "facilities/project_list.html", {"filters": filters, "listing": shown})


@permitted("facilities.view_renewalproject")
def project(request: ScopedRequest, pk: int) -> HttpResponse:
    """One renewal project (整備・更新事業)."""
    context = {"page": _page(request, pk), "funding": FUNDING_LABELS}
    return render(request, "facilities/project.html", context)


@permitted("facilities.add_renewalproject", form=True)
def project_new(request: ScopedRequest) -> HttpResponse:
    """Enter a renewal project (事業の登録)."""
    initial = {"centre": request.GET.get("centre", ""), "urgency": 3}
    form = ProjectForm(posted(request), initial=initial, scope=request.centre_scope)
    made = attempt(form, lambda: actions.register_project(form.buildings, on=today(), **form.facts))
    if made is not None:
        messages.success(request, f"事業「{made.name}」を登録しました。続けて、計画を入力できます。")
        return redirect("project", made.pk)
    context = {"title": "事業を登録する", "act": "登録する", "back_url": reverse("project-list")}
    return _form_page(request, "facilities/project_form.html", form, **context)


@permitted("facilities.view_renewalproject", "facilities.change_renewalproject", form=True)
def project_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change a renewal project (事業の変更)."""
    found = get_object_or_404(queries.projects_to_show(request.centre_scope, on=today()), pk=pk)
    name = found.name
    touched, unseen = queries.touched_by(pk, scope=request.centre_scope)
    form = ProjectForm(
        posted(request),
        instance=found,
        scope=request.centre_scope,
        touched=touched,
        version=found.version,
    )
    done = attempt(
        form,
        lambda: actions.change_project(
            pk, [*form.buildings, *unseen], on=today(), expected_version=form.seen, **form.facts
        ),
    )
    if done is not None:
        messages.success(request, f"事業「{done.name}」の内容を保存しました。")
        return redirect("project", pk)
    context = {"title": "事業の内容を直す", "act": "保存する", "subject": name}
    return _form_page(
        request, "facilities/project_form.html", form, back_url=reverse("project", args=[pk]), **context
    )


@permitted("facilities.change_renewalproject", "facilities.view_plannedcost", form=True)
def project_plan(request: ScopedRequest, pk: int) -> HttpResponse:
    """Make the plan of a project, or revise it (計画の見直し)."""
    page = _page(request, pk)
    if request.method != "POST" and page.over:
        return _not_any_more(request, page, "終わった事業の計画は、見直せません。")
    form = PlanForm(posted(request), page=page)
    made = attempt(
        form,
        lambda: actions.plan_project(
            pk,
            form.draft,
            on=today(),
            expected_number=form.cleaned_data["expected_number"],
            **form.source_facts,
        ),
    )
    if made is not None:
        said = "計画を登録しました。" if made.number == 1 else f"計画を見直しました。第{made.number}版です。"
        messages.success(request, said)
        return redirect("project", pk)
    return _form_page(request, "facilities/project_plan.html", form, page=page, funding=FUNDING_LABELS)


@permitted("facilities.view_milestone", form=True)
def milestone(request: ScopedRequest, pk: int) -> HttpResponse:
    """A step of a project, and when it was reached (節目の記録)."""
    found = get_object_or_404(queries.milestones_to_show(request.centre_scope), pk=pk)
    may = request.user.has_perm("facilities.change_milestone") and request.centre_scope.internal
    if request.method == "POST" and not may:
        raise PermissionDenied
    page = queries.milestone_page(found, scope=request.centre_scope, on=today())
    form = MilestoneForm(posted(request), milestone=found)
    to_do = may and not page.is_opening and not page.is_cancelled
    done = attempt(form, lambda: actions.record_milestone(pk, on=today(), **form.facts))
    if done is not None:
        said = f"{page.label}を記録しました。" if done.reached_on else f"{page.label}の記録を取り消しました。"
        messages.success(request, said)
        return redirect("project", found.project_id)
    return _form_page(request, "facilities/milestone.html", form, page=page, to_do=to_do)


@permitted("facilities.view_renewalproject", "facilities.change_renewalproject", form=True)
def project_open(request: ScopedRequest, pk: int) -> HttpResponse:
    """Open what a project built (供用開始), or take back an opening that was recorded wrongly."""
    page = _page(request, pk)
    if page.is_open:
        return _take_back(request, page)
    if request.method != "POST" and not page.may_open:
        return _not_any_more(request, page, "この事業では、供用開始を記録できません。")
    form = OpeningForm(posted(request))
    done = attempt(form, lambda: actions.open_project(pk, on=today(), **form.facts))
    if done is not None:
        messages.success(request, f"「{done.name}」の供用開始を記録しました。建物の記録も変わりました。")
        return redirect("project", pk)
    return _form_page(request, "facilities/project_open.html", form, page=page)


def _take_back(request: ScopedRequest, page: ProjectPage) -> HttpResponse:
    pk = page.project.pk
    form = ReasonForm(posted(request))
    done = attempt(form, lambda: actions.take_back_opening(pk, **form.cleaned_data))
    if done is not None:
        messages.success(request, f"「{done.name}」の供用開始を取り消しました。建物の記録も元に戻りました。")
        return redirect("project", pk)
    context = {
        "title": "供用開始を取り消しますか",
        "text": "まちがえて記録したときに取り消します。新しい建物は供用開始を待つ状態に、"
        "この供用開始で用途廃止になった建物は使われている状態に戻ります。",
        "act": "取り消す",
    }
    return _form_page(request, "facilities/project_reason.html", form, page=page, **context)


@permitted("facilities.view_renewalproject", "facilities.change_renewalproject", form=True)
def project_cancel(request: ScopedRequest, pk: int) -> HttpResponse:
    """Give a project up (中止), or take that back."""
    page = _page(request, pk)
    if request.method != "POST" and page.over and not page.is_cancelled:
        return _not_any_more(request, page, "終わった事業は、中止にできません。")
    form = ReasonForm(posted(request))
    done = attempt(form, lambda: _cancel_or_resume(page, form.cleaned_data["reason"]))
    if done is not None:
        messages.success(
            request,
            f"「{done.name}」{'を中止にしました。' if done.cancelled_on else 'の中止を取り消しました。'}",
        )
        return redirect("project", pk)
    context = {
        "title": "この事業を中止にしますか",
        "text": "節目の予定は要対応から消えます。計画と、これまでの記録は残ります。",
        "act": "中止にする",
    }
    if page.is_cancelled:
        context = {
            "title": "事業の中止を取り消しますか",
            "text": "事業は、いまの計画で続きます。節目の予定は、また要対応に出ます。",
            "act": "中止を取り消す",
        }
    return _form_page(request, "facilities/project_reason.html", form, page=page, **context)


def _cancel_or_resume(page: ProjectPage, reason: str) -> Any:
    if page.is_cancelled:
        return actions.resume_project(page.project.pk, reason=reason)
    return actions.cancel_project(page.project.pk, on=today(), reason=reason)


def _page(request: ScopedRequest, pk: int) -> ProjectPage:
    on, scope = today(), request.centre_scope
    found = get_object_or_404(queries.projects_to_show(scope, on=on), pk=pk)
    money = request.user.has_perm("facilities.view_plannedcost")
    return project_page(found, scope=scope, money=money, on=on)


def _not_any_more(request: ScopedRequest, page: ProjectPage, said: str) -> HttpResponse:
    messages.warning(request, said)
    return redirect("project", page.project.pk)


def _form_page(request: ScopedRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=form_status(form))
