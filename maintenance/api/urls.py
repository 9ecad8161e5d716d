from __future__ import annotations

from maintenance.api.views import (
    contracts,
    filings,
    inspection_types,
    inspections,
    repairs,
    verdicts,
    year_plans,
)

resources = {
    "inspection-types": inspection_types.InspectionTypes,
    "inspections": inspections.Inspections,
    "filings": filings.Filings,
    "repairs": repairs.Repairs,
    "service-contracts": contracts.ServiceContracts,
    "year-plans": year_plans.YearPlans,
    "year-end-reports": year_plans.YearEndReports,
}
lists = {"verdicts": verdicts.Verdicts}
"""What is a list alone, without records."""
