"""Answers for the pages on verdicts (法定点検の判定): what applies at a centre, why, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.certainty import needs_check
from common.db.history import version_of
from maintenance.choices import Answer, SubjectOfInspection
from maintenance.models import DueInspection, InspectionType
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.inspections import state_of_turn
from maintenance.queries.nearing import same_fiscal_year
from maintenance.queries.overrules import JudgedPlace, Place, judged, place_of
from maintenance.queries.verdicts import told_at, verdicts_on
from maintenance.rules.facts import FACTS, Entered
from maintenance.rules.words import cycle_words, report_words, span_words
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from centres.models import Centre
    from common.scope import Scope
    from maintenance.models import VerdictOverrule

UNREGISTERED = State("planned", "登録されていません")

FIELDS: Mapping[str, str] = {"uses": "form-0-kind", "equipment": "name"}
"""The field of the form on which a fact is entered, where it is called otherwise than the fact."""


@dataclass(frozen=True)
class OverruleLine:
    """What a person said in place of the rule: that, why, on which day, who. ``changed`` names the facts by
    which it has lapsed; empty while it stands."""

    pk: int
    answer: str
    reason: str
    on: date
    by: str
    changed: str


@dataclass(frozen=True)
class VerdictLine:
    """One type at one place: whether it applies, why, by which article, how often, and when next.

    ``answer`` is the one that counts, ``by_rule`` what the rule alone says. ``turn_pk`` is the turn under
    watch; ``to_plan`` that there should be one and is none, ``needs_piece`` that the equipment itself is not
    in the register yet.
    """

    code: str
    name: str
    statute: str
    unsure: bool
    answer: Answer
    by_rule: str
    reason: str
    cycle: str
    report: str
    due_on: date | None
    due_this_year: bool
    turn_pk: int | None
    state: State | None
    to_plan: bool
    needs_piece: bool
    overrule: OverruleLine | None


@dataclass(frozen=True)
class PlaceGroup:
    """All types at one building, or at one piece of its equipment; of a building also how many people it
    holds (収容人員), in a sentence."""

    building_pk: int
    equipment_pk: int | None
    building: str
    equipment: str
    lines: tuple[VerdictLine, ...]
    occupants: str = ""

    @property
    def key(self) -> str:
        """Its name among the headings of the page, and among the targets of the form that plans."""
        if self.equipment_pk is not None:
            return f"equipment-{self.equipment_pk}"
        return f"building-{self.building_pk}"

    @property
    def applying(self) -> list[VerdictLine]:
        """What applies."""
        return [line for line in self.lines if line.answer == Answer.APPLIES]

    @property
    def untold(self) -> list[VerdictLine]:
        """Of which it cannot be told."""
        return [line for line in self.lines if line.answer == Answer.UNTOLD]

    @property
    def not_applying(self) -> list[VerdictLine]:
        """What does not apply."""
        return [line for line in self.lines if line.answer == Answer.NOT]


@dataclass(frozen=True)
class FactWanted:
    """A fact that is missing (確認が必要な事実): whose, what it is called, how many verdicts wait for it, and
    page, record and field of the form on which it is entered; no page where the city as a whole decides."""

    subject: str
    label: str
    waiting: int
    page: str
    pk: int
    field: str


@dataclass(frozen=True)
class Counts:
    """How many of each answer there are at a centre, and how many that apply are not under watch."""

    applying: int
    untold: int
    not_applying: int
    to_plan: int


@dataclass(frozen=True)
class VerdictsPage:
    """What applies at one centre."""

    centre: Centre
    groups: tuple[PlaceGroup, ...]
    wanted: tuple[FactWanted, ...]
    counts: Counts

    @property
    def wanted_of(self) -> tuple[tuple[str, tuple[FactWanted, ...]], ...]:
        """The facts that are missing, by the building or piece of equipment whose they are."""
        subjects = dict.fromkeys(fact.subject for fact in self.wanted)
        return tuple(
            (subject, tuple(fact for fact in self.wanted if fact.subject == subject)) for subject in subjects
        )


@dataclass(frozen=True)
class OverrulePage:
    """One verdict that is to be overruled, or the overruling that is to be taken back."""

    centre: Centre
    part: str
    line: VerdictLine
    version: str = ""


def verdicts_page(centre: Centre, *, scope: Scope, on: date) -> VerdictsPage:
    """What applies at this centre; a fixed number of queries however many buildings it has."""
    told = {building.pk: building for building in told_at(centre, scope=scope, on=on)}
    places = judged(verdicts_on(told.values(), inspection_types(), on=on, overrules={}))
    lines = _lines(places, told, on=on)
    by_place: dict[tuple[int, int | None], list[JudgedPlace]] = defaultdict(list)
    for place in places:
        by_place[place.place.building_pk, place.place.equipment_pk].append(place)
    groups = tuple(
        PlaceGroup(
            building_pk,
            equipment_pk,
            of_place[0].place.building,
            of_place[0].place.equipment,
            tuple(lines[place_of(one.place)] for one in of_place),
            "" if equipment_pk else told[building_pk].occupants.sentence,
        )
        for (building_pk, equipment_pk), of_place in sorted(
            by_place.items(), key=lambda found: (found[0][0], found[0][1] or 0)
        )
    )
    return VerdictsPage(centre, groups, facts_wanted(places), _counts(lines.values()))


def overrule_page(place: JudgedPlace, centre: Centre, *, on: date) -> OverrulePage:
    """One verdict, as the form that overrules it shows it."""
    verdict = place.place
    line = _lines([place], [verdict.building_pk], on=on)[place_of(verdict)]
    record = place.overruling.record if place.overruling else None
    part = f"{verdict.building}　{verdict.equipment}" if verdict.equipment else verdict.building
    return OverrulePage(centre, part, line, version_of(record) if record else "")


def facts_wanted(places: Iterable[JudgedPlace]) -> tuple[FactWanted, ...]:
    """Every fact that is missing, once; that for which most verdicts wait comes first."""
    wanted: dict[tuple[str, str, int, str], int] = defaultdict(int)
    subjects: dict[tuple[str, str, int, str], str] = {}
    for place in places:
        if place.overruling is not None and place.overruling.stands:
            continue
        for name in place.place.verdict.missing:
            for key, subject in _where(name, place):
                wanted[key] += 1
                subjects[key] = subject
    found = [FactWanted(subjects[key], key[0], waiting, *key[1:]) for key, waiting in wanted.items()]
    return tuple(sorted(found, key=lambda fact: -fact.waiting))


def _where(name: str, place: JudgedPlace) -> Iterable[tuple[tuple[str, str, int, str], str]]:
    """Label, page, record and field of each field that a fact is made of, with whose it is."""
    fact, verdict = FACTS[name], place.place
    if fact.entered == Entered.CITY:
        yield (fact.label, "", 0, ""), "市"
        return
    if fact.entered == Entered.EQUIPMENT:
        if verdict.equipment_pk is None:
            yield (fact.label, "equipment-new", verdict.building_pk, "name"), verdict.building
        else:
            subject = f"{verdict.building}　{verdict.equipment}"
            yield (fact.label, "equipment-edit", verdict.equipment_pk, name), subject
        return
    page = "uses-edit" if fact.entered == Entered.USES else "building-edit"
    field = FIELDS.get(fact.fields[0], fact.fields[0])
    yield (fact.label, page, verdict.building_pk, field), verdict.building


def _lines(
    places: Iterable[JudgedPlace], building_ids: Collection[int], *, on: date
) -> dict[Place, VerdictLine]:
    types, turns = inspection_types(), _pending(building_ids)
    return {place_of(one.place): _line(one, types.get(one.place.type_code), turns, on) for one in places}


def _pending(building_ids: Collection[int]) -> dict[Place, DueInspection]:
    """The turns under watch, by what they look at; one query."""
    rows = DueInspection.objects.pending().filter(building__in=building_ids)
    return {(row.building_id, row.equipment_id, row.type_code): row for row in rows}


def _line(
    place: JudgedPlace, kind: InspectionType | None, turns: Mapping[Place, DueInspection], on: date
) -> VerdictLine:
    verdict = place.place.verdict
    turn = turns.get(place_of(place.place))
    applies = place.answer == Answer.APPLIES
    # What looks at equipment waits until the piece stands in the register.
    of_equipment = kind is not None and kind.subject == SubjectOfInspection.EQUIPMENT
    needs_piece = applies and of_equipment and place.place.equipment_pk is None
    can_be_planned = kind is not None and kind.cycle_months is not None and not needs_piece
    to_plan = applies and turn is None and can_be_planned
    state = state_of_turn(turn, on=on) if turn is not None else None
    return VerdictLine(
        code=verdict.code,
        name=place.place.name,
        statute=verdict.law,
        unsure=needs_check(verdict.certainty),
        answer=place.answer,
        by_rule=verdict.answer.label,
        reason=verdict.reason,
        cycle=_cycle(kind, verdict.cycle_months) if applies else "",
        report=report_words(verdict.report_months) if applies else "",
        due_on=turn.due_on if turn else None,
        due_this_year=same_fiscal_year(turn.due_on if turn else None, on),
        turn_pk=turn.pk if turn else None,
        state=UNREGISTERED if to_plan else state,
        to_plan=to_plan,
        needs_piece=needs_piece,
        overrule=_overrule_line(place),
    )


def _cycle(kind: InspectionType | None, months: int | None) -> str:
    if kind is None:
        return f"{span_words(months)}ごと" if months else ""
    return cycle_words(kind.counting, months or kind.cycle_months)


def _overrule_line(place: JudgedPlace) -> OverruleLine | None:
    if place.overruling is None:
        return None
    record: VerdictOverrule = place.overruling.record
    return OverruleLine(
        pk=record.pk,
        answer=Answer(record.answer).label,
        reason=record.reason,
        on=record.decided_on,
        by=str(record.decided_by),
        changed="・".join(place.overruling.changed),
    )


def _counts(lines: Iterable[VerdictLine]) -> Counts:
    found = list(lines)
    return Counts(
        applying=sum(line.answer == Answer.APPLIES for line in found),
        untold=sum(line.answer == Answer.UNTOLD for line in found),
        not_applying=sum(line.answer == Answer.NOT for line in found),
        to_plan=sum(line.to_plan for line in found),
    )
