from __future__ import annotations

from facilities.api.views import buildings, rooms

resources = {"buildings": buildings.Buildings, "equipment": buildings.EquipmentPieces, "rooms": rooms.Rooms}
