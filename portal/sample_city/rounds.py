"""Emergency rounds of the sample city: one that is over, and one that is open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_default_timezone

from maintenance import actions
from maintenance.choices import RoundKind, RoundState
from portal.sample_city import invented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from centres.models import Centre

LONG_AGO = timedelta(days=70)
SILENT, TROUBLED = 3, 1
"""How many centres have not answered the open round, and at which place of the rest something is wrong."""


def make_rounds(on: date, centres: Sequence[Centre]) -> None:
    """A round after an earthquake that all answered, and one after a typhoon, opened this morning."""
    then = on - LONG_AGO
    over = actions.open_round(
        centres,
        at=_at(then, 9),
        kind=RoundKind.EARTHQUAKE,
        name="見本の地震　臨時点検",
        happened_at=_at(then, 8),
        answer_by_on=then,
        internal_notes=invented.IN_SAMPLE,
    )
    for place in over.centres.order_by("pk"):
        actions.answer_round(place.pk, state=RoundState.SOUND, at=_at(then, 10))
    actions.close_round(over.pk, on=then + timedelta(days=1))
    now_open = actions.open_round(
        centres,
        at=_at(on, 0, 20),
        kind=RoundKind.STORM,
        name="見本の台風　臨時点検",
        happened_at=_at(on - timedelta(days=1), 22),
        answer_by_on=on,
        request="雨もり、割れたガラス、たおれた木",
        internal_notes=invented.IN_SAMPLE,
    )
    answering = now_open.centres.exclude(centre__name__in=(invented.CENTRES[0].name,)).order_by("pk")
    for number, place in enumerate(list(answering)[:-SILENT]):
        trouble = number == TROUBLED
        actions.answer_round(
            place.pk,
            state=RoundState.TROUBLE if trouble else RoundState.SOUND,
            text="見本　ホールの天井から雨もり" if trouble else "",
            at=_at(on, 0, 50),
        )


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=get_default_timezone())
