"""Buildings and equipment for tests: dull, fixed, made by the office's own acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facilities import actions
from facilities.choices import EquipmentCategory
from tests.factories.centres import make_centre

if TYPE_CHECKING:
    from facilities.models import Building, Equipment


def make_building(name: str = "本館", **facts: Any) -> Building:
    """A building with a name and nothing else known; without a centre, of a new one."""
    if "centre" not in facts:
        facts["centre"] = make_centre()
    return actions.register_building(name=name, **facts)


def make_equipment(name: str = "エレベーター", **facts: Any) -> Equipment:
    """A lift; without a building, in a new one."""
    if "building" not in facts:
        facts["building"] = make_building()
    return actions.register_equipment(name=name, **{"category": EquipmentCategory.LIFT, **facts})
