"""Answers for the pages on yearly evaluations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.certainty import needs_check
from common.db.history import version_of
from common.fiscal_year import FiscalYear
from designated_managers.choices import SheetSide
from designated_managers.models import Evaluation, EvaluationScheme, EvaluationSheet
from designated_managers.rules.evaluation_schemes import propose
from designated_managers.rules.evaluations import self_evaluation_open
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from common.scope import Scope
    from designated_managers.querysets.monitoring import EvaluationQuerySet
    from designated_managers.rules.evaluation_schemes import GradeOf, ItemOf, Proposal, Scheme

NO_SHEET = "none"
"""The state of a sheet that nobody has begun: whoever begins it meanwhile has changed that."""

PUBLISHED, DRAFTED = State("done", "公表済み"), State("active", "下書き中")
SELF_IN, SELF_AWAITED, NOT_BEGUN = (
    State("active", "自己評価が出た"),
    State("planned", "自己評価待ち"),
    State("planned", "未着手"),
)


@dataclass(frozen=True)
class EvaluationLine:
    """One evaluation in a list: grades as their words, and where it stands as far as this reader may know."""

    pk: int
    centre: str
    organisation: str
    year: FiscalYear
    scheme: str
    self_overall: str
    overall: str
    published_on: date | None
    state: State


def evaluations(*, scope: Scope) -> EvaluationQuerySet:
    """The evaluations this person may see, each with what stands in it: the latest year first."""
    return (
        Evaluation.objects.within(scope)
        .with_standing()
        .select_related("designation__centre", "designation__organisation", "scheme")
        .order_by("-fiscal_year", "designation__centre__kana", "designation__centre__code", "pk")
    )


def evaluation_lines(rows: Iterable[Any], *, scope: Scope, on: date) -> list[EvaluationLine]:
    """These evaluations, as ``evaluations`` finds them, ready to be shown."""
    schemes: dict[int, Scheme] = {}
    lines = []
    for row in rows:
        scheme = schemes.setdefault(row.scheme_id, row.scheme.scheme)
        lines.append(
            EvaluationLine(
                row.pk,
                row.designation.centre.name,
                row.designation.organisation.name,
                row.year,
                row.scheme.name,
                _word(scheme, row.self_overall),
                _word(scheme, row.published_overall),
                row.published_on,
                _state(row, scope=scope, on=on),
            )
        )
    return lines


def _word(scheme: Scheme, code: str | None) -> str:
    grade = scheme.grade(code or "")
    return grade.label if grade else code or ""


def _state(row: Any, *, scope: Scope, on: date) -> State:
    if row.published_on is not None:
        return PUBLISHED
    if row.has_draft and scope.internal:
        return DRAFTED
    if row.handed_in_on is not None:
        return SELF_IN
    asked = self_evaluation_open(row.designation.days, row.year, asked=row.asked_on, on=on)
    return SELF_AWAITED if asked else NOT_BEGUN


@dataclass(frozen=True)
class YearChoices:
    """What the list of evaluations can be narrowed to: fiscal years, as number and words."""

    years: Sequence[tuple[int, str]]


def year_choices(scope: Scope) -> YearChoices:
    """The fiscal years that have an evaluation, the latest first."""
    years = Evaluation.objects.within(scope).order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return YearChoices([(year, FiscalYear(year).label) for year in dict.fromkeys(years.distinct())])


@dataclass(frozen=True)
class ItemTold:
    """One item of an evaluation, as both sides graded it."""

    item: ItemOf
    self_grade: GradeOf | None
    self_comment: str
    grade: GradeOf | None
    comment: str


@dataclass(frozen=True)
class SheetTold:
    """A sheet as pages tell it: its version, overall grade in words, and all that was said."""

    sheet: EvaluationSheet
    overall: GradeOf | None


@dataclass(frozen=True)
class EvaluationPage:
    """An evaluation with everything its page tells this reader.

    ``own`` is the group's sheet (自己評価), ``city`` the city's that this reader may see: for the city its
    draft if there is one, else the published one; for a group the published one. ``versions``: the
    published ones before.
    """

    evaluation: Evaluation
    scheme: Scheme
    needs_check: bool
    own: SheetTold | None
    city: SheetTold | None
    items: Sequence[ItemTold]
    proposal: Proposal | None
    versions: Sequence[SheetTold]
    state: State
    may_write_own: bool

    @property
    def is_draft(self) -> bool:
        """Whether the city's sheet that is shown is not published."""
        return self.city is not None and self.city.sheet.released_on is None


