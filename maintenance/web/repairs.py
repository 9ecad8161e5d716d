"""The doors to repairs: the list, one repair, asking for one, its photographs and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from centres.models import Centre
from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted, stored_file
from maintenance import actions
from maintenance.choices import RequestedSide
from maintenance.filters.repairs import RepairFilter
from maintenance.forms.repairs import PHOTO_LIMITS, AskForm, ChangeForm, FindingForm, PhotosForm, RequestForm
from maintenance.models import EstimateFile, FindingPhoto, InspectionFinding, Repair, RepairPhoto
from maintenance.queries import repairs
from maintenance.queries.inspections import places_to_inspect
from maintenance.queries.repair_page import RepairPage, repair_page, repairs_to_show
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from common.scope import Scope

SEEN_BY_GROUP = "市に知らせました。市が内容を見て、直し方を決めます。"


@permitted("maintenance.view_repair")
def repair_list(request: ScopedRequest) -> HttpResponse:
    """Repairs (修繕の一覧)."""
    on, scope = today(), request.centre_scope
    rows = repairs.repairs_to_list(scope)
    filters = RepairFilter(request.GET, rows, request=request, scope=scope, on=on)
    shown = listing(filters, lines=lambda rows: repairs.repair_lines(rows, on=on))
    context = {"filters": filters, "listing": shown, "may_ask": _may_ask(request)}
    return render(request, "maintenance/repair_list.html", context)


@permitted("maintenance.view_repair")
def repair(request: ScopedRequest, pk: int) -> HttpResponse:
    """One repair (修繕): where it stands, its photographs, its money, what happened."""
    page = page_of(request, pk)
    template = "repair.html" if request.centre_scope.internal else "repair_of_group.html"
    return render(request, f"maintenance/{template}", {"page": page, "repair": page.repair})


@permitted("maintenance.view_repair", "maintenance.add_repair", form=True)
def repair_new(request: ScopedRequest) -> HttpResponse:
    """Ask for a repair (修繕の受付): a group tells what is broken, the city enters what it was told."""
    if not _may_ask(request):
        raise PermissionDenied
    return _entered(request) if request.centre_scope.internal else _asked(request)


def _asked(request: ScopedRequest) -> HttpResponse:
    on = today()
    form = AskForm(posted(request), request.FILES or None, centres=_centres_to_ask_for(request.centre_scope))
    made = attempt(
        form,
        lambda: actions.request_repair(
            form.chosen_centre,
            side=RequestedSide.GROUP,
            requested_by=request.user.display_name,
            on=on,
            at=now(),
            **form.facts,
        ),
    )
    if made is not None:
        messages.success(request, SEEN_BY_GROUP)
        return redirect("repair", made.pk)
    context = {"form": form, "photo_limits": PHOTO_LIMITS}
    return render(request, "maintenance/repair_ask.html", context, status=form_status(form))


def _entered(request: ScopedRequest) -> HttpResponse:
    on, scope = today(), request.centre_scope
    centres = _centres_to_ask_for(scope)
    named = str(request.GET.get("centre", ""))
    only = [centre for centre in centres if str(centre.pk) == named] or centres
    buildings = places_to_inspect(only[0], on=on) if len(only) == 1 else []
    form = RequestForm(
        posted(request), request.FILES or None, centres=only, buildings=buildings, on=on, known={}
    )
    made = attempt(
        form,
        lambda: actions.request_repair(
            form.chosen_centre, side=repairs.side_of(scope), on=on, at=now(), **form.facts
        ),
    )
    if made is not None:
        messages.success(request, "修繕を受け付けました。次は、緊急度を判定してください。")
        return redirect("repair", made.pk)
    context = {
        "form": form,
        "photo_limits": PHOTO_LIMITS,
        "title": "修繕を受け付ける",
        "subject": only[0].name if len(only) == 1 else "",
        "act": "受け付ける",
        "back_url": reverse("repair-list"),
        "back_label": "修繕の一覧へ戻る",
    }
    return render(request, "maintenance/repair_form.html", context, status=form_status(form))


@permitted("maintenance.view_repair", "maintenance.add_repair", form=True)
def repair_from_finding(request: ScopedRequest, pk: int) -> HttpResponse:
    """Make a finding of an inspection a repair (指摘から修繕へ), in one step."""
    on, scope = today(), request.centre_scope
    rows = InspectionFinding.objects.within(scope).select_related("turn__building__centre")
    finding = get_object_or_404(rows, pk=pk)
    if not scope.may_act_at(finding.turn.building.centre_id):
        raise PermissionDenied
    there = Repair.objects.filter(finding=finding).first()
    if there is not None and request.method != "POST":
        messages.info(request, "この指摘からは、すでに修繕が登録されています。")
        return redirect("repair", there.pk)
    form = FindingForm(posted(request), initial={"place": finding.place, "what": finding.text})
    if not scope.internal:
        del form.fields["internal_notes"]
    by = request.user.display_name
    made = attempt(
        form,
        lambda: actions.request_from_finding(
            pk, side=repairs.side_of(scope), requested_by=by, on=on, at=now(), **form.facts
        ),
    )
    if made is not None:
        done = "修繕を受け付けました。点検の写真も付いています。"
        messages.success(request, done if scope.internal else SEEN_BY_GROUP)
        return redirect("repair", made.pk)
    context = {
        "form": form,
        "title": "指摘から修繕にする",
        "subject": f"{finding.turn.building.centre}　{finding.place}",
        "act": "受け付ける" if scope.internal else "市に知らせる",
        "back_url": reverse("inspection-record", args=[finding.turn_id]),
        "back_label": "点検の記録へ戻る",
    }
    return render(request, "maintenance/repair_form.html", context, status=form_status(form))


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Correct what is written of a repair, or move the promised day (内容の訂正)."""
    page, on = page_of(request, pk), today()
    form = ChangeForm(posted(request), repair=page.repair, state=page.code, version=page.version)
    done = attempt(form, lambda: actions.change_repair(pk, on=on, expected_version=form.seen, **form.facts))
    if done is not None:
        messages.success(request, "修繕の内容を保存しました。")
        return redirect("repair", pk)
    return form_of(request, form, page, title="修繕の内容を直す", act="保存する")


