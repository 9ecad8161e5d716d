"""What must be right about an inspection for it to be recorded (点検の記録): its day, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.eras import era_day
from common.problems import Problem
from maintenance.choices import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from common.partial_dates import PartialDate


def problems_with_day(
    done_on: date, *, on: date, built: PartialDate | None, last_done_on: date | None
) -> Iterator[Problem]:
    """What speaks against an inspection having been done on ``done_on``, when it is recorded on ``on``.

    ``built`` is when the building or the equipment came to be; while it is known in part only, its first
    possible day counts. ``last_done_on`` is the day of the turn before.
    """
    yield from _impossible("点検した日", done_on, on=on, built=built, field="done_on")
    if last_done_on is not None and done_on <= last_done_on:
        message = f"点検した日は、前回の点検（{era_day(last_done_on)}）より後の日にしてください。"
        yield Problem("done-before-last", message, field="done_on")


def problems_with_last_day(last_done_on: date, *, on: date, built: PartialDate | None) -> Iterator[Problem]:
    """What speaks against the day of the last turn before the watch began (前回の点検日)."""
    yield from _impossible("前回の点検日", last_done_on, on=on, built=built, field="last_done_on")


def _impossible(
    label: str, day: date, *, on: date, built: PartialDate | None, field: str
) -> Iterator[Problem]:
    if day > on:
        yield Problem("done-in-future", f"{label}は、きょうまでの日にしてください。", field=field)
    if built is not None and day < built.first:
        message = f"{label}は、建物や設備ができた日（{built.label}）以後の日にしてください。"
        yield Problem("done-before-built", message, field=field)


def problems_with_finding(*, outcome: str, remarks: str) -> Iterator[Problem]:
    """What is missing from the finding: unless nothing was wrong (異常なし), it says what was seen."""
    if outcome in {Outcome.WATCH, Outcome.REPAIR} and not remarks.strip():
        message = "気づいたことを入力してください。「異常なし」のときだけ、書かなくてもかまいません。"
        yield Problem("remarks-missing", message, field="remarks")
