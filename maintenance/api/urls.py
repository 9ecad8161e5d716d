from __future__ import annotations

from maintenance.api.views import contracts, inspections, repairs

resources = {
    "inspection-types": inspections.InspectionTypes,
    "inspections": inspections.Inspections,
    "repairs": repairs.Repairs,
    "service-contracts": contracts.ServiceContracts,
}
