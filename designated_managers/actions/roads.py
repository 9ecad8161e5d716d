"""The acts on the road to a designation: opening it, planning it anew, recording its steps, giving it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from common.db.history import create_with_history, locked, update_with_history
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.problems import Problem, refuse_if_blocked
from designated_managers.actions.road_plans import (
    CannotKeepRoad,
    days_or_refuse,
    session_row,
    store_plans,
)
from designated_managers.choices import Needed, SelectionKind
from designated_managers.models import CouncilSession, Designation, PlannedStep, Road, RoadPlan, RoadStep
from designated_managers.models.council import FIRST_YEAR, LAST_YEAR
from designated_managers.queries.council import council
from designated_managers.queries.road_plans import (
    ROAD_STEP,
    designations_due_for_a_road,
    planned_days,
    plans_in_thought,
    settled_road_steps,
    stored_days,
    what_it_says,
)
from designated_managers.rules.council import SessionDays
from designated_managers.rules.road_steps import FACTS
from designated_managers.rules.term import day_after
from designated_managers.rules.timeline import CannotPlan, moved_steps, session_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from designated_managers.queries.council import Council

SAME = Problem("nothing-changed", "変わるところがありません。いまの計画のままです。")


@transaction.atomic
def open_road(*, on: date, session: CouncilSession | SessionDays | None = None, **facts: Any) -> Road:
    """Open the road to a designation (指定スケジュールを作る) and plan it backwards from ``first_on``.

    Without a session it goes through the last regular one that leaves the days a hand-over needs; past its
    deadline for bills, by a supplementary bill (追加議案). A candidate that is already entered for the same
    first day is put onto it. Raises ``CannotKeepRoad``.
    """
    road = Road(opened_on=on, **facts)
    _refuse_out_of_reach(road)
    known = _council_for([road], on=on)
    road.session = _row_of(session) or _usual_session(road, known, on=on)
    known = _council_for([road], road.session, on=on)
    found = known.session(road.session.pk)
    road.late_bill = facts.get("late_bill", found is not None and found.takes_late_bills_only(on))
    problems = [*_problems_with_aim(road, known)]
    save_checked(road, *problems, error=CannotKeepRoad)
    store_plans({road: days_or_refuse(road, known)}, known, on=on, numbers={})
    _put_candidates_onto([road])
    return road


@transaction.atomic
def replan_road(
    pk: int, *, reason: str, on: date, expected_version: str | None = None, **facts: Any
) -> RoadPlan:
    """Plan a road anew (計画の見直し), with the reason: another first day, another session, a supplementary
    bill (追加議案), or the same with what is known by now. The old plan stays.

    Flags of steps whose day moved are closed at once. Raises ``Stale`` if the road is no longer what was
    looked at, ``CannotKeepRoad`` with every other problem.
    """
    if "session" in facts:
        facts["session"] = _row_of(facts["session"])
    # The sessions before the road, in the order in which a change of a session holds them.
    through = Q(roads=pk) | Q(pk=getattr(facts.get("session"), "pk", None))
    list(CouncilSession.objects.select_for_update(of=("self",)).filter(through).order_by("pk"))
    road = changed(locked(Road, pk, expected_version=expected_version), facts)
    _refuse_out_of_reach(road)
    known = _council_for([road], road.session, on=on)
    problems = [*_problems_when_over(road), *_problems_with_aim(road, known)]
    if not reason:
        problems.append(Problem("reason-missing", "見直す理由を入力してください。", field="reason"))
    refuse_if_blocked([*problems_with(road), *problems], CannotKeepRoad)
    days = days_or_refuse(road, known)
    before = stored_days([road]).get(pk, {})
    now = what_it_says(days)
    if before == now and not _aims_elsewhere(road):
        raise CannotKeepRoad([SAME])
    save_checked(road, error=CannotKeepRoad)
    plan = store_plans({road: days}, known, on=on, numbers={pk: _number_of(pk)}, reason=reason)[pk]
    _tell_moved([road], {pk: before}, {pk: now}, on=on)
    if _put_candidates_onto([road]):
        tell_done([pk], on=on)
    return plan


@transaction.atomic
def move_session(
    pk: int, session: CouncilSession | SessionDays, *, reason: str, on: date, late_bill: bool = False
) -> RoadPlan:
    """Take a road through another session of the council (会期の変更), or through the same with a
    supplementary bill. The old plan stays."""
    return replan_road(pk, reason=reason, on=on, session=session, late_bill=late_bill)


@transaction.atomic
def record_step(pk: int, *, on: date, expected_version: str | None = None, **facts: Any) -> RoadStep:
    """Record a step of a road (段階の記録): when it is expected, when it was done, a word on it; None takes
    a day back. Its flag and those of the steps it leaves behind are closed at once.

    What a fact of the designation answers is entered there. Raises ``Stale``, ``CannotKeepRoad``.
    """
    step = changed(locked(RoadStep, pk, expected_version=expected_version), facts)
    planned = PlannedStep.objects.current().filter(step=pk).select_related("plan__road").first()
    problems = [*_problems_with_record(step, planned, on=on)]
    save_checked(step, *problems, error=CannotKeepRoad)
    if step.done_on is not None:
        tell_done([step.road_id], on=on)
    return step


@transaction.atomic
def note_on_road(pk: int, *, internal_notes: str, expected_version: str | None = None) -> Road:
    """Write what the office wants to remember of a road (内部メモ); raises ``Stale`` if it is no longer what
    was looked at."""
    road = locked(Road, pk, expected_version=expected_version)
    return save_checked(changed(road, {"internal_notes": internal_notes}), error=CannotKeepRoad)


@transaction.atomic
def drop_road(pk: int, *, reason: str, on: date) -> Road:
    """Give a road up (取りやめ), with the reason: nothing of it is due any more, and none is opened again by
    itself in its place. Raises ``CannotKeepRoad``."""
    road = locked(Road, pk)
    problems = [*_problems_when_over(road)]
    changed(road, {"dropped_on": on, "dropped_reason": reason})
    save_checked(road, *problems, error=CannotKeepRoad)
    ids = list(road.steps.values_list("pk", flat=True))
    tell_settled(ROAD_STEP, ids, SettledReason.NO_LONGER_APPLIES, on=on)
    return road


@transaction.atomic
def open_due_roads(*, on: date, only: int | None = None) -> int:
    """Open the road to the next designation for every designation in force whose end is near enough
    (24 months), or for ``only`` one; how many were opened. Run twice, it does nothing more: a designation
    that ever had a road gets none."""
    due = designations_due_for_a_road(on, only=only)
    if not due:
        return 0
    roads = [_road_after(designation, on=on) for designation in due]
    known = _council_for(roads, on=on)
    ready = _through_sessions(roads, known, on=on)
    known = _council_for(ready or roads, on=on)
    planned = {}
    for road in ready:
        try:
            planned[id(road)] = planned_days(road, known)
        except CannotPlan:
            # The catalogue or the calendar cannot carry this road; the nightly check says so of those there
            # are.
            continue
    ready = [road for road in ready if id(road) in planned]
    try:
        with transaction.atomic():
            made = create_with_history(ready)
    except IntegrityError:
        # The same night, run by another worker, has opened them.
        return 0
    days = {road: planned[id(was)] for road, was in zip(made, ready, strict=True)}
    store_plans(days, known, on=on, numbers={})
    _put_candidates_onto(made)
    return len(made)


@transaction.atomic
def replan_moved(before: Mapping[int, Any], *, reason: str, on: date) -> int:
    """Plan anew every road that would be planned otherwise than ``before`` (``plans_in_thought``) an act on
    the council's days; how many. What was out of step for another cause stays as it is."""
    after = plans_in_thought(on=on)
    moved = [pk for pk, days in after.items() if days != before.get(pk)]
    if not moved:
        return 0
    # Whoever plans one of these roads anew at this moment is waited for; the plans are counted after theirs.
    roads = list(
        Road.objects.select_for_update(of=("self",))
        .filter(pk__in=moved)
        .select_related("centre", "session")
        .order_by("pk")
    )
    stored = stored_days(roads)
    roads = [road for road in roads if stored.get(road.pk) != after[road.pk]]
    if not roads:
        return 0
    known = _council_for(roads, *(road.session for road in roads), on=on)
    days = {road: planned_days(road, known) for road in roads}
    numbers = {plan.road_id: plan.number for plan in RoadPlan.objects.current().filter(road__in=roads)}
    store_plans(days, known, on=on, numbers=numbers, reason=reason)
    _tell_moved(roads, stored, {road.pk: what_it_says(of_road) for road, of_road in days.items()}, on=on)
    return len(roads)


