"""Turns of inspections as the office asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.apps import apps
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from common.db.scoped import ScopedQuerySet
from maintenance.choices import TurnState

if TYPE_CHECKING:
    from datetime import date

    from maintenance.models import DueInspection, ServiceContract  # noqa: F401 -- named in the class heads below


def outcome_word(column: str, outcome: str = "outcome") -> Subquery:
    """What the catalogue of today says about the outcome of which ``outcome`` is the code."""
    # The model is still being made when this module is read.
    words = apps.get_model("maintenance", "InspectionOutcome")._default_manager.in_front()
    return Subquery(words.filter(code=OuterRef(outcome)).order_by().values(column)[:1])


class DueInspectionQuerySet(ScopedQuerySet["DueInspection"]):
    """Turns of inspections, due and done."""

    centre_path: ClassVar[str] = "building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def pending(self) -> Self:
        """Not done and not withdrawn."""
        return self.filter(done_on__isnull=True, withdrawn_on__isnull=True)

    def while_there(self) -> Self:
        """Due while building, equipment and centre are still there; what falls due after that is no duty.

        A thing that goes on the due day itself is gone. Where the due day is unknown, a thing whose end is
        known counts as gone: it cannot be told that anything falls due before it.
        """
        turns = self
        for gone_on in ("building__retired_on", "equipment__removed_on", "building__centre__abolished_on"):
            gone_by_then = Q(**{f"{gone_on}_first__lte": F("due_on")})
            turns = turns.exclude(
                gone_by_then | Q(**{"due_on__isnull": True, f"{gone_on}_first__isnull": False})
            )
        return turns

    def done(self) -> Self:
        return self.filter(done_on__isnull=False)

    def withdrawn(self) -> Self:
        """Neither done nor to be done."""
        return self.filter(done_on__isnull=True, withdrawn_on__isnull=False)

    def standing_at(self, state: str, *, on: date) -> Self:
        """In this state on the day; the same answer as ``rules.state.turn_state``."""
        if state == TurnState.DONE:
            return self.done()
        if state == TurnState.WITHDRAWN:
            return self.withdrawn()
        if state == TurnState.UNKNOWN_DAY:
            return self.pending().filter(due_on__isnull=True)
        return self.overdue(on) if state == TurnState.OVERDUE else self.pending().filter(due_on__gte=on)

    def through(self) -> Self:
        """Done or withdrawn: nothing more is to be done about them."""
        return self.exclude(done_on__isnull=True, withdrawn_on__isnull=True)

    def with_outcome(self) -> Self:
        """Each with ``outcome_label`` and ``outcome_meaning``, by the catalogue of today; the code where the
        catalogue has lost the word, and nothing while the turn is not done."""
        return self.annotate(
            outcome_label=Coalesce(outcome_word("label"), F("outcome")),
            outcome_meaning=Coalesce(outcome_word("meaning"), Value("")),
        )

    def meaning(self, meaning: str) -> Self:
        """Those whose outcome comes to this, by the catalogue of today."""
        words = apps.get_model("maintenance", "InspectionOutcome")._default_manager.in_front()
        return self.filter(outcome__in=words.filter(meaning=meaning).order_by().values("code"))

    def with_type_name(self) -> Self:
        """Each with ``type_name``, by the catalogue of today; its code where the catalogue has lost it."""
        # The model is still being made when this module is read.
        types = apps.get_model("maintenance", "InspectionType")._default_manager.in_front()
        named = types.filter(code=OuterRef("type_code")).order_by().values("name")
        return self.annotate(type_name=Coalesce(Subquery(named[:1]), F("type_code")))

    def overdue(self, on: date) -> Self:
        """Pending, and the due day is before this day."""
        return self.pending().filter(due_on__lt=on)
