"""Compares what a register says with what Kyoten knows (取込みの計画).

Writes nothing and asks the database nothing: it is given the centres there are.
"""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from centres.actions import searchable
from centres.importing.reading import Entry, key_of
from centres.importing.report import CellNote, Change, Line
from centres.importing.values import closed_days
from centres.models import Centre, District
from common.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

ASKED_OF_THE_REGISTER = ("days_open", "hours_notes", "district")


@dataclass(frozen=True)
class Known:
    """The centres of the municipalities in the file, and the districts, as they are before the import."""

    centres: tuple[Centre, ...]
    districts: tuple[District, ...]
    _by_key: dict[str, Centre] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[Centre]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for centre in self.centres:
            self._by_key[key_of(centre.code)] = centre
            self._by_name[_name_in_town(centre.code, centre.name)].append(centre)
        self._by_key.update({centre.code: centre for centre in self.centres})

    def with_code(self, entry: Entry) -> Centre | None:
        """The centre with the entry's code, leading zeros of its number left out of account."""
        return self._by_key.get(entry.code) or self._by_key.get(entry.key)

    def namesakes(self, entry: Entry) -> list[Centre]:
        """The centres of the same municipality with the entry's name."""
        return self._by_name.get(_name_in_town(entry.code, entry.facts.get("name", "")), [])

    def district_named(self, text: str) -> District | None:
        """The district with this code or this name."""
        found = (d for d in self.districts if text == d.code or fold_name(text) == fold_name(d.name))
        return next(found, None)


@dataclass
class Planned:
    """One row that can be taken: the centre as it will be, what the row states, and what that changes."""

    entry: Entry
    centre: Centre
    facts: dict[str, Any]
    changes: tuple[Change, ...] = ()

    @property
    def changed_fields(self) -> set[str]:
        """The fields that change; none when the centre is new."""
        return {change.field for change in self.changes}

    @property
    def line(self) -> Line:
        """For the report."""
        return Line(self.entry.row, self.centre.code, self.centre.name, self.changes)


@dataclass
class Plan:
    """What an import would do."""

    created: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    unchanged: list[Planned] = field(default_factory=list)
    refused: list[CellNote] = field(default_factory=list)
    missing: list[Line] = field(default_factory=list)
    namesakes: list[CellNote] = field(default_factory=list)

    def taken(self) -> list[Planned]:
        """Every row that is not refused."""
        return [*self.created, *self.changed, *self.unchanged]


def plan(entries: Iterable[Entry], known: Known, *, on: date) -> Plan:
    """What the rows would do to the centres known; a centre abolished by ``on`` is not missed in the file."""
    made = Plan()
    met = [(entry, _meant(entry, known)) for entry in entries]
    _refuse_rows_that_mean_one_centre(met)
    for entry, before in met:
        _plan_row(made, entry, before, known)
        made.refused += entry.problems
    listed = {before.pk for _, before in met if before}
    made.missing = [
        Line(None, centre.code, centre.name)
        for centre in known.centres
        if centre.pk not in listed and not _is_abolished(centre, on)
    ]
    return made


def _meant(entry: Entry, known: Known) -> Centre | None:
    """The centre that a row means: the one with its code; without a number the one with its name."""
    before = known.with_code(entry)
    if before or entry.has_number or not entry.code:
        return before
    namesakes = known.namesakes(entry)
    if len(namesakes) > 1:
        codes = "、".join(centre.code for centre in namesakes)
        entry.refuse("name", f"同じ名称の施設がいくつもあり、番号なしでは決められません（{codes}）。")
    return namesakes[0] if len(namesakes) == 1 else None


def _refuse_rows_that_mean_one_centre(met: Iterable[tuple[Entry, Centre | None]]) -> None:
    """A row with the number and a row with the name of one centre: refused, as two rows with one key are."""
    meaning: dict[str, list[Entry]] = defaultdict(list)
    for entry, before in met:
        if before:
            meaning[before.code].append(entry)
    for code, entries in meaning.items():
        if len({entry.key for entry in entries}) > 1:
            rows = "と".join(f"{entry.row}行目" for entry in entries)
            for entry in entries:
                entry.refuse("name", f"{rows}が同じ施設を指しています（{code}）。どれかを除いてください。")


def _plan_row(made: Plan, entry: Entry, before: Centre | None, known: Known) -> None:
    facts = _facts(entry, before, known)
    after = copy(before) if before else Centre(code=entry.code)
    for name, value in facts.items():
        setattr(after, name, value)
    _refuse_what_the_register_refuses(entry, after, facts)
    if entry.problems:
        return
    after.search = searchable(after)
    if before is None:
        made.created.append(Planned(entry, after, facts))
        made.namesakes += _namesakes(entry, known)
        return
    changed = [name for name, value in facts.items() if getattr(before, name) != value]
    changes = tuple(_change(name, before, after) for name in changed)
    (made.changed if changes else made.unchanged).append(Planned(entry, after, facts, changes))


def _facts(entry: Entry, before: Centre | None, known: Known) -> dict[str, Any]:
    """What the row says, as fields of a centre."""
    facts = {name: value for name, value in entry.facts.items() if name not in ASKED_OF_THE_REGISTER}
    days_open, notes = entry.facts.get("days_open", ""), entry.facts.get("hours_notes", "")
    if days_open or notes:
        facts["closed_days"] = closed_days(days_open, notes, before.closed_days if before else "")
        entry.columns["closed_days"] = entry.columns["hours_notes" if notes else "days_open"]
    if name := entry.facts.get("district"):
        facts["district"] = known.district_named(name)
        if facts["district"] is None:
            entry.refuse("district", f"地区「{name}」は登録されていません。")
    return facts


def _refuse_what_the_register_refuses(entry: Entry, after: Centre, facts: dict[str, Any]) -> None:
    """What the fields have against the values, and hours that do not fit; asks the database nothing."""
    checked = {name for name in facts if name != "district"} | {"code"}
    try:
        after.clean_fields(exclude={f.name for f in Centre._meta.fields} - checked)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            if name != "code" or entry.code:
                for message in messages:
                    entry.refuse(name, message)
    if after.opens_at and after.closes_at and after.closes_at <= after.opens_at:
        hours = f"{after.opens_at:%H:%M}から{after.closes_at:%H:%M}まで"
        entry.refuse("closes_at", f"閉館時刻は開館時刻より後にしてください（{hours}）。")


def _change(name: str, before: Centre, after: Centre) -> Change:
    label = str(getattr(Centre._meta.get_field(name), "verbose_name", name))
    return Change(name, label, _shown(getattr(before, name)), _shown(getattr(after, name)))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(getattr(value, "label", value))


def _is_abolished(centre: Centre, on: date) -> bool:
    return centre.abolished_on is not None and centre.abolished_on.first <= on


def _namesakes(entry: Entry, known: Known) -> list[CellNote]:
    """That a new centre has the name of one already there under another number: perhaps one and the same."""
    codes = "、".join(centre.code for centre in known.namesakes(entry))
    name = entry.facts["name"]
    return [CellNote(entry.row, "", "", f"{name}（登録済みのコード：{codes}）")] if codes else []


def _name_in_town(code: str, name: str) -> tuple[str, str]:
    return code.partition("-")[0], fold_name(name)