def tell_done(roads: Iterable[int], *, on: date) -> None:
    """The steps of these roads that are done, and those left behind, are nobody's task any more; said by
    every act that may have answered one."""
    settled = settled_road_steps(on=on).filter(plan__road__in=list(roads))
    ids = [pk for _, pk, _ in settled]
    if ids:
        tell_settled(ROAD_STEP, ids, SettledReason.DONE, on=on)


def tell_returned(designation: Designation, *, on: date) -> None:
    """The city runs the centre itself after this designation (直営復帰): no step of the road to the next is
    anybody's task any more."""
    steps = RoadStep.objects.filter(road__previous=designation).order_by()
    ids = list(steps.values_list("pk", flat=True))
    if ids:
        tell_settled(ROAD_STEP, ids, SettledReason.NO_LONGER_APPLIES, on=on)


def road_for(designation: Designation) -> Road | None:
    """The road this designation is on: opened to follow the one before it, or to the same first day."""
    roads = Road.objects.filter(centre=designation.centre_id, dropped_on__isnull=True)
    if designation.previous_id is not None:
        found = roads.filter(previous=designation.previous_id).first()
        if found is not None:
            return found
    return roads.filter(first_on=designation.first_on).first() if designation.first_on else None


def _council_for(roads: Iterable[Road], *through: CouncilSession | None, on: date) -> Council:
    """What these roads are planned with, also where a session lies far from the first day."""
    years = [road.first_on.year for road in roads]
    return council([*years, *(session.year for session in through if session)], on=on)


