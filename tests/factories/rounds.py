"""Emergency rounds for tests, made by the office's own acts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from common.clock import TOKYO
from maintenance.actions import open_round
from maintenance.choices import RoundKind
from tests.factories.centres import make_centre

if TYPE_CHECKING:
    from collections.abc import Collection

    from centres.models import Centre
    from maintenance.models import EmergencyRound

OPENED_AT = datetime(2026, 11, 23, 8, 0, tzinfo=TOKYO)


def make_round(centres: Collection[Centre] | None = None, **facts: Any) -> EmergencyRound:
    """A round after an earthquake on the morning of 23 November 2026, to be answered that day."""
    defaults: dict[str, Any] = {
        "kind": RoundKind.EARTHQUAKE,
        "name": "見本の地震　臨時点検",
        "happened_at": datetime(2026, 11, 23, 7, 30, tzinfo=TOKYO),
        "answer_by_on": date(2026, 11, 23),
        "at": OPENED_AT,
    }
    return open_round([make_centre()] if centres is None else centres, **{**defaults, **facts})
