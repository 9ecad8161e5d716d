"""Answers for the record of one inspection: findings, papers, vain attempts, and what it said before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.timezone import localtime

from common.db.scoped import hidden_fields
from common.eras import era_day
from maintenance.choices import Severity
from maintenance.models import DueInspection, InspectionFinding
from maintenance.queries.outcomes import family_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from common.scope import Scope
    from maintenance.models import FailedAttempt, InspectionFile, InspectionOutcome, InspectionType

RECORDED = ("done_on", "outcome", "done_by", "qualification", "licence_number", "remarks", "cost")
FOUND = ("place", "text", "severity")


@dataclass(frozen=True)
class Change:
    """One fact that a correction changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Correction:
    """One correction of a record (訂正): when, by whom, why, and what stood there before."""

    at: datetime
    who: str
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class TurnRecord:
    """All that goes with the record of a turn."""

    findings: Sequence[InspectionFinding]
    papers: Sequence[InspectionFile]
    attempts: Sequence[FailedAttempt]
    corrections: Sequence[Correction]


@dataclass(frozen=True)
class Companion:
    """Another turn that the same visit may have answered."""

    pk: int
    name: str
    part: str
    due_on: Any


def findings_of(turn: DueInspection) -> list[InspectionFinding]:
    """What the turn found (指摘), each with its photographs and the repair that came of it; for whoever may
    see the turn."""
    return list(turn.findings.select_related("repair").prefetch_related("photos").order_by("pk"))


def turn_record(turn: DueInspection, *, words: Mapping[str, InspectionOutcome], scope: Scope) -> TurnRecord:
    """What goes with the record of a turn, for whoever may see the turn."""
    return TurnRecord(
        findings=findings_of(turn) if turn.done_on else (),
        papers=list(turn.files.all()) if turn.done_on else (),
        attempts=list(turn.failed_attempts.order_by("-tried_on")),
        corrections=_corrections(turn, words, scope) if turn.done_on else (),
    )


def companions_of(
    turn: DueInspection, *, types: Mapping[str, InspectionType], scope: Scope
) -> list[Companion]:
    """The other turns of the centre still to be done whose outcome is told in the same words: one visit may
    answer them too (総合点検 with 機器点検). The nearest due day comes first."""
    family = family_of(types.get(turn.type_code))
    codes = [code for code, kind in types.items() if kind.outcome_family == family]
    rows = (
        DueInspection.objects.within(scope)
        .pending()
        .while_there()
        .filter(building__centre_id=turn.building.centre_id, type_code__in=codes)
        .exclude(pk=turn.pk)
        .select_related("building", "equipment")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    return [
        Companion(
            pk=row.pk,
            name=types[row.type_code].name,
            part=row.equipment.name if row.equipment else row.building.name,
            due_on=row.due_on,
        )
        for row in rows
    ]


def _corrections(
    turn: DueInspection, words: Mapping[str, InspectionOutcome], scope: Scope
) -> list[Correction]:
    """What was recorded before and is recorded otherwise now, the latest correction first."""
    hidden = hidden_fields(DueInspection, scope)
    shown = [name for name in RECORDED if name not in hidden]
    rows = list(turn.history.select_related("history_user").order_by("history_id"))
    recorded = [row for row in rows if row.done_on is not None]
    found = [
        (later, tuple(_changes(DueInspection, earlier, later, shown, words)))
        for earlier, later in pairwise(recorded)
    ]
    of_findings = InspectionFinding.history.filter(turn_id=turn.pk)
    latest: dict[int, Any] = {}
    for row in of_findings.select_related("history_user").order_by("history_id"):
        if row.id in latest:
            found.append((row, tuple(_changes(InspectionFinding, latest[row.id], row, FOUND, words))))
        latest[row.id] = row
    corrections = [
        Correction(
            at=localtime(row.history_date),
            who=str(row.history_user or ""),
            reason=row.history_change_reason or "",
            changes=changes,
        )
        for row, changes in found
        if changes
    ]
    return sorted(corrections, key=lambda one: one.at, reverse=True)


def _changes(
    model: Any, earlier: Any, later: Any, names: Sequence[str], words: Mapping[str, InspectionOutcome]
) -> Iterator[Change]:
    for name in names:
        before, after = getattr(earlier, name), getattr(later, name)
        if before != after:
            label = str(model._meta.get_field(name).verbose_name)
            yield Change(label, _in_words(name, before, words), _in_words(name, after, words))


def _in_words(name: str, value: Any, words: Mapping[str, InspectionOutcome]) -> str:
    if value in (None, ""):
        return "―"
    if name == "done_on":
        return era_day(value)
    if name == "outcome":
        return words[value].label if value in words else str(value)
    if name == "severity":
        return str(Severity(value).label)
    return f"{value:,}円" if name == "cost" else str(value)
