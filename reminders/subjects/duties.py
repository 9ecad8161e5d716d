"""What manager and city owe one another, as subjects of flags: duties, payments, submissions,
instructions, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, When
from django.db.models.functions import Cast, Coalesce

from common.db.columns import text
from designated_managers.models import (
    Designation,
    FeePayment,
    Finding,
    ImprovementPlan,
    Measure,
    Obligation,
    Submission,
)
from designated_managers.rules.measures import INSTRUCTS
from designated_managers.rules.obligations import period_words
from reminders.choices import FlagKind, Progress
from reminders.subjects.kinds import COLUMNS, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


OBLIGATION_PERIOD = Case(
    When(event="", then=F("period_code")),
    default=F("event"),
)
"""What an obligation is for: its period in short (2026-04), or what happened."""


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
    FlagKind.OBLIGATION: SubjectKind(
        _obligations, "designated_managers.view_obligation", "obligation", part=period_words
    ),
    FlagKind.FEE_PAYMENT: SubjectKind(
        _payments, "designated_managers.view_annualagreement", "fee-payment", title=payment_title
    ),
    FlagKind.AGREEMENT_MISSING: SubjectKind(
        _agreements, "designated_managers.view_agreement", "designation", title=agreement_title
    ),
    FlagKind.INSTRUCTION: SubjectKind(
        _instructions, "designated_managers.view_measure", "measure", title=instruction_title
    ),
    FlagKind.FINDING: SubjectKind(
        _findings, "designated_managers.view_finding", "finding", title=finding_title
    ),
    FlagKind.RETURNED_SUBMISSION: SubjectKind(
        _submissions_as(FlagKind.RETURNED_SUBMISSION),
        "designated_managers.view_submission",
        "submission",
        title=returned_title,
    ),
    FlagKind.SUBMISSION_REVIEW: SubjectKind(
        _submissions_as(FlagKind.SUBMISSION_REVIEW),
        "designated_managers.view_submission",
        "submission",
        title=review_title,
    ),
}
