from __future__ import annotations

from maintenance.api.views import contracts, filings, inspections

resources = {
    "inspection-types": inspections.InspectionTypes,
    "inspections": inspections.Inspections,
    "filings": filings.Filings,
    "service-contracts": contracts.ServiceContracts,
}
