"""What every page costs: the same queries for one row and for three, and no more than its budget.

A page that is not in the table fails the first test: whoever adds one says what it may cost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from common.clock import TOKYO
from common.partial_dates import PartialDate
from designated_managers.actions import (
    amend_agreement,
    attach_agreement_file,
    draft_evaluation,
    mark_not_needed,
    replan_road,
    submit_at_once,
    write_draft,
    write_self_evaluation,
)
from designated_managers.models import Bundle, Designation, Obligation
from facilities.actions import change_project, set_uses
from maintenance.models import DueInspection
from tests.factories.accounts import make_membership, make_token, make_user
from tests.factories.agreements import make_agreement, make_annual
from tests.factories.centres import make_centre, make_district, make_holding, make_post
from tests.factories.condition import make_assessment, make_photo
from tests.factories.designated_managers import (
    make_designation,
    make_officer,
    make_organisation,
    make_paper,
)
from tests.factories.facilities import (
    ENTERED_AT,
    PNG,
    make_building,
    make_equipment,
    make_file,
    make_land,
    make_room,
    make_scenario,
    make_year,
)
from tests.factories.maintenance import make_contract, make_done_turn, make_type
from tests.factories.monitoring import (
    a_photo,
    make_evaluation,
    make_finding,
    make_improvement_plan,
    make_measure,
    make_measure_file,
    make_visit,
    publish,
    said,
)
from tests.factories.projects import make_plan, make_project
from tests.factories.roads import NO_DAYS, make_road, make_session
from tests.factories.submissions import AT, make_monthly, make_returned, with_file
from tests.factories.transfers import (
    make_evidence,
    make_meeting,
    make_question,
    make_transfer,
    make_wave,
)
from tests.portal.conftest import sweep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.test import Client
    from django.urls import URLResolver

    from accounts.models import User
    from centres.models import Centre
    from designated_managers.models import Agreement
    from facilities.models import Building, RenewalProject
    from maintenance.models import ServiceContract


PAGE, STORY, WORKSPACE, PACK = 8, 12, 14, 16
"""The budgets, sign-in included: of a page; of those where the domains meet: desk, centre, a group's home; and of a
transfer, whose page gathers facts of half the register and its own log; and of an audit pack, which gathers everything."""

TOGETHER: dict[str, Any] = {
    "bundle_name": "見本一括",
    **dict.fromkeys(("voted_on", "designated_on", "announced_on"), date(2020, 12, 18)),
}
"""Decided together, long before, whatever the term."""

NO_PAGES = {
    *("home", "theme", "account_signup", "write", "officer"),
    *("file", "paper", "evidence-file", "agreement-file", "submission-file", "finding-file", "measure-file"),
    "audit-pack-download",
}
"""They lead somewhere else, take a form only, or hand out a file."""

SOMEBODY_ELSES = {"admin", "api"}
"""Django's own administration; and the API, whose endpoints are counted in its own tests."""


