from __future__ import annotations

from designated_managers.api.views import bundles, council, designations, organisations, roads

resources = {
    "organisations": organisations.Organisations,
    "bundles": bundles.Bundles,
    "designations": designations.Designations,
    "council-sessions": council.CouncilSessions,
    "roads": roads.Roads,
    "road-steps": roads.RoadSteps,
}
