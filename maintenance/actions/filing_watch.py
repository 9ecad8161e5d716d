"""The act that puts under watch what was filed before the system (前回の報告日から)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from common.db.records import save_checked
from common.office_days import load_office_days
from common.problems import Problem
from maintenance.actions.filings import CannotFile, addressee_of, due_columns, shortest_report_months
from maintenance.actions.inspections import problems_with_subject
from maintenance.models import Filing
from maintenance.queries.cycles import Places
from maintenance.queries.inspection_types import inspection_types
from maintenance.rules.filings import filing_due, problems_with_last_filing

if TYPE_CHECKING:
    from datetime import date

    from facilities.models import Building, Equipment


@transaction.atomic
def plan_filing(
    building: Building,
    type_code: str,
    *,
    equipment: Equipment | None = None,
    last_filed_on: date,
    on: date,
) -> Filing:
    """Put under watch what was filed before the system (届出・報告の登録): due anew after the last filing.

    Where the rule says that this place does not report, whoever enters it knows better. Raises ``CannotFile``
    with every problem, one of them that a filing of the same place and type is pending.
    """
    kind = inspection_types().get(type_code)
    shortest = shortest_report_months(kind)
    problems = [*problems_with_last_filing(last_filed_on, on=on)]
    if kind is None or shortest is None:
        message = "報告する点検の種類を選んでください。"
        raise CannotFile([*problems, Problem("type-not-reported", message, field="type_code")])
    at_place = Places([building.pk], on=on).cycles(kind, building.pk, equipment.pk if equipment else None)
    months = at_place.report_months or shortest
    due = filing_due(last_filed_on, months, calendar=load_office_days(), first=False)
    filing = Filing(
        building=building,
        equipment=equipment,
        type_code=type_code,
        report_months=months,
        addressee=addressee_of(kind),
        **due_columns(due),
    )
    problems += problems_with_subject(kind, building, equipment)
    return save_checked(filing, *problems, error=CannotFile)
