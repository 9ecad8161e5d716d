"""The acts on filings (届出・報告)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.office_days import load_office_days
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.actions.filing_files import check_files, keep_files
from maintenance.actions.turns import anchor_values
from maintenance.models import Filing
from maintenance.queries.cycles import Places
from maintenance.queries.filings import FILING
from maintenance.queries.inspection_types import inspection_types
from maintenance.rules.cycles import PastTurn, in_series
from maintenance.rules.filings import filing_due, on_office_day, report_cycle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from common.files import Upload
    from maintenance.models import DueInspection, InspectionType
    from maintenance.rules.filings import FilingDue


class CannotFile(Refused):
    """The filing cannot be planned, recorded or corrected as entered; ``problems`` says why."""


class AlreadyFiled(CannotFile):
    """Somebody recorded this filing, or withdrew it, before."""


def shortest_report_months(kind: InspectionType | None) -> int | None:
    """The shortest cycle on which inspections of a type are reported anywhere; None: they never are."""
    return None if kind is None else report_cycle(kind.report_months, kind.report_cases)


@transaction.atomic
def plan_filing_of(
    turn: DueInspection, kind: InspectionType | None, *, report_months: int | None
) -> Filing | None:
    """What the recording of a turn means for what is reported (報告の登録): a filing that is pending tells of
    this turn from now on; where none is, the first one is planned, counted from the turn.

    ``report_months`` is the cycle at this place (特定防火対象物 12, 非特定 36); None: it is not reported
    there, and what is pending from the time when it was stays until somebody withdraws it.
    """
    if kind is None or turn.done_on is None:
        return None
    place = {"building": turn.building, "equipment": turn.equipment, "type_code": turn.type_code}
    pending = Filing.objects.select_for_update(of=("self",)).pending().filter(**place).first()
    if pending is not None:
        return save_checked(changed(pending, {"turn": turn}), error=CannotFile)
    if report_months is None:
        return None
    due = filing_due(turn.done_on, report_months, calendar=load_office_days(), first=True)
    filing = Filing(
        **place, turn=turn, report_months=report_months, addressee=addressee_of(kind), **due_columns(due)
    )
    return save_checked(filing, error=CannotFile)


@transaction.atomic
def record_filing(
    pk: int,
    *,
    filed_on: date,
    on: date,
    uploads: Sequence[Upload] = (),
    expected_version: str | None = None,
    **facts: Any,
) -> Filing:
    """Record that it was filed (提出の記録), with its papers, and plan the next one, which is returned.

    ``facts``: ``addressee`` (提出先), ``receipt_number`` (受付番号), ``remarks``. The next counts from this
    filing, not from the inspection. Its flag is closed in the same transaction. Raises ``AlreadyFiled``,
    ``Stale``, and ``CannotFile`` with every other problem.
    """
    filing = locked(Filing, pk, expected_version=expected_version)
    refuse_if_blocked(problems_when_through(filing), AlreadyFiled)
    changed(filing, {"filed_on": filed_on, **facts})
    files, wrong = check_files(uploads, there=filing.files.all())
    stands = (*problems_with_day(filing, filed_on, on=on), *wrong, *problems_with(filing))
    refuse_if_blocked(stands, CannotFile)
    filing.save()
    keep_files(filing, files)
    months = _months_now(filing, on=on)
    following = save_checked(following_filing(filing, filed_on, report_months=months), error=CannotFile)
    tell_settled(FILING, [filing.pk], SettledReason.DONE, on=on)
    return following


@transaction.atomic
def withdraw_filing(pk: int, *, reason: str, on: date, expected_version: str | None = None) -> Filing:
    """Say that it need not be filed (取りやめ), with the reason; the next inspection recorded starts the
    count anew. Raises ``AlreadyFiled``, ``Stale``, and ``CannotFile``."""
    filing = locked(Filing, pk, expected_version=expected_version)
    refuse_if_blocked(problems_when_through(filing), AlreadyFiled)
    filing.withdrawn_on, filing.withdrawn_reason = on, reason.strip()
    save_checked(filing, error=CannotFile)
    tell_settled(FILING, [filing.pk], SettledReason.NO_LONGER_APPLIES, on=on)
    return filing


def problems_when_through(filing: Filing) -> list[Problem]:
    """That this was filed or withdrawn before, if it was."""
    if filing.filed_on is not None:
        message = f"この届出・報告は{era_day(filing.filed_on)}に提出済みとして記録されています。"
        return [Problem("already-filed", message)]
    if filing.withdrawn_on is not None:
        message = f"この届出・報告は{era_day(filing.withdrawn_on)}に取りやめました。"
        return [Problem("withdrawn", message)]
    return []


def problems_with_day(filing: Filing, filed_on: date, *, on: date) -> Iterator[Problem]:
    """What speaks against its having been filed on that day, when it is recorded on ``on``."""
    if filed_on > on:
        yield Problem("filed-in-future", "提出した日は、きょうまでの日にしてください。", field="filed_on")
    done_on = filing.turn.done_on if filing.turn else None
    if done_on is not None and filed_on < done_on:
        message = f"提出した日は、報告する点検の日（{era_day(done_on)}）以後の日にしてください。"
        yield Problem("filed-before-done", message, field="filed_on")
    before = filing.previous.filed_on if filing.previous else None
    if before is not None and filed_on <= before:
        message = f"提出した日は、前回の提出（{era_day(before)}）より後の日にしてください。"
        yield Problem("filed-before-last", message, field="filed_on")


def following_filing(filing: Filing, filed_on: date, *, report_months: int) -> Filing:
    """The filing after one that was filed on ``filed_on``, not yet saved."""
    past = PastTurn(filing.statutory_on, filed_on, filing.report_months, filing.anchor)
    counted = in_series(past, done_on=filed_on, cycle_months=report_months)
    due = on_office_day(
        counted.due_on, calendar=load_office_days(), reason=counted.reason, anchor=counted.anchor
    )
    return Filing(
        building=filing.building,
        equipment=filing.equipment,
        type_code=filing.type_code,
        report_months=report_months,
        addressee=filing.addressee,
        previous=filing,
        **due_columns(due),
    )


def _months_now(filing: Filing, *, on: date) -> int:
    """The cycle at this place by the facts of today: a building may have become 特定 since. Where by now
    nothing is reported, the cycle stays: whoever filed it withdraws the next one, with the reason."""
    kind = inspection_types().get(filing.type_code)
    if kind is None:
        return filing.report_months
    places = Places([filing.building_id], on=on)
    return places.cycles(kind, filing.building_id, filing.equipment_id).report_months or filing.report_months


def due_columns(due: FilingDue) -> dict[str, Any]:
    """The due day of a filing with its reason and anchor, as values of its columns."""
    return {
        "statutory_on": due.statutory_on,
        "due_on": due.due_on,
        "due_reason": due.reason,
        **anchor_values(due.anchor),
    }


def addressee_of(kind: InspectionType) -> str:
    """To whom a type is reported: the catalogue's words, without the cycles it may say in brackets."""
    return kind.report_to.split("（")[0]
