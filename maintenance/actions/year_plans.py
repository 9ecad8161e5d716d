"""The acts on the year plan of inspections (年間点検計画)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import create_with_history, locked, update_with_history
from common.db.records import changed, save_checked
from common.eras import era_day
from common.fiscal_year import FiscalYear
from common.office_days import load_office_days
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.models import ContractCoverage, DueInspection, PlannedTurn, YearPlan
from maintenance.queries.plan_series import SeriesKey, occurrences_of, offers_of_year, series_of_year
from maintenance.rules.planned_days import problems_with_day_ahead
from maintenance.rules.year_plan import Occurrence, Offer, contract_for, day_proposed, names_piece

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from maintenance.queries.plan_series import Series

LATEST_YEAR_AHEAD = 1
"""The plan of the coming fiscal year is drafted in this one; farther ahead nothing is known."""


class CannotPlanYear(Refused):
    """The year plan cannot be drafted or changed as entered; ``problems`` says why."""


@dataclass(frozen=True)
class Draft:
    """What a draft did to the plan: how many rows are new, how many follow changed turns, how many are no
    longer expected."""

    plan: YearPlan
    added: int
    moved: int
    vanished: int


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one row."""

    planned_on: date | None
    offer: Offer | None
    budget: int | None


@transaction.atomic
def draft_year_plan(fiscal_year: int, *, on: date) -> Draft:
    """Draft the plan of a fiscal year (計画の下書き), or bring it up to date; raises ``CannotPlanYear``.

    Every inspection that is due in the year gets a row, once, with a planned day on an open day of the
    office, the contract it most likely falls under and what it cost the last time. What an officer has
    decided stays. What is no longer expected stays too and shows as such; an officer removes it.
    """
    year = FiscalYear(fiscal_year)
    refuse_if_blocked(_problems_with_year(year, on), CannotPlanYear)
    plan = YearPlan.objects.select_for_update().filter(fiscal_year=fiscal_year).first()
    if plan is None:
        plan = save_checked(YearPlan(fiscal_year=fiscal_year, drafted_on=on), error=CannotPlanYear)
    elif plan.drafted_on != on:
        save_checked(changed(plan, {"drafted_on": on}), error=CannotPlanYear)
    # Held before anything is compared: an officer who saves a row meanwhile is waited for, not overwritten.
    there = {(_key(row), row.number): row for row in plan.rows.select_for_update().order_by("pk")}
    series = series_of_year(year)
    expected = occurrences_of(series, year, on=on)
    offers = offers_of_year(year)
    added, moved = [], []
    for (key, number), occurrence in expected.items():
        of_series = series[key]
        proposal = _propose(key, occurrence, of_series, offers.get(of_series.centre_id, ()), on=on)
        row = there.get((key, number))
        if row is None:
            added.append(_new_row(plan, key, occurrence, proposal))
        elif _follow(row, occurrence, proposal):
            moved.append(row)
    create_with_history(added)
    update_with_history(moved, ["due_on", "planned_on", "contractor", "contract", "budget"])
    return Draft(plan, len(added), len(moved), len(there.keys() - expected.keys()))


def _problems_with_year(year: FiscalYear, on: date) -> list[Problem]:
    this_year = FiscalYear.of(on)
    if this_year <= year <= this_year + LATEST_YEAR_AHEAD:
        return []
    message = f"下書きできるのは、{this_year}と{this_year + LATEST_YEAR_AHEAD}の計画です。"
    return [Problem("year-out-of-reach", message, field="fiscal_year")]


def _key(row: PlannedTurn) -> SeriesKey:
    return SeriesKey(row.building_id, row.equipment_id, row.type_code)


def _propose(
    key: SeriesKey, occurrence: Occurrence, series: Series, offers: Iterable[Offer], *, on: date
) -> Proposal:
    turn = occurrence.turn
    planned_on = day_proposed(occurrence.due_on, calendar=load_office_days(), on=on)
    if turn is not None:
        planned_on = turn.planned_on or turn.done_on or planned_on
    return Proposal(
        planned_on=planned_on,
        offer=contract_for(
            offers,
            day=planned_on or occurrence.due_on,
            type_code=key.type_code,
            done_by=series.last_done_by,
            equipment_id=key.equipment_id,
        ),
        budget=series.last_cost,
    )


