"""What the forms offer of a centre: its buildings, and the equipment in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from facilities.models import Building, Equipment


@dataclass(frozen=True)
class Targets:
    """What may be chosen: the choices of the field, and what each of them means."""

    choices: list[Any]
    places: dict[str, tuple[Building, Equipment | None]]


def targets_of(buildings: Iterable[Building]) -> Targets:
    """Each building as a whole and every piece of equipment in it, building by building; they come from
    ``places_to_inspect``."""
    choices: list[Any] = [("", "選んでください")]
    places: dict[str, tuple[Building, Equipment | None]] = {}
    for building in buildings:
        whole = {f"building-{building.pk}": (building, None)}
        there = {
            **whole,
            **{f"equipment-{piece.pk}": (building, piece) for piece in building.equipment.all()},
        }
        places |= there
        named = [(key, piece.name if piece else "建物全体") for key, (_, piece) in there.items()]
        choices.append((building.name, named))
    return Targets(choices, places)
