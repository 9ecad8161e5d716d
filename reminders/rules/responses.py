"""What stands in the way of an answer to a reminder (お知らせへの対応): to acknowledge it, hand it over, put
it off, take it up again, tell it at once. None of them ends what is due: only its own record does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.eras import era_day
from common.months import add_months
from common.problems import Problem
from reminders.rules.audience import Duty
from reminders.rules.snoozes import wakes_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from common.business_days import OpenDays
    from reminders.rules.audience import Listener

LONGEST_REASON = 200

LONGEST_SNOOZE_MONTHS = 12
"""Nothing is put off for more than a year."""


@dataclass(frozen=True)
class Answered:
    """A flag that somebody answers. ``name`` says which it is, with its place; ``put_off_until`` is the day
    of its standing snooze."""

    kind: str
    name: str
    due_on: date | None
    centre_id: int | None
    post_id: int | None
    is_open: bool = True
    put_off_until: date | None = None


@dataclass(frozen=True)
class Receiver:
    """The post that something is handed to; ``centre_id``: the centre whose own post it is.

    ``holders`` are the people who hold it today; where nobody does, whoever steps in is told.
    """

    post_id: int
    name: str
    centre_id: int | None = None
    holders: tuple[Listener, ...] = ()

    def may_hear(self, flag: Answered) -> bool:
        """Whether one of its holders may see the record."""
        duty = Duty(flag.kind, flag.centre_id, self.post_id)
        return not self.holders or any(holder.may_hear(duty) for holder in self.holders)


@dataclass(frozen=True)
class Asking:
    """Whoever puts something off, on which day and with which open days.

    ``is_superior``: a chief or manager (係長・課長) of the day, who alone may put something off past its due
    day, or so that no open day is left to tell of it before.
    """

    on: date
    days: OpenDays
    is_superior: bool = False


def problems_with_acknowledging(flags: Sequence[Answered]) -> tuple[Problem, ...]:
    """What stands in the way of acknowledging these (承知する)."""
    return tuple(_chosen_and_open(flags))


def problems_with_handing_over(
    flags: Sequence[Answered], *, to: Receiver | None, reason: str
) -> tuple[Problem, ...]:
    """What stands in the way of handing these to another post (ほかの担当に渡す).

    A centre's own post takes only what is due at its centre: of the others its holder sees nothing. Nor does
    a post take what its holders may not see; where nobody holds it, whoever steps in is told.
    """
    problems = [*_chosen_and_open(flags), *_reason(reason, "理由")]
    if to is None:
        problems.append(Problem("post-missing", "渡す担当を選んでください。", field="to_post"))
        return tuple(problems)
    for flag in flags:
        if flag.post_id == to.post_id:
            message = f"「{flag.name}」は、もう「{to.name}」の担当です。"
            problems.append(Problem("post-has-it", message, field="to_post"))
        elif to.centre_id is not None and flag.centre_id != to.centre_id:
            message = f"「{to.name}」はその施設だけの担当なので、「{flag.name}」は渡せません。"
            problems.append(Problem("post-of-another-centre", message, field="to_post"))
        elif not to.may_hear(flag):
            message = f"「{to.name}」の人は「{flag.name}」の記録を見られないので、渡せません。"
            problems.append(Problem("post-may-not-see", message, field="to_post"))
    return tuple(problems)


def problems_with_snoozing(
    flags: Sequence[Answered], *, until_on: date | None, reason: str, asking: Asking
) -> tuple[Problem, ...]:
    """What stands in the way of putting these off to a day (後で知らせる)."""
    on = asking.on
    problems = [*_chosen_and_open(flags), *_reason(reason, "理由")]
    if until_on is None:
        problems.append(Problem("until-missing", "また知らせる日を入力してください。", field="until_on"))
    elif until_on <= on:
        message = "また知らせる日は、あす以後の日にしてください。"
        problems.append(Problem("until-not-ahead", message, field="until_on"))
    elif until_on > add_months(on, LONGEST_SNOOZE_MONTHS):
        last = add_months(on, LONGEST_SNOOZE_MONTHS)
        message = f"また知らせる日は、1年以内（{era_day(last)}まで）の日にしてください。"
        problems.append(Problem("until-too-far", message, field="until_on"))
    elif not asking.is_superior:
        problems += _past_the_due_day(flags, until_on=until_on, on=on, days=asking.days)
    return tuple(problems)


def problems_with_resuming(flags: Sequence[Answered], *, on: date) -> tuple[Problem, ...]:
    """What stands in the way of telling these again (また知らせる)."""
    not_put_off = (
        Problem("not-put-off", f"「{flag.name}」は、後で知らせることになっていません。")
        for flag in flags
        if flag.is_open and (flag.put_off_until is None or flag.put_off_until <= on)
    )
    return (*_chosen_and_open(flags), *not_put_off)


def problems_with_urging(
    flags: Sequence[Answered], *, words: str, unheard: Collection[str]
) -> tuple[Problem, ...]:
    """What stands in the way of telling these at once (至急で知らせる); ``unheard`` are those that nobody
    would hear of."""
    nobody = (
        Problem("nobody-to-tell", f"「{name}」は、知らせる人がいません。担当を決めてください。")
        for name in unheard
    )
    return (*_chosen_and_open(flags), *_reason(words, "伝える言葉", field="words"), *nobody)


def _chosen_and_open(flags: Sequence[Answered]) -> Iterator[Problem]:
    if not flags:
        yield Problem("nothing-chosen", "お知らせを選んでください。")
    for flag in flags:
        if not flag.is_open:
            yield Problem("flag-closed", f"「{flag.name}」のお知らせは、もう閉じています。")


def _reason(reason: str, label: str, *, field: str = "reason") -> Iterator[Problem]:
    if not reason.strip():
        yield Problem(f"{field}-missing", f"{label}を入力してください。", field=field)
    elif len(reason.strip()) > LONGEST_REASON:
        message = f"{label}は{LONGEST_REASON}文字までです。いまは{len(reason.strip())}文字あります。"
        yield Problem(f"{field}-too-long", message, field=field)


def _past_the_due_day(
    flags: Sequence[Answered], *, until_on: date, on: date, days: OpenDays
) -> Iterator[Problem]:
    for flag in flags:
        if flag.due_on is None or wakes_on(until_on, flag.due_on, on, days) <= flag.due_on:
            continue
        if flag.due_on < on:
            message = f"「{flag.name}」は期限を過ぎています。後で知らせることにできるのは、係長と課長です。"
        elif until_on <= flag.due_on:
            message = (
                f"「{flag.name}」の期限（{era_day(flag.due_on)}）までに、あすから後の開庁日がありません。"
                "それでも後で知らせることにできるのは、係長と課長です。"
            )
        else:
            message = (
                f"「{flag.name}」の期限は{era_day(flag.due_on)}です。"
                "期限より後の日を選べるのは、係長と課長です。"
            )
        yield Problem("until-past-due", message, field="until_on")