def _new_row(plan: YearPlan, key: SeriesKey, occurrence: Occurrence, proposal: Proposal) -> PlannedTurn:
    return PlannedTurn(
        plan=plan,
        building_id=key.building_id,
        equipment_id=key.equipment_id,
        type_code=key.type_code,
        number=occurrence.number,
        due_on=occurrence.due_on,
        planned_on=proposal.planned_on,
        contractor=proposal.offer.contractor if proposal.offer else "",
        contract_id=proposal.offer.pk if proposal.offer else None,
        budget=proposal.budget,
    )


def _follow(row: PlannedTurn, occurrence: Occurrence, proposal: Proposal) -> bool:
    """Let the row follow its turn, except in what an officer has decided; whether anything changed.

    A planned day that stands is proposed anew only where the due day or the turn's own day has moved: the
    passing of days moves nothing.
    """
    facts: dict[str, Any] = {"due_on": occurrence.due_on}
    own_day = occurrence.turn.planned_on if occurrence.turn else None
    if not row.day_by_hand and (row.planned_on is None or own_day or row.due_on != occurrence.due_on):
        facts["planned_on"] = proposal.planned_on
    if not row.contract_by_hand and proposal.offer is not None:
        facts |= {"contractor": proposal.offer.contractor, "contract_id": proposal.offer.pk}
    if not row.budget_by_hand and proposal.budget is not None:
        facts["budget"] = proposal.budget
    differing = {name: value for name, value in facts.items() if getattr(row, name) != value}
    changed(row, differing)
    return bool(differing)


BY_HAND = {
    "planned_on": "day_by_hand",
    "contractor": "contract_by_hand",
    "contract": "contract_by_hand",
    "budget": "budget_by_hand",
}
"""What says, of each thing that a draft proposes, that an officer has decided it."""


@transaction.atomic
def change_planned_turn(
    pk: int, *, on: date, expected_version: str | None = None, **facts: Any
) -> PlannedTurn:
    """Change the day, the contractor, the contract, the budget or the note of a row (計画の変更).

    Where the row is the pending turn's, the turn's planned day follows. With a contract the contractor is the
    contract's. Raises ``Stale`` if the row is no longer what was looked at, ``CannotPlanYear`` with every
    other problem.
    """
    row = locked(PlannedTurn, pk, expected_version=expected_version)
    contract = facts.get("contract")
    if contract is not None:
        facts["contractor"] = contract.contractor
    facts = {name: value for name, value in facts.items() if getattr(row, name) != value}
    moved = "planned_on" in facts
    turn = _turn_of(row, on=on)
    problems = [
        *(_problems_with_day(turn, facts["planned_on"], on=on) if moved else ()),
        *_problems_with_contract(row, facts.get("contract")),
    ]
    changed(row, {**facts, **{BY_HAND[name]: True for name in facts if name in BY_HAND}})
    save_checked(row, *problems, error=CannotPlanYear)
    if moved:
        _let_turns_follow([(row, turn)])
    return row


def _problems_with_day(turn: DueInspection | None, day: date | None, *, on: date) -> list[Problem]:
    if turn is not None and turn.done_on is not None:
        message = f"この点検は{era_day(turn.done_on)}に済んでいます。実施予定日は変えられません。"
        return [Problem("already-done", message, field="planned_on")]
    if day is not None and day < on:
        return [Problem("day-passed", "実施予定日は、きょう以後の日にしてください。", field="planned_on")]
    return [] if day is None else [*problems_with_day_ahead(day, on=on)]


def _problems_with_contract(row: PlannedTurn, contract: Any) -> list[Problem]:
    if contract is None:
        return []
    if not ContractCoverage.objects.filter(contract=contract, centre=row.building.centre_id).exists():
        message = "この施設を対象にしている契約を選んでください。"
        return [Problem("contract-elsewhere", message, field="contract")]
    if not names_piece(contract.pieces.values_list("equipment_id", flat=True), row.equipment_id):
        message = "この設備を対象にしている契約を選んでください。"
        return [Problem("contract-of-other-equipment", message, field="contract")]
    return []


