from __future__ import annotations

from designated_managers.api.views import bundles, designations, monitoring, organisations

resources = {
    "organisations": organisations.Organisations,
    "bundles": bundles.Bundles,
    "designations": designations.Designations,
    "site-visits": monitoring.SiteVisits,
    "findings": monitoring.Findings,
    "evaluations": monitoring.Evaluations,
    "measures": monitoring.Measures,
}
