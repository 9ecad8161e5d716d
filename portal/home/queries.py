"""The answer of a group's home (地域団体のホーム): its centres and terms, what is to be done, whom to
call."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, OuterRef, Subquery

from centres.models import PostHolding, Suspension
from designated_managers.models import Designation
from designated_managers.queries.roads import next_call_begins
from maintenance.models import DueInspection
from maintenance.queries.rounds import asked_now
from maintenance.querysets.inspections import outcome_word
from portal.flag_rows import kinds_seen
from portal.home.away import Away, away_with, away_without
from portal.home.calling import Call, call_of
from portal.home.duties import (
    INSPECTIONS_SHOWN,
    Doing,
    Task,
    Watched,
    day_in_words,
    inspections_of,
    next_in_words,
    tasks_of,
    visits_of,
)
from portal.home.repairs import repairs_told
from portal.home.reports import Evaluated, Reports, evaluations_of, reports_of
from portal.home.term import Reading, TermNow, following, term_now, told_first
from reminders.choices import FlagKind
from reminders.models import Flag
from reminders.queries.flags import FlagLine, flag_lines, in_order
from reminders.queries.notices import own_notices
from reminders.subjects.maintenance import INSPECTION_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from centres.models import Centre
    from common.scope import Scope
    from maintenance.queries.rounds import AskedNow
    from portal.viewer import Viewer

WRITE = "designated_managers.add_submission"
ROUNDS = "maintenance.view_emergencyround"
NOTICES = "reminders.view_notice"


@dataclass(frozen=True)
class CentreHome:
    """One centre as its group sees it. ``idle`` is said where nothing is to be done; ``more_inspections`` is
    how many the list has besides those told here."""

    pk: int
    name: str
    organisation: str
    organisation_pk: int
    designation_pk: int
    term: TermNow
    reports: Reports
    tasks: tuple[Task, ...]
    idle: str
    doings: tuple[Doing, ...]
    may_ask_for_repairs: bool
    inspections: tuple[Watched, ...]
    more_inspections: int
    evaluated: Sequence[Evaluated]
    post: str
    holder: str
    asked: Sequence[AskedNow] = ()

    @property
    def left(self) -> int:
        """How many things are to be done, of whatever kind."""
        return self.reports.left + len(self.tasks)


@dataclass(frozen=True)
class Home:
    """Everything on the home. ``away`` says why there is no centre to see, and since or until when;
    ``unseen`` is how much the member was told and has not said to have seen."""

    centres: tuple[CentreHome, ...]
    away: Away | None
    call: Call
    open_reports: tuple[OpenReports, ...] = ()
    unseen: int = 0


@dataclass(frozen=True)
class OpenReports:
    """What is still to be handed in for a centre that is out of sight today."""

    centre: str
    reports: Reports


@dataclass(frozen=True)
class _Rows:
    """What was read of the centres in sight, by centre."""

    turns: Mapping[int, Sequence[Any]]
    flags: Mapping[str, Sequence[FlagLine]]
    suspensions: Mapping[int, Sequence[Suspension]]
    reports: Mapping[int, Reports]
    evaluated: Mapping[int, Sequence[Evaluated]]
    asked: Mapping[int, Sequence[AskedNow]]
    repairs: Mapping[int, Sequence[Doing]]


def home(member: User, *, viewer: Viewer, on: date) -> Home:
    """The home of this member on this day."""
    scope = viewer.scope
    reading = Reading(settings.GROUP_READS_DAYS_BEFORE, settings.GROUP_READS_DAYS_AFTER)
    held = _designations(scope, on=on)
    in_sight = [designation for designation in held if scope.sees_centre(designation.centre_id)]
    call = office()
    unseen = own_notices(member, scope).unseen().count() if viewer.may(NOTICES) else 0
    reports = reports_of(scope, on=on) if viewer.may(WRITE) else {}
    out_of_sight = _still_open(held, in_sight, reports)
    if not in_sight:
        away = (
            away_with(held, reading=reading, on=on) if scope.organisation_ids else away_without(member, on=on)
        )
        return Home(centres=(), away=away, call=call, open_reports=out_of_sight, unseen=unseen)
    rows = _Rows(
        turns=_turns(scope),
        flags=_flags(viewer, first=in_sight[0].centre.code, on=on),
        suspensions=_suspensions(scope, on=on),
        reports=reports,
        evaluated=evaluations_of(scope, on=on),
        asked=asked_now(scope) if viewer.may(ROUNDS) else {},
        repairs=repairs_told(viewer, on=on),
    )
    by_centre: dict[int, list[Any]] = defaultdict(list)
    for designation in in_sight:
        by_centre[designation.centre_id].append(designation)
    centres = [
        _centre(of_centre, rows, reading=reading, may_record=scope.may_act_at(pk), on=on)
        for pk, of_centre in by_centre.items()
    ]
    return Home(centres=tuple(centres), away=None, call=call, open_reports=out_of_sight, unseen=unseen)


def _still_open(
    held: Sequence[Any], in_sight: Sequence[Any], reports: Mapping[int, Reports]
) -> tuple[OpenReports, ...]:
    """What is owed for centres that the group reads no more, or not yet."""
    seen = {designation.centre_id for designation in in_sight}
    names = {row.centre_id: row.centre.name for row in held if row.centre_id not in seen}
    return tuple(
        OpenReports(name, reports[pk]) for pk, name in names.items() if pk in reports and reports[pk].left
    )


def office() -> Call:
    """How the office is reached, as it is set up."""
    return call_of(settings.OFFICE_CONTACT)


def _designations(scope: Scope, *, on: date) -> list[Any]:
    """What their organisations were designated for by this day, each with its centre and who holds the post
    in charge (``holder``). Also where the centre is out of sight: a group may always know its own terms."""
    held = PostHolding.objects.held(on).filter(post=OuterRef("centre__post_in_charge"))
    names = held.order_by("is_deputy", "first_on", "pk").values("user__display_name")
    rows = (
        Designation.objects.filter(organisation_id__in=scope.organisation_ids)
        .made(on)
        .select_related("organisation", "centre__post_in_charge")
        .annotate(holder=Subquery(names[:1]), call_on=next_call_begins("centre_id"))
        .order_by("centre__kana", "centre__code", F("first_on").asc(nulls_first=True), "pk")
    )
    return list(rows)


def _turns(scope: Scope) -> Mapping[int, Sequence[Any]]:
    """The turns under watch in these centres, the next due first, each with the turn before it."""
    rows = (
        DueInspection.objects.within(scope)
        .pending()
        .while_there()
        .select_related("building", "equipment", "previous")
        .annotate(name=INSPECTION_NAME, found_before=outcome_word("label", "previous__outcome"))
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    by_centre: dict[int, list[Any]] = defaultdict(list)
    for turn in rows:
        by_centre[turn.building.centre_id].append(turn)
    return by_centre


def _flags(viewer: Viewer, *, first: str, on: date) -> Mapping[str, Sequence[FlagLine]]:
    """The flags that are theirs, by the code of the centre. What concerns the body, not one centre, is told
    with the first."""
    told_with_reports = {FlagKind.OBLIGATION, FlagKind.RETURNED_SUBMISSION}
    kinds = set(kinds_seen(viewer)) - told_with_reports
    flags = Flag.objects.within(viewer.scope).open().filter(kind__in=kinds)
    by_centre: dict[str, list[FlagLine]] = defaultdict(list)
    for line in flag_lines(in_order(flags), on=on, who={}):
        by_centre[line.centre_code or first].append(line)
    return by_centre


def _suspensions(scope: Scope, *, on: date) -> Mapping[int, Sequence[Suspension]]:
    """The spans on which a centre is out of use today."""
    by_centre: dict[int, list[Suspension]] = defaultdict(list)
    for span in Suspension.objects.within(scope).on_day(on):
        by_centre[span.centre_id].append(span)
    return by_centre


def _centre(
    designations: Sequence[Any], rows: _Rows, *, reading: Reading, may_record: bool, on: date
) -> CentreHome:
    designation: Any = told_first(designations, reading=reading, on=on)
    centre: Centre = designation.centre
    turns, flags = rows.turns.get(centre.pk, ()), rows.flags.get(centre.code, ())
    tasks = tasks_of(turns, flags, may_record=may_record, on=on)
    return CentreHome(
        pk=centre.pk,
        name=centre.name,
        organisation=designation.organisation.name,
        organisation_pk=designation.organisation_id,
        designation_pk=designation.pk,
        term=term_now(
            designation,
            following(designation, designations),
            reading=reading,
            call_on=designation.call_on,
            on=on,
        ),
        reports=rows.reports.get(centre.pk, Reports()),
        tasks=tasks,
        idle="" if tasks else next_in_words(turns, on=on),
        doings=(
            *_closed(rows.suspensions.get(centre.pk, ()), on=on),
            *rows.repairs.get(centre.pk, ()),
            *visits_of(turns, on=on),
        ),
        may_ask_for_repairs=may_record,
        inspections=inspections_of(turns, on=on),
        more_inspections=max(len(turns) - INSPECTIONS_SHOWN, 0),
        evaluated=rows.evaluated.get(centre.pk, ()),
        post=centre.post_in_charge.name if centre.post_in_charge else "",
        holder=designation.holder or "",
        asked=rows.asked.get(centre.pk, ()) if may_record else (),
    )


def _closed(spans: Iterable[Suspension], *, on: date) -> Iterable[Doing]:
    for span in spans:
        until = f"{day_in_words(span.last_on, on)}まで" if span.last_on else "いまは"
        yield Doing("センターの休み", f"{until}休みです。理由：{span.reason}")
