"""What the tests of designating share: the day, the term that follows, the act as of that day."""

from __future__ import annotations

from datetime import date

from designated_managers.actions import register_designation
from designated_managers.models import Designation

TODAY = date(2026, 11, 23)
NEXT_TERM = {"first_on": date(2029, 4, 1), "last_on": date(2034, 3, 31)}


def register(**facts) -> Designation:
    return register_designation(on=TODAY, **facts)
