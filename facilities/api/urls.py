from __future__ import annotations

from facilities.api.views import buildings

resources = {"buildings": buildings.Buildings, "equipment": buildings.EquipmentPieces}