@dataclass
class Office:
    """A centre with so many of everything, and as many other centres as it has buildings."""

    officer: User
    size: int = 0
    others: list[Centre] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.post = make_post()
        make_holding(self.post, self.officer)
        make_type()
        self.centre = self._centre("見本市民センター")
        self.organisation = make_organisation("見本協議会")
        self.contract: ServiceContract = make_contract([self.centre], last_on=date(2026, 12, 31))
        self.building = make_building(
            "見本館", centre=self.centre, floor_area=60_000, built_on=PartialDate.of_fiscal_year(1990)
        )
        self.equipment = make_equipment("見本設備", building=self.building)
        self.room = make_room("見本室", building=self.building)
        self.land = make_land(centre=self.centre)
        self.year = make_year(2020, centre=self.centre)
        self.file = make_file(centre=self.centre)
        self.project = make_project("見本改修", centre=self.centre)
        self.road = make_road(centre=self.centre, first_on=date(2035, 4, 1))
        self.chair = make_officer(organisation=self.organisation)
        self.paper = make_paper(organisation=self.organisation)
        self.wave = make_wave()
        self.transfer = make_transfer(
            centre=self._centre("見本の移行"), organisation=self.organisation, wave=self.wave
        )
        self.evidence = make_evidence(self.transfer)
        self.unneeded = mark_not_needed(self.transfer.pk, stage="6", reason="見本", on=date(2026, 11, 23))
        self.meeting, self.question = make_meeting(self.transfer), make_question(self.transfer)
        self.token = make_token(self.officer)
        self.person = make_user("somebody", "市民センター担当")
        self.their_token = make_token(self.person)
        self.supervised = make_designation(
            centre=self._centre("見本監督市民センター"),
            organisation=self.organisation,
            last_on=date(2029, 3, 31),
        )
        self.visit = make_visit(self.supervised)
        self.finding = make_finding(self.visit, files=[a_photo()])
        self.measure = make_measure(self.supervised)
        self.plan = make_improvement_plan(make_measure(self.supervised))
        self.evaluation = make_evaluation(self.supervised)
        write_self_evaluation(self.evaluation.pk, said(), hand_in=True, on=date(2026, 11, 23))
        draft_evaluation(self.evaluation.pk, said(), on=date(2026, 11, 23))
        self.asked = make_evaluation(self.supervised, 2026, asked_on=date(2026, 11, 1))
        self.member = make_user("member", "地域団体")
        make_membership(self.member, self.organisation, first_on=date(2026, 4, 1))
        self.grow()

    def grow(self) -> None:
        """One more of everything, each with something due and something done."""
        self.size += 1
        number = self.size
        self.others.append(self._centre(f"見本{number}市民センター"))
        make_equipment(f"エレベーター{number}", building=self.building)
        make_room(f"会議室{number}", building=self.building)
        make_land(f"駐車場{number}", centre=self.centre)
        make_year(2020 + number, centre=self.centre)
        make_file(f"写真{number}", centre=self.centre, building=self.building)
        set_uses(
            self.building.pk, [{"kind": "store", "storey": n, "area": 100} for n in range(1, number + 1)]
        )
        for centre in (self.centre, self.others[-1]):
            make_done_turn(make_building(f"本館{number}", centre=centre))
            first_year = 2027 - number if centre is self.centre else 2026
            make_designation(
                centre=centre,
                organisation=self.organisation,
                first_on=date(first_year, 4, 1),
                last_on=date(first_year + 1, 3, 31),
                **TOGETHER,
            )
        for letter in "甲乙":
            # A bundle signs as a whole: agreements of their own have designations apart.
            apart = make_designation(
                centre=self._centre(f"{letter}{number}市民センター"), organisation=self.organisation
            )
            self.agreements.append(make_agreement(designation=apart))
        self._grow_agreement(number)
        self._hand_in(number)
        make_project(f"見本建替え{number}", centre=self.others[-1], buildings=[(self.building, "works_on")])
        link = (make_building(f"見本別館{number}", centre=self.centre), "replaces")
        make_plan(
            self.project, {"start": f"令和{9 + number}年"}, {2026 + number: {"general": 5}}, reason="見本"
        )
        make_road(centre=self.others[-1], first_on=date(2035, 4, 1))
        replan_road(self.road.pk, reason="見本", on=date(2026, 11, 23), first_on=date(2035, 4 + number, 1))
        make_session(year=2040 + number, number=1, popular_name="", **NO_DAYS)
        change_project(self.project.pk, [*_touched(self.project), link], on=date(2026, 11, 23))
        make_officer(f"見本 {number}", organisation=self.organisation, role="director")
        make_paper(f"見本の書類{number}", organisation=self.organisation)
        make_transfer(
            centre=self._centre(f"見本の移行{number}"), organisation=self.organisation, wave=self.wave
        )
        make_wave(f"見本の波{number}")
        make_meeting(self.transfer)
        make_question(self.transfer)
        if number > 1:
            stage = {2: ("4", "assembly_vote"), 3: ("5", "decision")}[number]
            make_evidence(self.transfer, *stage)
        make_token(self.officer)
        make_token(self.person)
        make_membership(self.person, make_organisation(), first_on=date(2026, 4, 1))
        make_user("", "市民センター担当")
        self.scenario = make_scenario(f"見本の試算{number}")
        make_contract([self.centre, self.others[-1]], name=f"見本警備{number}", last_on=date(2026, 12, 31))
        self.photo = make_photo(
            make_assessment(building=self.building, assessed_on=date(2026, 6, number)).part_grades.earliest(
                "pk"
            )
        )
        self._supervise(number)
        sweep()

    def _grow_agreement(self, number: int) -> None:
        """The first agreement, amended once more and with one paper more; every agreement of a year with its
        year."""
        first = self.agreements[0]
        amended: dict[str, Any] = {
            "agreed_on": date(2026, 4, number),
            "counts_from": date(2026, 5, number),
            "reason": "見本",
        }
        amend_agreement(first.pk, on=date(2026, 11, 23), **amended)
        attach_agreement_file(
            first.pk, title=f"見本の協定書{number}", name="kyotei.png", content=PNG, at=ENTERED_AT
        )
        make_annual(self.agreements[-1])
        if number == 1:
            make_annual(first)

    def _supervise(self, number: int) -> None:
        """One more of everything that monitoring looks at."""
        make_finding(self.visit, text=f"指摘{number}", files=[a_photo()])
        make_finding(make_visit(self.supervised), text=f"別の指摘{number}")
        make_measure_file(self.measure, f"文書{number}")
        make_improvement_plan(make_measure(self.supervised))
        of_another = make_designation(
            centre=self._centre(f"見本監督{number}市民センター"), organisation=self.organisation
        )
        publish(make_evaluation(of_another))

    @property
    def keys(self) -> dict[str, Any]:
        """The record that each page is about, by the first word of the page's name."""
        turn = DueInspection.objects.pending().filter(building__centre=self.centre).earliest("pk")
        return {
            "centre": self.centre.pk,
            "building": self.building.pk,
            "equipment": self.equipment.pk,
            "inspection": turn.pk,
            "contract": self.contract.pk,
            "project": self.project.pk,
            "milestone": self.project.milestones.get(step="start").pk,
            "organisation": self.organisation.pk,
            "designation": Designation.objects.filter(centre=self.centre).earliest("pk").pk,
            "bundle": Bundle.objects.get().pk,
            "person": self.person.pk,
            "token": self.token.token.pk,
            "their_token": self.their_token.token.pk,
            "agreement": self.agreements[0].pk,
            "agreement file": self.agreements[0].files.earliest("pk").pk,
            "annual agreement": self.agreements[0].annual_agreements.get().pk,
            "fee payment": self.agreements[0].annual_agreements.get().payments.get(number=4).pk,
            "obligation": Obligation.objects.get(
                designation=self.agreements[0].designation, period_code="2026-10"
            ).pk,
            "room": self.room.pk,
            "land": self.land.pk,
            "year": self.year.pk,
            "file": self.file.pk,
            "condition": self.photo.part_grade.assessment_id,
            "photo": self.photo.pk,
            "scenario": self.scenario.pk,
            "road": self.road.pk,
            "number": 1,
            "step": self.road.steps.get(code="call").pk,
            "session": self.road.session_id,
            "chair": self.chair.pk,
            "paper": self.paper.pk,
            "wave": self.wave.pk,
            "transfer": self.transfer.pk,
            "evidence": self.evidence.pk,
            "unneeded": self.unneeded.pk,
            "meeting": self.meeting.pk,
            "question": self.question.pk,
            "item": self.transfer.items.earliest("pk").pk,
            "supervised": self.supervised.pk,
            "site-visit": self.visit.pk,
            "finding": self.finding.pk,
            "evaluation": self.evaluation.pk,
            "asked": self.asked.pk,
            "measure": self.measure.pk,
            "plan": self.plan.pk,
            "duty": self.duty.pk,
            "submission": self.submission.pk,
        }

    def _hand_in(self, number: int) -> None:
        """A report that waits, one that came back, one that is written, each with a file."""
        designation = Designation.objects.filter(centre=self.centre).latest("pk")
        months = [date(2026 - number, month, 1) for month in (6, 7, 8)]
        waiting, returned, written_on = (make_monthly(designation, month) for month in months)
        on = date(2026, 11, 20)
        self.submission = submit_at_once(waiting.pk, with_file(), on=on, at=AT)
        make_returned(submit_at_once(returned.pk, with_file(), on=on, at=AT))
        write_draft(written_on.pk, with_file(), on=on)
        self.duty = written_on

    def _centre(self, name: str) -> Centre:
        return make_centre(name, post_in_charge=self.post, district=make_district(f"{name}の地区"))


