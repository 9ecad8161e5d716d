from __future__ import annotations

from maintenance.api.views import contracts, filings, inspection_types, inspections, verdicts

resources = {
    "inspection-types": inspection_types.InspectionTypes,
    "inspections": inspections.Inspections,
    "filings": filings.Filings,
    "service-contracts": contracts.ServiceContracts,
}
lists = {"verdicts": verdicts.Verdicts}
"""What is a list alone, without records."""
