"""The doors to the sessions of the council."""

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
from designated_managers.filters.roads import SessionFilter
from designated_managers.forms.council import SessionForm
from designated_managers.queries import council as queries
from designated_managers.web.pages import form_page
from ui.forms import attempt
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse

FORM = "designated_managers/council_session_form.html"


@permitted("designated_managers.view_councilsession")
def session_list(request: ScopedRequest) -> HttpResponse:
    """The sessions of the council (議会の会期), and how many roads go through each."""
    on = today()
    rows = queries.sessions_to_list(request.centre_scope)
    filters = SessionFilter(request.GET, rows, request=request, on=on)
    found = listing(filters, lines=partial(queries.session_lines, on=on))
    context = {"filters": filters, "listing": found}
    return render(request, "designated_managers/council_session_list.html", context)


@permitted("designated_managers.view_councilsession", "designated_managers.add_councilsession", form=True)
def session_new(request: ScopedRequest) -> HttpResponse:
    """Enter a session (会期の登録)."""
    on = today()
    form = SessionForm(posted(request), windows=queries.windows_of(on), initial={"year": on.year})
    done = attempt(form, lambda: actions.register_session(on=on, **form.facts))
    if done is not None:
        messages.success(request, f"{done}を登録しました。")
        return redirect("council-session-list")
    context = {"title": "会期を登録する", "act": "登録する", "back_url": reverse("council-session-list")}
    return form_page(request, FORM, form, **context)


@permitted("designated_managers.view_councilsession", "designated_managers.change_councilsession", form=True)
def session_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change a session (会期の変更): its real days once they are known."""
    on = today()
    found = get_object_or_404(with_version(queries.sessions_to_list(request.centre_scope)), pk=pk)
    form = SessionForm(posted(request), windows=queries.windows_of(on), instance=found, version=found.version)
    done = attempt(form, lambda: actions.change_session(pk, on=on, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(
            request, f"{done}を保存しました。日がずれた指定スケジュールは、見直して新しい版にしました。"
        )
        return redirect("council-session-list")
    back_url = reverse("council-session-list")
    context = {
        "title": "会期の内容を直す",
        "act": "保存する",
        "back_url": back_url,
        "subject": found.full_name,
    }
    return form_page(request, FORM, form, **context)
