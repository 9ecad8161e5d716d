"""A small office: one centre with one building, and acts that make something due."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from centres.actions import register_centre, set_up_post
from designated_managers.actions import register_designation, register_organisation
from designated_managers.models import Obligation
from facilities.actions import register_building
from maintenance.actions import plan_inspection, sign_contract
from maintenance.choices import ContractKind
from reminders.actions import NightReport, flag_due
from reminders.models import Flag

NIGHT = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


def night(on: date) -> NightReport:
    """The nightly job of one day."""
    return flag_due(on=on, finished_at=NIGHT)


def flags() -> list[tuple]:
    """Every flag as (kind, due day, stage, opened, closed, reason)."""
    order = "kind", "subject_id", "due_on"
    columns = "kind", "due_on", "stage", "opened_on", "closed_on", "close_reason"
    return list(Flag.objects.order_by(*order).values_list(*columns))


@pytest.fixture
def centre(catalogues):
    return register_centre(code="352152-0001", name="見本市民センター")


@pytest.fixture
def other_centre(catalogues):
    return register_centre(code="352152-0002", name="見本東市民センター")


@pytest.fixture
def building(centre):
    return register_building(centre=centre, name="本館")


@pytest.fixture
def inspection(building):
    """A fire equipment check (every six months) due on 20 November 2026."""
    return plan_inspection(building, "FIR-1", due_on=date(2026, 11, 20), on=date(2026, 11, 23))


@pytest.fixture
def contract(centre):
    """A cleaning contract over one centre that ends with the fiscal year."""
    return make_contract([centre])


def make_contract(centres, **facts):
    return sign_contract(
        centres,
        **{
            "name": "見本清掃業務",
            "contractor": "見本清掃",
            "contract_kind": ContractKind.SINGLE_YEAR,
            "first_on": date(2026, 4, 1),
            "last_on": date(2027, 3, 31),
            **facts,
        },
    )


@pytest.fixture
def organisation(catalogues):
    return register_organisation(name="見本協議会", kind="running_council")


@pytest.fixture
def designation(centre, organisation):
    """A designation of five years that ends on 31 March 2027."""
    return make_designation(centre, organisation)


def make_designation(centre, organisation, **facts):
    """Entered when its term began, too early for the road to the next one. What it has owed since is told in
    tests of its own."""
    made = register_designation(
        on=date(2022, 4, 1),
        **{
            "centre": centre,
            "organisation": organisation,
            "voted_on": date(2021, 12, 20),
            "vote_result": "passed",
            "designated_on": date(2021, 12, 22),
            "agreed_on": date(2022, 3, 25),
            "first_on": date(2022, 4, 1),
            "last_on": date(2027, 3, 31),
            **facts,
        },
    )
    Obligation.objects.filter(designation=made).delete()
    return made


@pytest.fixture
def post(catalogues):
    return set_up_post(code="tanto-1", name="市民センター担当1")
