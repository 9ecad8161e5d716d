"""What a group hands in (今月 出すもの), as its home tells it: what is open with a button each, then where
stands what was handed in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from common.eras import era_day
from common.fiscal_year import FiscalYear
from designated_managers.queries.evaluations import evaluation_lines, evaluations
from designated_managers.queries.group_duties import duties, sheets_awaited
from portal.home.duties import DAYS_IN_SIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from common.scope import Scope
    from designated_managers.models import Submission
    from designated_managers.queries.group_duties import Duty, SheetAwaited

EVALUATIONS_TOLD = 2
"""How many years' evaluations the home tells."""

DAYS_REMEMBERED = 31
"""For so many days what was accepted stays on the home."""


@dataclass(frozen=True)
class Item:
    """One thing to hand in, as ``ui/components/todo.html`` shows it; ``state`` and ``words`` say where it
    stands, ``done_on`` that it was handed in."""

    title: str
    due_on: date | None
    days_left: int | None
    with_year: bool
    url: str
    act_label: str
    state: str = ""
    shape: str = ""
    words: str = ""
    done_on: date | None = None
    done_words: str = ""


@dataclass(frozen=True)
class Reports:
    """What a group hands in at one centre: first what is to be done, then what was handed in."""

    items: tuple[Item, ...] = ()
    left: int = 0


def reports_of(scope: Scope, *, on: date) -> Mapping[int, Reports]:
    """By centre; also of a centre that is out of sight before the first day and after the last, while
    anything is open."""
    by_centre: dict[int, list[Item]] = defaultdict(list)
    for duty in duties(scope, on=on, days_ahead=DAYS_IN_SIGHT, days_back=DAYS_REMEMBERED):
        by_centre[duty.centre_id].append(_item(duty, on=on))
    for sheet in sheets_awaited(scope, on=on):
        by_centre[sheet.centre_id].append(_sheet(sheet, on=on))
    return {pk: _reports(found) for pk, found in by_centre.items()}


def _reports(found: Sequence[Item]) -> Reports:
    """What is to be done, then what was handed in, each by its day."""
    items = sorted(found, key=lambda item: (item.done_on is not None, item.due_on or date.max))
    return Reports(items=tuple(items), left=sum(item.done_on is None for item in items))


def _sheet(sheet: SheetAwaited, *, on: date) -> Item:
    due_on = sheet.due_on
    return Item(
        title=sheet.title,
        due_on=due_on,
        days_left=(due_on - on).days if due_on else None,
        with_year=due_on is not None and FiscalYear.of(due_on) != FiscalYear.of(on),
        url=reverse("evaluation-self", args=[sheet.evaluation_pk]),
        act_label="自己評価を書く",
        state="書いている途中です" if sheet.drafted else "",
        shape="planned" if sheet.drafted else "",
    )


def _item(duty: Duty, *, on: date) -> Item:
    if not duty.to_do and duty.latest is not None:
        return _handed_in(duty, duty.latest)
    state, shape, words = "", "", ""
    if duty.returned is not None:
        state, shape, words = "なおしてください", "returned", duty.returned.return_comment
    elif duty.drafted:
        state, shape = "書いている途中です", "planned"
    return Item(
        title=duty.title,
        due_on=duty.due_on,
        days_left=(duty.due_on - on).days,
        with_year=FiscalYear.of(duty.due_on) != FiscalYear.of(on),
        url=reverse("write", args=[duty.obligation_pk]),
        act_label=duty.act_label,
        state=state,
        shape=shape,
        words=words,
    )


def _handed_in(duty: Duty, latest: Submission) -> Item:
    done = latest.accepted_on or latest.submitted_on
    words = "に受け付けました" if latest.accepted_on else "に出しました。市が見ています"
    return Item(
        title=duty.title,
        due_on=None,
        days_left=None,
        with_year=False,
        url=reverse("submission", args=[latest.pk]),
        act_label="",
        words="" if done is None else f"受付番号　{latest.receipt}",
        done_on=done,
        done_words=words,
    )


@dataclass(frozen=True)
class Evaluated:
    """One evaluation that was published, as the home tells it."""

    title: str
    text: str
    url: str
    link_label: str


def evaluations_of(scope: Scope, *, on: date) -> Mapping[int, Sequence[Evaluated]]:
    """The evaluations (年度評価) published of what the group runs, by centre, the latest year first."""
    by_centre: dict[int, list[Evaluated]] = defaultdict(list)
    rows = list(evaluations(scope=scope))
    for row, line in zip(rows, evaluation_lines(rows, scope=scope, on=on), strict=True):
        told = by_centre[row.designation.centre_id]
        if line.published_on is not None and len(told) < EVALUATIONS_TOLD:
            grade = f"市の評価は「{line.overall}」です。" if line.overall else ""
            told.append(
                Evaluated(
                    f"{line.year}の評価",
                    f"{grade}{era_day(line.published_on)}に公表しました。",
                    reverse("evaluation", args=[row.pk]),
                    f"{line.year}の評価を読む",
                )
            )
    return by_centre
