"""The inspection catalogue as pages ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maintenance.models import InspectionType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def inspection_types() -> Mapping[str, InspectionType]:
    """The catalogue by code, the city's row in front of the shipped one; retired types too, for old
    records."""
    return {row.code: row for row in InspectionType.objects.in_front()}


def offered_types(types: Mapping[str, InspectionType], *, on: date) -> list[InspectionType]:
    """The types that an inspection can be put under watch for on this day: those still in use."""
    return [kind for kind in types.values() if kind.retired_on is None or kind.retired_on > on]
