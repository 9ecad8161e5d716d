"""The answer of the page of one centre (施設カルテ): everything the domains know of it, composed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from centres.choices import CentreStatus
from centres.rules.status import CentreDays, StatusOnDay, status_on
from common.db.scoped import without_hidden
from portal.centre.buildings import BuildingPart, Whole, buildings_of, whole
from portal.centre.footnotes import Event, EventKind, Facts, footnotes_of
from portal.centre.money import Money, money_of
from portal.centre.records import centre_of, contracts_of, designations_of, transfer_under_way, turns_of
from portal.centre.renewal import Renewal, conditions_of, renewal_of
from portal.centre.repairs import repairs_of
from portal.centre.sections import (
    ContractLine,
    YearOfInspections,
    contract_line,
    contracts_due,
    ends_due,
    recorded,
    steps_due,
    turns_due,
    year_of_inspections,
)
from portal.centre.term import Terms, terms_on
from portal.centre.timeline import Entry, milestones, timeline
from portal.centre.use import use_of
from portal.flag_rows import FlagRow, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from centres.models import Centre
    from designated_managers.models import Transfer
    from maintenance.queries.repairs import RepairLine
    from portal.flag_rows import Due
    from portal.viewer import Viewer
    from ui.charts import Chart

RUN = frozenset({CentreStatus.IN_USE, CentreStatus.SUSPENDED})


@dataclass(frozen=True)
class Takeover:
    """From which other centre this one took over, or to which it gave (承継); ``page`` is the other's id
    where the reader may open it."""

    kind: EventKind
    name: str
    page: int | None


@dataclass(frozen=True)
class CentreStory:
    """Everything on the page of one centre.

    ``doubts`` are the fields of the centre that still have to be checked (要確認), ``term_doubts`` those of
    the designation in force. ``tells_city_papers``: whether the reader is told what is the city's own (who
    else ran it, sources, doubts); ``may_act``: whether they may record anything here today.
    """

    centre: Centre
    holder: str
    status: StatusOnDay
    whole: Whole
    doubts: frozenset[str]
    terms: Terms
    transfer: Transfer | None
    term_doubts: frozenset[str]
    renewal: Renewal
    buildings: tuple[BuildingPart, ...]
    money: Money
    use: Chart | None
    inspections: YearOfInspections
    repairs: Sequence[RepairLine]
    contracts: tuple[ContractLine, ...]
    flags: tuple[FlagRow, ...]
    takeovers: tuple[Takeover, ...]
    facts: Facts
    timeline: tuple[Entry, ...]
    internal_notes: str
    tells_city_papers: bool
    may_act: bool

    @property
    def is_run(self) -> bool:
        """Whether there is anything to run: by a designated manager, else by the city itself (直営)."""
        return self.status.status in RUN

    @property
    def run_by_the_city(self) -> bool:
        """Whether the page says 直営: something is run, under no designation, and the reader would know."""
        return self.is_run and self.terms.current is None and self.tells_city_papers

    @property
    def overdue(self) -> int:
        """How many of the flags are overdue."""
        return sum(row.days_left is not None and row.days_left < 0 for row in self.flags)


def centre_story(pk: int, *, viewer: Viewer, on: date) -> CentreStory | None:
    """The page of a centre on a day; None where it lies outside the viewer's scope.

    Records that the viewer may not see are left out of every section.
    """
    centre = centre_of(pk, viewer=viewer, on=on)
    if centre is None:
        return None
    footnotes = footnotes_of(pk, viewer)
    facts, events = footnotes.facts, footnotes.events
    conditions = conditions_of(pk, viewer=viewer, on=on)
    buildings = buildings_of(pk, viewer=viewer, facts=facts, conditions=conditions, on=on)
    renewal = renewal_of(pk, viewer=viewer, on=on)
    turns = turns_of(pk, viewer=viewer, on=on)
    contracts = contracts_of(pk, viewer=viewer, on=on)
    designations = designations_of(pk, viewer=viewer)
    terms = terms_on(designations, on)
    owner = centre.holder or (centre.post_in_charge.name if centre.post_in_charge else "")
    dues = (
        *turns_due(turns, owner=owner),
        *contracts_due(contracts, owner=owner),
        *ends_due(designations, owner=owner),
        *steps_due(renewal.ongoing, owner=owner),
    )
    return CentreStory(
        centre=centre,
        holder=centre.holder or "",
        status=_status(centre, events, on=on),
        whole=whole(buildings),
        doubts=facts.doubtful("centre", pk),
        terms=terms,
        transfer=transfer_under_way(pk, viewer=viewer),
        term_doubts=_term_doubts(terms, facts),
        renewal=renewal,
        buildings=buildings,
        money=money_of(pk, viewer=viewer, on=on),
        use=use_of(pk, viewer=viewer, on=on),
        inspections=year_of_inspections(turns, on=on),
        repairs=repairs_of(pk, viewer=viewer, on=on),
        contracts=tuple(contract_line(contract, on=on) for contract in contracts),
        flags=tuple(row_of(due, on=on) for due in sorted(dues, key=_most_urgent_first)),
        takeovers=tuple(
            Takeover(event.kind, event.text, event.other if viewer.scope.sees_centre(event.other) else None)
            for event in events
            if event.kind is not EventKind.SUSPENDED
        ),
        facts=facts,
        timeline=timeline((*milestones(centre, events, designations), *recorded(turns)), on=on),
        internal_notes=without_hidden(centre, viewer.scope).internal_notes,
        tells_city_papers=viewer.scope.internal,
        may_act=viewer.scope.may_act_at(pk),
    )


def _status(centre: Centre, events: Iterable[Event], *, on: date) -> StatusOnDay:
    """As ``Centre.status_on`` says, from spans that are loaded already."""
    spans = [event for event in events if event.kind is EventKind.SUSPENDED]
    days = CentreDays(
        planned=centre.planned_on,
        works_began=centre.works_began_on,
        opened=centre.opened_on,
        abolished=centre.abolished_on,
        suspensions=tuple((span.first_on, span.last_on) for span in spans if span.first_on),
    )
    return status_on(on, days)


def _term_doubts(terms: Terms, facts: Facts) -> frozenset[str]:
    return facts.doubtful("designation", terms.current.designation.pk) if terms.current else frozenset()


def _most_urgent_first(due: Due) -> tuple[bool, date, int]:
    """A day that is not known comes last."""
    return due.due_on is None, due.due_on or date.max, due.subject_id
