"""The decided renewal projects as the forecast takes them (決まっている整備事業)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope
    from facilities.rules.renewal_cost import KnownProject


def known_projects(scope: Scope, on: date) -> tuple[KnownProject, ...]:  # noqa: ARG001
    """The projects within the scope that are decided on a day; the register keeps none yet."""
    return ()


def urgency_by_building(scope: Scope, on: date) -> dict[int, int]:  # noqa: ARG001
    """How urgent the works of a building are by its latest 健全度, by its id; the register keeps none yet.
    A building that is not named has the weight 1."""
    return {}
