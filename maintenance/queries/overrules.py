"""What persons answer in place of the rule (判定の変更), and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maintenance.choices import Answer
from maintenance.models import VerdictOverrule
from maintenance.rules.facts import FACTS
from maintenance.rules.overruling import changed_facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from maintenance.queries.verdicts import PlaceVerdict

Place = tuple[int, int | None, str]
"""Which verdict: of which building, of which piece of its equipment (None: the building), of which type."""


@dataclass(frozen=True)
class Overruling:
    """An overruling as it stands to the facts of today. ``changed`` are the labels of the facts that are no
    longer what they were: then it has lapsed (失効)."""

    record: VerdictOverrule
    changed: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether the person's answer still stands in place of the rule's."""
        return not self.changed

    @property
    def answer(self) -> Answer:
        """What the person said."""
        return Answer(self.record.answer)


@dataclass(frozen=True)
class JudgedPlace:
    """One type at one place: what the rule says, and what a person says of it."""

    place: PlaceVerdict
    overruling: Overruling | None

    @property
    def answer(self) -> Answer:
        """The answer that counts: the person's while it stands, else the rule's."""
        if self.overruling is not None and self.overruling.stands:
            return self.overruling.answer
        return self.place.verdict.answer


def place_of(verdict: PlaceVerdict) -> Place:
    """Which verdict it is."""
    return verdict.building_pk, verdict.equipment_pk, verdict.type_code


def judged(verdicts: Iterable[PlaceVerdict]) -> list[JudgedPlace]:
    """These verdicts with their overrulings, in the order given; one query."""
    found = list(verdicts)
    kept = overrules_of({verdict.building_pk for verdict in found})
    return [JudgedPlace(verdict, _overruling(verdict, kept)) for verdict in found]


def standing_overrules(verdicts: Iterable[PlaceVerdict]) -> dict[Place, VerdictOverrule]:
    """Of these verdicts the overrulings that stand, as whoever plans takes them."""
    return {
        place_of(one.place): one.overruling.record
        for one in judged(verdicts)
        if one.overruling is not None and one.overruling.stands
    }


def overrules_of(building_ids: Collection[int]) -> Mapping[Place, VerdictOverrule]:
    """The overrulings of these buildings that were not taken back; one query."""
    rows = VerdictOverrule.objects.kept().filter(building__in=building_ids).select_related("decided_by")
    return {(row.building_id, row.equipment_id, row.type_code): row for row in rows}


def _overruling(verdict: PlaceVerdict, kept: Mapping[Place, VerdictOverrule]) -> Overruling | None:
    record = kept.get(place_of(verdict))
    if record is None:
        return None
    changed = changed_facts(record.facts, verdict.facts)
    return Overruling(record, tuple(FACTS[name].label if name in FACTS else name for name in changed))