def _touched(project: RenewalProject) -> list[tuple[Building, str]]:
    return [(link.building, link.part) for link in project.project_buildings.select_related("building")]


@dataclass(frozen=True)
class Page:
    """A page by the name of its address, the records that its address names, who looks, and what it may cost."""

    name: str
    records: Mapping[str, str] = field(default_factory=dict)
    budget: int = PAGE
    who: str = "officer"

    def address(self, office: Office) -> str:
        keys = office.keys
        return reverse(
            self.name, kwargs={argument: keys[record] for argument, record in self.records.items()}
        )


PAGES = (
    Page("desk", budget=STORY),
    Page("group-home", who="member", budget=STORY + 2),
    Page("centre", {"pk": "centre"}, budget=STORY + 1),
    Page("centre-list"),
    Page("road-list"),
    Page("road", {"pk": "road"}, budget=STORY),
    Page("road-new", budget=STORY),
    Page("road-days", {"pk": "road"}, budget=STORY),
    Page("road-replan", {"pk": "road"}, budget=STORY),
    Page("road-plan", {"pk": "road", "number": "number"}),
    Page("road-step", {"pk": "step"}),
    Page("road-drop", {"pk": "road"}),
    Page("council-session-list"),
    Page("council-session-new"),
    Page("council-session-edit", {"pk": "session"}),
    Page("centre-new"),
    Page("centre-edit", {"pk": "centre"}),
    Page("building-new", {"centre_pk": "centre"}),
    Page("building-edit", {"pk": "building"}),
    Page("equipment-new", {"building_pk": "building"}),
    Page("equipment-edit", {"pk": "equipment"}),
    Page("project-list"),
    Page("project-new"),
    Page("project", {"pk": "project"}),
    Page("project-edit", {"pk": "project"}),
    Page("project-plan", {"pk": "project"}),
    Page("project-open", {"pk": "project"}),
    Page("project-cancel", {"pk": "project"}),
    Page("milestone", {"pk": "milestone"}),
    Page("inspection-list"),
    Page("inspection-record", {"pk": "inspection"}),
    Page("inspection-plan", {"centre_pk": "centre"}),
    Page("contract-list"),
    Page("contract-new"),
    Page("contract", {"pk": "contract"}),
    Page("contract-edit", {"pk": "contract"}),
    Page("contract-succeed", {"pk": "contract"}),
    Page("contract-end", {"pk": "contract"}),
    Page("organisation-list"),
    Page("organisation-new"),
    Page("organisation", {"pk": "organisation"}),
    Page("organisation-edit", {"pk": "organisation"}),
    Page("officer-new", {"organisation_pk": "organisation"}),
    Page("officer-edit", {"pk": "chair"}),
    Page("paper-new", {"organisation_pk": "organisation"}),
    Page("paper-withdraw", {"pk": "paper"}),
    Page("transfer-list", budget=STORY),
    Page("transfer-new"),
    Page("transfer-return"),
    Page("transfer", {"pk": "transfer"}, budget=WORKSPACE),
    Page("transfer-edit", {"pk": "transfer"}),
    Page("transfer-organisation", {"pk": "transfer"}),
    Page("transfer-suspend", {"pk": "transfer"}),
    Page("transfer-resume", {"pk": "transfer"}),
    Page("transfer-complete", {"pk": "transfer"}),
    Page("transfer-evidence-new", {"transfer_pk": "transfer"}),
    Page("evidence-take-back", {"pk": "evidence"}),
    Page("transfer-stage-not-needed", {"transfer_pk": "transfer"}),
    Page("stage-needed-again", {"pk": "unneeded"}),
    Page("meeting-new", {"transfer_pk": "transfer"}),
    Page("meeting-edit", {"pk": "meeting"}),
    Page("question-new", {"transfer_pk": "transfer"}),
    Page("question-settle", {"pk": "question"}),
    Page("handover-item", {"pk": "item"}),
    Page("wave-list"),
    Page("wave-new"),
    Page("wave", {"pk": "wave"}, budget=STORY),
    Page("wave-edit", {"pk": "wave"}),
    Page("designation-list"),
    Page("designation-new"),
    Page("designation", {"pk": "designation"}, budget=WORKSPACE + 1),
    Page("designation-edit", {"pk": "designation"}),
    Page("designation-return", {"pk": "designation"}),
    Page("bundle", {"pk": "bundle"}),
    Page("bundle-new"),
    Page("bundle-edit", {"pk": "bundle"}),
    Page("agreement-list", budget=STORY),
    Page("agreement-new"),
    Page("agreement", {"pk": "agreement"}, budget=STORY + 2),
    Page("agreement-edit", {"pk": "agreement"}, budget=STORY + 3),
    Page("agreement-amend", {"pk": "agreement"}, budget=STORY + 1),
    Page("agreement-responsibilities", {"pk": "agreement"}, budget=STORY + 1),
    Page("agreement-file-new", {"pk": "agreement"}, budget=STORY + 1),
    Page("agreement-file-withdraw", {"pk": "agreement file"}, budget=STORY + 2),
    Page("annual-agreement-new", {"pk": "agreement"}),
    Page("annual-agreement-edit", {"pk": "annual agreement"}),
    Page("annual-agreement-settle", {"pk": "annual agreement"}),
    Page("fee-payment", {"pk": "fee payment"}),
    Page("obligation-list", budget=STORY),
    Page("obligation", {"pk": "obligation"}),
    Page("obligation-not-needed", {"pk": "obligation"}),
    Page("obligation-needed-again", {"pk": "obligation"}),
    Page("obligations-of-year", {"pk": "designation"}),
    Page("obligation-open", {"pk": "designation"}),
    Page("obligations-earlier", {"pk": "designation"}),
    Page("fee-approval-new", {"pk": "designation"}),
    Page("account_login", who=""),
    Page("account_logout"),
    Page("account_inactive", who=""),
    Page("account_change_password"),
    Page("account_reset_password", who=""),
    Page("account_reset_password_done", who=""),
    Page("account_reset_password_from_key_done", who=""),
    Page("gallery"),
    Page("budget"),
    Page("budget-workbook"),
    Page("centre-card", {"pk": "centre"}, budget=STORY),
    Page("completeness", budget=STORY),
    Page("building-list"),
    Page("people", who="administrator"),
    Page("person", {"pk": "person"}, who="administrator"),
    Page("person-invite", who="administrator"),
    Page("person-new-link", {"pk": "person"}, who="administrator"),
    Page("person-revoke", {"pk": "person"}, who="administrator"),
    Page("person-disable", {"pk": "person"}, who="administrator"),
    Page("person-enable", {"pk": "person"}, who="administrator"),
    Page("person-last-day", {"pk": "person"}, who="administrator"),
    Page("person-token-revoke", {"pk": "person", "token_pk": "their_token"}, who="administrator"),
    Page("tokens"),
    Page("token-new"),
    Page("token-revoke", {"pk": "token"}),
    Page("invitation-done", who=""),
    Page("uses-edit", {"pk": "building"}),
    Page("room-new", {"building_pk": "building"}),
    Page("room-edit", {"pk": "room"}),
    Page("land-new", {"centre_pk": "centre"}),
    Page("land-edit", {"pk": "land"}),
    Page("year-new", {"centre_pk": "centre"}),
    Page("year-edit", {"pk": "year"}),
    Page("file-new", {"centre_pk": "centre"}),
    Page("file-withdraw", {"pk": "file"}),
    Page("condition-history", {"building_pk": "building"}),
    Page("condition-new", {"building_pk": "building"}),
    Page("condition", {"pk": "condition"}),
    Page("condition-edit", {"pk": "condition"}),
    Page("condition-photo", {"pk": "photo"}),
    Page("forecast"),
    Page("scenario-list"),
    Page("scenario-new"),
    Page("scenario", {"pk": "scenario"}),
    Page("monitoring", {"pk": "supervised"}, budget=STORY),
    Page("audit-pack", {"pk": "supervised"}, budget=PACK),
    Page("site-visit-new", {"pk": "supervised"}),
    Page("site-visit", {"pk": "site-visit"}),
    Page("site-visit-edit", {"pk": "site-visit"}),
    Page("site-visit-tell", {"pk": "site-visit"}),
    Page("finding-new", {"visit_pk": "site-visit"}),
    Page("finding", {"pk": "finding"}),
    Page("finding-edit", {"pk": "finding"}),
    Page("finding-answer", {"pk": "finding"}),
    Page("finding-close", {"pk": "finding"}),
    Page("evaluation-list"),
    Page("evaluations-open"),
    Page("evaluation", {"pk": "evaluation"}),
    Page("evaluation-self", {"pk": "asked"}, who="member", budget=STORY),
    Page("evaluation-ask", {"pk": "evaluation"}),
    Page("evaluation-draft", {"pk": "evaluation"}, budget=STORY),
    Page("evaluation-publish", {"pk": "evaluation"}),
    Page("measure-list"),
    Page("measure-new", {"pk": "supervised"}),
    Page("measure", {"pk": "measure"}),
    Page("measure-edit", {"pk": "measure"}),
    Page("measure-close", {"pk": "measure"}),
    Page("measure-document", {"pk": "measure"}),
    Page("plan-new", {"pk": "measure"}),
    Page("plan-decide", {"pk": "plan"}),
    Page("submission-list"),
    Page("submission", {"pk": "submission"}, budget=STORY),
    Page("submission-receipt", {"pk": "submission"}, budget=STORY),
    Page("submission-accept", {"pk": "submission"}, budget=STORY),
    Page("submission-return", {"pk": "submission"}, budget=STORY),
    Page("submission-paper", {"pk": "duty"}),
    Page("write-use", {"pk": "duty"}, who="member", budget=STORY),
    Page("write-money", {"pk": "duty"}, who="member", budget=STORY),
    Page("write-events", {"pk": "duty"}, who="member", budget=STORY),
    Page("write-papers", {"pk": "duty"}, who="member", budget=STORY),
    Page("write-confirm", {"pk": "duty"}, who="member", budget=STORY),
)

