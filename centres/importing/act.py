"""The act: bring a register in (施設一覧の取込み), everything in one transaction or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from django.db import IntegrityError, transaction
from django.db.models.functions import Left

from centres.importing.layouts import Layout, choose_layout
from centres.importing.mappings import Mapping, Only
from centres.importing.opening import open_book
from centres.importing.planning import Known, Plan, plan
from centres.importing.reading import Reading, read_rows
from centres.importing.report import CellNote, FileNotes, Report
from centres.importing.sheets import refusal
from centres.models import Centre, CentreFact, District
from common.db.history import create_with_history, update_with_history

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

T = TypeVar("T")

ROWS_PER_STATEMENT = 1_000
_MUNICIPALITY_AND_HYPHEN = 7
_TOWN_OF_CENTRE = Left("code", _MUNICIPALITY_AND_HYPHEN)
_TOWN_OF_FACT = Left("record__code", _MUNICIPALITY_AND_HYPHEN)


@dataclass(frozen=True)
class Wishes:
    """How a register is to be imported.

    By which mapping ("": recognise it), from which sheet ("": find it), only rows with which POI codes (none:
    as the mapping says), leaving bad rows out or not, really or only to see.
    """

    mapping: str = ""
    sheet: str = ""
    poi_codes: frozenset[str] = frozenset()
    skip_bad: bool = False
    dry_run: bool = False


def import_register(path: Path, wishes: Wishes, *, on: date, progress: Callable[[int, int], None]) -> Report:
    """Bring the centres in a file into the register (取込み).

    All or nothing: when a row is refused nothing is written, unless bad rows are to be left out. A blank cell
    erases nothing; a centre that the file does not have is listed and left as it is. Written set-wise, in
    sets of 1,000 rows. ``progress`` is told now and then how many rows of how many are read.

    Raises ``CannotImport`` when the file as a whole cannot be read.
    """
    book = open_book(path)
    layout = choose_layout(book, mapping_name=wishes.mapping, sheet_name=wishes.sheet)
    only = Only(poi_codes=wishes.poi_codes) if wishes.poi_codes else layout.mapping.only
    reading = read_rows(layout, only, progress=progress)
    notes = _notes(path.name, book.hidden_sheets, layout, reading)
    try:
        with transaction.atomic():
            planned = plan(reading.entries, _known(reading), on=on)
            may_write = not wishes.dry_run and (wishes.skip_bad or not planned.refused)
            written = may_write and _write(planned, layout.mapping)
    except IntegrityError as error:
        sentence = "取込みのあいだに登録が変わりました。もう一度取り込んでください。"
        raise refusal(sentence, code="register-changed") from error
    return _report(notes, planned, dry_run=wishes.dry_run, written=written)


def _known(reading: Reading) -> Known:
    codes = [entry.code for entry in reading.entries if entry.code]
    centres = Centre.objects.alias(town=_TOWN_OF_CENTRE).filter(town__in=_towns(codes)).order_by("code")
    locked = centres.select_related("district").select_for_update(of=("self",))
    return Known(tuple(locked), tuple(District.objects.all()))


def _towns(codes: Iterable[str]) -> set[str]:
    """The municipalities of these centres, as their codes begin: 352152-."""
    return {code[:_MUNICIPALITY_AND_HYPHEN] for code in codes}


def _write(planned: Plan, mapping: Mapping) -> bool:
    """Write what changes; tells whether any centre did."""
    for some in _in_sets(planned.created):
        create_with_history([row.centre for row in some])
    for some in _in_sets(planned.changed):
        fields = {name for row in some for name in row.changed_fields} | {"search"}
        update_with_history([row.centre for row in some], sorted(fields))
    for facts in _in_sets(_statements(planned, mapping)):
        CentreFact.objects.bulk_create(
            facts,
            update_conflicts=True,
            unique_fields=["record", "field"],
            update_fields=["source", "source_url", "certainty", "note"],
        )
    return bool(planned.created or planned.changed)


def _statements(planned: Plan, mapping: Mapping) -> list[CentreFact]:
    """Where each fact comes from: those that are new or changed, and those for which nobody had said it.

    A fact that stays as it was keeps the source that somebody gave it.
    """
    rows = planned.taken()
    in_these_towns = CentreFact.objects.alias(town=_TOWN_OF_FACT).filter(
        town__in=_towns(row.centre.code for row in rows)
    )
    stated = set(in_these_towns.values_list("record_id", "field"))
    return [
        CentreFact(
            record=row.centre,
            field=name,
            source=mapping.source,
            source_url=mapping.source_url,
            certainty=mapping.certainty,
            note=f"利用条件：{mapping.licence}",
        )
        for row in rows
        for name in row.facts
        if name in row.changed_fields or (row.centre.pk, name) not in stated
    ]


def _in_sets(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, ROWS_PER_STATEMENT)):
        yield some


def _notes(file: str, hidden_sheets: tuple[str, ...], layout: Layout, reading: Reading) -> FileNotes:
    return FileNotes(
        file=file,
        sheet=layout.sheet.name,
        mapping=layout.mapping.name,
        mapping_title=layout.mapping.title,
        hidden_rows=reading.hidden_rows,
        hidden_sheets=hidden_sheets,
        other_sheets=layout.other_sheets,
        unread_columns=tuple(map(str, layout.unread_columns)),
        version_rows=reading.version_rows,
        left_out_rows=reading.left_out_rows,
        blanks=tuple(sorted(reading.blanks, key=CellNote.where)),
    )


def _report(notes: FileNotes, planned: Plan, *, dry_run: bool, written: bool) -> Report:
    return Report(
        notes=notes,
        created=tuple(row.line for row in planned.created),
        changed=tuple(row.line for row in planned.changed),
        unchanged=tuple(row.line for row in planned.unchanged),
        refused=tuple(sorted(planned.refused, key=CellNote.where)),
        missing=tuple(planned.missing),
        namesakes=tuple(planned.namesakes),
        dry_run=dry_run,
        written=written,
    )
