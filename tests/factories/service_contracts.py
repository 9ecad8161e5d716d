"""Service contracts with a scope, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maintenance.actions import ContractScope
from tests.factories.maintenance import make_contract, make_type

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from centres.models import Centre
    from facilities.models import Equipment
    from maintenance.models import ServiceContract


def make_inspecting(
    centres: Collection[Centre] | None = None,
    *,
    types: Collection[str] = ("FIR-1",),
    equipment: Collection[Equipment] = (),
    years: Mapping[int, int] | None = None,
    **facts: Any,
) -> ServiceContract:
    """A contract for inspections, of one fiscal year to the end of March 2027 unless told."""
    for code in types:
        make_type(code)
    scope = ContractScope(types, equipment, years)
    return make_contract(centres, **{"name": "見本消防設備保守", "scope": scope, **facts})
