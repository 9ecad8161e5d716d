"""The acts on what stands on the card of a centre: uses, rooms, land, years of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import Stale, create_with_history, locked, update_with_history
from common.db.records import changed, problems_with, save_checked
from common.fiscal_year import FiscalYear
from common.problems import Problem, refuse_if_blocked
from facilities.models import Building, BuildingUse, Land, Room, YearOfUse
from facilities.queries.uses import version_of_uses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

USES_CHANGED = Problem(
    "stale",
    "開いたあとに、ほかの人が用途を書き換えました。開き直して、いまの内容を確かめてから入力してください。",
)
TWICE = Problem("use-twice", "同じ階に同じ用途・呼び名の行が2つあります。1つにまとめてください。")


@transaction.atomic
def set_uses(
    building_id: int, uses: Sequence[Mapping[str, Any]], *, expected_version: str | None = None
) -> tuple[BuildingUse, ...]:
    """Say anew what the parts of a building are used for (用途の登録), all of them at once.

    A use is known again by its kind, name and storey: only its area changes then; what is not named any more
    ends, and stays in the history. Raises ``Stale`` where somebody else changed them meanwhile, ``Refused``
    with every problem, each with the number of its row in front of the field (``2-area``).
    """
    building = locked(Building, building_id)
    if expected_version is not None and expected_version != version_of_uses(building_id):
        raise Stale([USES_CHANGED])
    wanted = [BuildingUse(building=building, **facts) for facts in uses]
    there = {_key(use): use for use in building.uses.all()}
    refuse_if_blocked(_problems_with_uses(wanted))
    kept = {_key(use): use for use in wanted}
    gone = [use.pk for key, use in there.items() if key not in kept]
    BuildingUse.objects.filter(pk__in=gone).delete()
    resized = [
        changed(there[key], {"area": use.area})
        for key, use in kept.items()
        if key in there and there[key].area != use.area
    ]
    update_with_history(resized, ["area"])
    create_with_history([use for key, use in kept.items() if key not in there])
    return tuple(building.uses.all())


def _key(use: BuildingUse) -> tuple[str, str, int | None]:
    return use.kind, use.name, use.storey


def _problems_with_uses(wanted: Sequence[BuildingUse]) -> list[Problem]:
    # The fields say all that can be wrong with one row, and rows that are alike are told once for all.
    problems = [
        Problem(problem.code, problem.message, field=f"{number}-{problem.field}")
        for number, use in enumerate(wanted)
        for problem in problems_with(use, leaving_out={"building"}, by_fields_alone=True)
    ]
    alike = len({_key(use) for use in wanted}) < len(wanted)
    return [*problems, TWICE] if alike else problems


@transaction.atomic
def register_room(**facts: Any) -> Room:
    """Enter a room of a building (部屋の登録); raises ``Refused`` with every problem."""
    return save_checked(Room(**facts))


@transaction.atomic
def change_room(pk: int, *, expected_version: str | None = None, **facts: Any) -> Room:
    """Change facts of a room (部屋の変更); raises ``Stale`` if it is no longer what was looked at,
    ``Refused`` with every other problem."""
    return save_checked(changed(locked(Room, pk, expected_version=expected_version), facts))


@transaction.atomic
def register_land(**facts: Any) -> Land:
    """Enter land of a centre (土地の登録); raises ``Refused`` with every problem."""
    return save_checked(Land(**facts))


@transaction.atomic
def change_land(pk: int, *, expected_version: str | None = None, **facts: Any) -> Land:
    """Change facts of land (土地の変更); raises ``Stale`` if it is no longer what was looked at, ``Refused``
    with every other problem."""
    return save_checked(changed(locked(Land, pk, expected_version=expected_version), facts))


@transaction.atomic
def register_year_of_use(*, on: date, **facts: Any) -> YearOfUse:
    """Enter how a centre was used in a fiscal year (年度の実績の登録); raises ``Refused`` with every
    problem."""
    year = YearOfUse(**facts)
    return save_checked(year, *_year_to_come(year, on))


@transaction.atomic
def change_year_of_use(pk: int, *, on: date, expected_version: str | None = None, **facts: Any) -> YearOfUse:
    """Change facts of a year (年度の実績の変更); raises ``Stale`` if it is no longer what was looked at,
    ``Refused`` with every other problem."""
    year = changed(locked(YearOfUse, pk, expected_version=expected_version), facts)
    return save_checked(year, *_year_to_come(year, on))


def _year_to_come(year: YearOfUse, on: date) -> list[Problem]:
    if (year.fiscal_year or 0) <= FiscalYear.of(on).year:
        return []
    message = "まだ始まっていない年度の実績は登録できません。"
    return [Problem("year-to-come", message, field="fiscal_year")]
