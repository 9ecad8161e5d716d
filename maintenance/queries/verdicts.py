"""Which inspections apply to which building and equipment (判定), for any number of buildings at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from facilities.models import Building, BuildingUse, Equipment
from maintenance.models import CityFact
from maintenance.queries.inspection_types import inspection_types
from maintenance.rules.applicability import (
    TypeRule,
    Verdict,
    verdict_on,
    verdict_without_piece,
)
from maintenance.rules.facts import FACTS, Entered
from maintenance.rules.telling import (
    COLUMNS,
    DAYS,
    Use,
    facts_of_building,
    facts_of_equipment,
    occupants_told,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date

    from centres.models import Centre
    from common.partial_dates import PartialDate
    from common.scope import Scope
    from facilities.querysets.buildings import BuildingQuerySet
    from maintenance.models import InspectionType
    from maintenance.rules.occupants import Occupants


@dataclass(frozen=True)
class PlaceVerdict:
    """Whether a type applies to one place: a building, or a piece of equipment in it.

    ``overruled`` is the decision of a person that stands in place of the verdict, if there is one; ``facts``
    are all that the rule was asked with.
    """

    building_pk: int
    building: str
    equipment_pk: int | None
    equipment: str
    type_code: str
    name: str
    verdict: Verdict
    overruled: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    centre_pk: int = 0
    centre: str = ""

    @property
    def answer(self) -> str:
        """What stands: the decision of a person, else the verdict."""
        return str(self.overruled.answer) if self.overruled else str(self.verdict.answer)


@dataclass(frozen=True)
class MissingFact:
    """A fact that somebody should find out (確認が必要な事実): of which building or equipment, where it is
    entered, which fields are still empty, and which inspections wait for it."""

    centre_pk: int
    building_pk: int
    building: str
    equipment_pk: int | None
    equipment: str
    fact: str
    label: str
    entered: Entered
    fields: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A piece of equipment; its facts are its own and those of its building."""

    pk: int
    name: str
    category: str
    installed_on: PartialDate | None
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A building with everything that conditions may ask of it."""

    pk: int
    name: str
    centre_pk: int
    centre: str
    facts: Mapping[str, Any]
    pieces: tuple[Piece, ...]
    row: Mapping[str, Any]
    occupants: Occupants


def verdicts_of(
    building_ids: Collection[int] | None,
    *,
    scope: Scope,
    on: date,
    types: Mapping[str, InspectionType] | None = None,
    overrules: Mapping[tuple[int, int | None, str], Any] | None = None,
) -> list[PlaceVerdict]:
    """The verdict of every type in use on every one of these buildings that stand on the day; ``None``: of
    every building in scope. Five queries (four where ``types`` are given), whatever their number.

    ``types`` stands in place of the catalogue in the database (what if it changes). ``overrules`` are
    decisions of persons by building, equipment and code.
    """
    told = told_of(building_ids, scope=scope, on=on)
    return list(verdicts_on(told, types or inspection_types(), on=on, overrules=overrules or {}))


def verdicts_on(
    told: Iterable[Told],
    types: Mapping[str, InspectionType],
    *,
    on: date,
    overrules: Mapping[tuple[int, int | None, str], Any],
) -> Iterator[PlaceVerdict]:
    """The same without a query, on buildings already told."""
    judges = [(kind.name, _Judge(kind.rule, on)) for kind in types.values() if _in_use(kind, on)]
    for building in told:
        for name, judge in judges:
            for piece, facts, verdict in judge.on_building(building):
                pk = piece.pk if piece else None
                yield PlaceVerdict(
                    building_pk=building.pk,
                    building=building.name,
                    equipment_pk=pk,
                    equipment=piece.name if piece else "",
                    type_code=judge.rule.code,
                    name=name,
                    verdict=verdict,
                    overruled=overrules.get((building.pk, pk, judge.rule.code)),
                    facts=facts,
                    centre_pk=building.centre_pk,
                    centre=building.centre,
                )


def _in_use(kind: InspectionType, on: date) -> bool:
    return kind.retired_on is None or kind.retired_on > on


class _Judge:
    """One type on one day. Buildings that agree in every fact it asks for share a verdict."""

    def __init__(self, rule: TypeRule, on: date) -> None:
        self.rule = rule
        self.on = on
        self.told: dict[tuple[Any, ...], Verdict] = {}

    def on_building(self, building: Told) -> Iterator[tuple[Piece | None, Mapping[str, Any], Verdict]]:
        """The building, or each piece of its equipment, with the facts asked and the verdict."""
        if not self.rule.of_equipment:
            yield None, building.facts, self._verdict(verdict_on, building.facts)
            return
        categories = self.rule.equipment_categories
        pieces = [piece for piece in building.pieces if not categories or piece.category in categories]
        for piece in pieces:
            yield piece, piece.facts, self._verdict(verdict_on, piece.facts)
        if not pieces:
            yield None, building.facts, self._verdict(verdict_without_piece, building.facts)

    def _verdict(self, judge: Callable[..., Verdict], facts: Mapping[str, Any]) -> Verdict:
        key = (judge, *(facts.get(name) for name in self.rule.names))
        if key not in self.told:
            self.told[key] = judge(self.rule, facts, on=self.on)
        return self.told[key]


def told_of(building_ids: Collection[int] | None, *, scope: Scope, on: date) -> list[Told]:
    """These buildings as far as they stand on the day, with their facts: four queries."""
    buildings = Building.objects.within(scope)
    return _all_told(buildings if building_ids is None else buildings.filter(pk__in=building_ids), on=on)


def told_at(centre: Centre, *, scope: Scope, on: date) -> list[Told]:
    """The same of the buildings of one centre."""
    return _all_told(Building.objects.within(scope).filter(centre=centre), on=on)


def _all_told(buildings: BuildingQuerySet, *, on: date) -> list[Told]:
    buildings = buildings.standing(on)
    rows = list(buildings.select_related("centre").order_by("centre", "pk"))
    of_city = city_facts(on=on)
    ids = buildings.order_by().values("pk")
    uses: dict[int, list[Use]] = defaultdict(list)
    for pk, kind, storey, area in BuildingUse.objects.filter(building__in=ids).values_list(
        "building_id", "kind", "storey", "area"
    ):
        uses[pk].append(Use(kind, storey, area))
    pieces: dict[int, list[Equipment]] = defaultdict(list)
    for piece in Equipment.objects.filter(building__in=ids).installed(on).order_by("pk"):
        pieces[piece.building_id].append(piece)
    return [_told(row, uses[row.pk], pieces[row.pk], of_city, on=on) for row in rows]


def _told(
    row: Building, uses: list[Use], pieces: list[Equipment], of_city: Mapping[str, bool | None], *, on: date
) -> Told:
    values = {name: getattr(row, name) for name in (*COLUMNS, *DAYS, "certified_on")}
    facts = {**of_city, **facts_of_building(values, uses, [piece.category for piece in pieces], on=on)}
    return Told(
        pk=row.pk,
        name=row.name,
        centre_pk=row.centre_id,
        centre=row.centre.name,
        facts=facts,
        pieces=tuple(_piece(piece, facts) for piece in pieces),
        row=values,
        occupants=occupants_told(values, uses),
    )


def _piece(piece: Equipment, facts: Mapping[str, Any]) -> Piece:
    of_piece = facts_of_equipment(
        category=piece.category, compressor_watts=piece.compressor_watts, installed_on=piece.installed_on
    )
    return Piece(piece.pk, piece.name, piece.category, piece.installed_on, {**facts, **of_piece})


def city_facts(*, on: date) -> dict[str, bool | None]:
    """The facts of the city that are in force on the day, by name."""
    return dict(CityFact.objects.in_front().current(on).values_list("code", "answer"))


def missing_facts_of(
    building_ids: Collection[int] | None, *, scope: Scope, on: date
) -> dict[int, list[MissingFact]]:
    """What has to be found out before every verdict can be told (確認が必要な事実), by centre.

    A fact of a building is listed once, with the inspections that wait for it. What a person has overruled
    waits for nothing; that is for the caller, who has the overrulings.
    """
    told = {building.pk: building for building in told_of(building_ids, scope=scope, on=on)}
    waiting: dict[tuple[int, int | None, str], list[PlaceVerdict]] = defaultdict(list)
    for place in verdicts_on(told.values(), inspection_types(), on=on, overrules={}):
        for fact in place.verdict.missing:
            of_piece = FACTS[fact].entered == Entered.EQUIPMENT
            waiting[place.building_pk, place.equipment_pk if of_piece else None, fact].append(place)
    by_centre: dict[int, list[MissingFact]] = defaultdict(list)
    for (pk, equipment_pk, fact), places in waiting.items():
        by_centre[told[pk].centre_pk].append(_missing(told[pk], equipment_pk, fact, places))
    return dict(by_centre)


def _missing(building: Told, equipment_pk: int | None, fact: str, places: list[PlaceVerdict]) -> MissingFact:
    said = FACTS[fact]
    empty = tuple(name for name in said.fields if building.row.get(name, "") in {None, ""})
    return MissingFact(
        centre_pk=building.centre_pk,
        building_pk=building.pk,
        building=building.name,
        equipment_pk=equipment_pk,
        equipment=places[0].equipment if equipment_pk else "",
        fact=fact,
        label=said.label,
        entered=said.entered,
        fields=empty,
        types=tuple(dict.fromkeys(place.name for place in places)),
    )
