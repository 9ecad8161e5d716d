"""The doors to designations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from designated_managers import actions
from designated_managers.filters.designations import DesignationFilter
from designated_managers.forms.designations import DesignationForm, DirectReturnForm
from designated_managers.queries import designations as queries
from designated_managers.queries.designation_papers import papers_of
from designated_managers.rules.term import term_in_words
from designated_managers.web.pages import form_page
from ui.forms import attempt
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("designated_managers.view_designation")
def designation_list(request: ScopedRequest) -> HttpResponse:
    """Every designation one may see."""
    on, scope = today(), request.centre_scope
    filters = DesignationFilter(
        request.GET,
        queryset=queries.designations(scope=scope, on=on),
        request=request,
        choices=queries.designation_choices(scope),
        asks_unconfirmed=queries.tells_unconfirmed(scope),
        on=on,
    )
    found = listing(filters, lines=partial(queries.designation_lines, scope=scope, on=on))
    return render(
        request, "designated_managers/designation_list.html", {"filters": filters, "listing": found}
    )


@permitted("designated_managers.view_designation")
def designation(request: ScopedRequest, pk: int) -> HttpResponse:
    """One designation (指定): its term, its days, what came before and what follows."""
    on, scope = today(), request.centre_scope
    found = get_object_or_404(queries.for_story(scope), pk=pk)
    # The story empties the record of what the reader never reads.
    papers = papers_of(found, scope=scope, may=request.user.has_perm, on=on)
    story = queries.designation_story(found, scope=scope, on=on)
    context = {"designation": story.designation, "story": story, "papers": papers}
    return render(request, "designated_managers/designation.html", context)


@permitted("designated_managers.add_designation", form=True)
def designation_new(request: ScopedRequest) -> HttpResponse:
    """Enter a designation (指定の登録), also the one after another."""
    on, scope = today(), request.centre_scope
    wanted = queries.draft(
        scope=scope, centre=request.GET.get("centre"), previous=request.GET.get("previous")
    )
    form = DesignationForm(posted(request), scope=scope, initial=wanted)
    done = attempt(
        form, lambda: actions.register_designation(on=on, statements=form.statements, **form.facts)
    )
    if done is not None:
        term = term_in_words(done.first_on, done.last_on)
        messages.success(request, f"{done.centre}の指定を登録しました。期間は{term}です。")
        return redirect("designation", done.pk)
    context = {"title": "指定を登録する", "act": "登録する", "back_url": reverse("designation-list")}
    return form_page(request, "designated_managers/designation_form.html", form, **context)


@permitted("designated_managers.change_designation", form=True)
def designation_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change facts of a designation (指定の変更)."""
    on, scope = today(), request.centre_scope
    found = get_object_or_404(with_version(queries.to_change(scope)), pk=pk)
    subject = f"{found.centre}　{found.organisation}"
    form = DesignationForm(posted(request), scope=scope, instance=found, version=found.version)
    done = attempt(
        form,
        lambda: actions.change_designation(
            pk, on=on, expected_version=form.seen, statements=form.statements, **form.facts
        ),
    )
    if done is not None:
        messages.success(request, f"{done.centre}の指定の内容を保存しました。")
        return redirect("designation", pk)
    back_url = reverse("designation", args=[pk])
    context = {
        "title": "指定の内容を直す",
        "subject": subject,
        "act": "保存する",
        "back_url": back_url,
        "bundle": found.bundle,
    }
    return form_page(request, "designated_managers/designation_form.html", form, **context)


@permitted("designated_managers.change_designation", form=True)
def designation_return(request: ScopedRequest, pk: int) -> HttpResponse:
    """Decide that the city runs the centre again after this designation (直営復帰)."""
    on = today()
    found = get_object_or_404(queries.to_change(request.centre_scope), pk=pk)
    form = DirectReturnForm(posted(request), initial={"direct_return_decided_on": on})
    done = attempt(form, lambda: actions.decide_direct_return(pk, on=on, **form.facts))
    if done is not None:
        messages.success(
            request, "直営に戻すと決めたことを記録しました。指定期間の満了のお知らせは閉じました。"
        )
        return redirect("designation", pk)
    context = {"designation": found, "back_url": reverse("designation", args=[pk])}
    return form_page(request, "designated_managers/designation_return.html", form, **context)
