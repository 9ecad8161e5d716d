"""What the sample city is told with: a fact and where it was read, and the records made of such facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from common.certainty import Certainty
from common.db.stated_facts import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from centres.choices import PostLevel
    from common.partial_dates import PartialDate
    from common.periods import Period
    from designated_managers.choices import OrganisationKind, Severity
    from facilities.choices import BuildingPart, EquipmentCategory, ProjectKind, ProjectStep, UseKind
    from maintenance.choices import ContractKind, Meaning


@dataclass(frozen=True)
class Page:
    """Where facts were read (出典)."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Told:
    """One fact as it is told: its value, the page, how sure we are, and what else must be said.

    A value of None with a statement says that the fact was looked for and not found.
    """

    value: Any
    page: Page
    certainty: Certainty = Certainty.VERIFIED
    note: str = ""

    @property
    def statement(self) -> Statement:
        """Source and certainty, as the registers keep them."""
        return Statement(
            source=self.page.title, source_url=self.page.url, certainty=self.certainty, note=self.note
        )


Facts = dict[str, Told]

SAMPLE = Page("見本（実在しません）")


def sample(**values: Any) -> Facts:
    """Facts that are made up."""
    return {field: Told(value, SAMPLE, Certainty.SAMPLE) for field, value in values.items()}


def values(facts: Mapping[str, Told]) -> dict[str, Any]:
    """What the records say."""
    return {field: told.value for field, told in facts.items()}


def statements(facts: Mapping[str, Told]) -> dict[str, Statement]:
    """Where each of it comes from."""
    return {field: told.statement for field, told in facts.items()}


@dataclass(frozen=True)
class DistrictEntry:
    """A district; its source and certainty are those of ``is_mountain``."""

    name: str
    is_mountain: Told
    dream_plan: str = ""


@dataclass(frozen=True)
class EquipmentEntry:
    """A piece of equipment; ``notes`` say where it was read or that it is invented, ``known`` is what else is
    told of it."""

    name: str
    category: EquipmentCategory
    notes: str
    known: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WarrantyEntry:
    """Until which day a piece of equipment is under warranty."""

    centre: str
    piece: str
    until: date


@dataclass(frozen=True)
class SmallEntry:
    """A small record that says of itself where it was read: a room, land, a year of use."""

    values: Mapping[str, Any]
    page: Page
    certainty: Certainty = Certainty.VERIFIED

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        source = {"source": self.page.title, "source_url": self.page.url, "certainty": self.certainty}
        return {**self.values, **source}


@dataclass(frozen=True)
class UseEntry:
    """What a part of a building is used for."""

    kind: UseKind
    storey: int
    area: int
    name: str = ""


@dataclass(frozen=True)
class BuildingEntry:
    """A building, its rooms and uses, and what stands in it."""

    facts: Facts
    equipment: tuple[EquipmentEntry, ...] = ()
    rooms: tuple[SmallEntry, ...] = ()
    uses: tuple[UseEntry, ...] = ()


