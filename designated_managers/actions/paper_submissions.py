"""The act on what a group hands in on paper, over the counter (窓口で受け取った紙)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from common.db.records import save_checked
from common.eras import era_day
from common.problems import Problem
from designated_managers.actions.submissions import (
    CannotSubmit,
    Written,
    hand_in,
    held,
    new_version,
    to_be_answered,
    write,
)
from designated_managers.choices import SubmissionChannel

if TYPE_CHECKING:
    from datetime import date, datetime

    from designated_managers.models import Submission


@dataclass(frozen=True)
class Paper:
    """What came over the counter: the day on which it was received, and what is written on it; its files are
    the pages as they were scanned."""

    received_on: date
    written: Written


@transaction.atomic
def record_paper_submission(obligation_pk: int, paper: Paper, *, on: date, at: datetime) -> Submission:
    """Enter what the group handed in on paper (窓口で受け取った紙); the day it was received counts.

    A draft that the group had begun is set aside: it stays theirs, unread by the city. Raises
    ``CannotWrite``, ``CannotSubmit`` and ``CannotAttach``.
    """
    received_on = paper.received_on
    obligation = held(obligation_pk)
    if received_on > on:
        message = "受け取った日は、きょうまでの日を入力してください。"
        raise CannotSubmit([Problem("received-in-future", message, field="received_on")])
    answered = to_be_answered(obligation)
    if answered is not None and answered.returned_on is not None and received_on < answered.returned_on:
        message = f"受け取った日は、差し戻した日（{era_day(answered.returned_on)}）以後の日にしてください。"
        raise CannotSubmit([Problem("received-before-return", message, field="received_on")])
    begun = obligation.submissions.drafts().first()
    if begun is not None:
        begun.set_aside_on, begun.answers = on, None
        save_checked(begun)
    entered = new_version(obligation, answered, channel=SubmissionChannel.PAPER, on=received_on)
    return hand_in(write(entered, paper.written).draft, counts_on=received_on, on=on, at=at)
