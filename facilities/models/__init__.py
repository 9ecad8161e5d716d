"""The records of the buildings: one file for each thing the office keeps a card of."""

from __future__ import annotations

from facilities.models.buildings import Building, BuildingFact, Equipment

__all__ = ["Building", "BuildingFact", "Equipment"]
