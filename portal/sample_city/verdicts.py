"""The sample city's own types of inspection, and a verdict that a person has overruled (見本)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from accounts.models import User
from maintenance import actions
from maintenance.choices import Counting, SubjectOfInspection
from portal.sample_city.invented.people import NORTH

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from facilities.models import Building

LOCAL_TYPES: tuple[dict[str, Any], ...] = (
    {"code": "C-CLEAN", "name": "見本 日常清掃", "counting": Counting.CALENDAR_MONTH, "cycle_months": 1},
    {"code": "C-PLANT", "name": "見本 植栽のせん定", "counting": Counting.FISCAL_YEAR, "cycle_months": 12},
    {"code": "C-GUARD", "name": "見本 機械警備の作動確認", "counting": Counting.FROM_LAST, "cycle_months": 6},
)
CHIEF = "kakaricho"
DECIDED_BEFORE = timedelta(days=30)


class VerdictSamples:
    """What the city itself wants inspected, and where it looks otherwise at a verdict."""

    def __init__(self, on: date, buildings: Mapping[tuple[str, str], Building]) -> None:
        self.on = on
        self.buildings = buildings

    def build(self) -> None:
        """The types, and one overruling by the chief, a month ago."""
        for facts in LOCAL_TYPES:
            actions.add_local_type(
                subject=SubjectOfInspection.BUILDING,
                law="見本 市民センター管理仕様書",
                qualified="委託業者",
                source="見本",
                reason="見本",
                **facts,
            )
        actions.overrule_verdict(
            self.buildings[NORTH, "本館"],
            "C-GUARD",
            answer="not",
            reason="見本 機械警備の契約がなく、夜間は施錠と見回りで足りるため",
            on=self.on - DECIDED_BEFORE,
            by=User.objects.get(login_name=CHIEF).pk,
        )
