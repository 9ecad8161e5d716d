"""The doors to the building register: entering buildings and equipment, and changing their facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from centres.models import Centre
from common.clock import today
from common.db.history import with_version
from common.doors import ScopedRequest, permitted, posted
from facilities import actions
from facilities.filters.building_list import BuildingFilter
from facilities.forms.buildings import BuildingForm, EquipmentForm
from facilities.models import Building, Equipment
from facilities.queries.building_list import building_lines, buildings_to_list
from facilities.queries.equipment import equipment_page
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("facilities.view_building")
def building_list(request: ScopedRequest) -> HttpResponse:
    """The buildings in use (建物の一覧)."""
    on, scope = today(), request.centre_scope
    rows = buildings_to_list(scope, on=on)
    filters = BuildingFilter(request.GET, rows, request=request, scope=scope, on=on)
    shown = listing(filters, lines=lambda found: building_lines(found, scope=scope, on=on))
    return render(request, "facilities/building_list.html", {"filters": filters, "listing": shown})


@permitted("facilities.add_building", form=True)
def building_new(request: ScopedRequest, centre_pk: int) -> HttpResponse:
    """Enter a building of a centre (建物の登録)."""
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=centre_pk)
    form = BuildingForm(posted(request))
    building = attempt(
        form, lambda: actions.register_building(centre=centre, statements=form.statements, **form.facts)
    )
    if building is not None:
        messages.success(request, f"{centre}の建物「{building.name}」を登録しました。")
        return redirect("centre", centre.pk)
    context = {"form": form, "centre": centre, "title": "建物を登録する", "act": "登録する"}
    return _form_page(request, "facilities/building_form.html", context)


@permitted("facilities.change_building", form=True)
def building_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change facts of a building (建物の変更)."""
    rows = Building.objects.within(request.centre_scope).select_related("centre")
    building = get_object_or_404(with_version(rows), pk=pk)
    name = building.name
    form = BuildingForm(posted(request), instance=building, version=building.version)
    done = attempt(
        form,
        lambda: actions.change_building(
            pk, expected_version=form.seen, statements=form.statements, **form.facts
        ),
    )
    if done is not None:
        messages.success(request, f"建物「{done.name}」の内容を保存しました。")
        return redirect("centre", building.centre_id)
    context = {
        "form": form,
        "centre": building.centre,
        "subject": name,
        "title": "建物の内容を直す",
        "act": "保存する",
    }
    return _form_page(request, "facilities/building_form.html", context)


@permitted("facilities.view_equipment")
def equipment(request: ScopedRequest, pk: int) -> HttpResponse:
    """A piece of plant or equipment (設備) with its facts."""
    rows = Equipment.objects.within(request.centre_scope).select_related("building__centre")
    page = equipment_page(get_object_or_404(rows, pk=pk), scope=request.centre_scope, on=today())
    return render(request, "facilities/equipment.html", {"page": page})


@permitted("facilities.add_equipment", form=True)
def equipment_new(request: ScopedRequest, building_pk: int) -> HttpResponse:
    """Enter equipment of a building (設備の登録)."""
    rows = Building.objects.within(request.centre_scope).select_related("centre")
    building = get_object_or_404(rows, pk=building_pk)
    form = EquipmentForm(posted(request))
    made = attempt(form, lambda: actions.register_equipment(building=building, **form.facts))
    if made is not None:
        messages.success(request, f"{building.name}の設備「{made.name}」を登録しました。")
        return redirect("centre", building.centre_id)
    context = {
        "form": form,
        "centre": building.centre,
        "subject": building.name,
        "title": "設備を登録する",
        "act": "登録する",
    }
    return _form_page(request, "facilities/equipment_form.html", context)


@permitted("facilities.change_equipment", form=True)
def equipment_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Change facts of equipment (設備の変更)."""
    rows = Equipment.objects.within(request.centre_scope).select_related("building__centre")
    found = get_object_or_404(with_version(rows), pk=pk)
    building, name = found.building, found.name
    form = EquipmentForm(posted(request), instance=found, version=found.version)
    done = attempt(
        form,
        lambda: actions.change_equipment(pk, on=today(), expected_version=form.seen, **form.facts),
    )
    if done is not None:
        messages.success(request, f"設備「{done.name}」の内容を保存しました。")
        return redirect("centre", building.centre_id)
    context = {
        "form": form,
        "centre": building.centre,
        "subject": f"{building.name}　{name}",
        "title": "設備の内容を直す",
        "act": "保存する",
    }
    return _form_page(request, "facilities/equipment_form.html", context)


def _form_page(request: ScopedRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=form_status(context["form"]))
