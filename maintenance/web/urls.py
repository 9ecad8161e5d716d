from __future__ import annotations

from django.urls import path

from maintenance.web import contracts, inspections, repair_moves, repairs

urlpatterns = [
    path("inspections/", inspections.inspection_list, name="inspection-list"),
    path("inspections/<int:pk>/record/", inspections.inspection_record, name="inspection-record"),
    path("centres/<int:centre_pk>/inspections/new/", inspections.inspection_plan, name="inspection-plan"),
    path("contracts/", contracts.contract_list, name="contract-list"),
    path("contracts/new/", contracts.contract_new, name="contract-new"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/<int:pk>/edit/", contracts.contract_edit, name="contract-edit"),
    path("contracts/<int:pk>/successor/", contracts.contract_succeed, name="contract-succeed"),
    path("contracts/<int:pk>/not-renewed/", contracts.contract_end, name="contract-end"),
    path("repairs/", repairs.repair_list, name="repair-list"),
    path("repairs/new/", repairs.repair_new, name="repair-new"),
    path("repairs/<int:pk>/", repairs.repair, name="repair"),
    path("repairs/<int:pk>/edit/", repairs.repair_edit, name="repair-edit"),
    path("repairs/<int:pk>/photos/new/", repairs.repair_photos, name="repair-photos"),
    path("repairs/<int:pk>/triage/", repair_moves.repair_triage, name="repair-triage"),
    path("repairs/<int:pk>/estimates/new/", repair_moves.repair_estimate, name="repair-estimate"),
    path("repairs/<int:pk>/decide/", repair_moves.repair_decide, name="repair-decide"),
    path("repairs/<int:pk>/order/", repair_moves.repair_order, name="repair-order"),
    path("repairs/<int:pk>/done/", repair_moves.repair_done, name="repair-done"),
    path("repairs/<int:pk>/accept/", repair_moves.repair_accept, name="repair-accept"),
    path("repairs/<int:pk>/pay/", repair_moves.repair_pay, name="repair-pay"),
    path("repairs/<int:pk>/decline/", repair_moves.repair_decline, name="repair-decline"),
    path("repairs/<int:pk>/redo/", repair_moves.repair_redo, name="repair-redo"),
    path("repairs/<int:pk>/reopen/", repair_moves.repair_reopen, name="repair-reopen"),
    path("repair-photos/<int:pk>/", repairs.repair_photo, name="repair-photo"),
    path("repair-finding-photos/<int:pk>/", repairs.repair_finding_photo, name="repair-finding-photo"),
    path("repair-estimate-files/<int:pk>/", repairs.repair_estimate_file, name="repair-estimate-file"),
    path("findings/<int:pk>/repair/", repairs.repair_from_finding, name="repair-from-finding"),
]
