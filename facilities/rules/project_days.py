"""What must be right about the days of a renewal project: their order, and what was built before them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from common.durations import span_in_words
from common.problems import Problem
from facilities.choices import ProjectStep
from facilities.rules.project_stage import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from common.partial_dates import PartialDate

ONE_DAY = timedelta(days=1)

BUILT_BY = ProjectStep.OPENING, ProjectStep.COMPLETION, ProjectStep.START
"""The steps that tell when a renewal comes to its building, the surest first."""


def problems_with_order(days: Mapping[str, PartialDate], *, field: Callable[[str], str]) -> Iterator[Problem]:
    """Steps that certainly come before one that they follow: 竣工 before 着工.

    ``field`` names the field of a step; each step too early is named once, with the nearest one before it.
    """
    known = [step for step in STEPS if step in days]
    told = set()
    for later_at in range(1, len(known)):
        step = known[later_at]
        for before in reversed(known[:later_at]):
            if days[step].last < days[before].first and step not in told:
                told.add(step)
                early, late = f"{step.label}（{days[step]}）", f"{before.label}（{days[before]}）"
                message = f"{early}は、{late}以後の日にしてください。"
                yield Problem("steps-out-of-order", message, field=field(step))


def renewal_step(days: Mapping[str, PartialDate]) -> ProjectStep | None:
    """The step that tells when the renewal comes to its buildings: opening, else completion, else the
    start."""
    return next((step for step in BUILT_BY if step in days), None)


def renewed_on(days: Mapping[str, PartialDate]) -> PartialDate | None:
    """When the renewal comes to its buildings, as far as a day of its steps tells."""
    step = renewal_step(days)
    return None if step is None else days[step]


def moved_in_words(before: PartialDate | None, after: PartialDate | None) -> str:
    """How far a planned day moved, by its last possible day: 1年2か月遅く, 20日早く, 変わらない."""
    if before is None or after is None:
        return "取りやめ" if after is None else "新しい予定"
    if before.last == after.last:
        return "変わらない"
    first, second = sorted((before.last, after.last))
    # To the end of a month counted from the ends of months, 2月28日 to 3月31日 is one month.
    span = span_in_words(first + ONE_DAY, second + ONE_DAY) or f"{(second - first).days}日"
    return f"{span}{'遅く' if after.last > before.last else '早く'}"


def problems_with_build_day(
    building: str, built_on: PartialDate | None, renewal: PartialDate | None, *, project: str, field: str
) -> Iterator[Problem]:
    """A building certainly built after the renewal that replaces it or works on it."""
    if built_on is None or renewal is None or built_on.first <= renewal.last:
        return
    message = (
        f"建物「{building}」の建築年月（{built_on}）が、「{project}」の工事（{renewal}）より後になっています。"
        "どちらかを直してください。"
    )
    yield Problem("built-after-renewal", message, field=field)


def problems_with_reached_day(label: str, day: PartialDate, *, on: date, field: str) -> Iterator[Problem]:
    """What was reached lies in the past, or may."""
    if not day.possibly_by(on):
        message = f"{label}の日は、きょうまでの日にしてください。"
        yield Problem("reached-in-future", message, field=field)


def problems_with_window(may_start_from: int | None, may_start_until: int | None) -> Iterator[Problem]:
    """The window of fiscal years is given whole, and the right way round."""
    if (may_start_from is None) != (may_start_until is None):
        missing, label = (
            ("may_start_from", "最も早い年度")
            if may_start_from is None
            else ("may_start_until", "最も遅い年度")
        )
        message = f"{label}も入力してください。動かせないときは、両方とも空けておきます。"
        yield Problem("window-half-open", message, field=missing)
    elif may_start_from is not None and may_start_until is not None and may_start_from > may_start_until:
        message = "最も遅い年度は、最も早い年度以後にしてください。"
        yield Problem("window-backwards", message, field="may_start_until")
