"""What another catalogue would change (一覧の変更の試し): who gains, loses or is re-timed in what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilities.models import Building
from maintenance.choices import Answer, Counting, FirstFrom
from maintenance.queries.overrules import Place, judged, place_of
from maintenance.queries.verdicts import verdicts_of
from maintenance.rules.verdict_changes import (
    KIND_WORDS,
    ChangeKind,
    Standing,
    Timing,
    VerdictChange,
    counts_by_kind,
    verdict_changes,
)
from maintenance.rules.words import cycle_words, report_words, span_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from common.scope import Scope
    from maintenance.models import InspectionType
    from maintenance.queries.overrules import JudgedPlace
    from maintenance.queries.verdicts import PlaceVerdict

AT_ONCE = 500
"""Buildings that are looked at together: what is found is kept, the verdicts themselves are not."""


@dataclass(frozen=True)
class ChangeLine:
    """One inspection of one building or piece of equipment that changes."""

    kind: ChangeKind
    word: str
    code: str
    name: str
    part: str
    detail: str


@dataclass(frozen=True)
class BuildingChanges:
    """All that changes for one building."""

    building_pk: int
    building: str
    centre: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class TypeChanges:
    """How many places change in one type, by kind."""

    code: str
    name: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CatalogueTrial:
    """What another catalogue would change, in numbers, by type and by building. ``judged_on`` is the day of
    which both were asked; ``interrupted`` names what is in force today and would not be until then."""

    judged_on: date
    interrupted: tuple[str, ...]
    buildings_seen: int
    counts: tuple[tuple[str, int], ...]
    types: tuple[TypeChanges, ...]
    buildings: tuple[BuildingChanges, ...]

    @property
    def changes(self) -> int:
        """How many verdicts change."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True)
class _Found:
    """A change with the place that it is about, as the catalogue names it that knows it."""

    change: VerdictChange[Place]
    place: PlaceVerdict
    reason: str


def compared(
    before: Mapping[str, InspectionType], after: Mapping[str, InspectionType], *, scope: Scope, on: date
) -> CatalogueTrial:
    """What changes for the buildings that stand on this day if ``after`` takes the place of ``before``.

    Both are judged on the day when all of ``after`` is in force: of a law that comes into force in April one
    wants to know what April brings. What a person has said in place of the rule goes on standing.
    """
    today, on = on, max((on, *_begins(after)))
    buildings = list(
        Building.objects.within(scope)
        .standing(on)
        .order_by("centre__kana", "centre_id", "pk")
        .values_list("pk", "name", "centre__name")
    )
    found: list[_Found] = []
    for begin in range(0, len(buildings), AT_ONCE):
        ids = [pk for pk, _, _ in buildings[begin : begin + AT_ONCE]]
        found += _changes(_judged(ids, before, scope, on), _judged(ids, after, scope, on), before, after)
    by_building: dict[int, list[_Found]] = defaultdict(list)
    for one in found:
        by_building[one.place.building_pk].append(one)
    return CatalogueTrial(
        judged_on=on,
        interrupted=tuple(_interrupted(before, after, on=today)),
        buildings_seen=len(buildings),
        counts=_told(one.change for one in found),
        types=tuple(_by_type(found)),
        buildings=tuple(
            BuildingChanges(pk, name, centre, tuple(_line(one) for one in by_building[pk]))
            for pk, name, centre in buildings
            if pk in by_building
        ),
    )


def _begins(types: Mapping[str, InspectionType]) -> Iterator[date]:
    """From when each is in force, where the catalogue says so."""
    return (kind.effective_from for kind in types.values() if kind.effective_from is not None)


def _interrupted(
    before: Mapping[str, InspectionType], after: Mapping[str, InspectionType], *, on: date
) -> Iterator[str]:
    """What is in force today, and after the load only from a day to come: one code has one day."""
    for code, kind in after.items():
        known = before.get(code)
        runs = known is not None and (known.effective_from is None or known.effective_from <= on)
        if runs and kind.effective_from is not None and kind.effective_from > on:
            yield kind.name


