"""An office with every kind of record, which grows by one of each: for tests that count what a page costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

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
from maintenance.actions import request_from_finding
from maintenance.choices import RepairState, RequestedSide
from maintenance.models import DueInspection, Filing, PlannedTurn, RepairPhoto
from reminders.actions import change_plan, set_centre_plan
from reminders.models import Flag
from reminders.rules.plans import PlanText
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
from tests.factories.feeds import make_calendar
from tests.factories.filings import make_filed
from tests.factories.local_types import make_local_type
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
from tests.factories.repairs import NOON, TODAY, add_photos_of, make_repair, take
from tests.factories.repairs import make_finding as make_inspection_finding
from tests.factories.roads import NO_DAYS, make_road, make_session
from tests.factories.rounds import make_round
from tests.factories.submissions import AT, make_monthly, make_returned, with_file
from tests.factories.transfers import (
    make_evidence,
    make_meeting,
    make_question,
    make_transfer,
    make_wave,
)
from tests.factories.verdicts import make_overrule
from tests.factories.watched import make_message, make_notice, make_reconciliation, make_try
from tests.factories.year_plans import make_plan as make_plan_of_year
from tests.factories.year_plans import make_report
from tests.portal.conftest import sweep

if TYPE_CHECKING:
    from accounts.models import User
    from centres.models import Centre
    from designated_managers.models import Agreement
    from facilities.models import Building, RenewalProject
    from maintenance.models import ServiceContract
    from reminders.models import CentreLeadTime

TOGETHER: dict[str, Any] = {
    "bundle_name": "見本一括",
    **dict.fromkeys(("voted_on", "designated_on", "announced_on"), date(2020, 12, 18)),
}
"""Decided together, long before, whatever the term."""


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
        make_local_type("C-CLEAN")
        make_local_type("C-LIFT", name="昇降機の清掃", subject="equipment", equipment_categories=["lift"])
        self.centre = self._centre("見本市民センター")
        self.organisation = make_organisation("見本協議会")
        self.repairs = {state: make_repair(self.centre, state) for state in RepairState}
        self.estimate_file = take(
            self.repairs[RepairState.TRIAGED], "estimate", files=[a_photo("mitsumori.jpg")]
        ).files.get()
        self.repairs[RepairState.TRIAGED] = make_repair(self.centre, RepairState.TRIAGED)
        self.inspection_finding = make_inspection_finding()
        self.repaired_finding = make_inspection_finding()
        request_from_finding(self.repaired_finding.pk, side=RequestedSide.STAFF, on=TODAY, at=NOON)
        self.contract: ServiceContract = make_contract([self.centre], last_on=date(2026, 12, 31))
        self.building = make_building(
            "見本館", centre=self.centre, floor_area=60_000, built_on=PartialDate.of_fiscal_year(1990)
        )
        self.equipment = make_equipment("見本設備", building=self.building)
        self.overrule = make_overrule(self.building, "C-CLEAN", answer="not")
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
        make_road(centre=self.transfer.centre, first_on=date(2035, 4, 1))
        self.evidence = make_evidence(self.transfer)
        self.unneeded = mark_not_needed(self.transfer.pk, stage="6", reason="見本", on=date(2026, 11, 23))
        self.meeting, self.question = make_meeting(self.transfer), make_question(self.transfer)
        self.person = make_user("somebody", "市民センター担当")
        self.token, self.their_token = make_token(self.officer), make_token(self.person)
        self.feed = make_calendar(self.officer).feed
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
        self.round = make_round([self.supervised.centre])
        self.place = self.round.centres.get()
        make_report(self.centre, year=2026)
        self.centre_plan = self._own_plans()
        self.grow()

    def _own_plans(self) -> CentreLeadTime:
        """Steps of projects are told of at other times than shipped, at the centre at others again."""
        change_plan("milestone", plan=PlanText("9m 3m 0m", overdue_every=7), reason="見本")
        plan = PlanText("6m 0m", overdue_every=7)
        return set_centre_plan("milestone", centre=self.centre, plan=plan, reason="見本")

    def _grow_what_rings(self) -> None:
        plan = PlanText("3m 0m", overdue_every=7)
        set_centre_plan("milestone", centre=self.others[-1], plan=plan, reason="見本")
        make_calendar(self.officer, f"電話{self.officer.calendar_feeds.count()}", centre=self.centre)
        make_token(self.officer)
        make_token(self.person)

    def grow(self) -> None:
        """One more of everything, each with something due and something done."""
        self.size += 1
        number = self.size
        self.others.append(self._centre(f"見本{number}市民センター"))
        make_equipment(f"エレベーター{number}", building=self.building)
        make_local_type(f"C-{number}", name=f"見本の点検{number}")
        make_room(f"会議室{number}", building=self.building)
        make_land(f"駐車場{number}", centre=self.centre)
        make_year(2020 + number, centre=self.centre)
        make_file(f"写真{number}", centre=self.centre, building=self.building)
        set_uses(
            self.building.pk, [{"kind": "store", "storey": n, "area": 100} for n in range(1, number + 1)]
        )
        for centre in (self.centre, self.others[-1]):
            make_done_turn(make_building(f"本館{number}", centre=centre))
            make_filed(make_building(f"別館{number}", centre=centre))
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
        make_wave(f"見本の移行グループ{number}")
        make_meeting(self.transfer)
        make_question(self.transfer)
        if number > 1:
            stage = {2: ("4", "assembly_vote"), 3: ("5", "decision")}[number]
            make_evidence(self.transfer, *stage)
        self._grow_what_rings()
        make_membership(self.person, make_organisation(), first_on=date(2026, 4, 1))
        make_user("", "市民センター担当")
        self.scenario = make_scenario(f"見本の試算{number}")
        for state in RepairState:
            make_repair(self.centre, state)
            make_repair(self.others[-1], state)
        for repair in self.repairs.values():
            add_photos_of(repair)
        make_contract([self.centre, self.others[-1]], name=f"見本警備{number}", last_on=date(2026, 12, 31))
        self.photo = make_photo(
            make_assessment(building=self.building, assessed_on=date(2026, 6, number)).part_grades.earliest(
                "pk"
            )
        )
        self._supervise(number)
        make_plan_of_year()
        make_report(self.others[-1], year=2026)
        sweep()
        self._tell(number)

    def _tell(self, number: int) -> None:
        """One more message that was given up, notice that no mail carries, and reconciliation that differs."""
        untold = make_user()
        self.message = make_message(untold, on=TODAY, given_up_at=NOON)
        make_try(self.message)
        make_notice(untold, DueInspection.objects.earliest("pk").pk, on=TODAY)
        make_reconciliation(TODAY, missing=number, examples=["見本"] * number)

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
            "type": "C-CLEAN",
            "kind": "milestone",
            "centre plan": self.centre_plan.pk,
            "lift type": "C-LIFT",
            "overrule": self.overrule.pk,
            "filing": Filing.objects.pending().filter(building__centre=self.centre).earliest("pk").pk,
            "filed filing": Filing.objects.filed().filter(building__centre=self.centre).earliest("pk").pk,
            "recorded": turn.previous_id,
            "label": f"c{self.centre.pk}",
            "flag": Flag.objects.open().filter(kind="inspection", centre=self.centre).earliest("pk").pk,
            **{f"repair {state}": repair.pk for state, repair in self.repairs.items()},
            "repair photo": RepairPhoto.objects.earliest("pk").pk,
            "repair finding photo": self.repaired_finding.photos.get().pk,
            "estimate file": self.estimate_file.pk,
            "inspection finding": self.inspection_finding.pk,
            "contract": self.contract.pk,
            "round": self.round.pk,
            "place": self.place.pk,
            "planned turn": PlannedTurn.objects.filter(building__centre=self.centre).earliest("pk").pk,
            "fiscal year": 2026,
            "year ended": 2026,
            "project": self.project.pk,
            "milestone": self.project.milestones.get(step="start").pk,
            "organisation": self.organisation.pk,
            "designation": Designation.objects.filter(centre=self.centre).earliest("pk").pk,
            "bundle": Bundle.objects.get().pk,
            "person": self.person.pk,
            "message": self.message.pk,
            "token": self.token.token.pk,
            "feed": self.feed.pk,
            "their_token": self.their_token.token.pk,
            "agreement": self.agreements[0].pk,
            "terms": self.agreements[0].terms.latest("number").pk,
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
