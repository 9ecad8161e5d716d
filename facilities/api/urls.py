from __future__ import annotations

from facilities.api.views import buildings, condition, rooms

resources = {
    "buildings": buildings.Buildings,
    "equipment": buildings.EquipmentPieces,
    "rooms": rooms.Rooms,
    "condition-assessments": condition.ConditionAssessments,
}