WITH_A_KEY = {"account_reset_password_from_key", "invitation", "invitation-link"}
"""They open to a secret made for one mail; the tests of the mails walk through them."""


def names(resolver: URLResolver) -> Iterator[str]:
    """The names of every address, except what is somebody else's."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern)
        elif str(entry.pattern).partition("/")[0] not in SOMEBODY_ELSES:
            yield from names(entry)


def test_every_page_is_in_the_table():
    assert set(names(get_resolver())) == {page.name for page in PAGES} | NO_PAGES | WITH_A_KEY


@pytest.fixture(autouse=True)
def _monday(catalogues) -> Iterator[None]:
    """Nine in the morning, after the night that flagged what is due."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO), tick=False):
        yield


@pytest.mark.parametrize("counted", PAGES, ids=lambda counted: counted.name)
def test_a_page_costs_the_same_for_one_row_and_for_three_and_stays_within_its_budget(
    counted, request, officer, client_of, client
):
    office = Office(officer)
    who = office.member if counted.who == "member" else request.getfixturevalue(counted.who or "officer")
    browser = client_of(who) if counted.who else client
    for_one = queries_of(browser, counted, office)
    office.grow()
    office.grow()
    for_three = queries_of(browser, counted, office)

    assert len(for_three) == len(for_one), "\n".join(for_three)
    assert len(for_one) <= counted.budget, "\n".join(for_one)


def queries_of(browser: Client, counted: Page, office: Office) -> list[str]:
    """The queries of one request for the page."""
    address = counted.address(office)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in queries]