def _row_of(session: CouncilSession | SessionDays | None) -> CouncilSession | None:
    """The session as a record; one that is only projected is entered with its days still to come."""
    return session_row(session) if isinstance(session, SessionDays) else session


def _usual_session(road: Road, known: Council, *, on: date) -> CouncilSession:
    found = _session_days_for(road, known, on=on)
    if found is None:
        message = "議決する会期を選んでください。会期の目安が読み込まれていないため、決められません。"
        raise CannotKeepRoad([Problem("session-missing", message, field="session")])
    return session_row(found)


def _session_days_for(road: Road, known: Council, *, on: date) -> SessionDays | None:
    """The session a road usually goes through; one whose bill can still be handed in comes before one that is
    over."""
    needed = known.settings["handover_days"]
    ahead = [one for one in known.sessions if max(one.bills_by, one.late_bills_by or one.bills_by) >= on]
    return session_for(road.first_on, ahead, needed_days=needed) or session_for(
        road.first_on, known.sessions, needed_days=needed
    )


def _through_sessions(roads: Iterable[Road], known: Council, *, on: date) -> list[Road]:
    """Those of the roads for which a session is found, each set to go through it; a session asked for once,
    however many go through it."""
    rows: dict[SessionDays, CouncilSession] = {}
    ready = []
    for road in roads:
        found = _session_days_for(road, known, on=on)
        if found is not None:
            road.session = rows.get(found) or rows.setdefault(found, session_row(found))
            road.late_bill = found.takes_late_bills_only(on)
            ready.append(road)
    return ready


def _road_after(designation: Designation, *, on: date) -> Road:
    last_on = designation.last_on
    assert last_on is not None  # noqa: S101 -- the query asks for those with a last day
    return Road(
        centre=designation.centre,
        previous=designation,
        first_on=day_after(last_on),
        selection_kind=designation.selection_kind or SelectionKind.DIRECT,
        # The ordinance that the designation at hand rests on allows the next one too.
        ordinance=Needed.NO,
        ordinance_reason="いまの指定と同じ条例による",
        opened_on=on,
    )


def _put_candidates_onto(roads: Iterable[Road]) -> int:
    """Designations that lead where a road leads, as ``road_for`` finds it, and are on none that goes on, are
    on it; how many."""
    listed = list(roads)
    by_previous = {road.previous_id: road for road in listed if road.previous_id is not None}
    by_aim = {(road.centre_id, road.first_on): road for road in listed}
    waiting = []
    for designation in Designation.objects.filter(
        Q(road__isnull=True) | Q(road__dropped_on__isnull=False),
        centre__in={road.centre_id for road in listed},
    ):
        aim = (designation.centre_id, designation.first_on)
        road = by_previous.get(designation.previous_id) or by_aim.get(aim)  # type: ignore[arg-type]
        if road is not None:
            waiting.append(changed(designation, {"road": road}))
    return update_with_history(waiting, ["road"])


