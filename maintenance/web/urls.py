from __future__ import annotations

from django.urls import path

from maintenance.web import contracts, inspections, rounds

urlpatterns = [
    path("inspections/", inspections.inspection_list, name="inspection-list"),
    path("inspections/<int:pk>/record/", inspections.inspection_record, name="inspection-record"),
    path("centres/<int:centre_pk>/inspections/new/", inspections.inspection_plan, name="inspection-plan"),
    path("contracts/", contracts.contract_list, name="contract-list"),
    path("contracts/new/", contracts.contract_new, name="contract-new"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/<int:pk>/edit/", contracts.contract_edit, name="contract-edit"),
    path("contracts/<int:pk>/equipment/", contracts.contract_equipment, name="contract-equipment"),
    path("contracts/<int:pk>/years/", contracts.contract_years, name="contract-years"),
    path("contracts/<int:pk>/successor/", contracts.contract_succeed, name="contract-succeed"),
    path("contracts/<int:pk>/not-renewed/", contracts.contract_end, name="contract-end"),
    path("rounds/", rounds.round_list, name="round-list"),
    path("rounds/new/", rounds.round_new, name="round-new"),
    path("rounds/<int:pk>/", rounds.round_board, name="round"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round-close"),
    path("round-centres/<int:pk>/", rounds.round_answer, name="round-answer"),
    path("round-photos/<int:pk>/", rounds.round_photo, name="round-photo"),
]
