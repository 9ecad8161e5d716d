"""Where transfers stand: their dated facts gathered from all over the register, and the roads made of them.

Whatever the number of transfers it is four queries: the stages, what is kept on the way, the designations,
and the bodies with their officers and papers.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, TruncDate

from common.db.columns import text
from designated_managers.choices import (
    SUSPENDED,
    SUSPENDED_NAME,
    OfficerRole,
    PaperKind,
    TransferDirection,
    VoteResult,
)
from designated_managers.models import (
    Designation,
    HandoverItem,
    OpenQuestion,
    Organisation,
    OrganisationFile,
    OrganisationOfficer,
    Transfer,
    TransferEvidence,
    TransferMeeting,
    TransferStage,
    UnneededStage,
)
from designated_managers.rules.organisation_gaps import active_a_year_from
from designated_managers.rules.term import day_after
from designated_managers.rules.transfer_stage import StageNeed, TransferKnown, TransferRoad, road_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from designated_managers.querysets.transfers import TransferQuerySet

FACT = ("transfer_id", "what", "first", "second", "day")
OF_A_BODY = ("body", "what", "day", "last")
NEVER = Cast(Value(None), DateField())
FROM_A_DESIGNATION = (
    "committee_on",
    "candidate_decided_on",
    "bill_submitted_on",
    "designated_on",
    "announced_on",
    "agreed_on",
)


def stages(on: date) -> Mapping[str, tuple[StageNeed, ...]]:
    """The stages of each direction that are in force on the day, in the order of the road."""
    found: dict[str, list[StageNeed]] = defaultdict(list)
    for row in TransferStage.objects.in_front().current(on).order_by("position", "code"):
        found[row.direction].append(row.need)
    return {direction: tuple(found[direction]) for direction in TransferDirection.values}


def roads(
    transfers: Collection[Transfer], *, on: date, along: Mapping[str, tuple[StageNeed, ...]]
) -> dict[int, TransferRoad]:
    """The road of each of these transfers on the day, along the ``stages``."""
    known = _known(transfers)
    return {transfer.pk: road_on(on, along[transfer.direction], known[transfer.pk]) for transfer in transfers}


def stage_seen(transfer: Transfer, road: TransferRoad, *, on: date) -> tuple[str, str]:
    """Code and name of the stage shown on the day: of the road, unless it was given up (見送り) by then."""
    if transfer.suspended_on is not None and transfer.suspended_on <= on:
        return SUSPENDED, SUSPENDED_NAME
    return road.current.need.code, road.current.need.name


def with_stage(rows: TransferQuerySet, *, on: date) -> TransferQuerySet:
    """These transfers, each with ``stage_code`` and ``stage_name`` of the day.

    The stage is derived by the one rule, in Python; here it becomes a column by which lists can be narrowed.
    """
    transfers = list(rows.order_by())
    found = roads(transfers, on=on, along=stages(on))
    at: dict[tuple[str, str], list[int]] = defaultdict(list)
    for transfer in transfers:
        at[stage_seen(transfer, found[transfer.pk], on=on)].append(transfer.pk)
    return rows.annotate(
        stage_code=_named([(code, pks) for (code, _), pks in at.items()]),
        stage_name=_named([(name, pks) for (_, name), pks in at.items()]),
    )


def _named(values: Iterable[tuple[str, list[int]]]) -> Case:
    cases = [When(pk__in=pks, then=Value(value)) for value, pks in values]
    return Case(*cases, default=Value(""), output_field=CharField())


def _known(transfers: Collection[Transfer]) -> dict[int, TransferKnown]:
    entered: dict[int, dict[tuple[str, str], date]] = defaultdict(dict)
    unneeded: dict[int, dict[str, date]] = defaultdict(dict)
    read: dict[int, dict[str, date]] = {
        transfer.pk: {"transfer.started": transfer.started_on} for transfer in transfers
    }
    handed_over: dict[int, list[date | None]] = defaultdict(list)
    for pk, what, first, second, day in _kept_on_the_way([transfer.pk for transfer in transfers]):
        if what == "entered":
            entered[pk][first, second] = day
        elif what == "unneeded":
            unneeded[pk][first] = day
        elif what == "handover":
            handed_over[pk].append(day)
        else:
            _keep_first(read[pk], f"{what}.{first}", day)
    for pk, days in handed_over.items():
        done = [day for day in days if day is not None]
        if len(done) == len(days):
            read[pk]["handover.done"] = max(done)
    _read_designations(transfers, read)
    _read_bodies(transfers, read)
    return {
        transfer.pk: TransferKnown(entered[transfer.pk], read[transfer.pk], unneeded[transfer.pk])
        for transfer in transfers
    }


def _keep_first(read: dict[str, date], place: str, day: date | None) -> None:
    if day is not None:
        read[place] = min(day, read.get(place, day))


def _kept_on_the_way(pks: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    """Evidence, stages not needed, meetings, questions and items of the hand-over, in one query."""
    evidence = _facts(TransferEvidence.objects.kept(), "entered", "stage_code", "evidence_code", "dated_on")
    others = (
        _facts(UnneededStage.objects.all(), "unneeded", "stage_code", "", "marked_on"),
        _facts(TransferMeeting.objects.all(), "meeting", "kind", "", "held_on"),
        _facts(OpenQuestion.objects.all(), "question", "raised", "", "raised_on"),
        _facts(HandoverItem.objects.filter(by_first_day=True), "handover", "code", "", "done_on"),
    )
    first, *rest = (rows.filter(transfer__in=pks) for rows in (evidence, *others))
    return [] if not pks else first.union(*rest, all=True)


def _facts(rows: Any, what: str, first: str, second: str, day: str) -> QuerySet[Any, Any]:
    columns = {field.name for field in rows.model._meta.concrete_fields}
    return (  # type: ignore[no-any-return]
        rows.order_by()
        .annotate(
            what=text(what),
            first=F(first) if first in columns else text(first),
            second=F(second) if second in columns else text(second),
            day=F(day),
        )
        .values_list(*FACT)
    )


def first_day_known(transfer: Transfer) -> date | None:
    """The first day of the new management as the register knows it, in both directions: of the designation
    that is made, or the day from which the one that ends has no effect; None while it is only aimed at. As
    what is aimed at it lies beyond the start."""
    read: dict[int, dict[str, date]] = {transfer.pk: {}}
    _read_designations([transfer], read)
    day = read[transfer.pk].get(f"designation.{'over' if transfer.is_return else 'first_on'}")
    return day if day is not None and day > transfer.started_on else None


def _read_designations(transfers: Iterable[Transfer], read: Mapping[int, dict[str, date]]) -> None:
    going = [transfer for transfer in transfers if transfer.organisation_id is not None]
    if not going:
        return
    pairs = Q(*(Q(centre=t.centre_id, organisation=t.organisation_id) for t in going), _connector=Q.OR)
    made: dict[tuple[int, int | None], list[Designation]] = defaultdict(list)
    in_order = F("first_on").asc(nulls_first=True), "pk"
    for designation in Designation.objects.filter(pairs).order_by(*in_order):
        made[designation.centre_id, designation.organisation_id].append(designation)
    for transfer in going:
        found = made[transfer.centre_id, transfer.organisation_id]
        if transfer.is_return:
            read[transfer.pk].update(_read_end(transfer, found))
        else:
            read[transfer.pk].update(_read_way_in(transfer, found))


def _read_way_in(transfer: Transfer, designations: Iterable[Designation]) -> dict[str, date]:
    """What the designation to which the transfer leads tells: the first that begins after it started, rather
    one that did not fall through, and one that is made. An old one whose first day is not known (要確認) is
    not ahead."""
    ahead = [d for d in designations if d.first_on is not None and d.first_on > transfer.started_on]
    ahead.sort(key=lambda one: (one.days.fell_through, not one.is_made))
    if not ahead:
        return {}
    found = ahead[0]
    days: dict[str, date | None] = {
        f"designation.{name}": getattr(found, name) for name in FROM_A_DESIGNATION
    }
    passed = found.voted_on if found.vote_result == VoteResult.PASSED else None
    days["designation.vote"] = found.prior_decision_on or passed
    days["designation.first_on"] = found.first_on if found.is_made else None
    return {place: day for place, day in days.items() if day is not None}


def _read_end(transfer: Transfer, designations: Sequence[Designation]) -> dict[str, date]:
    """What the designation from which the centre returns tells: the last that had begun when it started."""
    begun = [
        d for d in designations if d.is_made and (d.first_on is None or d.first_on <= transfer.started_on)
    ]
    if not begun:
        return {}
    found = begun[-1]
    last = found.revoked_on or (day_after(found.last_on) if found.last_on else None)
    days = {
        "designation.direct_return_decided_on": found.direct_return_decided_on,
        "designation.over": last,
    }
    return {place: day for place, day in days.items() if day is not None}


def _read_bodies(transfers: Iterable[Transfer], read: Mapping[int, dict[str, date]]) -> None:
    bodies = {transfer.organisation_id for transfer in transfers if transfer.organisation_id is not None}
    told: dict[int | None, list[tuple[str, date | None, date | None]]] = defaultdict(list)
    for body, what, day, last in _told_of(bodies):
        told[body].append((what, day, last))
    for transfer in transfers:
        for what, day, last in told[transfer.organisation_id]:
            # Whose term was over before the transfer started leads nobody through it.
            if last is None or last >= transfer.started_on:
                _keep_first(read[transfer.pk], f"organisation.{what}", day)


def _told_of(bodies: Collection[int]) -> list[tuple[int, str, date | None, date | None]]:
    """What bodies have on record: kinds of paper, who leads and until when, when they were founded; in one
    query."""
    if not bodies:
        return []
    papers = (
        OrganisationFile.objects.kept()
        .filter(organisation__in=bodies, kind__in=(PaperKind.BYLAWS, PaperKind.MINUTES))
        .order_by()
        .annotate(
            body=F("organisation_id"),
            what=F("kind"),
            day=Coalesce("dated_on", TruncDate("uploaded_at"), output_field=DateField()),
            last=NEVER,
        )
        .values_list(*OF_A_BODY)
    )
    officers = (
        OrganisationOfficer.objects.filter(organisation__in=bodies, role=OfficerRole.CHAIR)
        .order_by()
        .annotate(body=F("organisation_id"), what=text("officers"), day=F("first_on"), last=F("last_on"))
        .values_list(*OF_A_BODY)
    )
    founded = (
        Organisation.objects.filter(pk__in=bodies)
        .order_by()
        .annotate(body=F("pk"), what=text("founded"), day=Cast("founded_on_last", DateField()), last=NEVER)
        .values_list(*OF_A_BODY)
    )
    return [_as_evidence(*row) for row in papers.union(officers, founded, all=True)]


def _as_evidence(
    body: int, what: str, day: date | None, last: date | None
) -> tuple[int, str, date | None, date | None]:
    if what != "founded":
        return body, what, day, last
    return body, "active_a_year", active_a_year_from(day), last
