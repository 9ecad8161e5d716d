"""The whole API on 23 November 2026, with one record of everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import time_machine

from centres.models import Centre, District, Post
from common.certainty import Certainty
from common.db.catalogue_rows import load_shipped
from common.deadlines import Side
from common.partial_dates import PartialDate
from config.management.commands.load_catalogues import SHIPPED, entries_of
from designated_managers.models import CouncilSession, Designation
from facilities.models import Building, Equipment, Room
from maintenance.actions import decide_not_to_renew, record_inspection
from maintenance.choices import RepairState
from maintenance.models import DueInspection, ServiceContract
from reminders.choices import Why
from reminders.models import Flag, Notice
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_annual
from tests.factories.centres import make_centre, make_district, make_post, make_suspension
from tests.factories.condition import make_assessment
from tests.factories.designated_managers import make_designation, make_officer, make_organisation
from tests.factories.facilities import make_building, make_equipment, make_room, make_scenario
from tests.factories.filings import make_filed
from tests.factories.maintenance import make_contract, make_lift_type, make_turn
from tests.factories.monitoring import (
    make_evaluation,
    make_finding,
    make_improvement_plan,
    make_measure,
    make_visit,
    publish,
)
from tests.factories.projects import make_plan, make_project, reach
from tests.factories.repairs import make_repair
from tests.factories.roads import DAYS, DECEMBER, make_road, make_session
from tests.factories.submissions import make_monthly, make_submitted
from tests.factories.transfers import make_transfer, make_wave
from tests.factories.year_plans import make_plan as make_plan_of_year
from tests.factories.year_plans import make_report

TODAY = date(2026, 11, 23)
SAID = {"certainty": Certainty.VERIFIED, "source": "公共施設一覧", "note": "台帳の写し"}

RESOURCES = (
    "centres",
    "districts",
    "posts",
    "buildings",
    "equipment",
    "inspection-types",
    "inspections",
    "filings",
    "repairs",
    "year-plans",
    "year-end-reports",
    "service-contracts",
    "organisations",
    "organisation-officers",
    "designations",
    "bundles",
    "council-sessions",
    "roads",
    "road-steps",
    "transfers",
    "handover-items",
    "agreements",
    "annual-agreements",
    "fee-payments",
    "obligations",
    "submissions",
    "site-visits",
    "findings",
    "evaluations",
    "measures",
    "flags",
    "notices",
    "renewal-projects",
    "project-milestones",
    "forecast-scenarios",
    "condition-assessments",
    "rooms",
)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


@dataclass(frozen=True)
class City:
    """A centre with everything that belongs to it, each fact of each record filled in."""

    district: District
    post: Post
    centre: Centre
    building: Building
    equipment: Equipment
    done: DueInspection
    contract: ServiceContract
    designation: Designation
    flag: Flag
    room: Room


def make_city() -> City:
    """One record of everything, the second of its kind where it leads to another."""
    _load_what_designated_managers_ask_for()
    district = make_district("見本地区", dream_plan="adopted", dream_plan_on=PartialDate.of_year(2020))
    chief = make_post("係長", level="chief")
    post = make_post("市民センター担当1", superior=chief)
    after = make_centre("後の市民センター")
    centre = make_centre(
        "見本市民センター",
        district=district,
        post_in_charge=post,
        latitude="34.05512345",
        opens_at="08:30",
        opened_on=PartialDate.of_month(1981, 3),
        internal_notes="内部だけ",
        successor_ids=[after.pk],
        statements={"opened_on": SAID, "name": SAID},
    )
    make_suspension(centre, first_on=TODAY)
    building = make_building(
        centre=centre,
        floor_area=54820,
        structure="rc",
        built_on=PartialDate.of_fiscal_year(1970),
        notes="内部だけ",
        statements={"built_on": SAID},
    )
    lift = make_equipment(building=building, installed_on=PartialDate.of_year(1995))
    make_lift_type()
    done = make_turn(building, "BLD-3", equipment=lift)
    record_inspection(
        done.pk,
        done_on=date(2026, 11, 20),
        on=TODAY,
        outcome="watch",
        done_by="見本昇降機",
        remarks="音がする",
    )
    make_turn(building, due_on=None)
    make_filed(building)
    make_repair(centre, RepairState.PAID, internal_notes="内部だけ")
    make_plan_of_year()
    make_report(centre, year=2026)
    contract = make_contract([centre, after], post_in_charge=post, internal_notes="内部だけ")
    decide_not_to_renew(contract.pk, on=TODAY, reason="市の職員が行うため")
    designation = make_designation(
        centre=centre,
        organisation=make_organisation(representative="見本 太郎", internal_notes="内部だけ"),
        bundle_name=f"見本一括{centre.pk}",
        internal_notes="内部だけ",
        statements={"first_on": SAID},
    )
    make_officer(organisation=designation.organisation)
    make_transfer(
        centre=after, organisation=designation.organisation, wave=make_wave(f"見本の移行グループ{centre.pk}")
    )
    _make_road(after)
    make_annual(
        make_agreement(bundle=designation.bundle, internal_notes="内部だけ"), internal_notes="内部だけ"
    )
    make_submitted(make_monthly(designation))
    _make_supervised(designation)
    project = make_project(
        centre=centre,
        buildings=[(building, "works_on")],
        post_in_charge=post,
        internal_notes="内部だけ",
    )
    reach(project, "concept", "令和7年度")
    make_plan(project, {"start": "令和9年4月"}, {2027: {"general": 5}})
    make_project("次の事業", centre=after)
    flag = Flag.objects.create(
        kind="inspection",
        subject_id=done.pk,
        due_on=date(2026, 11, 30),
        centre=centre,
        post=post,
        side=Side.CITY,
        stage="7d",
        stage_rank=7,
        opened_on=TODAY,
    )
    for stage in ("30d", "7d"):
        _make_notice(flag, stage)
    make_scenario("見本の試算1")
    make_assessment("CDB-C", building=building, notes="内部だけ", source="内部だけ")
    room = make_room(building=building, area=9668, fee=329, fee_basis="hour", source="公共施設一覧")
    return City(district, post, centre, building, lift, done, contract, designation, flag, room)


def _make_notice(flag: Flag, stage: str) -> None:
    """Somebody is told of the flag, whom another tells by telephone."""
    Notice.objects.create(
        kind=flag.kind,
        subject_id=flag.subject_id,
        due_on=flag.due_on,
        stage=stage,
        stage_rank=int(stage[:-1]),
        recipient=make_user(),
        why=Why.HOLDER,
        centre=flag.centre,
        post=flag.post,
        side=flag.side,
        rung_on=TODAY,
        via=make_user(),
        acknowledged_at=datetime(2026, 11, 23, 3, tzinfo=UTC),
    )


def _load_what_designated_managers_ask_for() -> None:
    """Templates, steps and schemes as shipped; types of inspection are made one by one."""
    for shipped in SHIPPED:
        if shipped.model._meta.app_label == "designated_managers":
            load_shipped(shipped.model, entries_of(shipped), on=TODAY)


def _make_road(centre: Centre) -> None:
    """A road by the December session before it, each city's a year after the last: sessions do not overlap."""
    year = 2026 + CouncilSession.objects.count()
    days = {day: DECEMBER[day].replace(year=year) for day in DAYS}
    session = make_session(year=year, notes="内部だけ", **days)
    make_road(centre=centre, session=session, first_on=date(year + 1, 4, 1), internal_notes="内部だけ")


def _make_supervised(designation: Designation) -> None:
    """A visit with its finding, a year that was judged, an instruction with a plan, as the group reads them too."""
    make_finding(make_visit(designation, internal_notes="内部だけ"))
    publish(make_evaluation(designation))
    make_improvement_plan(make_measure(designation, internal_notes="内部だけ"))


@pytest.fixture
def city(db) -> City:
    return make_city()
