from __future__ import annotations

from maintenance.api import views

resources = {
    "inspection-types": views.InspectionTypes,
    "inspections": views.Inspections,
    "service-contracts": views.ServiceContracts,
}