def _number_of(pk: int) -> int:
    latest = RoadPlan.objects.filter(road=pk).order_by("-number").first()
    return latest.number if latest else 0


def _aims_elsewhere(road: Road) -> bool:
    """Whether what the road aims at is no longer what its last plan aimed at."""
    latest = RoadPlan.objects.filter(road=road.pk).order_by("-number").first()
    names = ("first_on", "selection_kind", "session_id", "late_bill")
    return latest is None or any(getattr(road, name) != getattr(latest, name) for name in names)


def _tell_moved(roads: Iterable[Road], before: Any, now: Any, *, on: date) -> None:
    """Flags of steps whose latest day moved, which are gone or not needed any more."""
    steps = {
        (step.road_id, step.code): step.pk
        for step in RoadStep.objects.filter(road__in=[road.pk for road in roads]).order_by()
    }
    found: dict[SettledReason, list[int]] = {}
    for road in roads:
        was = {code: days[0] for code, days in before.get(road.pk, {}).items()}
        after = {code: days[0] for code, days in now[road.pk].items() if days[0] is not None}
        for code, _, moved_to in moved_steps(was, after):
            reason = SettledReason.DAY_CHANGED if moved_to else SettledReason.NO_LONGER_APPLIES
            found.setdefault(reason, []).append(steps[road.pk, code])
    for reason, ids in found.items():
        tell_settled(ROAD_STEP, ids, reason, on=on)


def _problems_when_over(road: Road) -> Iterator[Problem]:
    if road.dropped_on is not None:
        yield Problem("dropped", f"この指定スケジュールは、{era_day(road.dropped_on)}に取りやめています。")


def _refuse_out_of_reach(road: Road) -> None:
    """No session of the council is reckoned for a year that nobody can mean."""
    if not FIRST_YEAR < road.first_on.year < LAST_YEAR:
        message = f"初日の年を確かめてください（{FIRST_YEAR + 1}年から{LAST_YEAR - 1}年まで）。"
        raise CannotKeepRoad([Problem("first-out-of-reach", message, field="first_on")])


def _problems_with_aim(road: Road, known: Council) -> Iterator[Problem]:
    """What the road's own facts have against each other."""
    previous = road.previous
    if previous is not None:
        if previous.direct_return_decided_on is not None:
            decided = era_day(previous.direct_return_decided_on)
            message = f"いまの指定のあとは、直営に戻すと決めています（{decided}）。"
            yield Problem("previous-returned", message, field="previous")
        if previous.centre_id != road.centre_id:
            message = "いまの指定は、同じ施設の指定から選んでください。"
            yield Problem("previous-of-another-centre", message, field="previous")
        elif previous.last_on is not None and road.first_on <= previous.last_on:
            message = f"初日は、いまの指定の末日（{era_day(previous.last_on)}）より後の日にしてください。"
            yield Problem("first-before-end", message, field="first_on")
    session = known.session(road.session_id) if road.session_id else None
    if session is None:
        return
    if session.votes_on >= road.first_on:
        message = (
            f"{session.name}の議決（{era_day(session.votes_on)}）は、初日に間に合いません。"
            "初日より前に議決する会期を選んでください。"
        )
        yield Problem("vote-after-first-day", message, field="session")
    if road.late_bill and session.late_bills_by is None:
        message = f"{session.name}には、追加議案の提出期限がありません。会期に入力してから選んでください。"
        yield Problem("no-late-bills", message, field="late_bill")


def _problems_with_record(step: RoadStep, planned: PlannedStep | None, *, on: date) -> Iterator[Problem]:
    if planned is None:
        yield Problem("not-in-plan", "この段階は、いまの計画にはありません。")
        return
    yield from _problems_when_over(planned.plan.road)
    if step.done_on is not None and planned.answered_by:
        fact = FACTS[planned.answered_by]
        message = f"この段階は、指定の「{fact}」で済みになります。指定のページで入力してください。"
        yield Problem("answered-by-designation", message, field="done_on")
    if step.done_on is not None and step.done_on > on:
        yield Problem("done-in-future", "済んだ日は、きょうまでの日にしてください。", field="done_on")
