"""A small city in which everybody of the table of access finds what is theirs, and what is not.

There are two centres with everything that hangs on a centre: ``own`` and ``other``. What a community group must never
read carries the word ``SECRET``; whatever belongs to the other centre carries the word ``OTHERS``. Neither word may ever
appear on an answer to somebody whom it does not concern.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from common.certainty import Certainty
from common.clock import TOKYO
from common.files import Upload
from common.partial_dates import PartialDate
from designated_managers.actions import (
    Written,
    amend_agreement,
    attach_agreement_file,
    begin_draft,
    draft_evaluation,
    mark_not_needed,
    register_designation,
    start_return,
    submit_at_once,
    write_self_evaluation,
)
from designated_managers.models import Obligation
from facilities.actions import PartSeen
from maintenance.actions import (
    add_estimate,
    answer_round,
    change_planned_turn,
    overrule_verdict,
    plan_filing,
    plan_inspection,
    record_filing,
    record_inspection,
    request_from_finding,
    triage,
)
from maintenance.actions.repairs import attach_photos
from maintenance.choices import PhotoMoment, RequestedSide
from reminders.actions import change_plan, flag_due, set_centre_plan
from reminders.choices import FlagKind, Why
from reminders.models import Flag, Notice
from reminders.rules.plans import PlanText
from tests.factories.accounts import make_membership, make_token, make_user
from tests.factories.agreements import make_agreement, make_annual
from tests.factories.centres import make_centre, make_district, make_holding, make_post
from tests.factories.condition import make_assessment, make_photo, seen
from tests.factories.designated_managers import (
    PDF,
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
from tests.factories.local_types import make_local_type
from tests.factories.maintenance import make_contract
from tests.factories.monitoring import (
    a_photo,
    make_evaluation,
    make_finding,
    make_improvement_plan,
    make_measure,
    make_measure_file,
    make_visit,
    said,
)
from tests.factories.projects import make_plan, make_project
from tests.factories.recording import a_finding, a_paper, evidence
from tests.factories.repairs import make_finding as make_inspection_finding
from tests.factories.roads import NO_DAYS, make_road, make_session
from tests.factories.rounds import make_round
from tests.factories.submissions import AT, make_monthly, written
from tests.factories.transfers import make_evidence, make_meeting, make_question, make_wave
from tests.factories.watched import make_message
from tests.factories.year_plans import make_report, make_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import User
    from centres.models import Centre
    from designated_managers.models import Designation, Organisation


SECRET = "内密の覚え書き"

INSIDE_THE_CITY = "庁内の覚え書き"
"""What every officer of the city may read, wherever they work, and no group."""

OTHERS = "よその施設"

FIRST_ON, LAST_ON = date(2026, 4, 1), date(2031, 3, 31)

INSIDE = date(2026, 11, 23)


@dataclass(frozen=True)
class Column:
    """One column of the table: who asks, and on which day."""

    title: str
    person: str
    on: date = INSIDE


COLUMNS = (
    Column("ログインしていない", ""),
    Column("役割なし", "nobody"),
    Column("市民センター担当", "officer"),
    Column("係長・課長", "chief"),
    Column("監査委員事務局", "auditor"),
    Column("システム管理者", "administrator"),
    Column("センター職員", "worker"),
    Column("センター職員・異動後", "moved"),
    Column("地域団体・所属なし", "stranger"),
    Column("地域団体・61日前", "member", date(2026, 1, 30)),
    Column("地域団体・期間の前", "member", date(2026, 3, 31)),
    Column("地域団体・期間中", "member"),
    Column("地域団体・期間の後", "member", date(2031, 4, 1)),
    Column("地域団体・91日後", "member", date(2031, 6, 30)),
)


@dataclass(frozen=True)
class World:
    """The people by name, and the ids of each kind of record: of the own centre, and of the other."""

    people: Mapping[str, User]
    own: Mapping[str, Any]
    other: Mapping[str, Any]


def build() -> World:
    """The city, made by the office's own acts; needs the shipped catalogues."""
    people = _people()
    own_group, other_group = (
        make_organisation("見本の団体", internal_notes=SECRET),
        make_organisation(f"{OTHERS}の団体"),
    )
    make_membership(people["member"], own_group, first_on=date(2019, 4, 1))
    make_local_type("C-CLEAN", source=INSIDE_THE_CITY, reason=INSIDE_THE_CITY)
    make_local_type("C-LIFT", name="昇降機の清掃", subject="equipment", equipment_categories=["lift"])
    decider = people["chief"]
    own = _centre("わたしたちの市民センター", own_group, decider, word="")
    other = _centre(f"{OTHERS}市民センター", other_group, decider, word=OTHERS)
    make_holding(make_post("見本職員", centre=own.centre), people["worker"])
    make_holding(make_post("前の職員", centre=own.centre), people["moved"], last_on=date(2026, 3, 31))
    flag_due(on=INSIDE, finished_at=datetime(2026, 11, 23, 5, 30, tzinfo=TOKYO))
    change_plan("milestone", plan=PlanText("9m 3m 0m", overdue_every=7), reason=INSIDE_THE_CITY)
    for one, word in ((own, ""), (other, OTHERS)):
        plan = PlanText("6m 3m 0m", overdue_every=7)
        set_centre_plan("milestone", centre=one.centre, plan=plan, reason=f"{INSIDE_THE_CITY}{word}")
    return World(people, own.ids(people["officer"]), other.ids(people["moved"]))


