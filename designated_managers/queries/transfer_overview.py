"""Centres by the stage of their transfer: all of them, and those that move together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from centres.models import Centre
from designated_managers.choices import SUSPENDED, SUSPENDED_NAME, StageState, TransferDirection
from designated_managers.models import Designation, Transfer, TransferWave
from designated_managers.queries.transfer_roads import roads, stage_seen, stages
from designated_managers.queries.transfers import STATES, transfers
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.scope import Scope
    from designated_managers.rules.transfer_stage import StageNeed, TransferRoad

DIRECT, MANAGED = "direct", "managed"
"""Where a centre stands that is on no road: with the city (直営・未着手), or with a designated manager."""

DIRECT_NAME, MANAGED_NAME = "直営（未着手）", "指定管理中"

NOT_BEGUN = "0"

MARKS = tuple((state.shape, state.word) for state in (*STATES.values(), State("held", SUSPENDED_NAME)))
"""The states as the legend of the table tells them."""


@dataclass(frozen=True)
class Cell:
    """How a stage of a centre stands, for the table of centres by stages: a shape and a word."""

    code: str
    name: str
    state: State
    is_current: bool


@dataclass(frozen=True)
class CentreLine:
    """A centre in the overview: the stage shown, since when, what is missing next; its road in cells."""

    centre_pk: int
    centre: str
    transfer_pk: int | None
    is_return: bool
    stage: str
    state: State
    since: date | None
    organisation: str
    wave: str
    aimed_on: date | None
    missing: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class StageCount:
    """How many centres stand at a stage."""

    code: str
    name: str
    number: int
    is_on_the_way: bool = False


@dataclass(frozen=True)
class Overview:
    """Every centre of the scope with its stage: rows to be narrowed, and the lines by id of the centre."""

    rows: QuerySet[Any]
    lines: Mapping[int, CentreLine]
    counts: tuple[StageCount, ...]
    columns: tuple[StageNeed, ...]
    organisations: Sequence[tuple[int, str]]
    waves: Sequence[tuple[int, str]]


def overview(*, scope: Scope, on: date) -> Overview:
    """All centres by stage: those on a road, those with the city, those with a designated manager."""
    centres: list[Any] = list(
        Centre.objects.within(scope)
        .annotate(managed=Exists(Designation.objects.in_force(on).filter(centre=OuterRef("pk"))))
        .order_by("kana", "code")
    )
    shown = _shown(Transfer.objects.within(scope).select_related("organisation", "wave"))
    along = stages(on)
    found = roads(list(shown.values()), on=on, along=along)
    codes: dict[str, list[int]] = defaultdict(list)
    lines: dict[int, CentreLine] = {}
    for centre in centres:
        transfer = shown.get(centre.pk)
        if transfer is None:
            codes[MANAGED if centre.managed else DIRECT].append(centre.pk)
            lines[centre.pk] = _line_of_none(centre)
        else:
            code, name = stage_seen(transfer, found[transfer.pk], on=on)
            codes[code].append(centre.pk)
            lines[centre.pk] = _line(centre, transfer, found[transfer.pk], code, name)
    rows = Centre.objects.within(scope).annotate(
        stage_code=Case(
            *(When(pk__in=pks, then=Value(code)) for code, pks in codes.items()),
            default=Value(""),
            output_field=CharField(),
        ),
        organisation_seen=_of_transfers(shown, "organisation_id"),
        wave_seen=_of_transfers(shown, "wave_id"),
    )
    return Overview(
        rows=rows.order_by("kana", "code"),
        lines=lines,
        counts=_counts(along, {code: len(pks) for code, pks in codes.items()}),
        columns=_columns(along),
        organisations=_named(shown.values(), "organisation"),
        waves=_named(shown.values(), "wave"),
    )


def _shown(transfers: Iterable[Transfer]) -> dict[int, Transfer]:
    """Of each centre the transfer that is under way, else one given up after which nothing else came."""
    latest: dict[int, Transfer] = {}
    for transfer in sorted(transfers, key=lambda one: (one.is_under_way, one.started_on, one.pk)):
        latest[transfer.centre_id] = transfer
    return {pk: transfer for pk, transfer in latest.items() if transfer.completed_on is None}


def _of_transfers(shown: Mapping[int, Transfer], name: str) -> Case:
    at: dict[int, list[int]] = defaultdict(list)
    for centre_pk, transfer in shown.items():
        if getattr(transfer, name) is not None:
            at[getattr(transfer, name)].append(centre_pk)
    cases = [When(pk__in=pks, then=Value(value)) for value, pks in at.items()]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _named(transfers: Iterable[Transfer], name: str) -> list[tuple[int, str]]:
    records = {getattr(transfer, name) for transfer in transfers} - {None}
    return sorted(((record.pk, str(record)) for record in records), key=lambda pair: pair[1])


def _counts(along: Mapping[str, Sequence[StageNeed]], numbers: Mapping[str, int]) -> tuple[StageCount, ...]:
    named = [(DIRECT, DIRECT_NAME, False)]
    named += [(need.code, need.name, True) for need in _columns(along)]
    named += [(MANAGED, MANAGED_NAME, False), (SUSPENDED, SUSPENDED_NAME, False)]
    named += [(need.code, f"直営復帰：{need.name}", False) for need in along[TransferDirection.TO_CITY]]
    return tuple(StageCount(code, name, numbers.get(code, 0), way) for code, name, way in named)


def _columns(along: Mapping[str, Sequence[StageNeed]]) -> tuple[StageNeed, ...]:
    """The stages of the way to a designated manager; before the first a centre is not on its way yet."""
    return tuple(need for need in along[TransferDirection.TO_MANAGER] if need.code != NOT_BEGUN)


def _line_of_none(centre: Any) -> CentreLine:
    return CentreLine(
        centre_pk=centre.pk,
        centre=centre.name,
        transfer_pk=None,
        is_return=False,
        stage=MANAGED_NAME if centre.managed else DIRECT_NAME,
        state=State("done", MANAGED_NAME) if centre.managed else State("planned", DIRECT_NAME),
        since=None,
        organisation="",
        wave="",
        aimed_on=None,
        missing=(),
        cells=(),
    )


def _line(centre: Centre, transfer: Transfer, road: TransferRoad, code: str, name: str) -> CentreLine:
    given_up = code == SUSPENDED
    return CentreLine(
        centre_pk=centre.pk,
        centre=centre.name,
        transfer_pk=transfer.pk,
        is_return=transfer.is_return,
        stage=name,
        state=State("held", name) if given_up else State("active", name),
        since=transfer.suspended_on if given_up else road.since or transfer.started_on,
        organisation=transfer.organisation.name if transfer.organisation else "",
        wave=transfer.wave.name if transfer.wave else "",
        aimed_on=transfer.aimed_on,
        missing=() if given_up else tuple(piece.need.name for piece in road.current.missing),
        cells=tuple(
            Cell(seen.need.code, seen.need.name, STATES[seen.state], seen.state is StageState.CURRENT)
            for seen in road.stages
            if seen.need.code != NOT_BEGUN
        ),
    )


@dataclass(frozen=True)
class WaveLine:
    """A wave in the list: how many centres go in it."""

    pk: int
    name: str
    aimed_on: date | None
    centres: int
    under_way: int


def wave_lines(scope: Scope) -> list[WaveLine]:
    """The waves a person may see, the next first day first."""
    rows: Any = TransferWave.objects.within(scope).annotate(
        centres=Count("transfers"),
        under_way=Count(
            "transfers",
            filter=Q(transfers__suspended_on__isnull=True, transfers__completed_on__isnull=True),
        ),
    )
    return [WaveLine(wave.pk, wave.name, wave.aimed_on, wave.centres, wave.under_way) for wave in rows]


@dataclass(frozen=True)
class WavePage:
    """A wave with its centres and how many stand at each stage."""

    wave: TransferWave
    lines: tuple[CentreLine, ...]
    counts: tuple[StageCount, ...]
    columns: tuple[StageNeed, ...]


def wave_page(wave: TransferWave, *, scope: Scope, on: date) -> WavePage:
    """The overview of one wave (移行グループ)."""
    going = list(
        transfers(scope).filter(wave=wave).order_by("centre__kana", "centre__code", "started_on", "pk")
    )
    along = stages(on)
    found = roads(going, on=on, along=along)
    lines = []
    numbers: Counter[tuple[str, str]] = Counter()
    for transfer in going:
        code, name = stage_seen(transfer, found[transfer.pk], on=on)
        numbers[code, name] += 1
        lines.append(_line(transfer.centre, transfer, found[transfer.pk], code, name))
    counts = tuple(StageCount(code, name, number) for (code, name), number in numbers.items())
    return WavePage(wave, tuple(lines), counts, _columns(along))
