from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from common.fiscal_year import FiscalYear
from common.partial_dates import PartialDate
from common.scope import Scope
from designated_managers.actions import decide_direct_return
from designated_managers.models import PlannedStep
from facilities.actions import change_building, change_equipment
from maintenance.actions import decide_not_to_renew, record_inspection
from portal.desk.year import months_of, sources
from portal.viewer import Viewer
from reminders.choices import FlagKind
from reminders.deadlines import DEADLINES
from reminders.subjects import MAY_SEE
from tests.factories.accounts import make_user
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_officer
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_turn
from tests.factories.monitoring import make_improvement_plan, make_measure
from tests.factories.roads import make_road, make_session
from tests.factories.transfers import make_transfer
from tests.portal.conftest import MONDAY

EVERYTHING = frozenset(MAY_SEE.values())


def year(
    scope: Scope | None = None, permissions: frozenset[str] = EVERYTHING
) -> dict[int, tuple[int, int, int]]:
    """Months of the fiscal year that hold anything: done, to come, overdue."""
    viewer = Viewer(scope or Scope.everything(), permissions)
    months = months_of(FiscalYear(2026), viewer=viewer, on=MONDAY)
    told = {(3 + column) % 12 + 1: (m.done, m.ahead, m.overdue) for column, m in enumerate(months)}
    return {month: numbers for month, numbers in told.items() if any(numbers)}


def test_inspections_count_in_the_month_in_which_they_are_due(catalogues):
    done = make_turn(make_building(), due_on=date(2026, 4, 1))
    record_inspection(done.pk, done_on=date(2026, 3, 20), on=MONDAY, outcome="sound")
    make_turn(make_building(), due_on=date(2026, 11, 22))
    make_turn(make_building(), due_on=date(2026, 11, 23))
    make_turn(make_building(), due_on=date(2027, 3, 31))
    make_turn(make_building(), due_on=date(2026, 3, 31))
    make_turn(make_building(), due_on=date(2027, 4, 1))
    make_turn(make_building(), due_on=None)

    assert year() == {4: (1, 0, 0), 9: (0, 0, 1), 11: (0, 1, 1), 3: (0, 1, 0)}


def test_contracts_and_designations_count_in_the_month_in_which_they_end(catalogues):
    make_contract(last_on=date(2026, 10, 31))
    ended = make_contract(last_on=date(2026, 10, 30))
    decide_not_to_renew(ended.pk, on=MONDAY, reason="直営に切り替え")
    make_designation(last_on=date(2027, 3, 31))
    returning = make_designation(last_on=date(2027, 3, 31))
    decide_direct_return(returning.pk, decided_on=MONDAY, on=MONDAY, reason="団体の解散")

    seen = only(FlagKind.CONTRACT) | only(FlagKind.DESIGNATION_END)
    # The road to the next designation was opened with it; its steps are counted elsewhere.
    assert year(permissions=seen) == {10: (1, 0, 1), 3: (1, 1, 0)}


def only(kind: FlagKind) -> frozenset[str]:
    return frozenset({MAY_SEE[kind.value]})


def test_the_year_knows_every_kind_that_is_told():
    viewer = Viewer(Scope.everything(), EVERYTHING)

    assert set(sources(viewer)) == set(DEADLINES) == set(FlagKind)


@pytest.mark.usefixtures("catalogues")
def test_steps_of_a_road_count_in_the_month_of_their_latest_day():
    make_session()
    road = make_road()
    planned = PlannedStep.objects.pending(MONDAY).filter(plan__road=road)
    expected: dict[int, int] = {}
    for latest_on in planned.values_list("latest_on", flat=True):
        if date(2026, 4, 1) <= latest_on <= date(2027, 3, 31):
            expected[latest_on.month] = expected.get(latest_on.month, 0) + 1

    told = year(permissions=only(FlagKind.ROAD_STEP))

    assert {month: sum(numbers) for month, numbers in told.items()} == expected
    assert {month for month, (_, _, overdue) in told.items() if overdue} <= {4, 5, 6, 7, 8, 9, 10, 11}


@pytest.mark.usefixtures("catalogues")
def test_the_terms_of_officers_and_the_items_of_a_hand_over_count_in_their_month():
    make_officer(organisation=make_designation().organisation, last_on=date(2027, 3, 31))
    transfer = make_transfer(aimed_on=date(2027, 1, 31))
    in_year = transfer.items.filter(due_on__range=(date(2026, 4, 1), date(2027, 3, 31)))

    assert year(permissions=only(FlagKind.OFFICER_TERM)) == {3: (0, 1, 0)}
    assert sum(map(sum, year(permissions=only(FlagKind.HANDOVER_ITEM)).values())) == in_year.count() > 0


@pytest.mark.usefixtures("catalogues")
def test_an_instruction_counts_in_the_month_of_what_it_waits_for():
    waiting_for_the_plan = make_measure(plan_by=date(2026, 10, 31), improve_by=date(2027, 2, 28))

    before = year(permissions=only(FlagKind.INSTRUCTION))
    make_improvement_plan(waiting_for_the_plan, review_by=date(2026, 12, 6))

    assert before == {10: (0, 0, 1)}
    assert year(permissions=only(FlagKind.INSTRUCTION)) == {12: (0, 1, 0)}


def test_ends_of_lives_of_equipment_count_done_once_it_is_removed(catalogues):
    facts: dict[str, Any] = {"expected_life_years": 7, "installed_on": PartialDate.of_fiscal_year(2019)}
    make_equipment(**facts)
    replaced = make_equipment(**facts)
    change_equipment(replaced.pk, on=MONDAY, removed_on=PartialDate.of_day(MONDAY))

    assert year(permissions=only(FlagKind.EQUIPMENT_LIFE)) == {3: (1, 1, 0)}


def test_warranties_and_accounts_count_while_they_run(catalogues):
    before = MONDAY - timedelta(days=1)
    for day in (before, MONDAY, date(2027, 2, 28)):
        make_equipment(warranty_until=day)
    for day in (before, date(2026, 12, 31)):
        make_user(active_until=day)

    assert year(permissions=only(FlagKind.WARRANTY)) == {11: (0, 1, 0), 2: (0, 1, 0)}
    assert year(permissions=only(FlagKind.ACCOUNT_END)) == {12: (0, 1, 0)}


def test_what_falls_due_after_its_building_is_gone_is_no_deadline(catalogues):
    building = make_building()
    make_turn(building, due_on=date(2026, 12, 1))
    change_building(building.pk, retired_on=PartialDate.of_day(date(2026, 12, 1)))

    assert year() == {}


def test_a_contract_over_many_centres_counts_once(catalogues):
    make_contract([make_centre(), make_centre(), make_centre()], last_on=date(2026, 12, 31))

    assert year() == {12: (0, 1, 0)}


def test_only_the_viewers_centres_and_kinds_are_counted(catalogues):
    centre = make_centre()
    scope = Scope(
        every_centre=False, centre_ids=frozenset({centre.pk}), organisation_ids=frozenset(), internal=True
    )
    make_turn(make_building(centre=centre), due_on=date(2026, 12, 1))
    make_turn(make_building(), due_on=date(2026, 12, 2))
    make_contract([centre], last_on=date(2026, 12, 31))

    assert year(scope) == {12: (0, 2, 0)}
    assert year(scope, frozenset({"maintenance.view_dueinspection"})) == {12: (0, 1, 0)}
    assert year(scope, frozenset()) == {}


def test_the_year_costs_one_query(catalogues, django_assert_num_queries):
    make_turn(make_building())

    with django_assert_num_queries(1):
        year()
