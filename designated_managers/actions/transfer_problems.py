"""What stands in the way of the acts on transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.eras import era_day
from common.problems import Problem, Refused
from designated_managers.models import Designation, Transfer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from designated_managers.rules.transfer_stage import TransferRoad


class CannotTransfer(Refused):
    """The act on a transfer cannot be done as it is asked for; ``problems`` says why, all at once."""


def ahead_of_today(field: str, label: str, day: date | None, *, on: date) -> Iterator[Problem]:
    """What is recorded has happened."""
    if day is not None and day > on:
        yield Problem(f"{field}-in-future", f"{label}は、きょうまでの日を入力してください。", field=field)


def problems_with_start(transfer: Transfer, *, on: date) -> Iterator[Problem]:
    """Why the transfer cannot start: it lies ahead, or the centre is where it would lead to."""
    yield from ahead_of_today("started_on", "始めた日", transfer.started_on, on=on)
    if transfer.is_return or None in (transfer.centre_id, transfer.started_on):
        return
    held = Designation.objects.in_force(transfer.started_on).filter(centre=transfer.centre_id)
    for designation in held.select_related("organisation"):
        yield Problem(
            "already-managed",
            f"この施設は、始めた日に「{designation.organisation}」の指定期間中です。"
            "次の指定は、指定のページから登録してください。",
            field="centre",
        )


def problems_when_over(transfer: Transfer) -> Iterator[Problem]:
    """A transfer that was given up or completed changes no more."""
    if transfer.completed_on is not None:
        yield Problem("already-completed", "この移行は、もう終わっています。")
    elif transfer.suspended_on is not None:
        yield Problem("already-suspended", "この移行は見送られています。先に再開してください。")


def problems_without_first_day(transfer: Transfer) -> Iterator[Problem]:
    """Items of the hand-over that are not done are counted from a first day."""
    if transfer.aimed_on is None and transfer.items.filter(done_on__isnull=True).exists():
        yield Problem(
            "first-day-needed",
            "引継ぎの項目があるので、めざす初日は空にできません。見送るときは「移行を見送る」を使ってください。",
            field="aimed_on",
        )


def problems_with_completion(road: TransferRoad, completed_on: date) -> Iterator[Problem]:
    """Every piece of evidence that the road still lacks, or that it was not whole yet on the day of its
    end."""
    if road.is_whole and road.since is not None and completed_on < road.since:
        message = f"終えた日は、最後の確認資料の日（{era_day(road.since)}）以後の日にしてください。"
        yield Problem("completed-before-evidence", message, field="completed_on")
    for stage, piece in road.missing:
        yield Problem("evidence-missing", f"「{stage.need.name}」の「{piece.need.name}」がまだありません。")
