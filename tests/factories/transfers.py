"""Transfers of centres for tests, made by the office's own acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from designated_managers import actions
from designated_managers.choices import MeetingKind, QuestionTopic, TaskSide
from tests.factories.centres import make_centre

if TYPE_CHECKING:
    from designated_managers.models import (
        OpenQuestion,
        Transfer,
        TransferEvidence,
        TransferMeeting,
        TransferWave,
    )

ENTERED_ON = date(2026, 11, 23)
STARTED_ON = date(2026, 4, 1)
AIMED_ON = date(2028, 4, 1)


def make_wave(name: str = "見本の移行グループ", **facts: Any) -> TransferWave:
    """A wave that aims at April 2028."""
    return actions.plan_wave(name=name, **{"aimed_on": AIMED_ON, **facts})


def make_transfer(*, on: date = ENTERED_ON, **facts: Any) -> Transfer:
    """A transfer of a new centre since April 2026; it aims at no day unless told."""
    if "centre" not in facts:
        facts["centre"] = make_centre()
    return actions.start_transfer(on=on, **{"started_on": STARTED_ON, **facts})


def make_meeting(transfer: Transfer, *, on: date = ENTERED_ON, **facts: Any) -> TransferMeeting:
    """A briefing on 1 May 2026 unless told."""
    defaults = {"held_on": date(2026, 5, 1), "kind": MeetingKind.BRIEFING}
    return actions.log_meeting(transfer=transfer, on=on, **{**defaults, **facts})


def make_question(transfer: Transfer, *, on: date = ENTERED_ON, **facts: Any) -> OpenQuestion:
    """A question about the legal status, raised on 1 June 2026 unless told."""
    defaults: dict[str, Any] = {
        "topic": QuestionTopic.LEGAL_STATUS,
        "question": "法人格は要るか",
        "side": TaskSide.CITY,
        "raised_on": date(2026, 6, 1),
    }
    return actions.raise_question(transfer=transfer, on=on, **{**defaults, **facts})


def make_evidence(
    transfer: Transfer, stage: str = "1", evidence: str = "interest", *, on: date = ENTERED_ON, **facts: Any
) -> TransferEvidence:
    """The district's own wish, of 1 July 2026 unless told."""
    return actions.record_evidence(
        transfer.pk, stage=stage, evidence=evidence, on=on, **{"dated_on": date(2026, 7, 1), **facts}
    )