def _people() -> dict[str, User]:
    roles = {
        "nobody": (),
        "officer": ("市民センター担当",),
        "chief": ("係長・課長",),
        "auditor": ("監査委員事務局",),
        "administrator": ("システム管理者",),
        "worker": ("センター職員",),
        "moved": ("センター職員",),
        "stranger": ("地域団体",),
        "member": ("地域団体",),
    }
    return {
        name: make_user(name, *of_one, is_staff=name == "administrator") for name, of_one in roles.items()
    }


@dataclass(frozen=True)
class Supervised:
    """What was looked at, judged and asked for at a designation."""

    finding: Any
    evaluation: Any
    plan: Any
    paper: Any

    def ids(self) -> dict[str, Any]:
        """The ids by the word that stands before them in an address."""
        return {
            "site-visits": self.finding.visit_id,
            "findings": self.finding.pk,
            "finding-files": self.finding.files.get().pk,
            "evaluations": self.evaluation.pk,
            "measures": self.plan.measure_id,
            "improvement-plans": self.plan.pk,
            "measure-files": self.paper.pk,
        }


@dataclass(frozen=True)
class Belongings:
    """A centre and one record of everything that hangs on it."""

    centre: Centre
    organisation: Organisation
    designation: Designation
    building: Any
    equipment: Any
    turn: Any
    overrule: Any
    filing: Any
    contract: Any
    planned: Any
    report: Any
    post: Any
    room: Any
    land: Any
    year: Any
    file: Any
    photo: Any
    project: Any
    scenario: Any
    road: Any
    officer: Any
    paper: Any
    transfer: Any
    log: Any
    agreement: Any
    supervised: Supervised
    submission: Any
    place: Any
    repair: Any

    def ids(self, person: User) -> dict[str, Any]:
        """The ids by the word that stands before them in an address."""
        flag = Flag.objects.filter(centre=self.centre, kind=FlagKind.INSPECTION).order_by("pk").first()
        assert flag is not None
        return {
            "centres": self.centre.pk,
            "districts": self.centre.district_id,
            "posts": self.post.pk,
            "buildings": self.building.pk,
            "equipment": self.equipment.pk,
            "inspection-types": "C-CLEAN",
            "lead-times": "milestone",
            "centre-lead-times": self.centre.lead_times.get().pk,
            "verdicts": "C-CLEAN",
            "piece-verdicts": "C-LIFT",
            "verdict-overrules": self.overrule.pk,
            "inspections": self.turn.pk,
            "filings": self.filing.pk,
            "filing-files": self.filing.previous.files.get().pk,
            "inspection-photos": self.turn.previous.findings.earliest("pk").photos.get().pk,
            "inspection-papers": self.turn.previous.files.get().pk,
            "i": f"c{self.centre.pk}",
            "contracts": self.contract.pk,
            "service-contracts": self.contract.pk,
            "planned": self.planned.pk,
            "year-plans": self.planned.pk,
            "year-end-reports": self.report.pk,
            **self.repair,
            "organisations": self.organisation.pk,
            "designations": self.designation.pk,
            "bundles": self.designation.bundle_id,
            "agreements": self.agreement.pk,
            "agreement-terms": self.agreement.terms.latest("number").pk,
            "annual-agreements": self.agreement.annual_agreements.get().pk,
            "fee-payments": self.agreement.annual_agreements.get().payments.get(number=1).pk,
            "agreement-files": self.agreement.files.get().pk,
            "obligations": self.designation.obligations.get(period_code="2026-10").pk,
            "flags": flag.pk,
            "notices": _notice(flag, person),
            "projects": self.project.pk,
            "renewal-projects": self.project.pk,
            "milestones": self.project.milestones.get(step="start").pk,
            "project-milestones": self.project.milestones.get(step="start").pk,
            "people": person.pk,
            "tokens": make_token(person).token.pk,
            "messages": make_message(person, given_up_at=AT).pk,
            "calendars": make_calendar(person).feed.pk,
            "rooms": self.room.pk,
            "land": self.land.pk,
            "years": self.year.pk,
            "files": self.file.pk,
            "condition": self.photo.part_grade.assessment_id,
            "condition-assessments": self.photo.part_grade.assessment_id,
            "photos": self.photo.pk,
            "scenarios": self.scenario.pk,
            "forecast-scenarios": self.scenario.pk,
            "council-sessions": self.road.session_id,
            "roads": self.road.pk,
            "plans": 1,
            "road-steps": self.road.steps.get(code="call").pk,
            "officers": self.officer.pk,
            "organisation-officers": self.officer.pk,
            "papers": self.paper.pk,
            "transfers": self.transfer.pk,
            **self.log,
            **self.supervised.ids(),
            "rounds": self.place.round_id,
            "emergency-rounds": self.place.round_id,
            "round-centres": self.place.pk,
            "round-photos": self.place.answers.get().photos.get().pk,
            "submissions": self.submission.pk,
            "submission-files": self.submission.files.get().pk,
        }


