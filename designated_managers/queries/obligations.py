"""Answers for the pages on obligations, and their deadlines for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from centres.models import Centre
from common.certainty import needs_check
from common.db.columns import text
from common.db.scoped import without_hidden
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason
from common.eras import era_day
from common.fiscal_year import FiscalYear
from designated_managers.choices import Frequency, ObligationSide
from designated_managers.models import Designation, Obligation, ObligationType, Organisation
from designated_managers.rules.obligations import NO_AGREEMENT_TEMPLATE, period_words
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.scope import Scope
    from designated_managers.querysets.obligations import ObligationQuerySet

OBLIGATION = "obligation"
"""The kind of deadline that an obligation is (義務の期限)."""

NEAR_DAYS = 7


def deadlines(*, until: date) -> QuerySet[Obligation, tuple[Any, ...]]:
    """Obligations for which nothing was handed in or done, on the side whose duty it is."""
    return (
        Obligation.objects.to_be_handed_in()
        .filter(due_on__lte=until)
        .order_by()
        .annotate(
            kind=text(OBLIGATION),
            lead=text(OBLIGATION),
            subject_id=F("pk"),
            centre_id=F("designation__centre_id"),
            post_id=F("designation__centre__post_in_charge_id"),
        )
        .values_list(*COLUMNS)
    )


def settled() -> QuerySet[Obligation, tuple[Any, ...]]:
    """Obligations that were handed in or done."""
    return (
        Obligation.objects.in_hand()
        .order_by()
        .annotate(kind=text(OBLIGATION), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


@dataclass(frozen=True)
class ObligationLine:
    """One obligation in a list. ``period`` says in words what it is for; a day in the fiscal year at hand
    needs no year."""

    pk: int
    name: str
    period: str
    centre: str
    organisation: str
    side: str
    due_on: date
    due_this_year: bool
    provisional: bool
    state: State


@dataclass(frozen=True)
class ObligationPage:
    """One obligation with all that its page says; ``kind`` is its type as the catalogue has it today."""

    obligation: Obligation
    period: str
    state: State
    days_left: int
    basis: str
    source: str
    source_unsure: bool
    done: bool

    @property
    def not_needed(self) -> str:
        """When and why it was told to be not needed."""
        day = self.obligation.not_needed_on
        return f"{era_day(day)}に不要としました。理由：{self.obligation.not_needed_reason}" if day else ""


@dataclass(frozen=True)
class ObligationChoices:
    """What the list can be narrowed to: centres and organisations as id and name, fiscal years."""

    centres: Sequence[tuple[int, str]]
    organisations: Sequence[tuple[int, str]]
    years: Sequence[tuple[int, str]]


def obligations(*, scope: Scope) -> ObligationQuerySet:
    """The obligations this person may see, each with ``is_done``, ``is_in_hand`` and what a line names: what
    is still to be done first, by the due day."""
    rows: Any = Obligation.objects.within(scope).with_done().with_in_hand()
    found: ObligationQuerySet = rows.select_related(
        "designation__centre", "designation__organisation"
    ).order_by(
        F("not_needed_on").asc(nulls_first=True), "is_done", "due_on", "designation__centre__kana", "pk"
    )
    return found


def obligation_choices(scope: Scope) -> ObligationChoices:
    """The centres and organisations that have an obligation, and the fiscal years."""
    owed = Obligation.objects.within(scope).order_by()
    years = owed.values_list("fiscal_year", flat=True).distinct().order_by("-fiscal_year")
    centres = Centre.objects.filter(pk__in=owed.values("designation__centre_id"))
    bodies = Organisation.objects.filter(pk__in=owed.values("designation__organisation_id"))
    return ObligationChoices(
        centres=list(centres.values_list("pk", "name")),
        organisations=list(bodies.values_list("pk", "name")),
        years=[(year, FiscalYear(year).label) for year in years],
    )


def obligation_lines(rows: Iterable[Any], *, on: date) -> list[ObligationLine]:
    """These obligations, as ``obligations`` finds them, ready to be shown."""
    this = FiscalYear.of(on)
    return [
        ObligationLine(
            pk=row.pk,
            name=row.name,
            period=period_in_words(row),
            centre=row.designation.centre.name,
            organisation=row.designation.organisation.name,
            side=ObligationSide(row.side).label,
            due_on=row.due_on,
            due_this_year=FiscalYear.of(row.due_on) == this,
            provisional=row.due_provisional,
            state=state_of(row, on=on),
        )
        for row in rows
    ]


def state_of(row: Any, *, on: date) -> State:
    """Where an obligation stands on the day; it has ``is_done`` and ``is_in_hand``."""
    if row.not_needed_on is not None:
        return State("none", "不要")
    if row.is_done:
        return State("done", "済み")
    if row.is_in_hand:
        return State("active", "提出あり")
    left = (row.due_on - on).days
    if left < 0:
        return State("overdue", f"{-left:,}日超過")
    word = f"あと{left:,}日" if left else "きょうまで"
    return State("soon" if left <= NEAR_DAYS else "planned", word)


def period_in_words(row: Obligation) -> str:
    """What it is for: 4月分, 令和8年度, 第1四半期; what happened."""
    return row.event or period_words(row.period_code)


def obligation_page(row: Any, *, scope: Scope, on: date) -> ObligationPage:
    """The page of one obligation; it comes from ``obligations``. What the reader never reads is emptied."""
    kind = type_of(row)
    shown = without_hidden(row, scope)
    return ObligationPage(
        obligation=shown,
        period=period_in_words(shown),
        state=state_of(shown, on=on),
        days_left=(shown.due_on - on).days,
        basis=kind.basis if kind else "",
        source=kind.source if kind and scope.internal else "",
        source_unsure=scope.internal and kind is not None and needs_check(kind.certainty),
        done=shown.is_done,
    )


def type_of(row: Obligation) -> ObligationType | None:
    """Its type in the template of its designation's agreement, as the catalogue has it today."""
    return (
        ObligationType.objects.in_front()
        .filter(code=f"{template_of(row.designation)}/{row.type_code}")
        .first()
    )


