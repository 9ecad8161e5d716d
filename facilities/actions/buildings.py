"""The acts on the building register."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import locked
from common.db.records import changed, save_checked
from common.db.stated_facts import state
from common.deadlines import SettledReason, tell_settled
from facilities.models import Building, Equipment
from facilities.queries.equipment import EQUIPMENT_LIFE, WARRANTY
from facilities.queries.projects import renewals_of
from facilities.rules.life import life_ends_on
from facilities.rules.project_days import problems_with_build_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from common.db.stated_facts import Statement
    from common.problems import Problem


NOTHING_SAID: Mapping[str, Statement | None] = MappingProxyType({})


@transaction.atomic
def register_building(*, statements: Mapping[str, Statement | None] = NOTHING_SAID, **facts: Any) -> Building:
    """Enter a building of a centre (建物の登録) with the sources of its facts; raises ``Refused`` with every
    problem."""
    building = save_checked(Building(**facts))
    state(building.stated_facts, statements)
    return building


@transaction.atomic
def change_building(
    pk: int,
    *,
    expected_version: str | None = None,
    statements: Mapping[str, Statement | None] = NOTHING_SAID,
    **facts: Any,
) -> Building:
    """Change facts of a building (建物の変更) and their sources; raises ``Stale`` if it is no longer what was
    looked at, ``Refused`` with every other problem, and changes nothing then."""
    building = changed(locked(Building, pk, expected_version=expected_version), facts)
    save_checked(building, *(_problems_with_renewals(building) if "built_on" in facts else ()))
    state(building.stated_facts, statements)
    return building


def _problems_with_renewals(building: Building) -> list[Problem]:
    """That the building is younger than a project that replaces it or works on it."""
    return [
        problem
        for project, renewal in renewals_of(building.pk)
        for problem in problems_with_build_day(
            building.name, building.built_on, renewal, project=project, field="built_on"
        )
    ]


@transaction.atomic
def state_sources(building: Building, statements: Mapping[str, Statement | None]) -> None:
    """Say where facts of a building come from and how sure we are of each (出典・確かさ), by field name."""
    state(building.stated_facts, statements)


@transaction.atomic
def register_equipment(**facts: Any) -> Equipment:
    """Enter equipment of a building (設備の登録); raises ``Refused`` with every problem."""
    return _save_equipment(Equipment(**facts))


@transaction.atomic
def change_equipment(pk: int, *, on: date, expected_version: str | None = None, **facts: Any) -> Equipment:
    """Change facts of equipment (設備の変更); raises ``Stale`` if it is no longer what was looked at,
    ``Refused`` with every other problem, and changes nothing then. What has another day now, or is removed,
    is no longer told as due."""
    equipment = locked(Equipment, pk, expected_version=expected_version)
    life_ended_on, warranted_until = equipment.life_ends_on, equipment.warranty_until
    _save_equipment(changed(equipment, facts))
    if equipment.removed_on is not None and equipment.removed_on.possibly_by(on):
        tell_settled(EQUIPMENT_LIFE, [pk], SettledReason.DONE, on=on)
        tell_settled(WARRANTY, [pk], SettledReason.NO_LONGER_APPLIES, on=on)
        return equipment
    for kind, before, now in (
        (EQUIPMENT_LIFE, life_ended_on, equipment.life_ends_on),
        (WARRANTY, warranted_until, equipment.warranty_until),
    ):
        if before != now:
            reason = SettledReason.DAY_CHANGED if now else SettledReason.NO_LONGER_APPLIES
            tell_settled(kind, [pk], reason, on=on)
    return equipment


def _save_equipment(equipment: Equipment) -> Equipment:
    """With the day on which its expected life ends, which is never said by anybody."""
    equipment.life_ends_on = life_ends_on(equipment.installed_on, equipment.expected_life_years)
    return save_checked(equipment)
