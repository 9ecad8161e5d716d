from __future__ import annotations

from designated_managers.api.views import bundles, designations, organisations, transfers

resources = {
    "organisations": organisations.Organisations,
    "bundles": bundles.Bundles,
    "organisation-officers": organisations.OrganisationOfficers,
    "designations": designations.Designations,
    "transfers": transfers.Transfers,
    "handover-items": transfers.HandoverItems,
}
