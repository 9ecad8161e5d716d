"""Repairs as the office asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import Case, CharField, OuterRef, Q, Subquery, Value, When

from common.db.scoped import ScopedQuerySet
from maintenance.choices.repairs import OVER, UNMENDED, RepairState
from maintenance.rules.repair_moves import MOVES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from maintenance.models import (  # noqa: F401 -- named in the class heads below
        EstimateFile,
        Repair,
        RepairEstimate,
        RepairPhoto,
        RepairStep,
    )


class RepairQuerySet(ScopedQuerySet["Repair"]):
    """Repairs (修繕). They belong to the centre: whoever runs it, they stay where they are."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def with_state(self) -> Self:
        """Each with ``stands``, its state; the same answer as ``rules.repair_moves.state_after``."""
        steps: Any = apps.get_model("maintenance", "RepairStep")._default_manager
        last = steps.filter(repair=OuterRef("pk")).order_by("-number").values("move")[:1]
        led = (When(last_move=move, then=Value(rule.leads_to)) for move, rule in MOVES.items())
        return self.annotate(last_move=Subquery(last)).annotate(
            stands=Case(*led, default=Value(""), output_field=CharField())
        )

    def standing_at(self, states: Iterable[RepairState | str]) -> Self:
        """In one of these states."""
        return self.with_state().filter(stands__in=list(states))

    def open(self) -> Self:
        """Something is still to come."""
        return self.with_state().exclude(stands__in=list(OVER))

    def unmended(self) -> Self:
        """The thing is still broken."""
        return self.standing_at(UNMENDED)

    def overdue(self, on: date) -> Self:
        """Promised for a day before this one, and still broken."""
        return self.unmended().filter(promised_on__lt=on)


class RepairStepQuerySet(ScopedQuerySet["RepairStep"]):
    """What happened to repairs."""

    centre_path: ClassVar[str] = "repair__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class RepairPhotoQuerySet(ScopedQuerySet["RepairPhoto"]):
    """Photographs of repairs."""

    centre_path: ClassVar[str] = "repair__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class RepairEstimateQuerySet(ScopedQuerySet["RepairEstimate"]):
    """Estimates (見積り): the city's own papers."""

    centre_path: ClassVar[str] = "repair__centre_id"


class EstimateFileQuerySet(ScopedQuerySet["EstimateFile"]):
    """Files of estimates: the city's own papers."""

    centre_path: ClassVar[str] = "estimate__repair__centre_id"