@permitted("maintenance.view_repair", "maintenance.change_repair", form=True)
def repair_photos(request: ScopedRequest, pk: int) -> HttpResponse:
    """Add photographs (写真の追加)."""
    page = page_of(request, pk)
    form = PhotosForm(posted(request), request.FILES or None, initial={"moment": "before"})
    done = attempt(form, lambda: actions.add_photos(pk, at=now(), **form.facts))
    if done is not None:
        messages.success(request, "写真を加えました。")
        return redirect("repair", pk)
    return form_of(request, form, page, title="写真を加える", act="加える")


@permitted("maintenance.view_repair")
def repair_photo(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """One photograph of a repair."""
    return stored_file(
        get_object_or_404(RepairPhoto.objects.within(request.centre_scope), pk=pk), to_keep=False
    )


@permitted("maintenance.view_repair")
def repair_finding_photo(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """One photograph of the finding that a repair came from."""
    photos = FindingPhoto.objects.within(request.centre_scope).filter(finding__repair__isnull=False)
    return stored_file(get_object_or_404(photos, pk=pk), to_keep=False)


@permitted("maintenance.view_repair")
def repair_estimate_file(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """The paper of an estimate (見積書)."""
    return stored_file(get_object_or_404(EstimateFile.objects.within(request.centre_scope), pk=pk))


def page_of(request: ScopedRequest, pk: int) -> RepairPage:
    """The repair that this person may open."""
    found = get_object_or_404(repairs_to_show(request.centre_scope), pk=pk)
    return repair_page(found, scope=request.centre_scope, on=today())


def form_of(request: ScopedRequest, form: Any, page: RepairPage, **context: Any) -> HttpResponse:
    """The form of an act on a repair, as it is first opened or sent back with what is wrong."""
    return render(
        request,
        "maintenance/repair_form.html",
        {
            "form": form,
            "page": page,
            "subject": f"{page.repair.centre}　{page.title}",
            "photo_limits": PHOTO_LIMITS,
            "back_url": reverse("repair", args=[page.repair.pk]),
            "back_label": "修繕へ戻る",
            **context,
        },
        status=form_status(form),
    )


def _centres_to_ask_for(scope: Scope) -> list[Centre]:
    """Where this person may ask for a repair today."""
    return [centre for centre in Centre.objects.within(scope) if scope.may_act_at(centre.pk)]


def _may_ask(request: ScopedRequest) -> bool:
    """A group asks only while it manages a centre."""
    scope = request.centre_scope
    acts_somewhere = scope.internal or bool(scope.managed_centre_ids)
    return acts_somewhere and bool(request.user.has_perm("maintenance.add_repair"))