def _centre(name: str, organisation: Organisation, decider: User, *, word: str) -> Belongings:
    post = make_post(f"{word}担当")
    centre = make_centre(
        name,
        district=make_district("見本地区"),
        post_in_charge=post,
        address=f"見本町{word}1-1",
        internal_notes=SECRET,
        statements={"address": {"source": SECRET, "certainty": Certainty.UNVERIFIED, "note": SECRET}},
    )
    building = make_building(
        f"{word}本館",
        centre=centre,
        notes=SECRET,
        floor_area=60_000,
        built_on=PartialDate.of_fiscal_year(1990),
    )
    equipment = make_equipment(f"{word}昇降機", building=building, notes=SECRET)
    before = make_designation(
        centre=centre,
        organisation=make_organisation(f"{SECRET}を出した前の団体{word}"),
        last_on=date(2026, 3, 31),
        internal_notes=SECRET,
    )
    designation = register_designation(
        centre=centre,
        organisation=organisation,
        previous=before,
        bundle_name=f"{SECRET}{word}",
        voted_on=date(2025, 12, 18),
        vote_result="passed",
        designated_on=date(2025, 12, 18),
        first_on=FIRST_ON,
        last_on=LAST_ON,
        internal_notes=SECRET,
        statements={"first_on": {"source": SECRET, "certainty": Certainty.UNVERIFIED}},
        on=INSIDE,
    )
    turn = _turns(building, equipment, word)
    overrule = overrule_verdict(
        building, "C-CLEAN", answer="not", reason=f"{SECRET}{word}", on=INSIDE, by=decider.pk
    )
    filing = _filing(building, word)
    contract = make_contract(
        [centre], name=f"{SECRET}{word}の清掃", amount=987_654_321, internal_notes=SECRET
    )
    photo = make_photo(_survey(building, word).part_grades.get(part="roof"), name=f"{SECRET}.jpg")
    transfer = _transfer(centre, word)
    supervised = _supervised(designation, word)
    return Belongings(
        centre,
        organisation,
        designation,
        building,
        equipment,
        turn,
        overrule,
        filing,
        contract,
        _planned(building, word),
        make_report(centre, year=2026),
        post,
        make_room(f"{word}会議室", building=building, source=SECRET),
        make_land(f"{word}敷地", centre=centre, notes=SECRET, source=SECRET),
        make_year(centre=centre, utilities=987_654_321, notes=SECRET, source=SECRET),
        make_file(f"{word}正面の外観", centre=centre, shared=True),
        photo,
        _project(centre, building, word),
        make_scenario(f"{SECRET}{word}の試算"),
        make_road(
            centre=centre,
            previous=designation,
            first_on=date(2031, 4, 1),
            session=_session(word),
            ordinance_reason=f"{SECRET}{word}",
            internal_notes=SECRET,
        ),
        make_officer(f"{word}見本 花子", organisation=organisation),
        make_paper(f"{word}規約", organisation=organisation),
        transfer,
        _log(transfer, word),
        _agreement(designation, word),
        supervised,
        _submission(designation, word),
        _place(centre, word),
        _repair(centre, turn, word),
    )


