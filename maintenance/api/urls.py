from __future__ import annotations

from maintenance.api.views import contracts, inspections, year_plans

resources = {
    "inspection-types": inspections.InspectionTypes,
    "inspections": inspections.Inspections,
    "service-contracts": contracts.ServiceContracts,
    "year-plans": year_plans.YearPlans,
    "year-end-reports": year_plans.YearEndReports,
}
