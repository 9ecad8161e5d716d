"""The acts on emergency rounds: open, answer, close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.acting import current
from common.db.attached_files import file_values
from common.db.history import create_with_history, locked
from common.db.records import changed, save_checked
from common.deadlines import SettledReason, tell_settled
from common.problems import Problem, Refused
from maintenance.models import EmergencyRound, RoundAnswer, RoundCentre, RoundPhoto
from maintenance.queries.rounds import ROUND_ANSWER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date, datetime

    from centres.models import Centre
    from common.files import CheckedFile


class CannotOpenRound(Refused):
    """The round cannot be opened as entered; ``problems`` says why."""


class CannotAnswer(Refused):
    """The answer cannot be taken; ``problems`` says why."""


class CannotCloseRound(Refused):
    """The round cannot be closed; ``problems`` says why."""


class RoundOver(CannotAnswer, CannotCloseRound):
    """Somebody closed the round before."""


@transaction.atomic
def open_round(centres: Collection[Centre], *, at: datetime, **facts: Any) -> EmergencyRound:
    """Open an emergency round (臨時点検を開く) over these centres; each of them is to answer. Raises
    ``CannotOpenRound`` with every problem."""
    opened = EmergencyRound(opened_at=at, opened_by_id=current().user_id, **facts)
    save_checked(opened, *_problems_with_opening(opened, centres, on=at.date()), error=CannotOpenRound)
    create_with_history([RoundCentre(round=opened, centre=centre) for centre in centres])
    return opened


def _problems_with_opening(
    opened: EmergencyRound, centres: Collection[Centre], *, on: date
) -> Iterator[Problem]:
    answer_by_on: date | None = opened.answer_by_on
    if not centres:
        yield Problem("no-centre", "対象の施設を1つ以上選んでください。", field="centres")
    if answer_by_on is not None and answer_by_on < on:
        message = "回答の期限は、きょう以後の日にしてください。"
        yield Problem("answer-by-past", message, field="answer_by_on")


@transaction.atomic
def answer_round(
    pk: int, *, state: str, text: str = "", photos: Iterable[CheckedFile] = (), at: datetime
) -> RoundAnswer:
    """Say how a centre was found (臨時点検の回答). It may be said anew until the round is closed; what was
    said before stays. Raises ``RoundOver``, and ``CannotAnswer`` with every other problem."""
    place = RoundCentre.objects.select_related("round").get(pk=pk)
    _still_open(place.round_id)
    answer = RoundAnswer(
        place=place, state=state, text=text.strip(), answered_by_id=current().user_id, answered_at=at
    )
    save_checked(answer, error=CannotAnswer)
    for photo in photos:
        RoundPhoto.objects.create(
            answer=answer, **file_values(photo, uploaded_by_id=current().user_id, at=at)
        )
    tell_settled(ROUND_ANSWER, [pk], SettledReason.ANSWERED, on=at.date())
    return answer


@transaction.atomic
def close_round(pk: int, *, reason: str = "", on: date) -> EmergencyRound:
    """Close a round (臨時点検を閉じる). Where centres have not answered, only with the reason why that is
    enough. Raises ``RoundOver``, ``CannotCloseRound``."""
    over = _still_open(pk)
    silent = list(over.centres.unanswered().select_related("centre").order_by("centre__kana", "centre__code"))
    problems = []
    if silent and not reason.strip():
        names = "、".join(one.centre.name for one in silent)
        message = f"まだ答えていない施設があります（{names}）。このまま閉じる理由を書いてください。"
        problems.append(Problem("unanswered", message, field="reason"))
    changed(over, {"closed_on": on, "closed_reason": reason.strip() if silent else ""})
    save_checked(over, *problems, error=CannotCloseRound)
    if silent:
        ids = [one.pk for one in silent]
        tell_settled(ROUND_ANSWER, ids, SettledReason.NO_LONGER_APPLIES, on=on)
    return over


def _still_open(pk: int) -> EmergencyRound:
    """The round, held until the act is through: nobody closes it while a centre answers."""
    found = locked(EmergencyRound, pk)
    if found.closed_on is not None:
        raise RoundOver([Problem("round-over", "この臨時点検は、すでに閉じられています。")])
    return found
