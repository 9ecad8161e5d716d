from __future__ import annotations

from maintenance.api.views import contracts, inspections

resources = {
    "inspection-types": inspections.InspectionTypes,
    "inspections": inspections.Inspections,
    "service-contracts": contracts.ServiceContracts,
}
