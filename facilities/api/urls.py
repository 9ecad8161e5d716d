from __future__ import annotations

from facilities.api import views

resources = {"buildings": views.Buildings, "equipment": views.EquipmentPieces}
