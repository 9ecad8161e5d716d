"""Emergency rounds as the office asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from common.db.columns import text
from common.db.scoped import ScopedQuerySet
from maintenance.choices import RoundState

if TYPE_CHECKING:
    from collections.abc import Collection

    from maintenance.models import (  # noqa: F401 -- named in the class heads below
        EmergencyRound,
        RoundAnswer,
        RoundCentre,
        RoundPhoto,
    )


class EmergencyRoundQuerySet(ScopedQuerySet["EmergencyRound"]):
    """Emergency rounds. A community group reads of them what concerns its own centre."""

    centre_path: ClassVar[str] = "centres__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def within_centres(self, ids: Collection[int]) -> Self:
        """Rounds over at least one of these centres; each once."""
        over = apps.get_model("maintenance", "RoundCentre")._default_manager.filter(centre__in=ids)
        return self.filter(pk__in=over.order_by().values("round"))

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class RoundCentreQuerySet(ScopedQuerySet["RoundCentre"]):
    """Centres in rounds."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def of_open_rounds(self) -> Self:
        return self.filter(round__closed_on__isnull=True)

    def with_state(self) -> Self:
        """Each with its ``state`` by the latest answer, and without one 未確認."""
        return self.annotate(state=Coalesce(latest_answer("state"), text(RoundState.UNANSWERED)))

    def unanswered(self) -> Self:
        return self.filter(answers__isnull=True)

    def answered(self) -> Self:
        return self.filter(
            pk__in=apps.get_model("maintenance", "RoundAnswer")._default_manager.values("place")
        )


class RoundAnswerQuerySet(ScopedQuerySet["RoundAnswer"]):
    """Answers in rounds."""

    centre_path: ClassVar[str] = "place__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class RoundPhotoQuerySet(ScopedQuerySet["RoundPhoto"]):
    """Photographs of answers."""

    centre_path: ClassVar[str] = "answer__place__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


def latest_answer(column: str) -> Any:
    """Inside a query of centres in rounds: a column of the latest answer."""
    answers = apps.get_model("maintenance", "RoundAnswer")._default_manager
    return Subquery(answers.filter(place=OuterRef("pk")).order_by("-pk").values(column)[:1])