def _place(centre: Centre, word: str) -> Any:
    """The centre in an emergency round of its own, with an answer and a photograph."""
    place = make_round([centre], name=f"{word}地震のあと", internal_notes=SECRET).centres.get()
    answer_round(place.pk, state="trouble", text=f"{word}壁のひび", photos=[a_photo()], at=AT)
    return place


def _notice(flag: Flag, person: User) -> int:
    """That somebody of the city was told of the flag: no group reads it, and nobody else acknowledges it."""
    notice = Notice.objects.create(
        kind=flag.kind,
        subject_id=flag.subject_id,
        due_on=flag.due_on,
        stage="!0",
        stage_rank=flag.stage_rank,
        recipient=person,
        why=Why.HOLDER,
        centre=flag.centre,
        post=flag.post,
        side=flag.side,
        rung_on=INSIDE,
    )
    return notice.pk


def _planned(building: Any, word: str) -> Any:
    """A row of the year plan, of which nobody outside reads a word."""
    row = make_row(building)
    return change_planned_turn(row.pk, on=INSIDE, note=f"{SECRET}{word}", budget=987_654_321)


def _session(word: str) -> Any:
    """A session of the council; it belongs to no centre, and no group reads it."""
    facts = {**NO_DAYS, "popular_name": f"{SECRET}の議会", "votes_on": date(2030, 12, 18)}
    return make_session(year=2030, **{**facts, "number": 2 if word else 1}, notes=SECRET)


def _transfer(centre: Centre, word: str) -> Any:
    """The way back to the city, of which nobody outside reads a word."""
    return start_return(
        centre=centre,
        wave=make_wave(f"{SECRET}{word}の移行グループ"),
        reason=SECRET,
        started_on=INSIDE,
        internal_notes=SECRET,
        on=INSIDE,
    )


def _log(transfer: Any, word: str) -> dict[str, int]:
    """One record of everything that is kept on the way, by the word before its id."""
    file = Upload("見本.pdf", PDF, datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO))
    evidence = make_evidence(transfer, "91-1", "request", note=f"{SECRET}{word}", file=file)
    return {
        "waves": transfer.wave_id,
        "transfer-evidence": evidence.pk,
        "evidence-files": evidence.attached.pk,
        "unneeded-stages": mark_not_needed(transfer.pk, stage="91-4", reason=SECRET, on=INSIDE).pk,
        "meetings": make_meeting(transfer, said=f"{SECRET}{word}").pk,
        "questions": make_question(transfer, question=f"{SECRET}{word}").pk,
        "handover-items": transfer.items.earliest("pk").pk,
    }


def _agreement(designation: Designation, word: str) -> Any:
    """The agreement, signed, with its year and its paper, and what it asks for."""
    agreement = make_agreement(
        bundle=designation.bundle,
        agreed_on=date(2026, 1, 20),
        internal_notes=SECRET,
        terms={"notes": word},
    )
    amend_agreement(
        agreement.pk,
        on=date(2026, 11, 23),
        agreed_on=date(2026, 11, 20),
        counts_from=date(2027, 4, 1),
        reason=f"{word}の見直し",
    )
    make_annual(agreement, internal_notes=SECRET)
    attach_agreement_file(
        agreement.pk, title=f"{word}基本協定書", name="kyotei.png", content=PNG, at=ENTERED_AT
    )
    Obligation.objects.update(internal_notes=SECRET)
    return agreement


def _supervised(designation: Designation, word: str) -> Supervised:
    """A visit of which the group was told, and one of which it was not; an evaluation with a draft that it does
    not see; an instruction with a plan."""
    visit = make_visit(designation, visited_by=SECRET, internal_notes=SECRET, summary=f"{word}の調査")
    make_finding(make_visit(designation, told=False, summary=SECRET), text=SECRET)
    evaluation = make_evaluation(designation, 2026, asked_on=date(2026, 11, 1))
    write_self_evaluation(evaluation.pk, said(comment=f"{word}の自己評価"), hand_in=True, on=INSIDE)
    draft_evaluation(evaluation.pk, said(comment=SECRET, committee_opinion=SECRET, overall="D"), on=INSIDE)
    plan = make_improvement_plan(
        make_measure(designation, reason=f"{word}の帳簿がない", internal_notes=SECRET)
    )
    return Supervised(
        make_finding(visit, text=f"{word}の避難口の前に机がある", files=[a_photo()]),
        evaluation,
        plan,
        make_measure_file(plan.measure, f"{word}の改善指示書"),
    )


