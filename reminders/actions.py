"""The nightly job (夜間点検) as one act, and the closing of a flag by the act that answers it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Greatest

from common.acting import acting, current
from common.problems import Problem, Refused
from designated_managers.actions import open_due_roads, plan_obligations
from reminders.models import Flag, LeadTime, SweepRun
from reminders.rules.stages import Stage, parse_stages, within_half_cycle
from reminders.sweep import Counts, Sweep

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from common.deadlines import SettledReason

log = logging.getLogger(__name__)

SWEEP_HOUR = time(5, 30)


class NoLeadTime(Refused):
    """The lead times of a kind of deadline are missing from the catalogue; nothing was swept."""


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


def run_night(*, on: date, finished_at: datetime) -> NightReport:
    """The whole night (夜間の処理) in its order: what brings deadlines, then their flags.

    The roads to the next designation are opened, the duties of the years at hand are planned, and
    ``flag_due`` sees both; a night that was missed is made up whole. What cannot be made ready is logged and
    holds no flag back: it is tried again the next night. Raises ``NoLeadTime``.
    """
    latest = last_good_run()
    if latest is None or on >= latest:
        _make_ready(on)
    return flag_due(on=on, finished_at=finished_at)


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
    """Flag everything that is due by ``on`` (期限のお知らせ): open, reopen, advance and close, in one
    transaction.

    Run twice, it changes nothing; skip forty nights, and all is made up. For a day before the last good run
    it opens, advances and closes nothing. Raises ``NoLeadTime``.
    """
    latest = last_good_run()
    if latest is not None and on < latest:
        return NightReport(on, Counts(0, 0, 0, 0), held_back=latest)
    with Sweep(on) as sweep:
        counts = sweep.run(_stages_by_lead(sweep.leads()))
    SweepRun.objects.create(
        on=on,
        finished_at=finished_at,
        opened=counts.opened,
        reopened=counts.reopened,
        advanced=counts.advanced,
        closed=counts.closed,
    )
    return NightReport(on, counts)


def night_is_missed(now: datetime) -> bool:
    """Whether the sweep of today should have run by now and did not."""
    latest = last_good_run()
    return now.timetz().replace(tzinfo=None) >= SWEEP_HOUR and (latest is None or latest < now.date())


def _stages_by_lead(leads: Collection[str]) -> Mapping[str, Sequence[Stage]]:
    """The stages of each lead time asked for. ``inspection/12`` is the series ``inspection`` at a cycle of
    12 months."""
    catalogue = {row.code: row for row in LeadTime.objects.in_front()}
    missing = sorted({lead.partition("/")[0] for lead in leads} - catalogue.keys())
    if missing:
        raise NoLeadTime(
            [Problem("lead-time-missing", f"通知の時期「{code}」が登録されていません。") for code in missing]
        )
    stages: dict[str, Sequence[Stage]] = {}
    for lead in leads:
        series, _, cycle = lead.partition("/")
        row = catalogue[series]
        all_stages = parse_stages(row.stages)
        stages[lead] = (
            within_half_cycle(all_stages, int(cycle)) if row.within_half_cycle and cycle else all_stages
        )
    return stages


def close_settled(kind: str, subject_ids: Collection[int], reason: SettledReason, *, on: date) -> None:
    """Close the flags of duties that an act has just done or answered, in that act's own transaction."""
    day = Value(on, output_field=DateField())
    Flag.objects.open().filter(kind=kind, subject_id__in=subject_ids).update(
        closed_on=Greatest("opened_on", day), close_reason=reason
    )
