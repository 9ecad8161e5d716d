"""The small rows that hang on a centre: spans out of use, takeovers, and where its facts come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, F, QuerySet, Value

from centres.models import Centre, CentreFact, Succession, Suspension
from common.certainty import Certainty, needs_check
from common.db.columns import text
from common.partial_dates import PartialDate, Precision
from designated_managers.models import Designation, DesignationFact
from facilities.models import Building, BuildingFact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import Model

    from portal.viewer import Viewer


class EventKind(StrEnum):
    """What kind of event it was."""

    SUSPENDED = "suspended"
    TAKEN_FROM = "taken_from"
    GIVEN_TO = "given_to"


@dataclass(frozen=True)
class Event:
    """A span out of use (休止), or a takeover (承継) from or to another centre.

    ``text`` is the reason, or the other centre's name, whose id is ``other``. ``when`` is the day of a
    takeover as far as it is known; ``first_on`` and ``last_on`` are those of a span.
    """

    kind: EventKind
    text: str
    other: int
    first_on: date | None
    last_on: date | None
    when: PartialDate | None


@dataclass(frozen=True)
class Source:
    """One source (出典) and what it tells, with how sure we are (確かさ)."""

    fields: tuple[str, ...]
    title: str
    url: str
    certainty: str
    shape: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Where the facts of a centre, its buildings and designations come from.

    ``doubts`` are the fields that still have to be checked (要確認), as (kind of record, id, field).
    """

    sources: tuple[Source, ...]
    doubts: frozenset[tuple[str, int, str]]

    def doubtful(self, what: str, ref: int) -> frozenset[str]:
        """The fields of one record that still have to be checked."""
        return frozenset(field for kind, pk, field in self.doubts if (kind, pk) == (what, ref))


@dataclass(frozen=True)
class Footnotes:
    """The small rows that hang on a centre."""

    events: tuple[Event, ...]
    facts: Facts


class Row(NamedTuple):
    """One footnote of whatever kind, as the database gives it: an event, or a statement about a fact.

    ``ref`` is the other centre or the record, ``words`` the reason, the other's name, or the field.
    """

    what: str
    ref: int
    words: str
    source: str
    source_url: str
    certainty: str
    note: str
    first: date | None
    last: date | None
    precision: str


OWNERS: Mapping[str, str] = {"centre": "", "building": "建物", "designation": "指定"}

SHAPES: Mapping[str, str] = {Certainty.VERIFIED: "done", Certainty.SAMPLE: "none"}
"""Everything else still has to be checked (要確認)."""

UNIT_OF_AREAS = "（0.01㎡）"
"""How areas are kept, which nobody needs to read."""

MODELS: Mapping[str, type[Model]] = {"centre": Centre, "building": Building, "designation": Designation}


COLUMNS = (
    "what", "ref", "words", "source", "source_url", "certainty", "note", "first", "last", "precision",
)  # fmt: skip


def footnotes_of(centre_id: int, viewer: Viewer) -> Footnotes:
    """What happened to a centre besides its own days, and where its facts come from; one query.

    Sources and doubts are remarks among the city's own people: nobody else reads them.
    """
    # Events first: they give the columns of days their type.
    queries = [*_events(centre_id), *(_statements(centre_id, viewer) if viewer.scope.internal else ())]
    rows = [Row(*row) for row in queries[0].union(*queries[1:], all=True)]
    stated = [row for row in rows if row.what in MODELS]
    events = [row for row in rows if row.what not in MODELS]
    return Footnotes(
        events=tuple(_event(row) for row in sorted(events, key=_by_day)),
        facts=Facts(
            sources=_grouped(stated),
            doubts=frozenset((row.what, row.ref, row.words) for row in stated if needs_check(row.certainty)),
        ),
    )


def _events(centre_id: int) -> Iterator[QuerySet[Any, Any]]:
    """Spans out of use and takeovers of a centre."""
    none = {name: text("") for name in ("source", "source_url", "certainty", "note")}
    spans = Suspension.objects.filter(centre=centre_id).annotate(
        **none,
        what=text(EventKind.SUSPENDED),
        words=F("reason"),
        ref=F("centre_id"),
        first=F("first_on"),
        last=F("last_on"),
        precision=text(""),
    )
    yield spans.order_by().values_list(*COLUMNS)
    for kind, mine, other in (
        (EventKind.TAKEN_FROM, "successor", "predecessor"),
        (EventKind.GIVEN_TO, "predecessor", "successor"),
    ):
        takeovers = Succession.objects.filter(**{mine: centre_id}).annotate(
            **none,
            what=text(kind),
            words=F(f"{other}__name"),
            ref=F(f"{other}_id"),
            first=F("taken_over_on_first"),
            last=F("taken_over_on_last"),
            precision=F("taken_over_on_precision"),
        )
        yield takeovers.order_by().values_list(*COLUMNS)


def _by_day(row: Row) -> tuple[date, str]:
    """What happened on a day nobody knows comes last."""
    return row.first or date.max, row.words


def _event(row: Row) -> Event:
    if row.what == EventKind.SUSPENDED:
        return Event(EventKind.SUSPENDED, row.words, row.ref, row.first, row.last, when=None)
    when = None
    if row.first is not None and row.last is not None:
        when = PartialDate(row.first, row.last, Precision(row.precision))
    return Event(EventKind(row.what), row.words, row.ref, None, None, when=when)


def _statements(centre_id: int, viewer: Viewer) -> Iterator[QuerySet[Any, Any]]:
    """Where the facts of a centre and of what belongs to it come from."""
    stated: list[tuple[str, QuerySet[Any]]] = [
        ("centre", CentreFact.objects.filter(record=centre_id)),
        ("building", BuildingFact.objects.filter(record__centre=centre_id)),
    ]
    if viewer.may("designated_managers.view_designation"):
        stated.append(("designation", DesignationFact.objects.filter(record__centre=centre_id)))
    no_day = Value(None, output_field=DateField())
    for what, facts in stated:
        annotated = facts.annotate(
            what=text(what),
            ref=F("record_id"),
            words=F("field"),
            first=no_day,
            last=no_day,
            precision=text(""),
        )
        yield annotated.order_by().values_list(*COLUMNS)


def _grouped(rows: Sequence[Row]) -> tuple[Source, ...]:
    """What one source tells with one certainty stands together; what has to be checked comes first."""

    def key(row: Row) -> tuple[bool, str, str, str]:
        return not needs_check(row.certainty), row.source, row.source_url, row.certainty

    return tuple(
        Source(
            fields=tuple(dict.fromkeys(_label(row.what, row.words) for row in of_source)),
            title=title,
            url=url,
            certainty=str(Certainty(certainty).label),
            shape=SHAPES.get(certainty, "forecast"),
            notes=tuple(dict.fromkeys(row.note for row in of_source if row.note)),
        )
        for (_, title, url, certainty), of_source in (
            (head, list(group)) for head, group in groupby(sorted(rows, key=key), key=key)
        )
    )


def _label(what: str, field: str) -> str:
    """A field with the record it belongs to, unless its name says so itself: 建物の構造, 建物名."""
    label = field_label(MODELS[what], field)
    return label if label.startswith(OWNERS[what]) else f"{OWNERS[what]}の{label}"


def field_label(model: type[Model], field: str) -> str:
    """What the office calls a field of a record; a day known in part has a property, not a column."""
    try:
        label = str(model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        label = str(getattr(getattr(model, field, None), "verbose_name", field))
    return label.removesuffix(UNIT_OF_AREAS)
