"""When a turn is due, in the words of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.eras import era_day_with_weekday
from common.fiscal_year import FiscalYear
from common.office_days import is_public_holiday, short_day

if TYPE_CHECKING:
    from datetime import date

    from maintenance.models import DueInspection


def when_due(turn: DueInspection, on: date) -> str:
    """By when the turn is to be done."""
    if turn.due_on is None:
        return "期限が分からないので、「期日不明・要確認」として要対応に出ます。"
    if turn.due_on < on:
        return f"期限の{day_in_words(turn.due_on, on)}を、もう過ぎています。"
    return f"期限は{day_in_words(turn.due_on, on)}です。"


def when_next(turn: DueInspection, on: date) -> str:
    """By when the turn that follows the one just recorded is to be done; the one recorded itself where none
    follows."""
    if turn.done_on is not None:
        return "次の点検はありません。"
    if turn.due_on is not None and turn.due_on >= on:
        return f"次の点検は{day_in_words(turn.due_on, on)}です。"
    return f"次の点検も登録しました。{when_due(turn, on)}"


def day_in_words(day: date, on: date) -> str:
    """11月23日（月）; with its year outside this fiscal year."""
    if FiscalYear.of(day) != FiscalYear.of(on):
        return era_day_with_weekday(day, holiday=is_public_holiday(day))
    return short_day(day)
