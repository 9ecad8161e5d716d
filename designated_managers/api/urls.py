from __future__ import annotations

from designated_managers.api import views

resources = {"organisations": views.Organisations, "designations": views.Designations}
