"""What the city has settled for its year plans (年間点検計画の目安), from the literate YAML beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from common.catalogues import CatalogueError, read_catalogue

if TYPE_CHECKING:
    from common.catalogues import Entry

SHIPPED = Path(__file__).resolve().parent.parent / "catalogues" / "year_plan.yaml"


@dataclass(frozen=True)
class PlanSettings:
    """``heavy_month``: more inspections than this in one month of one centre are shown as many (多い)."""

    heavy_month: int


@cache
def plan_settings(path: Path = SHIPPED) -> PlanSettings:
    """What the file says; raises ``CatalogueError`` with everything that is wrong with it."""
    catalogue = read_catalogue(path, required=("value",))
    values = dict(catalogue.parsed(_value))
    if set(values) != {"heavy_month"}:
        line = f"{path.name}：「heavy_month」（多いとする件数）を1つだけ書いてください。"
        raise CatalogueError([line])
    return PlanSettings(**values)


def _value(entry: Entry) -> tuple[str, int]:
    value = entry.values["value"]
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        message = "値は1以上の整数にしてください。"
        raise ValueError(message)
    return entry.code, value
