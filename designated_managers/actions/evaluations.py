"""The acts on yearly evaluations: open, ask, draft, hand in, publish, correct; and what guards the
schemes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from common.catalogues import CatalogueError
from common.db.catalogue_rows import Origin
from common.db.history import create_with_history, locked, update_with_history
from common.db.records import COLLISION, changed, save_checked
from common.fiscal_year import FiscalYear
from common.problems import Problem, Refused, refuse_if_blocked
from designated_managers.actions.obligations import tell_done
from designated_managers.choices import DoneBy, SheetSide
from designated_managers.models import (
    Designation,
    Evaluation,
    EvaluationItem,
    EvaluationScheme,
    EvaluationSheet,
)
from designated_managers.rules.evaluations import (
    has_effect_in,
    problems_with_grades,
    problems_with_year,
    self_evaluation_open,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from common.catalogues import Entry

NOTHING_TO_RELEASE = Problem("nothing-written", "評価がまだ書かれていません。先に下書きを保存してください。")


class CannotEvaluate(Refused):
    """The year of the designation cannot be evaluated; ``problems`` says why."""


@dataclass(frozen=True)
class SheetSaid:
    """What a sheet says: by item its grade and comment, the overall grade and comment, the committee's word;
    ``reason`` why a published or handed-in sheet is written anew."""

    grades: Mapping[str, str]
    comments: Mapping[str, str]
    overall: str = ""
    comment: str = ""
    committee_on: date | None = None
    committee_opinion: str = ""
    reason: str = ""


@transaction.atomic
def open_evaluation(*, on: date, **facts: Any) -> Evaluation:
    """Open the evaluation of a designation for a fiscal year (年度評価を始める); raises ``CannotEvaluate``
    with every problem: a year that has not begun, a designation without effect in it, a scheme no longer
    used."""
    evaluation = Evaluation(**facts)
    return save_checked(evaluation, *_problems_with(evaluation, on=on), error=CannotEvaluate)


@transaction.atomic
def open_evaluations(
    fiscal_year: int,
    scheme: EvaluationScheme,
    *,
    asked_on: date | None = None,
    self_due_on: date | None = None,
    on: date,
) -> tuple[Evaluation, ...]:
    """Open the evaluations of a fiscal year (年度評価を始める) of every designation that has effect in it
    and has none yet. Raises ``CannotEvaluate``; done twice it opens nothing more."""
    refuse_if_blocked(
        [
            *_year_to_come(FiscalYear(fiscal_year), on),
            *_scheme_problems(scheme, on),
            *_ask_problems(asked_on, self_due_on),
        ],
        CannotEvaluate,
    )
    there = Evaluation.objects.filter(fiscal_year=fiscal_year).values("designation_id")
    others = Designation.objects.exclude(pk__in=there).order_by("pk")
    fresh = [
        Evaluation(
            designation=designation,
            fiscal_year=fiscal_year,
            scheme=scheme,
            asked_on=asked_on,
            self_due_on=self_due_on,
        )
        for designation in others
        if has_effect_in(designation.days, FiscalYear(fiscal_year))
    ]
    try:
        with transaction.atomic():
            return tuple(create_with_history(fresh))
    except IntegrityError as collision:
        # Somebody else has opened one of them at this moment.
        raise CannotEvaluate([COLLISION]) from collision


@transaction.atomic
def ask_for_self_evaluation(pk: int, *, asked_on: date, self_due_on: date | None, on: date) -> Evaluation:
    """Ask the group for its own sheet (自己評価の依頼), before the year is over or by another day; raises
    ``Refused``."""
    evaluation = locked(Evaluation, pk)
    problems = list(_ask_problems(asked_on, self_due_on))
    if asked_on > on:
        message = "依頼した日は、きょうまでの日を入力してください。"
        problems.append(Problem("asked-to-come", message, field="asked_on"))
    if evaluation.sheets.published().exists():
        message = "市の評価が公表されたので、自己評価はもう頼めません。"
        problems.append(Problem("already-published", message))
    return save_checked(changed(evaluation, {"asked_on": asked_on, "self_due_on": self_due_on}), *problems)


@transaction.atomic
def write_self_evaluation(
    pk: int, said: SheetSaid, *, hand_in: bool, on: date, expected_version: str | None = None
) -> EvaluationSheet:
    """Keep the group's own sheet (自己評価), or hand it in (提出). What was handed in may be handed in
    anew, with a reason, until the city publishes. Raises ``Stale`` if the sheet is no longer what was looked
    at, ``Refused`` with every other problem."""
    evaluation = locked(Evaluation, pk)
    days = evaluation.designation.days
    problems = []
    if not self_evaluation_open(days, evaluation.year, asked=evaluation.asked_on, on=on):
        problems.append(
            Problem("self-not-open", "自己評価は、年度が終わってから、または市が頼んでから書けます。")
        )
    if evaluation.sheets.published().exists():
        problems.append(Problem("already-published", "市の評価が公表されたので、自己評価はもう直せません。"))
    sheet = _sheet_to_write(evaluation, SheetSide.SELF, expected_version=expected_version)
    written = _write(sheet, said, *problems, released_on=on if hand_in else None, on=on)
    if hand_in:
        tell_done(DoneBy.SELF_SHEET, [evaluation.designation_id], on=on)
    return written


@transaction.atomic
def draft_evaluation(
    pk: int, said: SheetSaid, *, on: date, expected_version: str | None = None
) -> EvaluationSheet:
    """Keep the city's draft (評価の下書き); after publishing it is a new version (訂正) and needs its
    reason. Raises ``Stale`` if the sheet is no longer what was looked at, ``Refused`` with every other
    problem."""
    evaluation = locked(Evaluation, pk)
    sheet = _sheet_to_write(evaluation, SheetSide.CITY, expected_version=expected_version)
    return _write(sheet, said, released_on=None, on=on)


@transaction.atomic
def publish_evaluation(
    pk: int, *, published_on: date, on: date, expected_version: str | None = None
) -> EvaluationSheet:
    """Publish the city's draft (公表): from now on the group reads all of it, and it is never changed. Raises
    ``Stale`` if the draft is no longer what was looked at, ``Refused`` where something is still without a
    grade or the year has not begun."""
    evaluation = locked(Evaluation, pk)
    sheet = evaluation.sheets.filter(side=SheetSide.CITY, released_on__isnull=True).first()
    if sheet is None:
        raise Refused([NOTHING_TO_RELEASE])
    sheet = locked(EvaluationSheet, sheet.pk, expected_version=expected_version)
    grades = dict(sheet.items.values_list("item", "grade"))
    problems = [*problems_with_grades(evaluation.scheme.scheme, grades, sheet.overall, whole=True)]
    if published_on > on:
        message = "公表の日は、きょうまでの日を入力してください。"
        problems.append(Problem("published-to-come", message, field="published_on"))
    if published_on < evaluation.year.first_day:
        message = "公表の日は、評価する年度の初日以後の日にしてください。"
        problems.append(Problem("published-before-year", message, field="published_on"))
    before = evaluation.sheets.published().order_by("-number").first()
    if before is not None and before.released_on is not None and published_on < before.released_on:
        message = "公表の日は、前の版を公表した日以後の日にしてください。"
        problems.append(Problem("published-before-last", message, field="published_on"))
    return save_checked(changed(sheet, {"released_on": None if problems else published_on}), *problems)


def _sheet_to_write(
    evaluation: Evaluation, side: SheetSide, *, expected_version: str | None
) -> EvaluationSheet:
    """The draft of this side; where the last one was released, a new version. Raises ``Stale`` if the last
    one is no longer what was looked at; every saving writes the sheet itself, whatever item changed."""
    latest = evaluation.sheets.filter(side=side).order_by("-number").first()
    if latest is not None:
        latest = locked(EvaluationSheet, latest.pk, expected_version=expected_version)
    if latest is not None and latest.released_on is None:
        return latest
    return EvaluationSheet(evaluation=evaluation, side=side, number=(latest.number if latest else 0) + 1)


def _write(
    sheet: EvaluationSheet, said: SheetSaid, *more: Problem, released_on: date | None, on: date
) -> EvaluationSheet:
    scheme = sheet.evaluation.scheme.scheme
    whole = released_on is not None
    problems = [*more, *problems_with_grades(scheme, said.grades, said.overall, whole=whole)]
    if said.committee_on is not None and said.committee_on > on:
        message = "評価委員会の日は、きょうまでの日を入力してください。"
        problems.append(Problem("committee-to-come", message, field="committee_on"))
    facts = {
        "overall": said.overall,
        "comment": said.comment.strip(),
        "committee_on": said.committee_on,
        "committee_opinion": said.committee_opinion.strip(),
        "reason": said.reason.strip() if sheet.number > 1 else "",
        # What is missing is said once, at its field, and not again by the register.
        "released_on": None if problems else released_on,
    }
    save_checked(changed(sheet, facts), *problems)
    _keep_items(sheet, [item.code for item in scheme.items], said)
    return sheet


def _keep_items(sheet: EvaluationSheet, items: Iterable[str], said: SheetSaid) -> None:
    there = {row.item: row for row in sheet.items.all()}
    fresh, moved = [], []
    for code in items:
        facts = {"grade": said.grades.get(code, ""), "comment": said.comments.get(code, "").strip()}
        row = there.get(code)
        if row is None:
            fresh.append(EvaluationItem(sheet=sheet, item=code, **facts))
        elif (row.grade, row.comment) != (facts["grade"], facts["comment"]):
            moved.append(changed(row, facts))
    create_with_history(fresh)
    update_with_history(moved, ["grade", "comment"])


def _problems_with(evaluation: Evaluation, *, on: date) -> Iterator[Problem]:
    if evaluation.designation_id and isinstance(evaluation.fiscal_year, int):
        yield from problems_with_year(evaluation.designation.days, evaluation.year, on=on)
    if evaluation.scheme_id:
        yield from _scheme_problems(evaluation.scheme, on)
    yield from _ask_problems(evaluation.asked_on, evaluation.self_due_on)


def _year_to_come(year: FiscalYear, on: date) -> Iterator[Problem]:
    if on < year.first_day:
        message = f"{year}はまだ始まっていないので、評価できません。"
        yield Problem("year-not-begun", message, field="fiscal_year")


def _scheme_problems(scheme: EvaluationScheme, on: date) -> Iterator[Problem]:
    if scheme.retired_on is not None and scheme.retired_on <= on:
        yield Problem("scheme-retired", f"「{scheme}」は、もう使われていない方式です。", field="scheme")


def _ask_problems(asked_on: date | None, self_due_on: date | None) -> Iterator[Problem]:
    if asked_on is not None and self_due_on is not None and self_due_on < asked_on:
        message = "自己評価の期限は、依頼した日以後の日にしてください。"
        yield Problem("self-due-before-asked", message, field="self_due_on")


def refuse_changed_schemes(entries: Iterable[Entry]) -> None:
    """A scheme by which evaluations were made never changes: raises ``CatalogueError`` with a sentence for
    each entry that says something else under a code in use. Its source and certainty may be put right."""
    used = {
        row.code: (row.name, row.definition)
        for row in EvaluationScheme.objects.filter(
            origin=Origin.SHIPPED, evaluations__isnull=False
        ).distinct()
    }
    sentence = "この方式による評価があるので、内容は変えられません。新しいコードの項目を足してください。"
    wrong = [
        entry.says(sentence)
        for entry in entries
        if entry.code in used
        and (entry.values.get("name"), entry.values.get("definition")) != used[entry.code]
    ]
    if wrong:
        raise CatalogueError(wrong)
