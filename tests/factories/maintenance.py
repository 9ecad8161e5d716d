"""Inspections and service contracts for tests: dull, fixed, made by the office's own acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from common.certainty import Certainty
from maintenance import actions
from maintenance.choices import ContractKind, Meaning, SubjectOfInspection
from maintenance.models import InspectionType
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.outcomes import offered_outcomes
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.inspection_outcomes import make_outcomes

if TYPE_CHECKING:
    from collections.abc import Collection

    from centres.models import Centre
    from facilities.models import Building
    from maintenance.models import DueInspection, ServiceContract

DUE_ON = date(2026, 11, 30)
RECORDED_ON = date(2026, 11, 23)


def make_type(code: str = "FIR-1", **facts: Any) -> InspectionType:
    """One type of inspection, for tests that do without the shipped catalogue: a fire equipment check every
    six months. An existing one of the code is taken as it is.
    """
    defaults: dict[str, Any] = {
        "name": "消防用設備等 機器点検",
        "law": "消防法 第17条の3の3",
        "subject": SubjectOfInspection.BUILDING,
        "cycle_months": 6,
        "qualified": "消防設備士",
        "certainty": Certainty.VERIFIED,
    }
    make_outcomes()
    return InspectionType.objects.get_or_create(code=code, defaults={**defaults, **facts})[0]


def make_lift_type(**facts: Any) -> InspectionType:
    """The type of inspection that looks at one lift, every twelve months."""
    defaults = {
        "name": "昇降機の点検",
        "law": "建築基準法 第12条第4項",
        "subject": SubjectOfInspection.EQUIPMENT,
        "cycle_months": 12,
    }
    return make_type("BLD-3", **{**defaults, **facts})


def make_turn(building: Building | None = None, type_code: str = "FIR-1", **facts: Any) -> DueInspection:
    """An inspection under watch, due on 30 November 2026 unless told; ``due_on=None`` leaves its day unknown."""
    make_type(type_code)
    return actions.plan_inspection(
        building or make_building(), type_code, **{"due_on": DUE_ON, **facts}, on=RECORDED_ON
    )


def make_done_turn(
    building: Building | None = None, *, done_on: date = date(2026, 11, 20), **facts: Any
) -> DueInspection:
    """A turn recorded as done on 20 November 2026 without findings, unless told; the next one is planned."""
    turn = make_turn(building)
    finding = {"outcome": good_outcome(turn), "done_by": "見本設備点検", **facts}
    actions.record_inspection(turn.pk, done_on=done_on, on=RECORDED_ON, **finding)
    turn.refresh_from_db()
    return turn


def good_outcome(turn: DueInspection) -> str:
    """The code by which this turn says that nothing is wrong: the shipped types speak in words of their own."""
    words = offered_outcomes(inspection_types()[turn.type_code], on=RECORDED_ON)
    return next(word.code for word in words if word.meaning == Meaning.GOOD)


def make_contract(centres: Collection[Centre] | None = None, **facts: Any) -> ServiceContract:
    """A cleaning contract of one fiscal year, to the end of March 2027 unless told; without centres, over a
    new one."""
    defaults: dict[str, Any] = {
        "name": "見本清掃業務",
        "contractor": "見本清掃",
        "contract_kind": ContractKind.SINGLE_YEAR,
        "first_on": date(2026, 4, 1),
        "last_on": date(2027, 3, 31),
        "amount": 1_200_000,
    }
    return actions.sign_contract([make_centre()] if centres is None else centres, **{**defaults, **facts})
