from __future__ import annotations

from datetime import date

from common.fiscal_year import FiscalYear
from common.partial_dates import PartialDate
from common.scope import Scope
from designated_managers.actions import decide_direct_return
from facilities.actions import change_building
from maintenance.actions import decide_not_to_renew, record_inspection
from portal.desk.year import months_of
from portal.viewer import Viewer
from reminders.subjects import MAY_SEE
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_contract, make_turn
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
    record_inspection(done.pk, done_on=date(2026, 3, 20), on=MONDAY, outcome="good")
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

    assert year() == {10: (1, 0, 1), 3: (1, 1, 0)}


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
