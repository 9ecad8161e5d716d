"""The nightly job (夜間点検) as one act, and the closing of a flag by the act that answers it."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Greatest

from common.acting import acting, current
from common.deadlines import SettledReason
from common.office_days import load_office_days
from common.problems import Problem, Refused
from designated_managers.actions import open_due_roads, plan_obligations
from reminders.choices import Dropped
from reminders.models import Flag, Message, Notice, Reconciliation, SweepRun
from reminders.queries.flags import URGENT_MARK
from reminders.queries.office import office_on
from reminders.queries.plans import plans_in_force
from reminders.sweep import Counts, FlagSweep, Gathering, Ledger

if TYPE_CHECKING:
    from collections.abc import Collection

    from reminders.rules.plans import Plan

log = logging.getLogger(__name__)

SWEEP_HOUR = time(5, 30)

LONGEST_GAP = timedelta(days=62)

TOO_LONG = (
    "前の夜間点検から{days}日より長くあいています。時計が正しいことを確かめて、"
    "./run manage flag_due を一度動かしてください。何も変更していません。"
)


class NoLeadTime(Refused):
    """The lead times of a kind of deadline are missing from the catalogue; nothing was swept."""


class TooLongAgo(Refused):
    """So many days lie between the last good night and this one that the clock may be wrong; nothing was
    done."""


@dataclass(frozen=True)
class NightReport:
    """What a night did. ``held_back`` names the later day already swept, when this night therefore changed
    nothing."""

    on: date
    counts: Counts
    held_back: date | None = None


def last_good_run() -> date | None:
    """The day of the latest good run."""
    return SweepRun.objects.order_by("-on").values_list("on", flat=True).first()


def run_night(*, on: date, finished_at: datetime, attended: bool = True) -> NightReport:
    """The whole night (夜間の処理) in its order: what brings deadlines, then their flags.

    ``attended``: somebody is there who says that the day is right. Otherwise a day more than ``LONGEST_GAP``
    after the last good night is refused: a clock that ran a year ahead would tell everybody that all is
    overdue, and no notice can be taken back. Raises ``TooLongAgo``.

    The roads to the next designation are opened, the duties of the years at hand are planned, and
    ``flag_due`` sees both; a night that was missed is made up whole. What cannot be made ready is logged and
    holds no flag back: it is tried again the next night. Raises ``NoLeadTime``.
    """
    latest = last_good_run()
    if not attended and latest is not None and on - latest > LONGEST_GAP:
        raise TooLongAgo([Problem("too-long-ago", TOO_LONG.format(days=LONGEST_GAP.days))])
    if latest is None or on >= latest:
        _make_ready(on)
    return flag_due(on=on, finished_at=finished_at)


@transaction.atomic
def forget_nights_ahead(*, on: date, at: datetime) -> int:
    """Take back that nights of days to come were run, by a clock that was ahead (先の日の夜間点検の取消し).
    Returns how many.

    The night of today counts again, and what waits for the mail of a day to come goes out with its own. What
    was told stays told, and is not told again: whoever has had the mail of a day to come has none of that day
    when it is there, and hears the next open morning.
    """
    ahead_of_time = Message.objects.filter(on__gt=on)
    Notice.objects.waiting().filter(message__in=ahead_of_time).update(message=None)
    ahead_of_time.filter(every_try__isnull=True, notices__isnull=True).delete()
    ahead_of_time.unfinished().update(folded_at=at, claim="", lease_until=None)
    Reconciliation.objects.filter(on__gt=on).delete()
    ahead, _ = SweepRun.objects.filter(on__gt=on).delete()
    return ahead


def _make_ready(on: date) -> None:
    who = current()
    with acting(door=who.door, user_id=who.user_id, reason=who.reason or "満了が近い指定の指定スケジュール"):
        try:
            open_due_roads(on=on)
        except Exception:
            log.exception("roads to the next designation could not be opened")
    try:
        plan_obligations(on=on)
    except Exception:
        log.exception("obligations could not be planned")


@transaction.atomic
def flag_due(*, on: date, finished_at: datetime) -> NightReport:
    """Flag everything that is due by ``on`` (期限のお知らせ) and write down who is told of it (通知): in one
    transaction.

    Run twice, it changes nothing; skip forty nights, and all is made up: of what has been passed meanwhile
    only the most advanced stage is told. Notices are written on open days only. For a day before the last
    good run it opens, advances, closes and tells nothing. Raises ``NoLeadTime``.
    """
    latest = last_good_run()
    if latest is not None and on < latest:
        return NightReport(on, Counts(), held_back=latest)
    days = load_office_days()
    with Gathering(on) as gathered:
        oldest = gathered.leads()
        plans = _plans_of(oldest)
        gathered.find_due(plans, oldest, days)
        counts = FlagSweep(gathered).run()
        if days.is_open(on):
            rung = Ledger(gathered, office_on(on), days).run(plans, finished_at)
            counts = replace(counts, rung=rung)
    SweepRun.objects.create(on=on, finished_at=finished_at, **asdict(counts))
    return NightReport(on, counts)


def _plans_of(leads: Collection[str]) -> dict[str, Plan]:
    """The plans of the lead times asked for."""
    plans = plans_in_force()
    missing = plans.missing(leads)
    if missing:
        raise NoLeadTime(
            [Problem("lead-time-missing", f"通知の時期「{code}」が登録されていません。") for code in missing]
        )
    return {lead: plans.of_key(lead) for lead in leads}


def night_is_missed(now: datetime) -> bool:
    """Whether the sweep of today should have run by now and did not."""
    latest = last_good_run()
    return now.timetz().replace(tzinfo=None) >= SWEEP_HOUR and (latest is None or latest < now.date())


def close_settled(kind: str, subject_ids: Collection[int], reason: SettledReason, *, on: date) -> None:
    """Close the flags of duties that an act has just done or answered, and drop the notices of them that have
    not gone out, in that act's own transaction."""
    day = Value(on, output_field=DateField())
    Flag.objects.open().filter(kind=kind, subject_id__in=subject_ids).update(
        closed_on=Greatest("opened_on", day), close_reason=reason
    )
    moved = reason == SettledReason.DAY_CHANGED
    waiting = Notice.objects.waiting().filter(kind=kind, subject_id__in=subject_ids)
    if moved:
        # What somebody said at once is no stage of that day: it is still to be heard.
        waiting = waiting.exclude(stage__startswith=URGENT_MARK)
    waiting.update(dropped_on=on, dropped_why=Dropped.DAY_CHANGED if moved else Dropped.SETTLED, message=None)
