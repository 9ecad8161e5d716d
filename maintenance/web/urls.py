from __future__ import annotations

from django.urls import path

from maintenance.web import contracts, inspections, year_end, year_plans

urlpatterns = [
    path("inspections/", inspections.inspection_list, name="inspection-list"),
    path("inspections/<int:pk>/record/", inspections.inspection_record, name="inspection-record"),
    path("centres/<int:centre_pk>/inspections/new/", inspections.inspection_plan, name="inspection-plan"),
    path("inspections/year-plan/", year_plans.year_plan, name="year-plan"),
    path("inspections/year-plan/<int:year>/", year_plans.year_plan, name="year-plan-of"),
    path(
        "inspections/year-plan/<int:year>/workbook/",
        year_plans.year_plan_download,
        name="year-plan-workbook",
    ),
    path("inspections/year-plan/<int:year>/draft/", year_plans.year_plan_draft, name="year-plan-draft"),
    path(
        "inspections/year-plan/<int:year>/centres/<int:centre_pk>/",
        year_plans.year_plan_centre,
        name="year-plan-centre",
    ),
    path(
        "inspections/year-plan/<int:year>/centres/<int:centre_pk>/one-day/",
        year_plans.year_plan_one_day,
        name="year-plan-one-day",
    ),
    path("inspections/planned/<int:pk>/", year_plans.planned_turn, name="planned-turn"),
    path("inspections/planned/<int:pk>/remove/", year_plans.planned_turn_remove, name="planned-turn-remove"),
    path("inspections/year-end/", year_end.year_end_list, name="year-end-list"),
    path("inspections/year-end/<int:year>/", year_end.year_end_list, name="year-end-list-of"),
    path("inspections/year-end/<int:year>/workbook/", year_end.year_end_download, name="year-end-workbook"),
    path(
        "inspections/year-end/<int:year>/centres/<int:centre_pk>/",
        year_end.year_end_report,
        name="year-end-report",
    ),
    path(
        "inspections/year-end/<int:year>/centres/<int:centre_pk>/close/",
        year_end.year_end_close,
        name="year-end-close",
    ),
    path(
        "inspections/year-end/<int:year>/centres/<int:centre_pk>/reopen/",
        year_end.year_end_reopen,
        name="year-end-reopen",
    ),
    path("contracts/", contracts.contract_list, name="contract-list"),
    path("contracts/new/", contracts.contract_new, name="contract-new"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/<int:pk>/edit/", contracts.contract_edit, name="contract-edit"),
    path("contracts/<int:pk>/successor/", contracts.contract_succeed, name="contract-succeed"),
    path("contracts/<int:pk>/not-renewed/", contracts.contract_end, name="contract-end"),
]
