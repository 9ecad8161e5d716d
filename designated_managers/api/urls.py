from __future__ import annotations

from designated_managers.api.views import designations, organisations

resources = {"organisations": organisations.Organisations, "designations": designations.Designations}
