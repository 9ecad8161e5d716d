"""What must be right about an inspection for it to be recorded (点検の記録): its day, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.eras import era_day
from common.problems import Problem
from maintenance.choices import Meaning, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
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


def problems_with_outcome(
    *, meaning: str, good: str, remarks: str, severities: Collection[str]
) -> Iterator[Problem]:
    """What does not go together in what was found. ``meaning`` is that of the outcome, ``good`` the word of
    the same family for nothing wrong, ``severities`` are those of the findings.

    Unless nothing was wrong, it is said what was seen; and what has to be put right is not nothing.
    """
    if meaning in {Meaning.REPAIR, Meaning.NOTE} and not remarks.strip() and not severities:
        message = (
            "気づいたことを入力するか、指摘を書いてください。"
            f"「{good}」のときだけ、書かなくてもかまいません。"
        )
        yield Problem("remarks-missing", message, field="remarks")
    if meaning == Meaning.GOOD and {Severity.DANGER, Severity.REPAIR} & set(severities):
        message = f"直すところの指摘があるので、結果は「{good}」ではありません。結果を選び直してください。"
        yield Problem("outcome-too-good", message, field="outcome")


def problems_with_attempt(
    tried_on: date, planned_on: date, *, on: date, built: PartialDate | None
) -> Iterator[Problem]:
    """What speaks against an inspection having been tried in vain on ``tried_on`` and put off to
    ``planned_on``, when this is said on ``on``."""
    yield from _impossible("行った日", tried_on, on=on, built=built, field="tried_on")
    if planned_on < on:
        yield Problem("planned-past", "新しい予定日は、きょう以後の日にしてください。", field="planned_on")
