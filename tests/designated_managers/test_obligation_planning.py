from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.db.catalogue_rows import city_row_in_front_of
from common.deadlines import SettledReason
from designated_managers import actions
from designated_managers.actions import PlanReport
from designated_managers.models import Obligation, ObligationType
from designated_managers.queries.obligations import OBLIGATION
from tests.factories.agreements import designation_of, make_agreement, make_annual
from tests.factories.designated_managers import make_designation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

# In the middle of 令和8年度, after the sixth month from which 令和9年度 is planned too.
ON = date(2026, 11, 23)


def rows(designation, **narrowed):
    return {
        (row.type_code, row.period_code): row
        for row in Obligation.objects.filter(designation=designation, **narrowed).order_by("pk")
    }


def dues(designation, **narrowed):
    return {key: row.due_on for key, row in rows(designation, **narrowed).items()}


@pytest.fixture
def told(monkeypatch):
    heard = []
    monkeypatch.setattr(
        "designated_managers.actions.obligations.tell_settled",
        lambda kind, ids, reason, **_day: heard.append((kind, sorted(ids), reason)) if ids else None,
    )
    return heard


def test_an_agreement_brings_the_obligations_of_its_template_for_the_year_and_the_next():
    designation = designation_of(make_agreement(on=ON))

    assert dues(designation, fiscal_year=2026) == {
        **{("monthly_report", f"2026-{month:02}"): date(2026, month + 1, 15) for month in range(4, 12)},
        ("monthly_report", "2026-12"): date(2027, 1, 15),
        ("monthly_report", "2027-01"): date(2027, 2, 15),
        ("monthly_report", "2027-02"): date(2027, 3, 15),
        ("monthly_report", "2027-03"): date(2027, 4, 15),
        ("annual_plan", "2026"): date(2026, 3, 1),
        ("annual_report", "2026"): date(2027, 4, 30),
        ("settlement", "2026"): date(2027, 5, 10),
        ("annual_agreement", "2026"): date(2026, 4, 1),
    }
    assert dues(designation, fiscal_year=2027)["annual_plan", "2027"] == date(2027, 3, 1)
    assert set(rows(designation).keys()) >= {("monthly_report", "2027-04")}


def test_a_designation_without_an_agreement_owes_what_the_law_asks_for():
    designation = make_designation(on=ON)

    assert dues(designation) == {
        ("annual_report", "2026"): date(2027, 5, 31),
        ("annual_report", "2027"): date(2028, 5, 31),
    }


def test_a_designation_that_is_not_made_owes_nothing():
    designation = make_designation(on=ON, designated_on=None)

    assert dues(designation) == {}


def test_planning_twice_makes_nothing_new():
    make_agreement(on=ON)
    before = Obligation.history.count()

    report = actions.plan_obligations(on=ON)

    assert report == PlanReport()
    assert Obligation.history.count() == before


def test_what_is_optional_is_owed_where_it_was_agreed():
    plain = designation_of(make_agreement(on=ON))
    more = designation_of(make_agreement(on=ON, optional_types=["quarterly_report"]))

    assert dues(plain, type_code="quarterly_report") == {}
    assert dues(more, type_code="quarterly_report", fiscal_year=2026) == {
        ("quarterly_report", "2026-Q1"): date(2026, 7, 30),
        ("quarterly_report", "2026-Q2"): date(2026, 10, 30),
        ("quarterly_report", "2026-Q3"): date(2027, 1, 30),
        ("quarterly_report", "2026-Q4"): date(2027, 4, 30),
    }


@pytest.mark.parametrize(
    ("fee_system", "owed"), [("manager_income", [date(2027, 3, 31)]), ("city_income", []), ("", [])]
)
def test_fees_are_approved_before_the_first_day_where_they_are_the_managers(fee_system, owed):
    designation = make_designation(
        on=ON,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        **dict.fromkeys(("voted_on", "designated_on", "announced_on"), date(2026, 9, 25)),
    )

    make_agreement(on=ON, designation=designation, terms={"fee_system": fee_system})

    assert list(dues(designation, type_code="fee_approval").values()) == owed


def test_a_changed_rule_dates_what_is_open_anew_and_says_so(told):
    designation = designation_of(make_agreement(on=ON))
    shipped = ObligationType.objects.get(code="standard/monthly_report")
    city_row_in_front_of(shipped, reason="市の協定", due_count=10).save()
    told.clear()

    report = actions.plan_obligations(on=ON)

    months = rows(designation, type_code="monthly_report")
    assert report == PlanReport(changed=24)
    assert months["monthly_report", "2026-11"].due_on == date(2026, 12, 10)
    assert told == [(OBLIGATION, sorted(row.pk for row in months.values()), SettledReason.DAY_CHANGED)]


def test_an_agreement_that_is_entered_dates_the_laws_own_duties_anew(told):
    designation = make_designation(on=ON)
    reports = sorted(row.pk for row in rows(designation).values())

    make_agreement(on=ON, designation=designation)

    assert told == [(OBLIGATION, reports, SettledReason.DAY_CHANGED)]


def test_what_is_in_hand_keeps_its_day_when_the_rule_changes():
    agreement = make_agreement(on=ON)
    make_annual(agreement, on=ON)
    shipped = ObligationType.objects.get(code="standard/annual_agreement")
    city_row_in_front_of(shipped, reason="市の協定", due_rule="days_before_start", due_count=7).save()

    actions.plan_obligations(on=ON)

    assert dues(designation_of(agreement), type_code="annual_agreement") == {
        ("annual_agreement", "2026"): date(2026, 4, 1),
        ("annual_agreement", "2027"): date(2027, 3, 25),
    }


