from __future__ import annotations

from django.urls import path

from maintenance.web import (
    catalogue_trial,
    contracts,
    filings,
    inspection_types,
    inspections,
    labels,
    recording,
    turn_days,
    verdicts,
)

urlpatterns = [
    path("inspections/", inspections.inspection_list, name="inspection-list"),
    path("inspections/<int:pk>/record/", recording.inspection_record, name="inspection-record"),
    path("inspections/<int:pk>/day/", turn_days.inspection_day, name="inspection-day"),
    path("inspections/<int:pk>/withdraw/", turn_days.inspection_withdraw, name="inspection-withdraw"),
    path("centres/<int:centre_pk>/inspections/new/", inspections.inspection_plan, name="inspection-plan"),
    path("centres/<int:centre_pk>/verdicts/", verdicts.verdicts, name="verdicts"),
    path("centres/<int:centre_pk>/verdicts/plan/", verdicts.verdicts_plan, name="verdicts-plan"),
    path(
        "buildings/<int:building_pk>/verdicts/<str:code>/overrule/",
        verdicts.verdict_overrule,
        name="verdict-overrule",
    ),
    path(
        "equipment/<int:equipment_pk>/piece-verdicts/<str:code>/overrule/",
        verdicts.equipment_verdict_overrule,
        name="equipment-verdict-overrule",
    ),
    path("verdict-overrules/<int:pk>/withdraw/", verdicts.overrule_withdraw, name="overrule-withdraw"),
    path("inspection-types/", inspection_types.type_list, name="inspection-type-list"),
    path("inspection-types/new/", inspection_types.type_new, name="inspection-type-new"),
    path("inspection-types/trial/", catalogue_trial.catalogue_trial, name="catalogue-trial"),
    path("inspection-types/<str:code>/", inspection_types.inspection_type, name="inspection-type"),
    path("inspection-types/<str:code>/edit/", inspection_types.type_edit, name="inspection-type-edit"),
    path("inspection-types/<str:code>/retire/", inspection_types.type_retire, name="inspection-type-retire"),
    path("filings/", filings.filing_list, name="filing-list"),
    path("filings/<int:pk>/", filings.filing, name="filing"),
    path("filings/<int:pk>/record/", filings.filing_record, name="filing-record"),
    path("filings/<int:pk>/withdraw/", filings.filing_withdraw, name="filing-withdraw"),
    path("filing-files/<int:pk>/", filings.filing_file, name="filing-file"),
    path("contracts/", contracts.contract_list, name="contract-list"),
    path("contracts/new/", contracts.contract_new, name="contract-new"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/<int:pk>/edit/", contracts.contract_edit, name="contract-edit"),
    path("contracts/<int:pk>/successor/", contracts.contract_succeed, name="contract-succeed"),
    path("contracts/<int:pk>/not-renewed/", contracts.contract_end, name="contract-end"),
    path("inspections/<int:pk>/correct/", recording.inspection_correct, name="inspection-correct"),
    path("inspections/<int:pk>/could-not/", recording.inspection_could_not, name="inspection-could-not"),
    path("inspection-photos/<int:pk>/", recording.inspection_photo, name="inspection-photo"),
    path("inspection-papers/<int:pk>/", recording.inspection_paper, name="inspection-paper"),
    path("i/<slug:code>/", labels.inspection_here, name="inspection-here"),
    path("centres/<int:centre_pk>/inspection-labels/", labels.inspection_labels, name="inspection-labels"),
]
