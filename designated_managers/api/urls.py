from __future__ import annotations

from designated_managers.api.views import (
    agreements,
    bundles,
    council,
    designations,
    monitoring,
    obligations,
    organisations,
    roads,
    submissions,
    transfers,
)

resources = {
    "organisations": organisations.Organisations,
    "bundles": bundles.Bundles,
    "organisation-officers": organisations.OrganisationOfficers,
    "designations": designations.Designations,
    "council-sessions": council.CouncilSessions,
    "roads": roads.Roads,
    "road-steps": roads.RoadSteps,
    "transfers": transfers.Transfers,
    "handover-items": transfers.HandoverItems,
    "agreements": agreements.Agreements,
    "annual-agreements": agreements.AnnualAgreements,
    "fee-payments": agreements.FeePayments,
    "obligations": obligations.Obligations,
    "site-visits": monitoring.SiteVisits,
    "findings": monitoring.Findings,
    "evaluations": monitoring.Evaluations,
    "measures": monitoring.Measures,
    "submissions": submissions.Submissions,
}
