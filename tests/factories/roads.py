"""Sessions of the council and roads for tests: dull, fixed, made by the office's own acts. They need the shipped
catalogues."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from designated_managers import actions
from tests.factories.centres import make_centre

if TYPE_CHECKING:
    from designated_managers.models import CouncilSession, Road, RoadStep

ENTERED_ON = date(2026, 11, 23)
DECEMBER: dict[str, Any] = {
    "kind": "regular",
    "year": 2026,
    "number": 4,
    "popular_name": "12月定例会",
    "bills_by": date(2026, 11, 20),
    "late_bills_by": date(2026, 11, 27),
    "opens_on": date(2026, 12, 1),
    "votes_on": date(2026, 12, 18),
    "closes_on": date(2026, 12, 18),
}

DAYS = "bills_by", "late_bills_by", "opens_on", "votes_on", "closes_on"
NO_DAYS: dict[str, Any] = dict.fromkeys(DAYS)
"""A session of which no day is known."""


def make_session(*, on: date = ENTERED_ON, **facts: Any) -> CouncilSession:
    """The session of December 2026, unless told."""
    return actions.register_session(on=on, **{**DECEMBER, **facts})


def make_road(*, on: date = date(2026, 4, 1), **facts: Any) -> Road:
    """A road by an open call to 1 April 2027, opened a year ahead; without a centre, of a new one."""
    if "centre" not in facts:
        facts["centre"] = make_centre()
    defaults = {
        "first_on": date(2027, 4, 1),
        "selection_kind": "open",
        "ordinance": "no",
        "ordinance_reason": "設置条例に規定がある",
    }
    return actions.open_road(on=on, **{**defaults, **facts})


def step_of(road: Road, code: str) -> RoadStep:
    return road.steps.get(code=code)


def record(road: Road, code: str, *, on: date = ENTERED_ON, **facts: Any) -> RoadStep:
    """That a step is expected or was done."""
    return actions.record_step(step_of(road, code).pk, on=on, **facts)
