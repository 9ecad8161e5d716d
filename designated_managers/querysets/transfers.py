"""Questions to the transfers of centres and to everything that is kept on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    # Named in the class heads below.
    from designated_managers.models import (  # noqa: F401
        EvidenceFile,
        HandoverItem,
        OpenQuestion,
        Transfer,
        TransferEvidence,
        TransferMeeting,
        TransferWave,
        UnneededStage,
    )

UNDER_WAY = Q(suspended_on__isnull=True, completed_on__isnull=True)
"""Neither given up nor completed."""


class TransferQuerySet(ScopedQuerySet["Transfer"]):
    """Transfers: the city's own work, of which a community group reads nothing."""

    centre_path: ClassVar[str] = "centre_id"

    def under_way(self) -> Self:
        """Neither given up (見送り) nor completed."""
        return self.filter(UNDER_WAY)


class TransferWaveQuerySet(ScopedQuerySet["TransferWave"]):
    """Waves of transfers; whoever does not see every centre sees those with a centre of theirs."""

    centre_path: ClassVar[str] = "transfers__centre_id"

    def within_centres(self, ids: Collection[int]) -> Self:
        """The waves in which one of these centres goes; each once."""
        going = self.model._default_manager.filter(transfers__centre__in=ids).values("pk")
        return self.filter(pk__in=going)


class OfATransfer(ScopedQuerySet[Any]):
    """What is kept on the way of a transfer; the city's alone."""

    centre_path: ClassVar[str] = "transfer__centre_id"


class TransferEvidenceQuerySet(OfATransfer, ScopedQuerySet["TransferEvidence"]):
    """Evidence entered by hand."""

    def kept(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_on__isnull=True)


class EvidenceFileQuerySet(ScopedQuerySet["EvidenceFile"]):
    """The files of evidence."""

    centre_path: ClassVar[str] = "evidence__transfer__centre_id"

    def kept(self) -> Self:
        """Of evidence that was not taken back."""
        return self.filter(evidence__withdrawn_on__isnull=True)


class UnneededStageQuerySet(OfATransfer, ScopedQuerySet["UnneededStage"]):
    """Stages that a road does not need."""


class TransferMeetingQuerySet(OfATransfer, ScopedQuerySet["TransferMeeting"]):
    """Meetings on the way."""


class OpenQuestionQuerySet(OfATransfer, ScopedQuerySet["OpenQuestion"]):
    """Questions raised on the way."""


class HandoverItemQuerySet(OfATransfer, ScopedQuerySet["HandoverItem"]):
    """Items of the hand-over. A group may read those that are its own task."""

    organisation_path: ClassVar[str] = "transfer__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q(side="manager", transfer__suspended_on__isnull=True)
    beyond_term: ClassVar[Q | None] = shared_with_group

    def pending(self) -> Self:
        """Not done, of a transfer that was not given up."""
        return self.filter(done_on__isnull=True, transfer__suspended_on__isnull=True)

    def overdue(self, on: date) -> Self:
        """Pending after its due day."""
        return self.pending().filter(due_on__lt=on)
