"""Questions to what was handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope
    from designated_managers.models import (  # noqa: F401 -- named in the class heads below
        AnnualFigures,
        MonthlyFigures,
        Submission,
        SubmissionFile,
    )

NOT_ACCEPTED = ~Q(obligation__submissions__accepted_on__isnull=False)
"""No version of the duty was accepted yet."""

OF_NOT_ACCEPTED = ~Q(submission__obligation__submissions__accepted_on__isnull=False)

M_co = TypeVar("M_co", bound=models.Model, covariant=True)

SUPERSEDED = Q(answer__submitted_on__isnull=False)
"""A later version was handed in as the answer to this one."""

DUE_ON = Coalesce("answers__return_due_on", "obligation__due_on")
"""The day by which a version is due: of an answer the day set with the return, else that of the duty."""


class OfSubmission(ScopedQuerySet[M_co]):
    """What belongs to a submission, reached by ``way``.

    A draft (途中の下書き) is the group's own: the city reads nothing before it is handed in. The group keeps
    reaching what is not accepted yet on days on which it reads no centre.
    """

    way: ClassVar[str] = "submission__"

    def within(self, scope: Scope) -> Self:
        """The rows this person may see; for the city those handed in."""
        rows = super().within(scope)
        return rows.filter(**{f"{self.way}submitted_on__isnull": False}) if scope.internal else rows


class SubmissionQuerySet(OfSubmission["Submission"]):
    """Versions of what was handed in, or is being written."""

    way: ClassVar[str] = ""
    centre_path: ClassVar[str] = "obligation__designation__centre_id"
    organisation_path: ClassVar[str] = "obligation__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q()
    beyond_term: ClassVar[Q | None] = NOT_ACCEPTED

    def handed_in(self, on: date) -> Self:
        """Handed in by the day, whatever came of it."""
        return self.filter(submitted_on__lte=on)

    def latest_versions(self) -> Self:
        """Of each duty the version that was handed in last."""
        return self.filter(submitted_on__isnull=False).exclude(SUPERSEDED)

    def drafts(self) -> Self:
        """Being written."""
        return self.filter(submitted_on__isnull=True, set_aside_on__isnull=True)

    def waiting(self) -> Self:
        """Handed in, and neither returned nor accepted: the city reviews it."""
        return self.filter(submitted_on__isnull=False, returned_on__isnull=True, accepted_on__isnull=True)

    def to_be_mended(self) -> Self:
        """Returned, and not answered yet."""
        return self.filter(returned_on__isnull=False).exclude(SUPERSEDED)

    def accepted(self) -> Self:
        """Accepted."""
        return self.filter(accepted_on__isnull=False)

    def late(self) -> Self:
        """Handed in after the day by which it was due."""
        return self.annotate(due=DUE_ON).filter(submitted_on__gt=F("due"))

    def in_time(self) -> Self:
        """Handed in by the day by which it was due, or due on no day."""
        return self.annotate(due=DUE_ON).filter(
            Q(due__isnull=True) | Q(submitted_on__lte=F("due")), submitted_on__isnull=False
        )


class FiguresQuerySet(OfSubmission[M_co]):
    """Figures of a report."""

    centre_path: ClassVar[str] = "submission__obligation__designation__centre_id"
    organisation_path: ClassVar[str] = "submission__obligation__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q()
    beyond_term: ClassVar[Q | None] = OF_NOT_ACCEPTED

    def of_latest_versions(self) -> Self:
        """Of each duty the figures of the version that was handed in last."""
        return self.filter(submission__submitted_on__isnull=False).exclude(
            submission__answer__submitted_on__isnull=False
        )


class MonthlyFiguresQuerySet(FiguresQuerySet["MonthlyFigures"]):
    """Figures of one month."""


class AnnualFiguresQuerySet(FiguresQuerySet["AnnualFigures"]):
    """Figures of a fiscal year."""


class SubmissionFileQuerySet(OfSubmission["SubmissionFile"]):
    """Files handed in with a submission."""

    centre_path: ClassVar[str] = "submission__obligation__designation__centre_id"
    organisation_path: ClassVar[str] = "submission__obligation__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q()
    beyond_term: ClassVar[Q | None] = OF_NOT_ACCEPTED
