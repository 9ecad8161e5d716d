"""The door that tries a changed catalogue of inspections; nothing is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from common.clock import today
from common.doors import ScopedRequest, permitted, posted
from maintenance.actions.catalogue_trial import try_catalogue
from maintenance.forms.catalogue_trial import CatalogueTrialForm
from ui.forms import form_status

if TYPE_CHECKING:
    from django.http import HttpResponse

MOST_SHOWN = 200
"""Buildings that one page tells; the command tells them all."""


@permitted("maintenance.add_inspectiontype", form=True)
def catalogue_trial(request: ScopedRequest) -> HttpResponse:
    """Say what a changed catalogue would change (一覧の変更を試す)."""
    form = CatalogueTrialForm(posted(request), request.FILES or None)
    on, scope = today(), request.centre_scope
    trial = (
        form.tried(lambda name, content: try_catalogue(name, content, scope=scope, on=on))
        if form.is_bound
        else None
    )
    shown = trial.buildings[:MOST_SHOWN] if trial else ()
    context = {"form": form, "trial": trial, "shown": shown, "most_shown": MOST_SHOWN}
    return render(request, "maintenance/catalogue_trial.html", context, status=form_status(form))
