"""When an inspection is due for the first time (初回の期限)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.eras import era_day
from common.partial_dates import Precision
from maintenance.choices import FirstFrom
from maintenance.rules.cycles import ONE_DAY, Anchor, owed_by, yearly_if_standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from common.partial_dates import PartialDate


@dataclass(frozen=True)
class FirstRule:
    """What the catalogue says of the first turn; where it is silent ``first_from`` is empty and
    ``first_months`` None."""

    counting: str
    cycle_months: int
    first_from: str = ""
    first_months: int | None = None


@dataclass(frozen=True)
class FirstDue:
    """The first due day, None if it cannot be told. ``estimated`` (推定): counted from the first possible day
    of a day known in part, or by one cycle because the source says nothing of a first time."""

    due_on: date | None
    reason: str
    anchor: Anchor | None = None
    estimated: bool = False


def first_due(
    rule: FirstRule, days: Mapping[str, PartialDate | None], *, of_equipment: bool, on: date
) -> FirstDue:
    """When it is due for the first time, looked at on the day ``on``.

    ``days`` are the facts that it may be counted from, by ``FirstFrom``. A first due day that is over when
    the watch begins tells nothing: whether it was inspected since is for the office to find out (期日不明).
    """
    silent = not rule.first_from
    source = FirstFrom(rule.first_from or (FirstFrom.INSTALLED if of_equipment else FirstFrom.CERTIFIED))
    since = days.get(source)
    if since is None:
        return FirstDue(None, f"期日不明。{source.label}か前回の日を確かめてください。")
    due_on, anchor = _due(rule, since.first)
    partly = since.precision is not Precision.DAY
    reason = f"{source.label} {since.label} から{_months(rule)}か月（初回）"
    if silent:
        reason += "。初回の定めが見つからないため周期で数えた・要確認"
    if partly:
        reason += f"。日が分からないため{era_day(since.first)}から数えた・推定"
    if due_on < on:
        return FirstDue(
            None, f"期日不明。初回の期限（{era_day(due_on)}）は過ぎています。前回の日を確かめてください。"
        )
    return FirstDue(due_on, reason, anchor, estimated=silent or partly)


def _months(rule: FirstRule) -> int:
    return rule.first_months or yearly_if_standing(rule.counting, rule.cycle_months)


def _due(rule: FirstRule, since: date) -> tuple[date, Anchor | None]:
    """Where turns are owed by calendar periods, the first is due at the end of one as well. In use from the
    first day of a period, that one counts whole already."""
    anchor = Anchor(since, _months(rule))
    owed = owed_by(rule.counting, rule.cycle_months)
    if owed is None:
        return anchor.due_on, anchor
    is_whole = owed.number(since - ONE_DAY) < owed.number(since)
    return owed.last_day(owed.number(anchor.due_on - ONE_DAY if is_whole else anchor.due_on)), None
