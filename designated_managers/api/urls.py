from __future__ import annotations

from designated_managers.api.views import (
    agreements,
    bundles,
    designations,
    obligations,
    organisations,
    submissions,
)

resources = {
    "organisations": organisations.Organisations,
    "bundles": bundles.Bundles,
    "designations": designations.Designations,
    "agreements": agreements.Agreements,
    "annual-agreements": agreements.AnnualAgreements,
    "fee-payments": agreements.FeePayments,
    "obligations": obligations.Obligations,
    "submissions": submissions.Submissions,
}
