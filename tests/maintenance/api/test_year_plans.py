from __future__ import annotations

from datetime import date

import pytest

from maintenance.actions import Answered, answer_year_end, close_year
from maintenance.models import DueInspection
from tests.api import Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_contract, make_turn
from tests.factories.year_plans import ON, make_plan

pytestmark = pytest.mark.django_db

LIST = "year-plans/"


def _planned(due_on: date = date(2026, 12, 20)):
    building = make_building(centre=make_centre())
    turn = make_turn(building, due_on=due_on)
    return turn, next(row for row in make_plan() if row.building_id == building.pk)


def test_the_rows_of_a_plan_are_listed_by_year_and_centre(officer):
    turn, row = _planned()
    _planned(date(2027, 1, 20))
    api = Api(officer)

    of_centre = api.get(f"{LIST}?fiscal_year=2026&centre={turn.building.centre_id}")
    of_another_year = api.get(f"{LIST}?fiscal_year=2027")

    assert ids(of_centre) == [row.pk]
    assert ids(of_another_year) == []
    (answer,) = of_centre.json()["results"]
    assert (answer["fiscal_year"], answer["due_on"], answer["planned_on"]) == (
        2026,
        "2026-12-20",
        "2026-12-18",
    )
    assert answer["type"] == {"code": "FIR-1", "name": "消防用設備等 機器点検"}


def test_overdue_rows_are_told_by_their_turns(officer):
    _, row = _planned(date(2026, 11, 10))
    _, ahead = _planned(date(2027, 3, 20))
    done, recorded = _planned(date(2026, 11, 11))
    DueInspection.objects.filter(pk=done.pk).update(done_on=date(2026, 11, 9), outcome="good")
    api = Api(officer)

    overdue = ids(api.get(f"{LIST}?overdue=true"))
    others = ids(api.get(f"{LIST}?overdue=false&fiscal_year=2026"))

    assert overdue == [row.pk]
    assert {ahead.pk, recorded.pk} <= {*others}
    assert row.pk not in others


def test_a_row_is_changed_and_its_turn_follows(officer):
    turn, row = _planned()
    contract = make_contract([turn.building.centre], contractor="見本設備")

    answer = Api(officer).patch(
        f"{LIST}{row.pk}/", {"planned_on": "2026-12-10", "contract": contract.pk, "budget": 55_000}
    )

    assert answer.status_code == 200
    assert answer.json()["contractor"] == "見本設備"
    assert answer.json()["day_by_hand"] is True
    assert DueInspection.objects.get(pk=turn.pk).planned_on == date(2026, 12, 10)


def test_a_day_that_has_passed_is_refused(officer):
    _, row = _planned()

    answer = Api(officer).patch(f"{LIST}{row.pk}/", {"planned_on": "2026-11-22"})

    assert refusal(answer) == (400, [("day-passed", "planned_on")])


def test_a_group_reads_neither_plans_nor_reports():
    group = make_group(make_centre())
    api = Api(group)

    assert api.get(LIST).status_code == 403
    assert api.get("year-end-reports/").status_code == 403


def test_a_closed_report_answers_the_rows_that_were_confirmed(officer):
    turn = make_turn(due_on=date(2025, 10, 31))
    centre = turn.building.centre
    answer_year_end(centre, 2025, {f"t{turn.pk}": Answered("漏れ")}, on=ON)
    close_year(centre, 2025, on=ON)

    answer = Api(officer).get("year-end-reports/?fiscal_year=2025&closed=true")

    (report,) = answer.json()["results"]
    assert (report["closed_on"], report["centre"]["id"]) == ("2026-11-23", centre.pk)
    assert [(row["state"], row["reason"]) for row in report["rows"]] == [("not_done", "漏れ")]