def template_of(designation: Designation) -> str:
    """The template whose duties a designation carries; without an agreement what the law asks for."""
    agreement = agreement_on_record(designation)
    return agreement.template_code if agreement else NO_AGREEMENT_TEMPLATE


def agreement_on_record(designation: Designation) -> Any:
    """The agreement of a designation, its own or that of its bundle, or None; loads nothing that
    ``select_related("agreement", "bundle__agreement")`` has loaded."""
    own = getattr(designation, "agreement", None)
    if own is not None or designation.bundle_id is None:
        return own
    return getattr(designation.bundle, "agreement", None)


def types_in_use(*, on: date) -> Mapping[str, list[ObligationType]]:
    """The types of obligation by template, the city's row in front of the shipped one."""
    found: dict[str, list[ObligationType]] = {}
    for row in ObligationType.objects.in_front().current(on).order_by("code"):
        found.setdefault(row.template, []).append(row)
    return found


def event_types(designation: Designation, *, on: date) -> list[tuple[str, str]]:
    """What may happen that has to be reported, as code and name, by the template of the designation."""
    kinds = types_in_use(on=on).get(template_of(designation), ())
    return [(kind.type_code, kind.name) for kind in kinds if kind.frequency == Frequency.EVENT]


@dataclass(frozen=True)
class YearOfObligations:
    """The obligations of one designation in one fiscal year, as a sheet to print (義務の一覧表)."""

    designation: Designation
    year: FiscalYear
    lines: Sequence[ObligationLine]
    others: Sequence[FiscalYear]


def year_of_obligations(designation: Designation, year: int, *, scope: Scope, on: date) -> YearOfObligations:
    """Everything owed for a fiscal year, by the due day, and the other years there is something for."""
    rows = obligations(scope=scope).filter(designation=designation)
    years = rows.order_by("fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return YearOfObligations(
        designation=designation,
        year=FiscalYear(year),
        lines=obligation_lines(rows.filter(fiscal_year=year).order_by("due_on", "pk"), on=on),
        others=[FiscalYear(found) for found in years if found != year],
    )
