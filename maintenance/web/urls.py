from __future__ import annotations

from django.urls import path

from maintenance.web import contracts, inspections, labels, recording

urlpatterns = [
    path("inspections/", inspections.inspection_list, name="inspection-list"),
    path("inspections/<int:pk>/record/", recording.inspection_record, name="inspection-record"),
    path("inspections/<int:pk>/correct/", recording.inspection_correct, name="inspection-correct"),
    path("inspections/<int:pk>/could-not/", recording.inspection_could_not, name="inspection-could-not"),
    path("inspection-photos/<int:pk>/", recording.inspection_photo, name="inspection-photo"),
    path("inspection-papers/<int:pk>/", recording.inspection_paper, name="inspection-paper"),
    path("i/<slug:code>/", labels.inspection_here, name="inspection-here"),
    path("centres/<int:centre_pk>/inspection-labels/", labels.inspection_labels, name="inspection-labels"),
    path("centres/<int:centre_pk>/inspections/new/", inspections.inspection_plan, name="inspection-plan"),
    path("contracts/", contracts.contract_list, name="contract-list"),
    path("contracts/new/", contracts.contract_new, name="contract-new"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/<int:pk>/edit/", contracts.contract_edit, name="contract-edit"),
    path("contracts/<int:pk>/successor/", contracts.contract_succeed, name="contract-succeed"),
    path("contracts/<int:pk>/not-renewed/", contracts.contract_end, name="contract-end"),
]
