"""The act on what a group hands in on paper, over the counter (窓口で受け取った紙)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from common.db.records import save_checked
from common.eras import era_day
from common.problems import Problem, Refused
from designated_managers.actions.submissions import (
    Written,
    hand_in,
    held,
    new_version,
    to_be_answered,
    write,
)
from designated_managers.choices import SubmissionChannel

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    ``CannotWrite`` where nothing is written now, else ``CannotSubmit`` with everything that is wrong.
    """
    obligation = held(obligation_pk)
    answered = to_be_answered(obligation)
    problems = list(_problems_with_day(paper.received_on, answered, on=on))
    # Whoever writes holds the obligation first: nobody hands this draft in meanwhile.
    begun = obligation.submissions.drafts().first()
    if begun is not None:
        begun.set_aside_on, begun.answers = on, None
        save_checked(begun)
    entered = new_version(obligation, answered, channel=SubmissionChannel.PAPER, on=paper.received_on)
    try:
        write(entered, paper.written)
    except Refused as refusal:
        problems += refusal.problems
    return hand_in(entered, *problems, counts_on=paper.received_on, on=on, at=at)


def _problems_with_day(received_on: date, answered: Submission | None, *, on: date) -> Iterator[Problem]:
    if received_on > on:
        message = "受け取った日は、きょうまでの日を入力してください。"
        yield Problem("received-in-future", message, field="received_on")
    if answered is not None and answered.returned_on is not None and received_on < answered.returned_on:
        message = f"受け取った日は、差し戻した日（{era_day(answered.returned_on)}）以後の日にしてください。"
        yield Problem("received-before-return", message, field="received_on")
