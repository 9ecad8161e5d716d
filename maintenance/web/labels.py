"""The doors to the labels at the site: the sheet to print, and the page to which a label leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from centres.models import Centre
from common.clock import today
from common.doors import ScopedRequest, permitted
from maintenance.queries import labels
from maintenance.web.qr import qr_svg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse


@permitted("maintenance.view_dueinspection")
def inspection_labels(request: ScopedRequest, centre_pk: int) -> HttpResponse:
    """A sheet of labels (QRラベル) to be put up at the centre, A4."""
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=centre_pk)
    sheet = [
        {"label": label, "address": address, "svg": qr_svg(address)}
        for label in labels.labels_of(centre, scope=request.centre_scope)
        for address in [request.build_absolute_uri(reverse("inspection-here", args=[label.code]))]
    ]
    return render(request, "maintenance/inspection_labels.html", {"centre": centre, "sheet": sheet})


@permitted("maintenance.view_dueinspection")
def inspection_here(request: ScopedRequest, code: str) -> HttpResponse:
    """What can be recorded at the place whose label was read (この場所の点検)."""
    scope = request.centre_scope
    place = labels.place_of(code, scope=scope)
    if place is None:
        raise Http404
    may_record = scope.may_act_at(place.centre.pk) and request.user.has_perm(
        "maintenance.change_dueinspection"
    )
    page = labels.page_of(place, scope=scope, on=today())
    act = "記録する" if may_record else "見る"
    context = {
        "place": place,
        "may_record": may_record,
        "near": _items(page.near, act),
        "later": _items(page.later, act),
    }
    return render(request, "maintenance/inspection_here.html", context)


def _items(lines: Iterable[labels.ToRecord], act: str) -> list[dict[str, Any]]:
    return [
        {**vars(line), "url": reverse("inspection-record", args=[line.url_pk]), "act_label": act}
        for line in lines
    ]
