"""The doors to what stands on the card of a centre: uses, rooms, land, years of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from centres.models import Centre
from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from common.fiscal_year import FiscalYear
from common.problems import Refused
from facilities import actions
from facilities.forms.record import (
    LandForm,
    RoomForm,
    UseFormSet,
    UsesForm,
    YearOfUseForm,
    rows_of,
)
from facilities.models import Building, Land, Room, YearOfUse
from facilities.queries.uses import version_of_uses
from facilities.rules.areas import beyond_floor_area
from ui.forms import attempt, form_status, problems_to_errors

if TYPE_CHECKING:
    from django.http import HttpResponse

    from facilities.models import BuildingUse


@permitted("facilities.change_building", "facilities.change_buildinguse", form=True)
def uses_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say what the parts of a building are used for (用途の登録)."""
    building = get_object_or_404(_buildings(request), pk=pk)
    uses = list(building.uses.all())
    form = UsesForm(posted(request), version=version_of_uses(pk))
    rows = UseFormSet(posted(request), initial=rows_of(uses))
    done = _set_uses(pk, form, rows)
    if done is not None:
        messages.success(request, f"{building.name}の用途を保存しました。")
        return redirect("centre", building.centre_id)
    context = {
        "form": form,
        "rows": rows,
        "building": building,
        "centre": building.centre,
        "subject": building.name,
        "beyond": beyond_floor_area((use.area for use in uses), building.floor_area),
        "title": "建物の用途を直す",
        "act": "保存する",
    }
    status = max(form_status(form), 422 if rows.is_bound and not rows.is_valid() else 200)
    status = 409 if form_status(form) == 409 else status
    return render(request, "facilities/uses_form.html", context, status=status)


def _set_uses(pk: int, form: UsesForm, rows: Any) -> tuple[BuildingUse, ...] | None:
    if not (form.is_valid() and rows.is_valid()):
        return None
    try:
        return actions.set_uses(pk, rows.uses, expected_version=form.seen)
    except Refused as refusal:
        problems_to_errors(form, rows.told(refusal.problems))
        return None


@permitted("facilities.add_room", form=True)
def room_new(request: ScopedRequest, building_pk: int) -> HttpResponse:
    """Enter a room of a building (部屋の登録)."""
    building = get_object_or_404(_buildings(request), pk=building_pk)
    form = RoomForm(posted(request))
    room = attempt(form, lambda: actions.register_room(building=building, **form.facts))
    if room is not None:
        messages.success(request, f"{building.name}の部屋「{room.name}」を登録しました。")
        return redirect("centre", building.centre_id)
    return _page(request, form, "room", centre=building.centre, subject=building.name, title="部屋を登録する")


@permitted("facilities.change_room", form=True)
def room_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change facts of a room (部屋の変更)."""
    rows = Room.objects.within(request.centre_scope).select_related("building__centre")
    room = get_object_or_404(with_version(rows), pk=pk)
    building, subject = room.building, f"{room.building.name}　{room.name}"
    form = RoomForm(posted(request), instance=room, version=room.version)
    done = attempt(form, lambda: actions.change_room(pk, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, f"部屋「{done.name}」の内容を保存しました。")
        return redirect("centre", building.centre_id)
    return _page(request, form, "room", centre=building.centre, subject=subject, title="部屋の内容を直す")


@permitted("facilities.add_land", form=True)
def land_new(request: ScopedRequest, centre_pk: int) -> HttpResponse:
    """Enter land of a centre (土地の登録)."""
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=centre_pk)
    form = LandForm(posted(request))
    land = attempt(form, lambda: actions.register_land(centre=centre, **form.facts))
    if land is not None:
        messages.success(request, f"{centre}の土地「{land.name}」を登録しました。")
        return redirect("centre", centre.pk)
    return _page(request, form, "land", centre=centre, title="土地を登録する")


@permitted("facilities.change_land", form=True)
def land_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change facts of land (土地の変更)."""
    rows = Land.objects.within(request.centre_scope).select_related("centre")
    land = get_object_or_404(with_version(rows), pk=pk)
    subject = land.name
    form = LandForm(posted(request), instance=land, version=land.version)
    done = attempt(form, lambda: actions.change_land(pk, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, f"土地「{done.name}」の内容を保存しました。")
        return redirect("centre", land.centre_id)
    return _page(request, form, "land", centre=land.centre, subject=subject, title="土地の内容を直す")


@permitted("facilities.add_yearofuse", form=True)
def year_new(request: ScopedRequest, centre_pk: int) -> HttpResponse:
    """Enter how a centre was used in a fiscal year (年度の実績の登録)."""
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=centre_pk)
    last_year = (FiscalYear.of(today()) - 1).year
    form = YearOfUseForm(posted(request), initial={"fiscal_year": last_year})
    year = attempt(form, lambda: actions.register_year_of_use(centre=centre, on=today(), **form.facts))
    if year is not None:
        messages.success(request, f"{centre}の{FiscalYear(year.fiscal_year)}の実績を登録しました。")
        return redirect("centre", centre.pk)
    return _page(request, form, "year", centre=centre, title="年度の実績を登録する")


@permitted("facilities.change_yearofuse", form=True)
def year_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change how a centre was used in a fiscal year (年度の実績の変更)."""
    rows = YearOfUse.objects.within(request.centre_scope).select_related("centre")
    year = get_object_or_404(with_version(rows), pk=pk)
    subject = FiscalYear(year.fiscal_year).label
    form = YearOfUseForm(posted(request), instance=year, version=year.version)
    done = attempt(
        form,
        lambda: actions.change_year_of_use(pk, on=today(), expected_version=form.seen, **form.facts),
    )
    if done is not None:
        messages.success(request, f"{FiscalYear(done.fiscal_year)}の実績を保存しました。")
        return redirect("centre", year.centre_id)
    return _page(request, form, "year", centre=year.centre, subject=subject, title="年度の実績を直す")


def _buildings(request: ScopedRequest) -> Any:
    return Building.objects.within(request.centre_scope).select_related("centre")


def _page(request: ScopedRequest, form: Any, what: str, **context: Any) -> HttpResponse:
    """The page of a form; its act is named after its heading."""
    act = "登録する" if context["title"].endswith("登録する") else "保存する"
    page = f"facilities/{what}_form.html"
    return render(request, page, {"form": form, "act": act, **context}, status=form_status(form))
