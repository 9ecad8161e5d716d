"""The acts on condition assessments, and what guards the methods they were made by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.acting import current
from common.catalogues import CatalogueError
from common.db.attached_files import file_values
from common.db.catalogue_rows import Origin
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.problems import Problem, Refused
from facilities.models import ConditionAssessment, ConditionMethod, PartGrade, PartPhoto
from facilities.rules.condition import problems_with_assessment, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from common.catalogues import Entry
    from common.files import CheckedFile
    from common.partial_dates import PartialDate
    from facilities.models import Building


WRITTEN_BY_THE_ACT = ("score", "band", "is_partial")


@dataclass(frozen=True)
class PartSeen:
    """What was seen of one part (部位): its grade (empty: not looked at), its last refit, how it looks.

    ``photos`` are added, ``without`` names those that are taken out.
    """

    grade: str = ""
    refitted_on: PartialDate | None = None
    note: str = ""
    photos: tuple[CheckedFile, ...] = ()
    without: tuple[int, ...] = ()


@transaction.atomic
def record_assessment(
    building: Building,
    method: ConditionMethod,
    *,
    parts: Mapping[str, PartSeen],
    on: date,
    at: datetime,
    **facts: Any,
) -> ConditionAssessment:
    """Keep a survey of a building (劣化調査の記録) with its score by the method; raises ``Refused`` with
    every problem, and keeps nothing then."""
    retired = method.retired_on is not None and method.retired_on <= on
    problems = (
        [Problem("method-retired", f"「{method}」は、もう使われていない方式です。", field="method")]
        if retired
        else []
    )
    assessment = ConditionAssessment(building=building, method=method, **facts)
    return _keep(assessment, parts, on=on, at=at, more=problems)


@transaction.atomic
def correct_assessment(
    pk: int,
    *,
    parts: Mapping[str, PartSeen],
    on: date,
    at: datetime,
    expected_version: str | None = None,
    **facts: Any,
) -> ConditionAssessment:
    """Correct a survey (劣化調査の訂正): building and method stay, the score is made anew.

    Parts that are not named stay as they are. Raises ``Stale`` if it is no longer what was looked at,
    ``Refused`` with every other problem, and changes nothing then.
    """
    assessment = changed(locked(ConditionAssessment, pk, expected_version=expected_version), facts)
    kept = {
        row.part: PartSeen(row.grade, row.refitted_on, row.note)
        for row in PartGrade.objects.filter(assessment=assessment)
    }
    return _keep(assessment, {**kept, **parts}, on=on, at=at)


def _keep(
    assessment: ConditionAssessment,
    parts: Mapping[str, PartSeen],
    *,
    on: date,
    at: datetime,
    more: Iterable[Problem] = (),
) -> ConditionAssessment:
    method = assessment.method.method
    grades = {code: seen.grade for code, seen in parts.items()}
    built = assessment.building.built_on
    problems = [
        *more,
        *problems_with_assessment(method, grades, assessment.assessed_on, built=built, on=on),
    ]
    result = score(method, grades)
    if result is None:
        raise Refused((*problems_with(assessment, leaving_out=WRITTEN_BY_THE_ACT), *problems))
    assessment.score, assessment.band = result.hundredths, result.band.code
    assessment.is_partial = result.partial
    save_checked(assessment, *problems)
    _keep_parts(assessment, parts, at=at)
    return assessment


def _keep_parts(assessment: ConditionAssessment, parts: Mapping[str, PartSeen], *, at: datetime) -> None:
    """A row for each part of which something was said; one that was there stays, for its photographs."""
    there = {row.part: row for row in PartGrade.objects.filter(assessment=assessment)}
    for code, seen in parts.items():
        row = there.get(code) or PartGrade(assessment=assessment, part=code)
        said = (seen.grade, seen.refitted_on, seen.note)
        is_new = code not in there
        if is_new and not (any(said) or seen.photos):
            continue
        if is_new or said != (row.grade, row.refitted_on, row.note):
            row.grade, row.refitted_on, row.note = said
            save_checked(row)
        _change_photos(row, seen, at=at)


def _change_photos(row: PartGrade, seen: PartSeen, *, at: datetime) -> None:
    """Add photographs, and take others out; the files of these go once the transaction holds."""
    for photo in seen.photos:
        values = file_values(photo, uploaded_by_id=current().user_id, at=at)
        PartPhoto.objects.create(part_grade=row, **values)
    for gone in PartPhoto.objects.filter(part_grade=row, pk__in=seen.without):
        gone.delete()
        transaction.on_commit(partial(gone.file.storage.delete, gone.file.name or ""))


def refuse_changed_methods(entries: Iterable[Entry]) -> None:
    """A method by which assessments were made never changes: raises ``CatalogueError`` with a sentence for
    each entry that says something else under a code in use. Its source and certainty may be put right."""
    used = {
        row.code: (row.name, row.definition)
        for row in ConditionMethod.objects.filter(origin=Origin.SHIPPED, assessments__isnull=False).distinct()
    }
    wrong = [
        entry.says(
            "この方式による劣化調査があるので、内容は変えられません。新しいコードの項目を足してください。"
        )
        for entry in entries
        if entry.code in used
        and (entry.values.get("name"), entry.values.get("definition")) != used[entry.code]
    ]
    if wrong:
        raise CatalogueError(wrong)