def evaluation_page(evaluation: Any, *, scope: Scope, on: date) -> EvaluationPage:
    """What the page of an evaluation tells this reader; expects what ``evaluations`` has loaded."""
    scheme = evaluation.scheme.scheme
    sheets = list(
        EvaluationSheet.objects.within(scope)
        .filter(evaluation=evaluation)
        .prefetch_related("items")
        .order_by("number")
    )
    own = [sheet for sheet in sheets if sheet.side == SheetSide.SELF]
    city = [sheet for sheet in sheets if sheet.side == SheetSide.CITY]
    published = [sheet for sheet in city if sheet.released_on is not None]
    shown_own, shown_city = (of_side[-1] if of_side else None for of_side in (own, city))
    asked = self_evaluation_open(
        evaluation.designation.days, evaluation.year, asked=evaluation.asked_on, on=on
    )
    return EvaluationPage(
        evaluation=evaluation,
        scheme=scheme,
        needs_check=needs_check(evaluation.scheme.certainty) and scope.internal,
        own=_told(shown_own, scheme),
        city=_told(shown_city, scheme),
        items=_items(scheme, shown_own, shown_city),
        proposal=_proposal(scheme, shown_city),
        versions=[
            told
            for sheet in reversed(published)
            if sheet is not shown_city and (told := _told(sheet, scheme)) is not None
        ],
        state=_state(evaluation, scope=scope, on=on),
        may_write_own=asked and not published,
    )


def _told(sheet: EvaluationSheet | None, scheme: Scheme) -> SheetTold | None:
    return SheetTold(sheet, scheme.grade(sheet.overall)) if sheet else None


def _items(scheme: Scheme, own: EvaluationSheet | None, city: EvaluationSheet | None) -> list[ItemTold]:
    of_own = {row.item: row for row in own.items.all()} if own else {}
    of_city = {row.item: row for row in city.items.all()} if city else {}
    told = []
    for item in scheme.items:
        theirs, ours = of_own.get(item.code), of_city.get(item.code)
        told.append(
            ItemTold(
                item,
                scheme.grade(theirs.grade) if theirs else None,
                theirs.comment if theirs else "",
                scheme.grade(ours.grade) if ours else None,
                ours.comment if ours else "",
            )
        )
    return told


def _proposal(scheme: Scheme, city: EvaluationSheet | None) -> Proposal | None:
    if city is None:
        return None
    return propose(scheme, {row.item: row.grade for row in city.items.all()})


@dataclass(frozen=True)
class SheetToWrite:
    """What the form of a sheet begins with: the scheme, the version, and what was written before. ``seen``
    is the state of the sheet that is shown (``common.db.history.version_of``)."""

    scheme: Scheme
    number: int
    seen: str
    sheet: EvaluationSheet | None
    grades: dict[str, str]
    comments: dict[str, str]
    self_grades: dict[str, str]
    self_comments: dict[str, str]

    @property
    def needs_reason(self) -> bool:
        """Whether it corrects one that was handed in or published."""
        return self.number > 1


def sheet_to_write(evaluation: Evaluation, side: SheetSide) -> SheetToWrite:
    """The sheet of this side as it may be written on: the draft, or a new version of what was released."""
    sheets = list(evaluation.sheets.prefetch_related("items").order_by("number"))
    of_side = [sheet for sheet in sheets if sheet.side == side]
    latest = of_side[-1] if of_side else None
    number = 1 if latest is None else latest.number + (latest.released_on is not None)
    rows = list(latest.items.all()) if latest else []
    own = [sheet for sheet in sheets if sheet.side == SheetSide.SELF and sheet.released_on is not None]
    return SheetToWrite(
        evaluation.scheme.scheme,
        number,
        version_of(latest) if latest else NO_SHEET,
        latest,
        {row.item: row.grade for row in rows},
        {row.item: row.comment for row in rows},
        {row.item: row.grade for row in own[-1].items.all()} if own else {},
        {row.item: row.comment for row in own[-1].items.all()} if own else {},
    )


def schemes_in_use(on: date) -> list[EvaluationScheme]:
    """The schemes by which an evaluation can be opened today."""
    return list(EvaluationScheme.objects.in_front().current(on).order_by("pk"))
