"""How often is inspected and reported follows from the facts of the place, by the catalogue as shipped."""

from __future__ import annotations

from datetime import date

import pytest

from common.db.catalogue_rows import Origin
from maintenance.actions import plan_filing, plan_inspection, record_filing, record_inspection
from maintenance.models import CityFact, Filing
from tests.factories.facilities import make_building, make_equipment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

TODAY = date(2026, 11, 24)
DONE_ON = date(2026, 11, 20)


def _recorded(building, code, *, equipment=None, outcome):
    """The turn that follows one done on 20 November 2026."""
    turn = plan_inspection(building, code, equipment=equipment, due_on=date(2026, 11, 30), on=TODAY)
    return record_inspection(turn.pk, done_on=DONE_ON, on=TODAY, outcome=outcome, done_by="見本設備点検")


@pytest.mark.parametrize(
    ("fire_item", "report_months", "due_on"),
    [
        ("1_ro", 12, date(2027, 11, 22)),
        ("16_i", 12, date(2027, 11, 22)),
        ("15", 36, date(2029, 11, 20)),
        ("16_ro", 36, date(2029, 11, 20)),
        ("", 12, date(2027, 11, 22)),
    ],
)
def test_a_general_check_is_reported_each_year_for_specified_uses_and_every_third_for_others(
    fire_item, report_months, due_on
):
    _recorded(make_building(fire_item=fire_item), "FIR-2", outcome="sound")

    filing = Filing.objects.get()
    assert (filing.report_months, filing.due_on, filing.addressee) == (
        report_months,
        due_on,
        "消防長・消防署長",
    )


@pytest.mark.parametrize(
    ("official", "reported"), [(True, []), (False, [(12, "特定行政庁")]), (None, [(12, "特定行政庁")])]
)
def test_the_check_of_a_lift_is_reported_only_where_the_city_has_no_building_official(official, reported):
    shipped = CityFact.objects.get()
    CityFact.objects.create(code=shipped.code, origin=Origin.CITY, name=shipped.name, answer=official)
    building = make_building()
    lift = make_equipment(building=building, category="lift")

    _recorded(building, "BLD-3", equipment=lift, outcome="no_findings")

    assert list(Filing.objects.values_list("report_months", "addressee")) == reported


@pytest.mark.parametrize(
    ("category", "watts", "months"),
    [
        ("air_conditioning", 7_500, 36),
        ("air_conditioning", 49_999, 36),
        ("air_conditioning", 50_000, 12),
        ("refrigeration", 7_500, 12),
        ("air_conditioning", None, 12),
    ],
)
def test_the_next_check_of_a_machine_follows_from_what_its_compressor_takes(category, watts, months):
    building = make_building()
    machine = make_equipment(building=building, category=category, compressor_watts=watts)

    following = _recorded(building, "HVC-2", equipment=machine, outcome="good")

    assert (following.cycle_months, following.due_on) == (
        months,
        date(2026 + months // 12, 11, 20),
    )


def test_a_building_that_came_to_be_of_a_specified_use_reports_each_year_from_its_next_filing_on():
    building = make_building(fire_item="15")
    filing = plan_filing(building, "FIR-2", last_filed_on=date(2023, 11, 24), on=TODAY)
    assert (filing.report_months, filing.due_on) == (36, date(2026, 11, 24))

    building.fire_item = "16_i"
    building.save()
    following = record_filing(filing.pk, filed_on=TODAY, on=TODAY, addressee="消防署長（見本）")

    assert (following.report_months, following.due_on) == (12, date(2027, 11, 24))


def test_what_is_no_longer_reported_keeps_its_pending_filing_until_somebody_says_why():
    building = make_building()
    lift = make_equipment(building=building, category="lift")
    pending = plan_filing(building, "BLD-3", equipment=lift, last_filed_on=date(2025, 11, 24), on=TODAY)

    _recorded(building, "BLD-3", equipment=lift, outcome="no_findings")

    assert list(Filing.objects.values_list("pk", "turn__done_on")) == [(pending.pk, DONE_ON)]
