"""The small rows that hang on a centre: spans out of use, takeovers, and where its facts come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, QuerySet

from centres.models import Centre, CentreFact, Succession, Suspension
from common.certainty import Certainty, needs_check
from common.db.columns import text
from common.partial_dates import PartialDate, Precision
from designated_managers.models import Designation, DesignationFact
from facilities.models import Building, BuildingFact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

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


OWNERS: Mapping[str, str] = {"centre": "", "building": "建物", "designation": "指定"}

SHAPES: Mapping[str, str] = {Certainty.VERIFIED: "done", Certainty.SAMPLE: "none"}
"""Everything else still has to be checked (要確認)."""

UNIT_OF_AREAS = "（0.01㎡）"
"""How areas are kept, which nobody needs to read."""

MODELS: Mapping[str, type[Model]] = {"centre": Centre, "building": Building, "designation": Designation}


def events_of(centre_id: int) -> tuple[Event, ...]:
    """Spans out of use and takeovers of a centre; one query."""
    columns = "what", "words", "other", "first", "last", "precision"
    spans = Suspension.objects.filter(centre=centre_id).annotate(
        what=text(EventKind.SUSPENDED),
        words=F("reason"),
        other=F("centre_id"),
        first=F("first_on"),
        last=F("last_on"),
        precision=text(""),
    )
    takeovers = [
        Succession.objects.filter(**{mine: centre_id}).annotate(
            what=text(kind),
            words=F(f"{other}__name"),
            other=F(f"{other}_id"),
            first=F("taken_over_on_first"),
            last=F("taken_over_on_last"),
            precision=F("taken_over_on_precision"),
        )
        for kind, mine, other in (
            (EventKind.TAKEN_FROM, "successor", "predecessor"),
            (EventKind.GIVEN_TO, "predecessor", "successor"),
        )
    ]
    rows = [query.order_by().values_list(*columns) for query in (spans, *takeovers)]
    return tuple(_event(*row) for row in rows[0].union(*rows[1:], all=True).order_by("first", "words"))


def _event(what: str, words: str, other: int, *days: Any) -> Event:
    first, last, precision = days
    if what == EventKind.SUSPENDED:
        return Event(EventKind.SUSPENDED, words, other, first, last, when=None)
    when = PartialDate(first, last, Precision(precision)) if first else None
    return Event(EventKind(what), words, other, None, None, when=when)


def facts_of(centre_id: int, viewer: Viewer) -> Facts:
    """Where the facts of a centre and of what belongs to it come from; one query.

    Sources and doubts are remarks among the city's own people: nobody else reads them.
    """
    if not viewer.scope.internal:
        return Facts(sources=(), doubts=frozenset())
    sources = [
        _statements(CentreFact.objects.filter(record=centre_id), "centre"),
        _statements(BuildingFact.objects.filter(record__centre=centre_id), "building"),
    ]
    if viewer.may("designated_managers.view_designation"):
        sources.append(_statements(DesignationFact.objects.filter(record__centre=centre_id), "designation"))
    rows = list(sources[0].union(*sources[1:], all=True))
    return Facts(
        sources=_grouped(rows),
        doubts=frozenset(
            (what, ref, field) for what, ref, field, *_, certainty, _note in rows if needs_check(certainty)
        ),
    )


def _statements(facts: QuerySet[Any], what: str) -> QuerySet[Any, Any]:
    statements: QuerySet[Any, Any] = (
        facts.order_by()
        .annotate(what=text(what))
        .values_list("what", "record_id", "field", "source", "source_url", "certainty", "note")
    )
    return statements


def _grouped(rows: Sequence[tuple[Any, ...]]) -> tuple[Source, ...]:
    """What one source tells with one certainty stands together; what has to be checked comes first."""

    def key(row: tuple[Any, ...]) -> tuple[bool, str, str, str]:
        *_, title, url, certainty, _note = row
        return not needs_check(certainty), title, url, certainty

    return tuple(
        Source(
            fields=tuple(dict.fromkeys(_label(row[0], row[2]) for row in of_source)),
            title=title,
            url=url,
            certainty=str(Certainty(certainty).label),
            shape=SHAPES.get(certainty, "forecast"),
            notes=tuple(dict.fromkeys(row[-1] for row in of_source if row[-1])),
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
