from __future__ import annotations

from django.urls import path

from maintenance.web import contracts, filings, inspections, turn_days

urlpatterns = [
    path("inspections/", inspections.inspection_list, name="inspection-list"),
    path("inspections/<int:pk>/record/", inspections.inspection_record, name="inspection-record"),
    path("inspections/<int:pk>/day/", turn_days.inspection_day, name="inspection-day"),
    path("inspections/<int:pk>/withdraw/", turn_days.inspection_withdraw, name="inspection-withdraw"),
    path("centres/<int:centre_pk>/inspections/new/", inspections.inspection_plan, name="inspection-plan"),
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
]