def test_a_withdrawn_type_retires_what_is_open_with_its_reason_and_comes_back(told):
    designation = designation_of(make_agreement(on=ON))
    shipped = ObligationType.objects.get(code="standard/settlement")
    city = city_row_in_front_of(shipped, reason="精算しない", retired_on=ON)
    city.save()
    told.clear()

    actions.plan_obligations(on=ON)
    retired = rows(designation, type_code="settlement")["settlement", "2026"]
    city.delete()
    actions.plan_obligations(on=ON)
    back = rows(designation, type_code="settlement")["settlement", "2026"]

    assert (retired.not_needed_on, retired.retired_by_plan) == (ON, True)
    assert retired.not_needed_reason == "指定期間や協定のひな型が変わり、対象でなくなりました。"
    assert told[0][2] == SettledReason.NO_LONGER_APPLIES
    assert (back.pk, back.not_needed_on, back.not_needed_reason, back.retired_by_plan) == (
        retired.pk,
        None,
        "",
        False,
    )


def test_an_end_within_the_year_makes_the_last_report_and_drops_what_lies_after_it():
    designation = designation_of(make_agreement(on=ON))

    actions.change_designation(designation.pk, on=ON, revoked_on=date(2026, 12, 16))

    open_rows = {key for key, row in rows(designation).items() if row.not_needed_on is None}
    last = rows(designation)["final_report", "2026-final"]
    assert (last.period_first, last.period_last) == (date(2026, 4, 1), date(2026, 12, 15))
    assert last.due_on == date(2027, 1, 14)
    assert open_rows == {
        *(("monthly_report", f"2026-{month:02}") for month in range(4, 13)),
        ("annual_plan", "2026"),
        ("settlement", "2026"),
        ("annual_agreement", "2026"),
        ("final_report", "2026-final"),
    }
    assert rows(designation)["monthly_report", "2026-12"].period_last == date(2026, 12, 15)


def test_an_end_that_becomes_known_late_still_makes_the_last_report_of_last_year():
    designation = designation_of(make_agreement(on=date(2026, 1, 10)))

    actions.change_designation(designation.pk, on=date(2026, 4, 20), revoked_on=date(2026, 3, 1))

    assert dues(designation, type_code="final_report") == {("final_report", "2025-final"): date(2026, 3, 30)}
    assert dues(designation, fiscal_year=2026, not_needed_on__isnull=True) == {}


def test_a_start_within_the_year_cuts_the_first_period():
    designation = make_designation(
        on=ON, first_on=date(2026, 10, 15), last_on=date(2028, 3, 31), designated_on=date(2026, 9, 1)
    )
    make_agreement(on=ON, designation=designation, agreed_on=date(2026, 10, 1))

    first = rows(designation)["monthly_report", "2026-10"]
    plan = rows(designation)["annual_plan", "2026"]
    assert (first.period_first, first.period_last) == (date(2026, 10, 15), date(2026, 10, 31))
    # A month before the start was before there was an agreement.
    assert plan.due_on == date(2026, 10, 1)


def test_another_template_keeps_what_is_the_same_duty_and_changes_its_day():
    agreement = make_agreement(on=ON)
    before = rows(designation_of(agreement))["annual_report", "2026"].pk

    actions.change_agreement(agreement.pk, on=ON, template_code="early")

    after = rows(designation_of(agreement))["annual_report", "2026"]
    assert (after.pk, after.due_on) == (before, date(2027, 5, 31))


def test_a_year_that_is_over_gets_no_duty_that_is_new():
    designation = designation_of(make_agreement(on=date(2026, 1, 10)))
    shipped = ObligationType.objects.get(code="standard/self_evaluation")
    city_row_in_front_of(shipped, reason="全員に求める", optional=False).save()

    actions.plan_obligations(on=date(2026, 4, 20))

    assert dues(designation, type_code="self_evaluation") == {("self_evaluation", "2026"): date(2027, 4, 30)}


def test_a_night_that_was_skipped_is_made_up():
    designation = make_agreement(on=date(2026, 4, 1)).designation

    actions.plan_obligations(on=date(2027, 4, 10))

    assert len(dues(designation, fiscal_year=2027)) == 16


def test_what_a_person_told_to_be_not_needed_stays_so():
    designation = designation_of(make_agreement(on=ON))
    plan = rows(designation)["annual_plan", "2026"]

    actions.tell_not_needed(plan.pk, on=ON, reason="紙で受け取った")
    report = actions.plan_obligations(on=ON)

    assert report == PlanReport()
    assert rows(designation)["annual_plan", "2026"].not_needed_reason == "紙で受け取った"


@pytest.mark.parametrize("count", [1, 3])
def test_planning_costs_the_same_whatever_the_number_of_designations(count):
    for _ in range(count):
        make_agreement(on=ON)
    Obligation.objects.all().delete()

    with CaptureQueriesContext(connection) as queries:
        report = actions.plan_obligations(on=ON)

    # SQLite takes so many values in one INSERT; how many rows that are is not counted here.
    statements = [query["sql"] for query in queries if not query["sql"].startswith("INSERT")]
    assert report == PlanReport(created=32 * count)
    assert len(statements) == 7
