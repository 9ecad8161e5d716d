"""The doors to the audit pack (監査資料): on the screen, and as a ZIP with its index and every paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render

from common.clock import today
from common.doors import ScopedRequest, permitted
from designated_managers.queries import audit_pack as queries
from designated_managers.web.audit_archive import archive, file_name

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse, HttpResponseBase

    from designated_managers.queries.audit_pack import AuditPack


@permitted("designated_managers.view_auditpack")
def audit_pack(request: ScopedRequest, pk: int) -> HttpResponse:
    """Every duty and dated fact of a designation with its evidence or its gap."""
    pack = _pack(request, pk, today())
    context = {"pack": pack, "designation": pack.designation}
    return render(request, "designated_managers/audit_pack.html", context)


@permitted("designated_managers.view_auditpack")
def audit_pack_download(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """The same as one ZIP: the index as a workbook, and the papers."""
    on = today()
    pack = _pack(request, pk, on)
    response = FileResponse(
        archive(pack, on=on),
        as_attachment=True,
        filename=file_name(pack, on=on),
        content_type="application/zip",
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _pack(request: ScopedRequest, pk: int, on: date) -> AuditPack:
    # Whoever is granted the permission by mistake still has to be of the city.
    if not request.centre_scope.internal:
        raise PermissionDenied
    designation = get_object_or_404(queries.designations_to_audit(request.centre_scope), pk=pk)
    return queries.audit_pack(designation, on=on)
