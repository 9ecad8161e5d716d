"""The act of correcting what was recorded of an inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import Q

from common.acting import Acting, acting, current
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.office_days import load_office_days
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.actions.evidence import Recorded, keep_evidence, problems_with_seen
from maintenance.actions.inspections import problems_with_day_of
from maintenance.actions.retiming import filing_moved
from maintenance.actions.turns import following_turn
from maintenance.models import DueInspection, Filing
from maintenance.queries.filings import FILING
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.inspections import INSPECTION
from maintenance.rules.filings import filing_due

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from maintenance.actions.evidence import Evidence, FindingSeen
    from maintenance.models import InspectionFinding, InspectionType

DUE_COLUMNS = ("due_on", "due_reason", "due_estimated", "counted_from", "counted_months")


class CannotCorrect(Refused):
    """The record cannot be corrected as entered; ``problems`` says why."""


@transaction.atomic
def correct_inspection(
    pk: int,
    *,
    reason: str,
    on: date,
    evidence: Evidence | None = None,
    expected_version: str | None = None,
    **facts: Any,
) -> DueInspection:
    """Correct what was recorded of a turn (点検の記録の訂正), and say why; what stood there before stays in
    its history.

    ``facts`` are those of ``record_inspection``, the day among them; ``evidence`` corrects findings and adds
    to them. If the day moves, the next turn is due anew as long as nobody has done it, and so is the first
    filing counted from that day. Raises ``Stale``, ``CannotCorrect`` with every problem.
    """
    turn = locked(DueInspection, pk, expected_version=expected_version)
    refuse_if_blocked(problems_when_open(turn), CannotCorrect)
    # Held as well, so that what somebody records of the next turn or the filing meanwhile is not overwritten.
    following = DueInspection.objects.select_for_update(of=("self",)).filter(previous=turn).first()
    filing = _first_filing_from(turn)
    kind = inspection_types().get(turn.type_code)
    findings = {finding.pk: finding for finding in turn.findings.all()}
    before = Recorded(turn.outcome, {pk: finding.severity for pk, finding in findings.items()})
    done_before = turn.done_on
    differs = any(getattr(turn, name) != value for name, value in facts.items())
    changed(turn, facts)
    done_on = cast("date", turn.done_on)
    stands = [
        *problems_with_reason(reason),
        *problems_with_new_day(turn, done_on, on=on),
        *problems_with_seen(turn, kind, evidence, on=on, before=before),
        *_problems_with_evidence(evidence, findings, differs=differs),
        *problems_with(turn),
    ]
    refuse_if_blocked(stands, CannotCorrect)
    with because(reason):
        turn.save()
        keep_evidence(turn, (), evidence, error=CannotCorrect)
        if done_on != done_before and following is not None and _is_open(following):
            _due_anew(turn, kind, following)
            tell_settled(INSPECTION, [following.pk], SettledReason.DAY_CHANGED, on=on)
        if done_on != done_before and filing is not None:
            due = filing_due(done_on, filing.report_months, calendar=load_office_days(), first=True)
            save_checked(filing_moved(filing, due), error=CannotCorrect)
            tell_settled(FILING, [filing.pk], SettledReason.DAY_CHANGED, on=on)
    return turn


def _due_anew(turn: DueInspection, kind: InspectionType | None, following: DueInspection) -> None:
    """The turn after it falls due as if the new day had been recorded at once."""
    again = following_turn(turn, kind, turn.done_on, cycle_months=following.cycle_months)
    if again is not None:
        due = {name: getattr(again, name) for name in DUE_COLUMNS}
        save_checked(changed(following, due), error=CannotCorrect)


def _first_filing_from(turn: DueInspection) -> Filing | None:
    """The first filing of this place, still pending, that is counted from the day of this turn; by now it may
    tell of a later one. It is held, with all that tell of this turn."""
    held = Filing.objects.select_for_update(of=("self",)).filter(
        Q(turn=turn) | Q(turn__isnull=False, previous__isnull=True, counted_from=turn.done_on),
        building=turn.building_id,
        equipment=turn.equipment_id,
        type_code=turn.type_code,
    )
    for filing in held.order_by("pk"):
        is_pending = filing.filed_on is None and filing.withdrawn_on is None
        if is_pending and filing.previous_id is None and filing.counted_from == turn.done_on:
            return filing
    return None


def problems_when_open(turn: DueInspection) -> list[Problem]:
    """That there is nothing to correct yet."""
    if turn.done_on is not None:
        return []
    return [Problem("not-done", "まだ記録されていない点検は、直せません。")]


def problems_with_reason(reason: str) -> Iterator[Problem]:
    """That nobody says why."""
    if not reason.strip():
        yield Problem("reason-missing", "直す理由を入力してください。", field="reason")


def problems_with_new_day(turn: DueInspection, done_on: date, *, on: date) -> Iterator[Problem]:
    """What speaks against the turn having been done on that day instead; the turns before and after it stay
    before and after it, and none is done after it was reported."""
    yield from problems_with_day_of(turn, done_on, on=on)
    following: DueInspection | None = getattr(turn, "next", None)
    if following is not None and following.done_on is not None and done_on >= following.done_on:
        message = f"点検した日は、次の点検（{era_day(following.done_on)}）より前の日にしてください。"
        yield Problem("done-after-next", message, field="done_on")
    told = turn.filings.filed().filter(filed_on__lt=done_on).order_by("filed_on").first()
    if told is not None and told.filed_on is not None:
        message = f"点検した日は、この点検を報告した日（{era_day(told.filed_on)}）以前の日にしてください。"
        yield Problem("done-after-filed", message, field="done_on")


def _problems_with_evidence(
    evidence: Evidence | None, findings: Mapping[int, InspectionFinding], *, differs: bool
) -> Iterator[Problem]:
    """That a finding of another turn was named, or that nothing at all was corrected."""
    said = evidence.findings if evidence else ()
    if {finding.pk for finding in said if finding.pk} - findings.keys():
        yield Problem("finding-elsewhere", "ほかの点検の指摘は、ここでは直せません。")
    elif not differs and not (evidence and evidence.papers) and not any(_adds(findings, one) for one in said):
        yield Problem("nothing-changed", "直したところがありません。")


def _adds(findings: Mapping[int, InspectionFinding], said: FindingSeen) -> bool:
    if said.pk is None or said.photos:
        return True
    there = findings[said.pk]
    return (there.place, there.text, there.severity) != (said.place, said.text, said.severity)


def _is_open(turn: DueInspection) -> bool:
    return turn.done_on is None and turn.withdrawn_on is None


def because(reason: str) -> Any:
    """What is saved inside is recorded with this reason, by the same person and door."""
    who: Acting = current()
    return acting(door=who.door, user_id=who.user_id, reason=reason.strip())