def _submission(designation: Designation, word: str) -> Any:
    """A monthly report with a scan, which waits for the city; and one that its group is writing."""
    said = written()
    whole = Written(said.figures, note=word, files=[Upload(f"{word}月報.pdf", PDF, AT)])
    begin_draft(make_monthly(designation, date(2026, 8, 1)).pk, on=INSIDE)
    return submit_at_once(make_monthly(designation, date(2026, 9, 1)).pk, whole, on=date(2026, 10, 9), at=AT)


def _survey(building: Any, word: str) -> Any:
    """A condition assessment, of which a group reads grades and score alone."""
    return make_assessment(
        building=building,
        assessor=f"{SECRET}{word}",
        notes=SECRET,
        source=SECRET,
        parts={**seen("-DBAC"), "roof": PartSeen("C", None, SECRET)},
    )


def _project(centre: Centre, building: Any, word: str) -> Any:
    """A project that is public, with its money; and one that is not."""
    project = make_project(
        f"{word}本館の改修",
        centre=centre,
        buildings=[(building, "works_on")],
        published_on=INSIDE,
        internal_notes=SECRET,
        source=SECRET,
    )
    make_plan(project, {"start": "令和9年度"}, {2027: {"general": 987_654_321}}, made_on=FIRST_ON)
    make_plan(project, {"start": "令和10年度"}, {2028: {"general": 987_654_321}}, reason=SECRET)
    make_project(f"{SECRET}{word}の移転", centre=centre)
    return project


def _repair(centre: Centre, turn: Any, word: str) -> dict[str, Any]:
    """A repair from a finding of an inspection, with estimates; and a finding that no repair came from yet."""
    found = make_inspection_finding(turn=turn.previous, text=f"{word}の誘導灯が切れている。")
    unrepaired = make_inspection_finding(turn=turn.previous)
    repair = request_from_finding(
        found.pk,
        side=RequestedSide.STAFF,
        on=INSIDE,
        at=AT,
        requested_by=SECRET,
        internal_notes=SECRET,
    )
    attach_photos(repair, [a_photo()], moment=PhotoMoment.BEFORE, at=AT)
    triage(repair.pk, on=INSIDE, urgency="normal", payer="city", expected_amount=987_654_321, note=SECRET)
    estimate = add_estimate(
        repair.pk, on=INSIDE, at=AT, contractor=SECRET, amount=987_654_321, files=[a_photo(f"{SECRET}.jpg")]
    )
    return {
        "repairs": repair.pk,
        "inspection-findings": unrepaired.pk,
        "repair-photos": repair.photos.get().pk,
        "repair-finding-photos": found.photos.get().pk,
        "repair-estimate-files": estimate.files.get().pk,
    }


def _turns(building: Any, equipment: Any, word: str) -> Any:
    """One turn done and the next one due; and a lift's, overdue."""
    done = plan_inspection(building, "FIR-1", due_on=date(2026, 5, 31), on=INSIDE)
    record_inspection(
        done.pk,
        done_on=date(2026, 5, 20),
        on=INSIDE,
        outcome="defective",
        done_by=f"{word}見本設備",
        remarks=word,
        evidence=evidence(a_finding(place=f"{word}2階廊下"), papers=(a_paper(),)),
    )
    plan_inspection(building, "BLD-3", equipment=equipment, due_on=date(2026, 11, 1), on=INSIDE)
    return done.next


def _filing(building: Any, word: str) -> Any:
    """One filing filed with its paper, and the next one due; the city's own."""
    filed = plan_filing(building, "FIR-2", last_filed_on=date(2025, 6, 1), on=INSIDE)
    record_filing(
        filed.pk,
        filed_on=date(2026, 5, 29),
        on=INSIDE,
        addressee=f"{SECRET}{word}消防署長",
        receipt_number=SECRET,
        remarks=SECRET,
        uploads=[Upload(f"{SECRET}.pdf", PDF, AT)],
    )
    return filed.next