@dataclass(frozen=True)
class CentreEntry:
    """A centre, the post in charge of it, and its buildings. The value of ``district`` is the district's
    name."""

    facts: Facts
    post: str
    buildings: tuple[BuildingEntry, ...] = ()
    land: tuple[SmallEntry, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        name: str = self.facts["name"].value
        return name


@dataclass(frozen=True)
class SuspensionEntry:
    """Days on which a centre is out of use, and why."""

    centre: str
    days: Period
    reason: str


@dataclass(frozen=True)
class OrganisationEntry:
    """An organisation; ``known`` is whatever else is told of it."""

    name: str
    kind: OrganisationKind
    internal_notes: str
    known: Mapping[str, Any]


@dataclass(frozen=True)
class DesignationEntry:
    """A designation; ``follows`` says that it comes after the one told last for the same centre."""

    centre: str
    organisation: str
    facts: Facts
    bundle: str = ""
    follows: bool = False


@dataclass(frozen=True)
class RoadEntry:
    """A road to a designation: the session it goes through, the candidate, and what was recorded of its steps
    by code."""

    centre: str
    organisation: str
    first_on: date
    session: Mapping[str, Any]
    candidate: Mapping[str, Any]
    steps: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class AgreementEntry:
    """The agreement of the latest designation of a centre, or of its bundle: its terms, the fee of the year,
    what is put aside as older than the system, an amendment, and what happened (event: type, day, words)."""

    centre: str
    terms: Mapping[str, Any]
    fee: int
    aside_before: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    whole_bundle: bool = False
    amendment: Mapping[str, Any] = field(default_factory=dict)
    event: tuple[str, date, str] | None = None


@dataclass(frozen=True)
class TurnEntry:
    """An inspection under watch: the turn due on a day, or (None) on a day that cannot be told.

    Where a finding is given, the turn before was recorded with it one cycle earlier, and the due day follows
    from that record: up to three days later than told, as months differ in length. ``cost_before`` is what
    that turn cost in yen; ``put_off``: somebody came, could not do it, and comes again.
    """

    centre: str
    building: str
    type_code: str
    due_on: date | None
    equipment: str = ""
    found_before: Meaning | None = None
    cost_before: int | None = None
    put_off: bool = False


@dataclass(frozen=True)
class ContractEntry:
    """A service contract; ``years_after`` is the term of the successor, ``not_renewed`` why there is none;
    ``types`` the inspections it takes on, ``notice_months`` how long before its end notice is given,
    ``by_year`` that its amount is spread evenly over its fiscal years."""

    name: str
    contractor: str
    kind: ContractKind
    term: Period
    amount: int
    centres: tuple[str, ...]
    years_after: int = 0
    not_renewed: str = ""
    types: tuple[str, ...] = ()
    by_year: bool = False
    notice_months: int = 0


@dataclass(frozen=True)
class PlanEntry:
    """A plan of a project: the days of its steps, and by fiscal year yen by funding; why it was revised."""

    made_on: date
    planned: Mapping[str, PartialDate]
    costs: Mapping[int, Mapping[str, int]]
    reason: str = ""


@dataclass(frozen=True)
class ProjectEntry:
    """A renewal project: where it was read, the buildings it touches as centre, name and part, the steps
    reached, its plans, and when it was opened, if it was.

    What an opening says of the buildings that it replaces follows from its day (推定).
    """

    centre: str
    name: str
    kind: ProjectKind
    aim: Told
    buildings: tuple[tuple[str, str, BuildingPart], ...] = ()
    reached: Mapping[ProjectStep, Told] = field(default_factory=dict)
    plans: tuple[PlanEntry, ...] = ()
    opened: Told | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> tuple[Told, ...]:
        """Everything that was read of it."""
        return (self.aim, *self.reached.values(), *((self.opened,) if self.opened else ()))


@dataclass(frozen=True)
class PersonEntry:
    """A person with a login: the role, and the post held or the organisation belonged to. ``days_left``: for
    how many more days they may sign in, where that is known."""

    login_name: str
    display_name: str
    display_kana: str
    role: str
    post: str = ""
    organisation: str = ""
    is_staff: bool = False
    days_left: int | None = None


@dataclass(frozen=True)
class PostEntry:
    """A post, the post above it, and for センター職員 the centre it is posted to."""

    code: str
    name: str
    level: PostLevel
    superior: str = ""
    centre: str = ""


@dataclass(frozen=True)
class AssessmentEntry:
    """A condition assessment; ``grades`` in the order of the method's parts, ``-`` for one not looked at.
    ``refits`` by part, where one is known."""

    centre: str
    building: str
    assessed_on: date
    grades: str
    refits: Mapping[str, PartialDate] = field(default_factory=dict)


@dataclass(frozen=True)
class FindingEntry:
    """What a site visit found: ``answered_on`` with the answer, ``closed_on`` when the city was content."""

    severity: Severity
    text: str
    due_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    closed_on: date | None = None


@dataclass(frozen=True)
class VisitEntry:
    """A site visit of which the group was told; ``marks`` by the code of the item."""

    centre: str
    visited_on: date
    told_on: date
    marks: Mapping[str, Severity]
    findings: tuple[FindingEntry, ...]
    summary: str


@dataclass(frozen=True)
class EvaluationEntry:
    """The evaluation of a fiscal year by the first scheme: the grades of both sides in the order of its
    items, the overall grade last. Without a day the side has not handed in, or not published."""

    centre: str
    fiscal_year: int
    own: str = ""
    handed_in_on: date | None = None
    city: str = ""
    published_on: date | None = None
    comment: str = ""


@dataclass(frozen=True)
class InstructionEntry:
    """An instruction, and the improvement plan that answered it and was accepted."""

    centre: str
    decided_on: date
    reason: str
    plan_by: date
    improve_by: date
    plan: str
    handed_in_on: date
    accepted_on: date
