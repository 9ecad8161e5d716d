"""The records of designated managers: one file for each thing the office keeps."""

from __future__ import annotations

from designated_managers.models.designations import (
    DAYS_WITH_EFFECT,
    FIRST_WITHOUT_EFFECT,
    Bundle,
    Designation,
    DesignationFact,
)
from designated_managers.models.evaluations import (
    Evaluation,
    EvaluationItem,
    EvaluationScheme,
    EvaluationSheet,
)
from designated_managers.models.measures import (
    ImprovementPlan,
    Measure,
    MeasureFile,
)
from designated_managers.models.organisations import (
    Organisation,
)
from designated_managers.models.visits import (
    Finding,
    FindingFile,
    SiteVisit,
    VisitItem,
    VisitMark,
)

__all__ = [
    "DAYS_WITH_EFFECT",
    "FIRST_WITHOUT_EFFECT",
    "Bundle",
    "Designation",
    "DesignationFact",
    "Evaluation",
    "EvaluationItem",
    "EvaluationScheme",
    "EvaluationSheet",
    "Finding",
    "FindingFile",
    "ImprovementPlan",
    "Measure",
    "MeasureFile",
    "Organisation",
    "SiteVisit",
    "VisitItem",
    "VisitMark",
]
