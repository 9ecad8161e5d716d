"""The acts on obligations (義務): planned set-wise, opened by an event, told to be not needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from common.db.history import create_with_history, locked, update_with_history
from common.db.records import changed, save_checked
from common.deadlines import SettledReason, tell_settled
from common.fiscal_year import FiscalYear
from common.office_days import load_office_days
from common.problems import Problem, Refused, refuse_if_blocked
from designated_managers.actions.roads import tell_done as tell_steps_done
from designated_managers.choices import DoneBy, Frequency, ObligationSide
from designated_managers.models import AgreementTerms, Designation, FeeApproval, Obligation
from designated_managers.queries.obligations import (
    OBLIGATION,
    agreement_on_record,
    template_of,
    types_in_use,
)
from designated_managers.queries.submissions import RETURNED_SUBMISSION, SUBMISSION_REVIEW
from designated_managers.rules.obligations import Owed, Slot, due_day, owed_in, years_to_plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from common.business_days import OpenDays
    from designated_managers.models import ObligationType
    from designated_managers.querysets.designations import DesignationQuerySet

BATCH = 200
"""How many designations are planned at once."""

PLANNED = (
    "name",
    "frequency",
    "fiscal_year",
    "period_first",
    "period_last",
    "due_on",
    "due_reason",
    "due_provisional",
    "side",
    "form",
    "done_by",
)
"""What planning writes, and writes again while nothing was handed in."""

TAKEN_BACK: Mapping[str, Any] = {"not_needed_on": None, "not_needed_reason": "", "retired_by_plan": False}

NO_LONGER_OWED = "指定期間や協定のひな型が変わり、対象でなくなりました。"


class CannotOpen(Refused):
    """The duty cannot be opened as entered; ``problems`` says why."""


class CannotWithdraw(Refused):
    """The obligation cannot be told to be not needed; ``problems`` says why."""


@dataclass(frozen=True)
class PlanReport:
    """How many obligations planning made, dated anew or mended, and retired."""

    created: int = 0
    changed: int = 0
    retired: int = 0

    def __add__(self, other: PlanReport) -> PlanReport:
        return PlanReport(
            self.created + other.created, self.changed + other.changed, self.retired + other.retired
        )


def plan_obligations(designations: Collection[int] | None = None, *, on: date) -> PlanReport:
    """Make the obligations of the fiscal years at hand say what the facts and the catalogue say (義務の計画).

    For these designations, else for every one that is made or has obligations. Idempotent: what is owed and
    not there is made; what is open and no longer right is dated anew and told; what is open and no longer
    owed is retired with its reason; what was handed in or done stays. Set-wise, in batches of a constant
    number of statements.
    """
    wanted = _to_plan(on) if designations is None else Designation.objects.filter(pk__in=designations)
    ids = list(wanted.order_by("pk").values_list("pk", flat=True))
    report = PlanReport()
    for start in range(0, len(ids), BATCH):
        report += _plan_batch(ids[start : start + BATCH], on=on, everything=designations is not None)
    return report


def _to_plan(on: date) -> DesignationQuerySet:
    """Made designations that reach into last fiscal year or later, and whatever still owes something."""
    since = (FiscalYear.of(on) - 1).first_day
    owing = Obligation.objects.needed().filter(designation=OuterRef("pk"), fiscal_year__gte=since.year)
    reaching = Designation.objects.made(on).filter(
        Q(last_on__gte=since) | Q(last_on__isnull=True), Q(revoked_on__gt=since) | Q(revoked_on__isnull=True)
    )
    return Designation.objects.filter(Q(pk__in=reaching.order_by().values("pk")) | Q(Exists(owing)))


@dataclass
class _Plan:
    """What one batch writes."""

    created: list[Obligation] = field(default_factory=list)
    changed: list[Obligation] = field(default_factory=list)
    dated_anew: list[int] = field(default_factory=list)
    retired: list[Obligation] = field(default_factory=list)


@transaction.atomic
def _plan_batch(ids: Sequence[int], *, on: date, everything: bool) -> PlanReport:
    # Whoever else plans one of these designations waits, and then finds the rows.
    rows = (
        Designation.objects.filter(pk__in=ids)
        .select_related("agreement", "bundle__agreement")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    designations = list(rows)
    agreements = {agreement.pk for one in designations if (agreement := agreement_on_record(one))}
    terms = AgreementTerms.objects.counting(on).filter(agreement__in=agreements)
    fee_systems = dict(terms.order_by().values_list("agreement_id", "fee_system"))
    since = (FiscalYear.of(on) - 1).year
    standing: Any = Obligation.objects.filter(designation__in=ids).exclude(frequency=Frequency.EVENT)
    if not everything:
        standing = standing.filter(Q(fiscal_year__gte=since) | Q(frequency=Frequency.TERM))
    existing: dict[int, dict[tuple[str, str], Any]] = {pk: {} for pk in ids}
    for row in standing.with_in_hand().order_by():
        existing[row.designation_id][row.type_code, row.period_code] = row
    plan, types, calendar = _Plan(), types_in_use(on=on), load_office_days()
    for designation in designations:
        agreement = agreement_on_record(designation)
        carried = [
            kind
            for kind in types.get(template_of(designation), ())
            if not kind.optional or (agreement is not None and kind.type_code in agreement.optional_types)
            if not kind.fee_system or (agreement and fee_systems.get(agreement.pk) == kind.fee_system)
        ]
        _compare(plan, designation, carried, existing[designation.pk], calendar=calendar, on=on)
    return _write(plan, on=on)


def _compare(  # noqa: PLR0913
    plan: _Plan,
    designation: Designation,
    types: Sequence[ObligationType],
    existing: dict[tuple[str, str], Any],
    *,
    calendar: OpenDays,
    on: date,
) -> None:
    planned, this = years_to_plan(on), FiscalYear.of(on).year
    years = sorted({*planned, *(row.fiscal_year for row in existing.values())})
    by_code = {kind.type_code: kind for kind in types}
    owed = [
        (year, one)
        for year in years
        for one in _owed(designation, types, year, on=on)
        # A duty that is new does not reach back into years that are over; only their last report may.
        if year >= this or (one.duty.type_code, one.slot.code) in existing or _is_last(one)
    ]
    keys = set()
    for year, one in owed:
        key = (one.duty.type_code, one.slot.code)
        keys.add(key)
        facts = _facts(by_code[one.duty.type_code], one, designation, year=year, calendar=calendar)
        row = existing.get(key)
        if row is None:
            type_code, period_code = key
            plan.created.append(
                Obligation(designation=designation, type_code=type_code, period_code=period_code, **facts)
            )
        elif not row.is_in_hand:
            _mend(plan, row, facts)
    for key, row in existing.items():
        if key not in keys and row.not_needed_on is None and not row.is_in_hand:
            plan.retired.append(
                changed(
                    row,
                    {"not_needed_on": on, "not_needed_reason": NO_LONGER_OWED, "retired_by_plan": True},
                )
            )


def _is_last(one: Owed) -> bool:
    return one.duty.frequency == Frequency.FINAL


def _owed(designation: Designation, types: Sequence[ObligationType], year: int, *, on: date) -> list[Owed]:
    made = designation.designated_on is None or designation.designated_on <= on
    if not designation.is_made or not made:
        return []
    return owed_in(year, [kind.duty for kind in types], effect=designation.days.effect)


def _facts(
    kind: ObligationType, one: Owed, designation: Designation, *, year: int, calendar: OpenDays
) -> dict[str, Any]:
    since = designation.agreed_on or designation.designated_on
    not_before = since if kind.side == ObligationSide.MANAGER else None
    due = due_day(one.duty, one.slot, calendar=calendar, not_before=not_before)
    return {
        "name": kind.name,
        "frequency": kind.frequency,
        "fiscal_year": year,
        "period_first": one.slot.first,
        "period_last": one.slot.last,
        "due_on": due.on,
        "due_reason": due.reason,
        "due_provisional": due.provisional,
        "side": kind.side,
        "form": kind.form,
        "done_by": kind.done_by,
    }


def _mend(plan: _Plan, row: Obligation, facts: dict[str, Any]) -> None:
    if row.not_needed_on is not None and not row.retired_by_plan:
        return
    if row.retired_by_plan:
        facts = {**facts, **TAKEN_BACK}
    if all(getattr(row, name) == value for name, value in facts.items()):
        return
    if row.due_on != facts["due_on"]:
        plan.dated_anew.append(row.pk)
    plan.changed.append(changed(row, facts))


def _write(plan: _Plan, *, on: date) -> PlanReport:
    create_with_history(plan.created)
    written = [*plan.changed, *plan.retired]
    update_with_history(written, [*PLANNED, *TAKEN_BACK])
    if plan.dated_anew:
        tell_settled(OBLIGATION, plan.dated_anew, SettledReason.DAY_CHANGED, on=on)
    if plan.retired:
        retired = [row.pk for row in plan.retired]
        tell_settled(OBLIGATION, retired, SettledReason.NO_LONGER_APPLIES, on=on)
    return PlanReport(len(plan.created), len(plan.changed), len(plan.retired))


@transaction.atomic
def open_obligation(
    designation_pk: int, type_code: str, *, event_on: date, event: str, on: date
) -> Obligation:
    """Open a duty because something happened (事故・変更): it is due from the day of the event.

    Raises ``CannotOpen`` with every problem.
    """
    designation = Designation.objects.select_related("agreement", "bundle__agreement").get(
        pk=locked(Designation, designation_pk).pk
    )
    offered = {
        kind.type_code: kind
        for kind in types_in_use(on=on).get(template_of(designation), ())
        if kind.frequency == Frequency.EVENT
    }
    kind = offered.get(type_code)
    if kind is None:
        raise CannotOpen([Problem("type-unknown", "届け出る種類を選んでください。", field="type_code")])
    first, last = designation.days.effect
    problems = []
    if event_on > on:
        problems.append(Problem("event-in-future", "きょうまでの日を入力してください。", field="event_on"))
    if not designation.is_made or not first <= event_on <= last:
        message = "この指定の期間の中の日を入力してください。"
        problems.append(Problem("event-outside-term", message, field="event_on"))
    same_day = Obligation.objects.filter(designation=designation, type_code=type_code, period_first=event_on)
    told = list(same_day.values_list("event", flat=True))
    if event in told:
        message = "同じ日の同じできごとは、もう登録されています。"
        problems.append(Problem("event-already", message, field="event"))
    slot = Slot(f"{event_on.isoformat()}-{len(told) + 1}", event_on, event_on)
    facts = _facts(
        kind,
        Owed(kind.duty, slot),
        designation,
        year=FiscalYear.of(event_on).year,
        calendar=load_office_days(),
    )
    obligation = Obligation(
        designation=designation, type_code=type_code, period_code=slot.code, event=event, **facts
    )
    return save_checked(obligation, *problems, error=CannotOpen)


@transaction.atomic
def tell_not_needed(pk: int, *, on: date, reason: str, expected_version: str | None = None) -> Obligation:
    """Say that an obligation is not needed (不要), with the reason; planning does not bring it back. Then
    nobody has to review or to mend what was handed in for it."""
    row = locked(Obligation, pk, expected_version=expected_version)
    problems = []
    if row.not_needed_on is not None and not row.retired_by_plan:
        problems.append(Problem("not-needed-already", "もう不要になっています。"))
    if Obligation.objects.done().filter(pk=pk).exists():
        problems.append(Problem("done-already", "もう済んでいるので、不要にできません。"))
    facts = {"not_needed_on": on, "not_needed_reason": reason, "retired_by_plan": False}
    saved = save_checked(changed(row, facts), *problems, error=CannotWithdraw)
    tell_settled(OBLIGATION, [pk], SettledReason.NO_LONGER_APPLIES, on=on)
    handed_in = list(row.submissions.filter(submitted_on__isnull=False).values_list("pk", flat=True))
    for kind in (RETURNED_SUBMISSION, SUBMISSION_REVIEW):
        tell_settled(kind, handed_in, SettledReason.NO_LONGER_APPLIES, on=on)
    return saved


@transaction.atomic
def tell_needed_again(pk: int, *, on: date, expected_version: str | None = None) -> Obligation:
    """Take back that an obligation is not needed; planning then dates it as the facts of today say."""
    row = locked(Obligation, pk, expected_version=expected_version)
    if row.not_needed_on is None:
        raise CannotWithdraw([Problem("needed-already", "不要になっていません。")])
    save_checked(changed(row, dict(TAKEN_BACK)), error=CannotWithdraw)
    plan_obligations([row.designation_id], on=on)
    row.refresh_from_db()
    return row


@transaction.atomic
def tell_earlier_not_needed(designation_pk: int, *, before: date, reason: str, on: date) -> list[Obligation]:
    """Say of everything that was due before a day that it is not needed here (システムより前の分): a
    designation older than the system was reported on paper."""
    problems = []
    if not reason:
        problems.append(Problem("reason-missing", "理由を入力してください。", field="reason"))
    if before > on:
        message = "きょうまでの日を入力してください。まだ期限の来ていないものは、1件ずつ不要にします。"
        problems.append(Problem("before-in-future", message, field="before"))
    refuse_if_blocked(problems, CannotWithdraw)
    locked(Designation, designation_pk)
    rows = list(Obligation.objects.overdue(before).filter(designation=designation_pk))
    facts = {"not_needed_on": on, "not_needed_reason": reason}
    update_with_history([changed(row, dict(facts)) for row in rows], list(facts))
    tell_settled(OBLIGATION, [row.pk for row in rows], SettledReason.NO_LONGER_APPLIES, on=on)
    return rows


@transaction.atomic
def approve_fees(designation_pk: int, *, on: date, **facts: Any) -> FeeApproval:
    """Record that the city approved the fees (利用料金の承認, 地方自治法 第244条の2第9項); the duty is done
    by it. Raises ``Refused`` with every problem."""
    approval = FeeApproval(designation=locked(Designation, designation_pk), **facts)
    problems = list(_problems_with_approval(approval, on=on))
    saved = save_checked(approval, *problems)
    tell_done(DoneBy.FEE_APPROVAL, [designation_pk], on=on)
    return saved


def _problems_with_approval(approval: FeeApproval, *, on: date) -> Iterator[Problem]:
    if approval.approved_on > on:
        yield Problem("approved-in-future", "きょうまでの日を入力してください。", field="approved_on")
    first, last = approval.designation.days.effect
    if not first <= approval.counts_from <= last:
        message = "指定期間の中の日を入力してください。"
        yield Problem("approval-outside-term", message, field="counts_from")


def tell_done(done_by: DoneBy, designations: Collection[int], *, on: date) -> None:
    """Close the flags of obligations that a fact has just done, and of the steps of roads it answers."""
    done = Obligation.objects.done().filter(designation__in=designations, done_by=done_by)
    tell_settled(OBLIGATION, list(done.values_list("pk", flat=True)), SettledReason.DONE, on=on)
    roads = Designation.objects.filter(pk__in=designations, road__isnull=False).order_by()
    tell_steps_done(roads.values_list("road_id", flat=True).distinct(), on=on)
