"""The records of inspections and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.models.contracts import ContractCoverage, ServiceContract
from maintenance.models.inspection_types import InspectionType
from maintenance.models.inspections import DueInspection

__all__ = ["ContractCoverage", "DueInspection", "InspectionType", "ServiceContract"]
