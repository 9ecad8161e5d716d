"""What roads are planned from, and what stands planned: for the acts, the nightly check and the pages."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q

from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason
from common.months import latest_day_in_reach
from designated_managers.choices import Needed
from designated_managers.models import Designation, PlannedStep, Road
from designated_managers.queries.council import council, settings_of
from designated_managers.queries.designations import ANSWERED
from designated_managers.rules.road_steps import Needs
from designated_managers.rules.timeline import Aim, CannotPlan, plan_backwards

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from designated_managers.queries.council import Council
    from designated_managers.rules.council import SessionDays
    from designated_managers.rules.timeline import PlannedDay

ROAD_STEP = "road_step"
"""The kind of deadline that a step of a road is (指定スケジュールの段階)."""


def road_step_deadlines(*, until: date, on: date) -> QuerySet[PlannedStep, tuple[Any, ...]]:
    """Steps of roads still to be done on the day, by their latest days. Nothing of the goal itself."""
    return (
        PlannedStep.objects.pending(on)
        .filter(latest_on__lte=until)
        .order_by()
        .annotate(
            kind=text(ROAD_STEP),
            lead=text(ROAD_STEP),
            subject_id=F("step_id"),
            centre_id=F("plan__road__centre_id"),
            due_on=F("latest_on"),
            post_id=F("plan__road__centre__post_in_charge_id"),
        )
        .values_list(*COLUMNS)
    )


def settled_road_steps(*, on: date) -> QuerySet[PlannedStep, tuple[Any, ...]]:
    """Steps that are done by the day or that a later one has left behind."""
    behind = PlannedStep.objects.current().left_behind(on).values("pk")
    return (
        PlannedStep.objects.current()
        .with_done()
        .filter(Q(done_by__lte=on) | Q(pk__in=behind))
        .order_by()
        .annotate(kind=text(ROAD_STEP), subject_id=F("step_id"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


def aim_of(road: Road, session: SessionDays) -> Aim:
    """What the road leads to, as the rules take it."""
    return Aim(
        first_on=road.first_on,
        selection_kind=road.selection_kind,
        session=session,
        late_bill=road.late_bill,
        needed={Needs.ORDINANCE: road.ordinance, Needs.DEBT: road.debt, Needs.FEES: road.fees},
    )


def planned_days(road: Road, known: Council) -> tuple[PlannedDay, ...]:
    """The road planned backwards with what is known now. Raises ``CannotPlan``."""
    if known.broken:
        message = f"段階の一覧に誤りがあります。{known.broken[0]}"
        raise CannotPlan(message)
    session = known.session(road.session_id)
    if session is None:
        message = "議決する会期の日が一つも分かりません。会期に、開会日か議決日か目安を入力してください。"
        raise CannotPlan(message)
    return plan_backwards(
        known.rules,
        aim_of(road, session),
        sessions=known.sessions,
        calendar=known.calendar,
        late_vote_days=known.settings["late_vote_days"],
    )


def designations_due_for_a_road(on: date, *, only: int | None = None) -> list[Designation]:
    """Designations in force whose end is near enough that the road to the next begins, and that have none:
    nothing decided of what follows, and no road was ever opened for them."""
    reach = latest_day_in_reach(on, settings_of(on)["months_ahead"])
    taken = Road.objects.filter(
        centre=OuterRef("centre"), dropped_on__isnull=True, first_on__gt=OuterRef("last_on")
    )
    rows = (
        Designation.objects.in_force(on)
        .filter(last_on__lte=reach, revoked_on__isnull=True, roads_to_next__isnull=True)
        .exclude(ANSWERED)
        .exclude(Exists(taken))
        .filter(Q(centre__abolished_on_first__isnull=True) | Q(centre__abolished_on_first__gt=F("last_on")))
        .select_related("centre")
        .order_by("pk")
    )
    return list(rows if only is None else rows.filter(pk=only))


@dataclass(frozen=True)
class Difference:
    """A road whose stored days are not what planning it now would give; ``problem``: it cannot be planned."""

    road: Road
    moved: tuple[str, ...] = ()
    problem: str = ""


def what_counts(latest: date, usual: date, needed: str) -> tuple[Any, ...]:
    """What a plan says of a step, to be held against another plan: the days of one not needed are none."""
    return (None, None, needed) if needed == Needed.NO else (latest, usual, needed)


def what_it_says(days: Iterable[PlannedDay]) -> dict[str, tuple[Any, ...]]:
    """What a plan of these days says of each step, by its code."""
    return {day.rule.step: what_counts(day.latest, day.usual, str(day.needed)) for day in days}


def plans_in_thought(*, on: date) -> dict[int, dict[str, tuple[Any, ...]]]:
    """What planning every road that goes on would say now, by road; those that cannot be planned are left
    out. A constant number of queries."""
    roads = list(Road.objects.going_on(on).select_related("centre", "session"))
    if not roads:
        return {}
    known = council([year for road in roads for year in (road.first_on.year, road.session.year)], on=on)
    found = {}
    for road in roads:
        with suppress(CannotPlan):
            found[road.pk] = what_it_says(planned_days(road, known))
    return found


def roads_out_of_step(*, on: date) -> list[Difference]:
    """Every road that goes on and whose stored plan differs from what its facts, the sessions and the
    catalogue say today; a constant number of queries."""
    roads = list(Road.objects.going_on(on).select_related("centre", "session"))
    if not roads:
        return []
    known = council([year for road in roads for year in (road.first_on.year, road.session.year)], on=on)
    stored = stored_days(roads)
    return [found for road in roads if (found := difference_of(road, known, stored.get(road.pk, {})))]


def stored_days(roads: Iterable[Road]) -> dict[int, dict[str, tuple[Any, ...]]]:
    """What the current plans of these roads say of each step: by road, by code."""
    rows = PlannedStep.objects.current().filter(plan__road__in=[road.pk for road in roads]).order_by()
    found: dict[int, dict[str, tuple[Any, ...]]] = {}
    for road_pk, code, latest, usual, needed in rows.values_list(
        "plan__road_id", "step__code", "latest_on", "usual_on", "needed"
    ):
        found.setdefault(road_pk, {})[code] = what_counts(latest, usual, needed)
    return found


def difference_of(road: Road, known: Council, stored: Mapping[str, tuple[Any, ...]]) -> Difference | None:
    """What planning the road now would change; None: nothing."""
    try:
        days = planned_days(road, known)
    except CannotPlan as error:
        return Difference(road, problem=str(error))
    now = what_it_says(days)
    moved = [day.rule.name for day in days if stored.get(day.rule.step) != now[day.rule.step]]
    moved += [code for code in stored if code not in now]
    return Difference(road, tuple(moved)) if moved else None
