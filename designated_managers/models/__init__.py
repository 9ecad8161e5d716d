"""The records of designated managers: one file for each thing the office keeps."""

from __future__ import annotations

from designated_managers.models.designations import (
    DAYS_WITH_EFFECT,
    FIRST_WITHOUT_EFFECT,
    Bundle,
    Designation,
    DesignationFact,
)
from designated_managers.models.organisations import (
    Organisation,
    OrganisationFile,
    OrganisationOfficer,
)

__all__ = [
    "DAYS_WITH_EFFECT",
    "FIRST_WITHOUT_EFFECT",
    "Bundle",
    "Designation",
    "DesignationFact",
    "Organisation",
    "OrganisationFile",
    "OrganisationOfficer",
]
