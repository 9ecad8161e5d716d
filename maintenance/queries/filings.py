"""Answers for the pages on filings (届出・報告), and their deadlines for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localtime

from common.certainty import needs_check
from common.db.columns import text
from common.db.history import version_of
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from common.eras import era_day
from common.office_days import load_office_days
from maintenance.choices import FilingState
from maintenance.models import Filing
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.nearing import nearing_state, same_fiscal_year
from maintenance.queries.recording import Change, Correction
from maintenance.rules.filings import filing_state, report_cycle
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from common.scope import Scope
    from maintenance.models import FilingFile, InspectionType
    from maintenance.querysets.filings import FilingQuerySet

FILING = "filing"
"""The kind of deadline that a filing due is (届出・報告の期限)."""

SHAPES = {FilingState.FILED: "done", FilingState.WITHDRAWN: "none", FilingState.UNKNOWN_DAY: "forecast"}

RECORDED = ("filed_on", "addressee", "receipt_number", "remarks")
"""What is recorded of a filing once it was filed."""

SETTLED = frozenset({FilingState.FILED, FilingState.WITHDRAWN})


@dataclass(frozen=True)
class FilingLine:
    """One filing in a list. A day in the fiscal year at hand needs no year; ``provisional``: the holidays of
    that time are not published yet (見込み)."""

    pk: int
    name: str
    centre: str
    part: str
    due_on: date | None
    due_this_year: bool
    filed_on: date | None
    filed_this_year: bool
    provisional: bool
    state: State
    addressee: str
    receipt_number: str


@dataclass(frozen=True)
class FilingPage:
    """One filing with all that its page says. ``to_file``: neither filed nor withdrawn."""

    filing: Filing
    version: str
    name: str
    statute: str
    statute_unsure: bool
    part: str
    state: State
    rolled: bool
    provisional: bool
    to_file: bool
    files: tuple[FilingFile, ...]
    before: Filing | None
    after: Filing | None
    corrections: tuple[Correction, ...]


def filings_to_list(scope: Scope) -> FilingQuerySet:
    """The filings that a list or a page shows, with the rows that it names."""
    return Filing.objects.within(scope).select_related("building__centre", "equipment")


def filings_to_show(scope: Scope) -> FilingQuerySet:
    """The filings that a person may open, each with the inspection, and those before and after it."""
    return filings_to_list(scope).select_related("turn", "previous", "next").prefetch_related("files")


def filing_lines(
    filings: Iterable[Filing], *, types: Mapping[str, InspectionType], on: date
) -> list[FilingLine]:
    """These filings as lines of a list, in the order given; no query besides them."""
    return [
        FilingLine(
            pk=filing.pk,
            name=_name(filing, types),
            centre=filing.building.centre.name,
            part=part_of(filing),
            due_on=filing.due_on,
            due_this_year=same_fiscal_year(filing.due_on, on),
            filed_on=filing.filed_on,
            filed_this_year=same_fiscal_year(filing.filed_on, on),
            provisional=is_provisional(filing),
            state=state_of_filing(filing, on=on),
            addressee=filing.addressee,
            receipt_number=filing.receipt_number,
        )
        for filing in filings
    ]


def filing_page(filing: Filing, *, on: date) -> FilingPage:
    """The page of one filing; it comes from ``filings_to_show``."""
    types = inspection_types()
    kind = types.get(filing.type_code)
    return FilingPage(
        filing=filing,
        version=version_of(filing),
        name=_name(filing, types),
        statute=kind.law if kind else "",
        statute_unsure=kind is not None and needs_check(kind.certainty),
        part=part_of(filing),
        state=state_of_filing(filing, on=on),
        rolled=filing.due_on != filing.statutory_on,
        provisional=is_provisional(filing),
        to_file=filing.filed_on is None and filing.withdrawn_on is None,
        files=tuple(filing.files.all()),
        before=filing.previous,
        after=getattr(filing, "next", None),
        corrections=tuple(_corrections(filing)) if filing.filed_on else (),
    )


def _corrections(filing: Filing) -> Iterator[Correction]:
    """What was recorded before and is recorded otherwise now, the latest correction first; one query."""
    rows = filing.history.filter(filed_on__isnull=False).select_related("history_user")
    for later, earlier in pairwise(rows.order_by("-history_id")):
        changes = tuple(_changes(earlier, later))
        if changes:
            yield Correction(
                at=localtime(later.history_date),
                who=str(later.history_user or ""),
                reason=later.history_change_reason or "",
                changes=changes,
            )


def _changes(earlier: Any, later: Any) -> Iterator[Change]:
    model: Any = Filing
    for name in RECORDED:
        before, after = getattr(earlier, name), getattr(later, name)
        if before != after:
            label = str(model._meta.get_field(name).verbose_name)
            yield Change(label, _in_words(name, before), _in_words(name, after))


def _in_words(name: str, value: Any) -> str:
    if name == "filed_on":
        return era_day(value)
    return value or "―"


def types_to_report(types: Mapping[str, InspectionType], *, on: date) -> list[InspectionType]:
    """The types still in use on this day whose inspections are reported anywhere at all."""
    return [
        kind
        for kind in types.values()
        if report_cycle(kind.report_months, kind.report_cases) is not None
        and (kind.retired_on is None or kind.retired_on > on)
    ]


def _name(filing: Filing, types: Mapping[str, InspectionType]) -> str:
    """What is reported (消防用設備等 総合点検の報告)."""
    kind = types.get(filing.type_code)
    return f"{kind.name if kind else filing.type_code}の報告"


def part_of(filing: Filing) -> str:
    """What it concerns: the building, and in it the equipment (本館　エレベーター)."""
    return f"{filing.building.name}　{filing.equipment.name}" if filing.equipment else filing.building.name


def is_provisional(filing: Filing) -> bool:
    """Whether the last day may still move, as holidays of that time are not published yet (見込み)."""
    return (
        filing.filed_on is None
        and filing.due_on is not None
        and load_office_days().is_provisional(filing.due_on)
    )


def state_of_filing(filing: Filing, *, on: date) -> State:
    """Where a filing stands on this day."""
    state = filing_state(on, due_on=filing.due_on, filed_on=filing.filed_on, withdrawn_on=filing.withdrawn_on)
    if filing.due_on is None or state in SETTLED:
        return State(SHAPES[state], state.label)
    return nearing_state((filing.due_on - on).days)


def filing_deadlines(*, until: date) -> QuerySet[Filing, tuple[Any, ...]]:
    """Filings still to be filed: the city's task, whoever did the inspection."""
    return (
        Filing.objects.pending()
        .while_there()
        .filter(Q(due_on__isnull=True) | Q(due_on__lte=until))
        .order_by()
        .annotate(
            kind=text(FILING),
            lead=text(FILING),
            subject_id=F("pk"),
            centre_id=F("building__centre_id"),
            post_id=F("building__centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled_filings() -> QuerySet[Filing, tuple[Any, ...]]:
    """Filings that were filed."""
    return (
        Filing.objects.filed()
        .order_by()
        .annotate(kind=text(FILING), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )
