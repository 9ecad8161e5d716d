"""Turns what the sample city is told with into records, by the office's own acts."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import get_default_timezone

from accounts.actions import create_person, join_organisation
from centres import actions as centres
from common.certainty import Certainty
from common.fiscal_year import FiscalYear, fiscal_years_of
from common.months import add_months
from common.names import fold_name
from common.office_days import load_office_days
from designated_managers import actions as designated_managers
from designated_managers.choices import Needed, SelectionKind
from designated_managers.models import PlannedStep
from facilities import actions as facilities
from facilities.actions import PartSeen
from facilities.choices import BuildingPart
from facilities.models import ConditionMethod
from maintenance import actions as maintenance
from maintenance.actions import ContractScope
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.outcomes import offered_outcomes
from portal.sample_city import invented, published
from portal.sample_city.entries import statements, values
from portal.sample_city.filings import FilingSamples
from portal.sample_city.findings import put_off, sample_evidence
from portal.sample_city.handing_in import hand_in_for
from portal.sample_city.repairs import RepairSamples
from portal.sample_city.rounds import make_rounds
from portal.sample_city.supervision import Supervision
from portal.sample_city.transfers import TransferSamples
from portal.sample_city.verdicts import VerdictSamples
from portal.sample_city.year_plans import YearsOfInspections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from centres.models import Centre, District, Post
    from designated_managers.models import Agreement, Designation, Organisation
    from facilities.models import Building, Equipment
    from maintenance.choices import Meaning
    from portal.sample_city.entries import (
        AgreementEntry,
        AssessmentEntry,
        BuildingEntry,
        CentreEntry,
        ContractEntry,
        DesignationEntry,
        DistrictEntry,
        OrganisationEntry,
        PersonEntry,
        PostEntry,
        ProjectEntry,
        RoadEntry,
        SmallEntry,
        SuspensionEntry,
        Told,
        TurnEntry,
        WarrantyEntry,
    )


ONE_DAY = timedelta(days=1)
LAST_DAYS = timedelta(days=14)
IN_GOOD_TIME = timedelta(days=4)


def _sourced(told: Told) -> dict[str, Any]:
    """Source and certainty of a small record."""
    source = "。".join(filter(None, (told.page.title, told.note)))
    return {"source": source, "source_url": told.page.url, "certainty": told.certainty}


def _spread(entry: ContractEntry) -> dict[int, int]:
    """The amount of a contract, evenly over its fiscal years; the last one takes the remainder."""
    years = [year.year for year in fiscal_years_of(entry.term)] if entry.by_year else []
    amounts = {year: entry.amount // len(years) for year in years}
    if years:
        amounts[years[-1]] += entry.amount - sum(amounts.values())
    return amounts


class Builder:
    """The sample city being built as of a day: what was made so far, by name."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.year_began_on = FiscalYear.of(on).first_day
        self.types = inspection_types()
        self.cycles = {code: kind.cycle_months or 0 for code, kind in self.types.items()}
        self.posts: dict[str, Post] = {}
        self.districts: dict[str, District] = {}
        self.centres: dict[str, Centre] = {}
        self.buildings: dict[tuple[str, str], Building] = {}
        self.equipment: dict[tuple[str, str], Equipment] = {}
        self.organisations: dict[str, Organisation] = {}
        self.bundles: set[str] = set()
        self.latest: dict[str, Designation] = {}

    def build(self, passwords: Mapping[str, str]) -> None:
        """Everything, in the order in which it leans on what was made before; raises ``Refused``."""
        for make, entries in self._plan():
            for entry in entries:
                make(entry)
        make_rounds(self.on, list(self.centres.values()))
        TransferSamples(self.on, self.centres, self.organisations).build()
        FilingSamples(self.on, self.buildings).build()
        RepairSamples(self.on, self.centres).build()
        for person in invented.PEOPLE:
            self._person(person, passwords[person.login_name])
        VerdictSamples(self.on, self.buildings).build()
        YearsOfInspections(self.on, self.centres).build()

    def _plan(self) -> Iterator[tuple[Callable[[Any], None], Iterable[Any]]]:
        yield self._post, invented.POSTS
        yield self._district, (*published.DISTRICTS, *invented.DISTRICTS)
        yield self._centre, (*published.CENTRES, *invented.CENTRES)
        yield self._warranty, invented.warranties(self.on)
        yield self._post, invented.CENTRE_POSTS
        yield self._succession, published.SUCCESSIONS
        yield self._suspension, invented.suspensions(self.on)
        yield self._organisation, (*published.ORGANISATIONS, *invented.ORGANISATIONS)
        yield self._designation, (*published.DESIGNATIONS, *invented.designations(self.on))
        yield self._road, invented.roads(self.on)
        yield self._kept_road, invented.KEPT_ROADS
        yield self._agreement, invented.agreements(self.on)
        supervision = Supervision(self.on, self.latest)
        yield supervision.visit, invented.visits(self.on)
        yield supervision.evaluation, invented.evaluations(self.on)
        yield supervision.instruction, invented.instructions(self.on)
        yield self._turn, invented.turns(self.on)
        yield self._contract, invented.contracts(self.on)
        yield self._assessment, invented.assessments(self.on)
        yield self._year_of_use, invented.years_of_use(self.on)
        yield self._reports, (invented.REPORTS_AT,)
        yield self._project, (*published.PROJECTS, *invented.projects(self.on))

    def _post(self, entry: PostEntry) -> None:
        self.posts[entry.code] = centres.set_up_post(
            code=entry.code,
            name=entry.name,
            level=entry.level,
            superior=self.posts.get(entry.superior),
            centre=self.centres.get(entry.centre),
        )

    def _district(self, entry: DistrictEntry) -> None:
        told = entry.is_mountain
        self.districts[entry.name] = centres.register_district(
            code=f"{published.MUNICIPALITY_CODE}-{entry.name}",
            name=entry.name,
            is_mountain=told.value,
            dream_plan=entry.dream_plan,
            source=f"{told.page.title} {told.page.url}".strip(),
            certainty=told.certainty,
        )

    def _centre(self, entry: CentreEntry) -> None:
        facts = values(entry.facts)
        centre = centres.register_centre(
            **{
                **facts,
                "code": f"{published.MUNICIPALITY_CODE}-{fold_name(entry.name)}",
                "district": self.districts.get(facts.get("district", "")),
                "post_in_charge": self.posts[entry.post],
            }
        )
        centres.state_sources(centre, statements(entry.facts))
        self.centres[entry.name] = centre
        for building in entry.buildings:
            self._building(centre, building)
        for land in entry.land:
            facilities.register_land(centre=centre, **land.facts)

    def _building(self, centre: Centre, entry: BuildingEntry) -> None:
        building = facilities.register_building(centre=centre, **values(entry.facts))
        facilities.state_sources(building, statements(entry.facts))
        self.buildings[centre.name, building.name] = building
        for piece in entry.equipment:
            self.equipment[centre.name, piece.name] = facilities.register_equipment(
                building=building,
                name=piece.name,
                category=piece.category,
                notes=piece.notes,
                **piece.known,
            )
        for room in entry.rooms:
            facilities.register_room(building=building, **room.facts)
        facilities.set_uses(building.pk, [asdict(use) for use in entry.uses])

    def _warranty(self, entry: WarrantyEntry) -> None:
        piece = self.equipment[entry.centre, entry.piece]
        facilities.change_equipment(piece.pk, on=self.on, warranty_until=entry.until)

    def _succession(self, entry: tuple[str, str]) -> None:
        before, after = entry
        centres.let_succeed(self.centres[before], self.centres[after])

    def _suspension(self, entry: SuspensionEntry) -> None:
        centres.suspend_centre(
            self.centres[entry.centre],
            first_on=entry.days.first,
            last_on=entry.days.last,
            reason=entry.reason,
        )

    def _organisation(self, entry: OrganisationEntry) -> None:
        self.organisations[entry.name] = designated_managers.register_organisation(
            name=entry.name, kind=entry.kind, internal_notes=entry.internal_notes, **entry.known
        )

    def _designation(self, entry: DesignationEntry) -> None:
        if entry.bundle and entry.bundle not in self.bundles:
            designated_managers.bundle_together(entry.bundle, notes=invented.IN_SAMPLE)
            self.bundles.add(entry.bundle)
        designation = designated_managers.register_designation(
            on=self.on,
            **{
                **values(entry.facts),
                "centre": self.centres[entry.centre],
                "organisation": self.organisations[entry.organisation],
                "bundle_name": entry.bundle,
                "previous": self.latest[entry.centre] if entry.follows else None,
            },
        )
        designated_managers.state_sources(designation, statements(entry.facts))
        self.latest[entry.centre] = designation

    def _road(self, entry: RoadEntry) -> None:
        road = designated_managers.open_road(
            centre=self.centres[entry.centre],
            first_on=entry.first_on,
            selection_kind=SelectionKind.OPEN,
            session=designated_managers.register_session(on=self.on, **entry.session),
            ordinance=Needed.NO,
            ordinance_reason="見本　設置条例に規定がある",
            debt=Needed.YES,
            fees=Needed.NO,
            internal_notes=invented.IN_SAMPLE,
            on=self.on,
        )
        designated_managers.register_designation(
            centre=road.centre,
            organisation=self.organisations[entry.organisation],
            first_on=entry.first_on,
            selection_kind=SelectionKind.OPEN,
            on=self.on,
            **entry.candidate,
        )
        steps = {step.code: step.pk for step in road.steps.all()}
        for code, facts in entry.steps.items():
            designated_managers.record_step(steps[code], on=self.on, **facts)

    def _kept_road(self, centre: str) -> None:
        """Each step by hand that did not fall due in the last days was done in its time."""
        due = PlannedStep.objects.pending(self.on).filter(
            plan__road__previous=self.latest[centre], latest_on__lt=self.on - LAST_DAYS, answered_by=""
        )
        office = load_office_days()
        for step in list(due):
            done_on = office.on_or_before(step.latest_on - IN_GOOD_TIME)
            designated_managers.record_step(
                step.step_id, on=self.on, done_on=done_on, note=invented.IN_SAMPLE
            )

    def _agreement(self, entry: AgreementEntry) -> None:
        designation = self.latest[entry.centre]
        of = {"bundle": designation.bundle} if entry.whole_bundle else {"designation": designation}
        agreement = designated_managers.register_agreement(
            on=self.on, **{"template_code": "standard", "terms": entry.terms, **of, **entry.facts}
        )
        if entry.amendment:
            designated_managers.amend_agreement(agreement.pk, on=self.on, **entry.amendment)
        first_on = designation.first_on or self.year_began_on
        for year in range(FiscalYear.of(first_on).year, FiscalYear.of(self.on).year + 1):
            self._annual_agreement(agreement, FiscalYear(year), fee=entry.fee)
        for one in self.latest.values():
            if one.pk == designation.pk or (entry.whole_bundle and one.bundle_id == designation.bundle_id):
                designated_managers.tell_earlier_not_needed(
                    one.pk,
                    before=entry.aside_before,
                    reason=f"システムより前の分。{invented.IN_SAMPLE}",
                    on=self.on,
                )
        if entry.event is not None:
            type_code, event_on, event = entry.event
            designated_managers.open_obligation(
                designation.pk, type_code, event_on=event_on, event=event, on=self.on
            )

    def _annual_agreement(self, agreement: Agreement, year: FiscalYear, *, fee: int) -> None:
        """Signed before the year, paid as its instalments fall due, settled once it is over."""
        annual = designated_managers.make_annual_agreement(
            agreement.pk,
            on=self.on,
            fiscal_year=year.year,
            agreed_on=load_office_days().on_or_before(year.first_day - timedelta(days=5)),
            fee=fee,
            internal_notes=invented.IN_SAMPLE,
        )
        for payment in annual.payments.filter(due_on__lt=self.on):
            designated_managers.record_payment(payment.pk, paid_on=payment.due_on, on=self.on)
        settled_on = load_office_days().on_or_before(year.last_day + timedelta(days=50))
        if settled_on <= self.on:
            designated_managers.settle_year(annual.pk, on=self.on, settled_on=settled_on, returned_amount=0)

    def _turn(self, entry: TurnEntry) -> None:
        building = self.buildings[entry.centre, entry.building]
        equipment = self.equipment[entry.centre, entry.equipment] if entry.equipment else None
        if entry.found_before is None or entry.due_on is None:
            turn = maintenance.plan_inspection(
                building, entry.type_code, equipment=equipment, due_on=entry.due_on, on=self.on
            )
            if entry.put_off:
                put_off(turn, on=self.on)
            return
        done_on = add_months(entry.due_on, -self.cycles[entry.type_code])
        before = maintenance.plan_inspection(
            building, entry.type_code, equipment=equipment, due_on=done_on, on=self.on
        )
        maintenance.record_inspection(
            before.pk,
            done_on=done_on,
            on=self.on,
            outcome=self._word(entry.type_code, entry.found_before),
            done_by="見本設備点検",
            remarks=invented.IN_SAMPLE,
            cost=entry.cost_before,
            evidence=sample_evidence(entry.found_before, on=self.on),
        )

    def _word(self, type_code: str, meaning: Meaning) -> str:
        """The code of the word by which this type of inspection says so."""
        words = offered_outcomes(self.types[type_code], on=self.on)
        return next(word.code for word in words if word.meaning == meaning)

    def _contract(self, entry: ContractEntry) -> None:
        covered = [self.centres[name] for name in entry.centres]
        facts: dict[str, Any] = {
            "name": entry.name,
            "contractor": entry.contractor,
            "contract_kind": entry.kind,
            "amount": entry.amount,
            "internal_notes": invented.IN_SAMPLE,
        }
        notice_on = add_months(entry.term.last, -entry.notice_months) if entry.notice_months else None
        contract = maintenance.sign_contract(
            covered,
            **facts,
            first_on=entry.term.first,
            last_on=entry.term.last,
            notice_on=notice_on,
            scope=ContractScope(types=entry.types, years=_spread(entry)),
        )
        if entry.not_renewed:
            maintenance.decide_not_to_renew(contract.pk, on=self.on, reason=entry.not_renewed)
        if entry.years_after:
            first = entry.term.last + ONE_DAY
            last = add_months(first, 12 * entry.years_after) - ONE_DAY
            maintenance.succeed_contract(
                contract.pk, covered, on=self.on, **facts, first_on=first, last_on=last
            )

    def _assessment(self, entry: AssessmentEntry) -> None:
        method = ConditionMethod.objects.in_front().get(code=invented.METHOD)
        parts = {
            part.code: PartSeen(
                grade=grade.strip("-"), refitted_on=entry.refits.get(part.code), note=invented.IN_SAMPLE
            )
            for part, grade in zip(method.method.parts, entry.grades, strict=True)
        }
        facilities.record_assessment(
            self.buildings[entry.centre, entry.building],
            method,
            parts=parts,
            on=self.on,
            at=datetime.combine(self.on, time(), tzinfo=get_default_timezone()),
            assessed_on=entry.assessed_on,
            assessor="見本設計事務所",
            notes=invented.IN_SAMPLE,
            source="見本",
            certainty=Certainty.SAMPLE,
        )

    def _year_of_use(self, entry: tuple[str, SmallEntry]) -> None:
        centre, year = entry
        facilities.register_year_of_use(centre=self.centres[centre], on=self.on, **year.facts)

    def _reports(self, centre: str) -> None:
        """What the group of this centre has handed in under its agreement."""
        hand_in_for(self.latest[centre], on=self.on)

    def _project(self, entry: ProjectEntry) -> None:
        project = facilities.register_project(
            [(self.buildings[centre, name], part) for centre, name, part in entry.buildings],
            on=self.on,
            centre=self.centres[entry.centre],
            name=entry.name,
            kind=entry.kind,
            aim=entry.aim.value,
            **_sourced(entry.aim),
            **entry.facts,
        )
        milestones = {milestone.step: milestone.pk for milestone in project.milestones.all()}
        for step, told in entry.reached.items():
            facilities.record_milestone(milestones[step], reached_on=told.value, on=self.on, **_sourced(told))
        for plan in entry.plans:
            draft = facilities.PlanDraft(plan.planned, plan.costs, plan.reason, plan.made_on)
            facilities.plan_project(project.pk, draft, on=self.on, **_sourced(entry.aim))
        if entry.opened is not None:
            self._opening(project.pk, entry, entry.opened)

    def _opening(self, project_pk: int, entry: ProjectEntry, told: Told) -> None:
        facilities.open_project(project_pk, opened_on=told.value, on=self.on, **_sourced(told))
        retired = replace(
            told,
            certainty=Certainty.DERIVED,
            note="遅くとも新しい建物が開いた時まで。実際の日は市に確かめる。",
        )
        for centre, name, part in entry.buildings:
            building = self.buildings[centre, name]
            said = {"opened_on": told} if part == BuildingPart.CREATES else {"retired_on": retired}
            if not building.stated_facts.filter(field__in=said).exists():
                facilities.state_sources(building, statements(said))

    def _person(self, entry: PersonEntry, password: str) -> None:
        user = create_person(
            entry.login_name,
            entry.display_name,
            entry.role,
            password=password,
            display_kana=entry.display_kana,
            is_staff=entry.is_staff,
            # Nobody has an address under this name: it is set apart for examples.
            email="" if entry.organisation else f"{entry.login_name}@example.jp",
            active_until=None if entry.days_left is None else self.on + timedelta(days=entry.days_left),
        )
        if entry.post:
            centres.give_post(self.posts[entry.post], user.pk, first_on=self.year_began_on)
        if entry.organisation:
            join_organisation(user, self.organisations[entry.organisation], first_on=self.year_began_on)
