"""What a flag speaks of: for each kind, the title, the place and the page of its subjects.

Each kind says with a QuerySet how its subjects are read; all kinds are read in one query together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from common.db.columns import text
from designated_managers.choices import OfficerRole
from designated_managers.models import (
    Designation,
    FeePayment,
    Finding,
    HandoverItem,
    ImprovementPlan,
    Measure,
    Obligation,
    OrganisationOfficer,
    PlannedStep,
    Submission,
)
from designated_managers.rules.measures import INSTRUCTS
from designated_managers.rules.stage import FELL_THROUGH
from facilities.choices import ProjectStep
from facilities.models import Milestone
from maintenance.choices import ContractKind
from maintenance.models import DueInspection, InspectionType, ServiceContract
from reminders.choices import FlagKind, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping


COLUMNS = "flag_kind", "subject_pk", "name", "article", "centre_name", "part", "progress"

_type_in_front = InspectionType.objects.in_front().filter(code=OuterRef("type_code")).order_by()

INSPECTION_NAME = Coalesce(Subquery(_type_in_front.values("name")[:1]), F("type_code"))
"""What the inspection is called in the catalogue of today; its code where the catalogue has lost it."""

INSPECTION_LAW = Coalesce(Subquery(_type_in_front.values("law")[:1]), Value(""))
"""The article that the inspection of a turn rests on."""

INSPECTION_PROGRESS = Case(
    When(planned_on__isnull=False, then=text(Progress.DAY_SET)), default=text(Progress.NOT_STARTED)
)

DESIGNATION_PROGRESS = Case(
    When(next__vote_result__in=FELL_THROUGH, then=text(Progress.NOT_STARTED)),
    When(next__isnull=False, then=text(Progress.UNDER_WAY)),
    default=text(Progress.NOT_STARTED),
)
"""Entering the next designation begins the road to it; a bill that failed leads back to its start."""

OBLIGATION_PERIOD = Case(
    When(event="", then=F("period_code")),
    default=F("event"),
)
"""What an obligation is for: its period in short (2026-04), or what happened."""

DESIGNATION_ARTICLE = "地方自治法 第244条の2第5項"


@dataclass(frozen=True)
class Subject:
    """The thing that is due: a title, its centres, the building or equipment, the article it rests on, how
    far it is, and the URL name of its page.
    """

    title: str
    centres: tuple[str, ...]
    part: str
    statute: str
    progress: Progress
    url_name: str

    @property
    def place(self) -> str:
        """Every centre by name, and the building or equipment (遠石市民センター　本館)."""
        return "　".join(filter(None, ("、".join(self.centres), self.part)))


@dataclass(frozen=True)
class SubjectKind:
    """How the subjects of one kind of flag are read (``.values_list(*COLUMNS)``), named, and opened."""

    rows: Callable[[Collection[int]], QuerySet[Any, tuple[Any, ...]]]
    title: Callable[[str], str]
    statute: Callable[[str], str]
    url_name: str


def contract_title(name: str) -> str:
    """What is due about a contract: its end."""
    return f"{name}　契約の満了"


def designation_title(organisation: str) -> str:
    """What is due about a designation: the end of its term."""
    return f"{organisation}　指定期間の満了"


def milestone_title(step: str) -> str:
    """What is due about a project: a step of it, 実施設計の予定."""
    return f"{ProjectStep(step).label}の予定"


def road_step_title(name: str) -> str:
    """What is due on the road to a designation: a step of it."""
    return f"{name}（指定スケジュール）"


def officer_title(role: str) -> str:
    """What is due about the officers of a body: the end of their term, 会長の任期満了."""
    return f"{OfficerRole(role).label}の任期満了"


def handover_title(item: str) -> str:
    """What is due about an item of a hand-over: 引継ぎ：鍵・警備カード."""
    return f"引継ぎ：{item}"


def payment_title(number: str) -> str:
    """What is due about the fee of a year: 指定管理料　第2回の支払."""
    return f"指定管理料　第{number}回の支払"


def agreement_title(organisation: str) -> str:
    """What is due about a designation without its agreement: the signing."""
    return f"{organisation}　基本協定の締結"


def returned_title(name: str) -> str:
    """What is due about a returned submission: that it is handed in again."""
    return f"{name}　差戻しの出し直し"


def review_title(name: str) -> str:
    """What is due about a submission handed in: that the city looks at it."""
    return f"{name}　提出物の確認"


def _inspections(ids: Collection[int]) -> QuerySet[DueInspection, tuple[Any, ...]]:
    return (
        DueInspection.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.INSPECTION),
            subject_pk=F("pk"),
            name=INSPECTION_NAME,
            article=INSPECTION_LAW,
            centre_name=F("building__centre__name"),
            part=Coalesce("equipment__name", "building__name"),
            progress=INSPECTION_PROGRESS,
        )
        .values_list(*COLUMNS)
    )


def _contracts(ids: Collection[int]) -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """One row for each centre that a contract covers."""
    return (
        ServiceContract.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.CONTRACT),
            subject_pk=F("pk"),
            article=F("contract_kind"),
            centre_name=F("centres__name"),
            part=text(""),
            progress=text(Progress.NOT_STARTED),
        )
        .values_list(*COLUMNS)
    )


def _designations(ids: Collection[int]) -> QuerySet[Designation, tuple[Any, ...]]:
    return (
        Designation.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.DESIGNATION_END),
            subject_pk=F("pk"),
            name=F("organisation__name"),
            article=text(DESIGNATION_ARTICLE),
            centre_name=F("centre__name"),
            part=text(""),
            progress=DESIGNATION_PROGRESS,
        )
        .values_list(*COLUMNS)
    )


def _milestones(ids: Collection[int]) -> QuerySet[Milestone, tuple[Any, ...]]:
    return (
        Milestone.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.MILESTONE),
            subject_pk=F("pk"),
            name=F("step"),
            article=text(""),
            centre_name=F("project__centre__name"),
            part=F("project__name"),
            progress=text(Progress.DAY_SET),
        )
        .values_list(*COLUMNS)
    )


def _road_steps(ids: Collection[int]) -> QuerySet[PlannedStep, tuple[Any, ...]]:
    return (
        PlannedStep.objects.current()
        .filter(step__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.ROAD_STEP),
            subject_pk=F("step_id"),
            article=F("law"),
            centre_name=F("plan__road__centre__name"),
            part=text(""),
            progress=Case(
                When(step__expected_on__isnull=False, then=text(Progress.DAY_SET)),
                default=text(Progress.NOT_STARTED),
            ),
        )
        .values_list(*COLUMNS)
    )


def _officers(ids: Collection[int]) -> QuerySet[OrganisationOfficer, tuple[Any, ...]]:
    return (
        OrganisationOfficer.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.OFFICER_TERM),
            subject_pk=F("pk"),
            # Columns of the model would hide what the names here stand for.
            office=F("role"),
            article=text(""),
            centre_name=text(""),
            part=F("organisation__name"),
            progress=text(Progress.NOT_STARTED),
        )
        .values_list("flag_kind", "subject_pk", "office", "article", "centre_name", "part", "progress")
    )


def _handover_items(ids: Collection[int]) -> QuerySet[HandoverItem, tuple[Any, ...]]:
    return (
        HandoverItem.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.HANDOVER_ITEM),
            subject_pk=F("pk"),
            item=F("name"),
            article=F("law"),
            centre_name=F("transfer__centre__name"),
            part=text(""),
            progress=text(Progress.NOT_STARTED),
        )
        .values_list("flag_kind", "subject_pk", "item", "article", "centre_name", "part", "progress")
    )


def _obligations(ids: Collection[int]) -> QuerySet[Obligation, tuple[Any, ...]]:
    return (
        Obligation.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.OBLIGATION),
            subject_pk=F("pk"),
            article=text(""),
            centre_name=F("designation__centre__name"),
            part=OBLIGATION_PERIOD,
            progress=text(Progress.NOT_STARTED),
        )
        .values_list(*COLUMNS)
    )


def _payments(ids: Collection[int]) -> QuerySet[FeePayment, tuple[Any, ...]]:
    """The name of an instalment is its number."""
    return (
        FeePayment.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.FEE_PAYMENT),
            subject_pk=F("pk"),
            name=Cast("number", CharField()),
            article=text(""),
            centre_name=Coalesce(
                "annual_agreement__agreement__designation__centre__name",
                "annual_agreement__agreement__bundle__name",
            ),
            part=text(""),
            progress=text(Progress.DAY_SET),
        )
        .values_list(*COLUMNS)
    )


def _agreements(ids: Collection[int]) -> QuerySet[Designation, tuple[Any, ...]]:
    return (
        Designation.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.AGREEMENT_MISSING),
            subject_pk=F("pk"),
            name=F("organisation__name"),
            article=text(""),
            centre_name=F("centre__name"),
            part=text(""),
            progress=text(Progress.NOT_STARTED),
        )
        .values_list(*COLUMNS)
    )


PLAN_HANDED_IN = Exists(ImprovementPlan.objects.filter(measure=OuterRef("pk"), sent_back_on__isnull=True))


def instruction_title(organisation: str) -> str:
    """What is due about an instruction: the plan, the word on it, or the improvement."""
    return f"{organisation}　改善の指示"


def finding_title(organisation: str) -> str:
    """What is due about a finding of a site visit: the answer, or the look at it."""
    return f"{organisation}　実地調査の指摘"


def _instructions(ids: Collection[int]) -> QuerySet[Measure, tuple[Any, ...]]:
    return (
        Measure.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.INSTRUCTION),
            subject_pk=F("pk"),
            name=F("designation__organisation__name"),
            article=text(INSTRUCTS),
            centre_name=F("designation__centre__name"),
            part=text(""),
            progress=Case(
                When(PLAN_HANDED_IN, then=text(Progress.UNDER_WAY)), default=text(Progress.NOT_STARTED)
            ),
        )
        .values_list(*COLUMNS)
    )


def _findings(ids: Collection[int]) -> QuerySet[Finding, tuple[Any, ...]]:
    return (
        Finding.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.FINDING),
            subject_pk=F("pk"),
            name=F("visit__designation__organisation__name"),
            article=text(""),
            centre_name=F("visit__designation__centre__name"),
            part=text(""),
            progress=Case(
                When(answered_on__isnull=False, then=text(Progress.UNDER_WAY)),
                default=text(Progress.NOT_STARTED),
            ),
        )
        .values_list(*COLUMNS)
    )


def _submissions_as(kind: str) -> Callable[[Collection[int]], QuerySet[Any, tuple[Any, ...]]]:
    """A submission as the subject of one kind of flag: its mending and its review are two."""

    def rows(ids: Collection[int]) -> QuerySet[Submission, tuple[Any, ...]]:
        return (
            Submission.objects.filter(pk__in=ids)
            .order_by()
            .annotate(
                flag_kind=text(kind),
                subject_pk=F("pk"),
                name=F("obligation__name"),
                article=text(""),
                centre_name=F("obligation__designation__centre__name"),
                part=F("obligation__designation__organisation__name"),
                progress=text(Progress.UNDER_WAY),
            )
            .values_list(*COLUMNS)
        )

    return rows


KINDS: Mapping[str, SubjectKind] = {
    FlagKind.INSPECTION: SubjectKind(_inspections, str, str, "inspection-record"),
    FlagKind.CONTRACT: SubjectKind(
        _contracts, contract_title, lambda kind: ContractKind(kind).label, "contract"
    ),
    FlagKind.DESIGNATION_END: SubjectKind(_designations, designation_title, str, "designation"),
    FlagKind.MILESTONE: SubjectKind(_milestones, milestone_title, str, "milestone"),
    FlagKind.ROAD_STEP: SubjectKind(_road_steps, road_step_title, str, "road-step"),
    FlagKind.OFFICER_TERM: SubjectKind(_officers, officer_title, str, "officer"),
    FlagKind.HANDOVER_ITEM: SubjectKind(_handover_items, handover_title, str, "handover-item"),
    FlagKind.OBLIGATION: SubjectKind(_obligations, str, str, "obligation"),
    FlagKind.FEE_PAYMENT: SubjectKind(_payments, payment_title, str, "fee-payment"),
    FlagKind.AGREEMENT_MISSING: SubjectKind(_agreements, agreement_title, str, "designation"),
    FlagKind.INSTRUCTION: SubjectKind(_instructions, instruction_title, str, "measure"),
    FlagKind.FINDING: SubjectKind(_findings, finding_title, str, "finding"),
    FlagKind.RETURNED_SUBMISSION: SubjectKind(
        _submissions_as(FlagKind.RETURNED_SUBMISSION), returned_title, str, "submission"
    ),
    FlagKind.SUBMISSION_REVIEW: SubjectKind(
        _submissions_as(FlagKind.SUBMISSION_REVIEW), review_title, str, "submission"
    ),
}

MAY_SEE: Mapping[str, str] = {
    FlagKind.INSPECTION: "maintenance.view_dueinspection",
    FlagKind.CONTRACT: "maintenance.view_servicecontract",
    FlagKind.DESIGNATION_END: "designated_managers.view_designation",
    FlagKind.MILESTONE: "facilities.view_milestone",
    FlagKind.ROAD_STEP: "designated_managers.view_roadstep",
    FlagKind.OFFICER_TERM: "designated_managers.view_organisationofficer",
    FlagKind.HANDOVER_ITEM: "designated_managers.view_handoveritem",
    FlagKind.OBLIGATION: "designated_managers.view_obligation",
    FlagKind.FEE_PAYMENT: "designated_managers.view_annualagreement",
    FlagKind.AGREEMENT_MISSING: "designated_managers.view_agreement",
    FlagKind.INSTRUCTION: "designated_managers.view_measure",
    FlagKind.FINDING: "designated_managers.view_finding",
    FlagKind.RETURNED_SUBMISSION: "designated_managers.view_submission",
    FlagKind.SUBMISSION_REVIEW: "designated_managers.view_submission",
}
"""Whoever may not see the record itself is not told of its deadline either."""


def subjects_of(keys: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Subject]:
    """The subjects of these (kind, id) pairs; one query, whatever their number and kinds."""
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, pk in keys:
        ids[kind].add(pk)
    first, *others = (of_kind.rows(ids[name]) for name, of_kind in KINDS.items())
    places: dict[tuple[str, int], list[str]] = defaultdict(list)
    subjects: dict[tuple[str, int], Subject] = {}
    for row in first.union(*others, all=True).order_by("subject_pk", "centre_name"):
        kind, pk, name, article, centre, part, progress = row
        places[kind, pk].append(centre)
        subjects[kind, pk] = Subject(
            title=KINDS[kind].title(name),
            centres=tuple(filter(None, places[kind, pk])),
            part=part,
            statute=KINDS[kind].statute(article),
            progress=Progress(progress),
            url_name=KINDS[kind].url_name,
        )
    return subjects