@transaction.atomic
def put_on_one_day(pks: Collection[int], *, day: date, on: date) -> list[PlannedTurn]:
    """Put several visits to one centre on one day (1日にまとめる); raises ``CannotPlanYear``.

    All of them or none: a day after the due day of one of them is refused, naming it.
    """
    rows: list[Any] = list(
        PlannedTurn.objects.select_for_update(of=("self",))
        .select_related("building", "equipment", "plan")
        .with_type_name()
        .filter(pk__in=pks)
        .order_by("pk")
    )
    turns = _turns_of(rows, on=on)
    problems = _problems_with_together(rows, day)
    for row in rows:
        turn = turns.get(row.pk)
        problems += [
            Problem(one.code, f"{row.type_name}：{one.message}", field="day")
            for one in _problems_with_day(turn, day, on=on)
        ]
        # The turn's own due day may have moved since the row was drafted.
        due_on = turn.due_on if turn is not None else row.due_on
        if due_on is not None and on <= due_on < day:
            message = f"{row.type_name}の期限は{era_day(due_on)}です。その日までの日にしてください。"
            problems.append(Problem("after-due", message, field="day"))
    refuse_if_blocked(problems, CannotPlanYear)
    settled = [row for row in rows if row.planned_on != day or not row.day_by_hand]
    for row in settled:
        changed(row, {"planned_on": day, "day_by_hand": True})
    update_with_history(settled, ["planned_on", "day_by_hand"])
    _let_turns_follow([(row, turns.get(row.pk)) for row in rows])
    return rows


def _problems_with_together(rows: Sequence[PlannedTurn], day: date) -> list[Problem]:
    problems = []
    if len(rows) < 2:
        message = "まとめる点検を2件以上選んでください。"
        problems.append(Problem("too-few", message, field="rows"))
    if len({(row.plan_id, row.building.centre_id) for row in rows}) > 1:
        message = "まとめられるのは、同じ年度の、同じ施設の点検です。"
        problems.append(Problem("several-centres", message, field="rows"))
    if not load_office_days().is_open(day):
        message = f"{era_day(day)}は閉庁日です。開庁日を選んでください。"
        problems.append(Problem("office-closed", message, field="day"))
    return problems


@transaction.atomic
def remove_planned_turn(pk: int, *, on: date) -> str:
    """Take a row that is no longer expected out of the plan (計画から外す); raises ``CannotPlanYear`` while
    it is. Its history stays. Returns the type's code."""
    row = locked(PlannedTurn, pk)
    if (_key(row), row.number) in _expected_of(row, on=on):
        message = "この点検はいまも見込まれるので、計画から外せません。"
        raise CannotPlanYear([Problem("still-expected", message)])
    row.delete()
    return row.type_code


def _expected_of(row: PlannedTurn, *, on: date) -> Mapping[tuple[SeriesKey, int], Occurrence]:
    year = FiscalYear(row.plan.fiscal_year)
    return occurrences_of(series_of_year(year, buildings=[row.building_id]), year, on=on)


def _turn_of(row: PlannedTurn, *, on: date) -> DueInspection | None:
    return _turns_of([row], on=on).get(row.pk)


def _turns_of(rows: Sequence[PlannedTurn], *, on: date) -> dict[int, DueInspection]:
    """The turns that stand for these rows of one plan, held for a change, by the row's id."""
    if not rows:
        return {}
    year = FiscalYear(rows[0].plan.fiscal_year)
    series = series_of_year(year, buildings={row.building_id for row in rows})
    expected = occurrences_of(series, year, on=on)
    ids = {
        row.pk: one.turn.pk
        for row in rows
        if (one := expected.get((_key(row), row.number))) is not None and one.turn is not None
    }
    held = DueInspection.objects.select_for_update(of=("self",)).in_bulk(ids.values())
    return {pk: held[turn] for pk, turn in ids.items()}


def _let_turns_follow(pairs: Iterable[tuple[PlannedTurn, DueInspection | None]]) -> None:
    """The pending turns take over the planned days of their rows."""
    following = [
        changed(turn, {"planned_on": row.planned_on})
        for row, turn in pairs
        if turn is not None and turn.done_on is None and turn.planned_on != row.planned_on
    ]
    update_with_history(following, ["planned_on"])