def _judged(
    ids: list[int], types: Mapping[str, InspectionType], scope: Scope, on: date
) -> dict[Place, JudgedPlace]:
    return {place_of(one.place): one for one in judged(verdicts_of(ids, scope=scope, on=on, types=types))}


def _changes(
    old: Mapping[Place, JudgedPlace],
    new: Mapping[Place, JudgedPlace],
    before: Mapping[str, InspectionType],
    after: Mapping[str, InspectionType],
) -> Iterator[_Found]:
    for change in verdict_changes(_standings(old, before), _standings(new, after)):
        known = new.get(change.key) or old[change.key]
        reason = new[change.key].place.verdict.reason if change.key in new else "この点検が一覧からなくなる"
        yield _Found(change, known.place, reason)


def _standings(
    places: Mapping[Place, JudgedPlace], types: Mapping[str, InspectionType]
) -> dict[Place, Standing]:
    return {key: Standing(one.answer, _timing(one, types[key[2]])) for key, one in places.items()}


def _timing(one: JudgedPlace, kind: InspectionType) -> Timing:
    verdict = one.place.verdict
    return Timing(
        counting=kind.counting,
        cycle_months=verdict.cycle_months or kind.cycle_months,
        first_from=kind.first_from,
        first_months=kind.first_months,
        report_months=verdict.report_months,
    )


def _told(changes: Iterable[VerdictChange[Place]]) -> tuple[tuple[str, int], ...]:
    counts = counts_by_kind(changes)
    return tuple((word, counts[kind]) for kind, word in KIND_WORDS.items())


def _by_type(found: Iterable[_Found]) -> Iterator[TypeChanges]:
    of_type: dict[str, list[_Found]] = defaultdict(list)
    for one in found:
        of_type[one.place.type_code].append(one)
    for code, of_one in sorted(of_type.items()):
        yield TypeChanges(code, of_one[-1].place.name, _told(one.change for one in of_one))


def _line(one: _Found) -> ChangeLine:
    place, change = one.place, one.change
    return ChangeLine(
        kind=change.kind,
        word=KIND_WORDS[change.kind],
        code=place.type_code,
        name=place.name,
        part=place.equipment or "建物全体",
        detail=_detail(change, one.reason),
    )


def _detail(change: VerdictChange[Place], reason: str) -> str:
    if change.kind == ChangeKind.RETIMED and change.before and change.after:
        return "。".join(_differences(change.before.timing, change.after.timing))
    how_often = ""
    if change.after and change.after.answer == Answer.APPLIES:
        timing = change.after.timing
        how_often = f"。{cycle_words(timing.counting, timing.cycle_months)}"
    return f"{_turn_of(change)}：{reason}{how_often}"


def _turn_of(change: VerdictChange[Place]) -> str:
    """From which answer to which; what stands in one of the lists only is said so."""
    was = change.before.answer.label if change.before else ""
    becomes = change.after.answer.label if change.after else ""
    if not was:
        return f"新しい一覧で加わる（{becomes}）"
    return f"{was}から{becomes}へ" if becomes else f"いまは{was}、新しい一覧にはありません"


def _differences(old: Timing, new: Timing) -> Iterator[str]:
    """What differs in when it is to be done, each in its own sentence."""
    pairs = (
        ("周期", *(cycle_words(one.counting, one.cycle_months) for one in (old, new))),
        ("数え方", *(Counting(one.counting).label for one in (old, new))),
        ("初回", *(_first(one) for one in (old, new))),
        ("報告", *(report_words(one.report_months) or "なし" for one in (old, new))),
    )
    for label, was, becomes in pairs:
        if was != becomes:
            yield f"{label}が{was}から{becomes}へ"


def _first(timing: Timing) -> str:
    since = FirstFrom(timing.first_from).label if timing.first_from else "定めなし"
    return f"{since}（{span_words(timing.first_months)}）" if timing.first_months else since
