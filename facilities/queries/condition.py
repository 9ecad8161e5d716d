"""What the pages ask of the condition of buildings: the latest of each, one survey, the history."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from math import ceil
from operator import attrgetter
from typing import TYPE_CHECKING

from common.certainty import Certainty, needs_check
from common.db.scoped import without_hidden
from common.eras import era_day
from facilities.models import Building, ConditionAssessment, ConditionMethod, PartGrade, PartPhoto
from facilities.rules.condition import HUNDREDTHS, aligned_text, exact_text, points_text, score
from ui.charts import Level, Reading, history_chart
from ui.plans import Score, ScoreRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.partial_dates import PartialDate
    from common.scope import Scope
    from facilities.querysets.condition import ConditionAssessmentQuerySet
    from facilities.rules.condition import ConditionScore, Method
    from ui.charts import Chart

PARTIAL = "一部の部位のみ"


@dataclass(frozen=True)
class PartLine:
    """One part as a survey found it: its grade and what that means, its refit, how it looks, photographs."""

    label: str
    grade: str
    meaning: str
    refitted_on: PartialDate | None
    note: str
    photos: tuple[PartPhoto, ...]


@dataclass(frozen=True)
class Condition:
    """One survey of a building with its score (健全度), ready to be shown.

    ``figure`` is what the Score component takes. ``source`` and ``certainty`` are of the survey,
    ``method_source`` and ``method_certainty`` of the method.
    """

    pk: int
    building: Building
    assessed_on: date
    assessor: str
    result: ConditionScore
    figure: Score
    source: str
    source_url: str
    certainty: str
    notes: str
    method_source: str
    method_certainty: str
    rows: tuple[PartGrade, ...]

    @property
    def needs_check(self) -> bool:
        """Whether the method or the survey still has to be compared with its original (要確認); whoever does
        not read how sure we are is not told."""
        return any(told and needs_check(told) for told in (self.certainty, self.method_certainty))

    @property
    def is_sample(self) -> bool:
        """Whether the survey is invented (見本)."""
        return self.certainty == Certainty.SAMPLE

    @property
    def below_threshold(self) -> bool:
        """Whether the exact score lies below the method's threshold."""
        return self.result.value < self.result.method.threshold


@dataclass(frozen=True)
class ConditionInBrief:
    """The condition of a building in a list: the score as it is written, its band, the day of the survey."""

    pk: int
    assessed_on: date
    score: str
    hundredths: int
    band: str
    band_label: str
    is_partial: bool


@dataclass(frozen=True)
class ConditionPage:
    """One survey, part by part, with what was photographed."""

    condition: Condition
    parts: tuple[PartLine, ...]


@dataclass(frozen=True)
class Sheet:
    """What a form of a survey starts from: building and method, when each part was refitted as far as is
    known, and the survey to be corrected with its photographs by part."""

    building: Building
    method: Method
    refits: Mapping[str, PartialDate | None]
    assessment: ConditionAssessment | None = None
    photos: Mapping[str, Sequence[PartPhoto]] = field(default_factory=dict)


@dataclass(frozen=True)
class HistoryPage:
    """The surveys of one building, the newest first, and how its score went; ``latest`` as things stand."""

    building: Building
    latest: Condition | None
    surveys: tuple[ConditionInBrief, ...]
    chart: Chart | None


def latest_of_centre(centre_id: int, *, scope: Scope, on: date) -> tuple[Condition, ...]:
    """The latest survey of each building of a centre that has one, in the order of its buildings; one query,
    as every survey has a grade."""
    newest = ConditionAssessment.objects.within(scope).newest(on).filter(building__centre=centre_id)
    grades = (
        PartGrade.objects.filter(assessment__in=newest)
        .select_related("assessment__method", "assessment__building__centre")
        .order_by("assessment__building_id", "pk")
    )
    of_surveys = (list(group) for _, group in groupby(grades, key=attrgetter("assessment_id")))
    return tuple(_condition(rows[0].assessment, rows, scope) for rows in of_surveys)


def latest_in_brief(building_ids: Iterable[int], *, scope: Scope, on: date) -> Mapping[int, ConditionInBrief]:
    """The latest survey of each of these buildings that has one, by the building; one query."""
    rows = ConditionAssessment.objects.within(scope).newest(on).filter(building__in=set(building_ids))
    return {row.building_id: _in_brief(row) for row in rows.select_related("method")}


def surveys_to_show(scope: Scope) -> ConditionAssessmentQuerySet:
    """The surveys that this person may see, with all that a page of one needs."""
    return _whole(ConditionAssessment.objects.within(scope))


def condition_page(assessment: ConditionAssessment, *, scope: Scope) -> ConditionPage:
    """One survey for its page, found by ``surveys_to_show``."""
    condition = _condition(assessment, assessment.part_grades.all(), scope)
    photos: dict[int, list[PartPhoto]] = {}
    for photo in PartPhoto.objects.within(scope).filter(part_grade__assessment=assessment).in_order():
        photos.setdefault(photo.part_grade_id, []).append(photo)
    of_part = {row.part: row for row in condition.rows}
    lines = []
    for line in condition.result.working:
        row = of_part.get(line.part.code)
        meaning = ""
        if line.grade:
            meaning = line.grade.by_age if line.part.ages else line.grade.by_eye
        lines.append(
            PartLine(
                label=line.part.label,
                grade=line.grade.code if line.grade else "",
                meaning=meaning,
                refitted_on=row.refitted_on if row else None,
                note=row.note if row else "",
                photos=tuple(photos.get(row.pk, ())) if row else (),
            )
        )
    return ConditionPage(condition, tuple(lines))


def history_page(building: Building, *, scope: Scope, on: date) -> HistoryPage:
    """All surveys of a building up to this day, found within the scope."""
    rows = list(
        _whole(ConditionAssessment.objects.within(scope))
        .filter(building=building, assessed_on__lte=on)
        .newest_first()
    )
    surveys = tuple(_in_brief(row) for row in rows)
    latest = _condition(rows[0], rows[0].part_grades.all(), scope) if rows else None
    return HistoryPage(building, latest, surveys, _chart(rows) if rows else None)


def methods_in_use(on: date) -> Sequence[ConditionMethod]:
    """The methods by which a survey may be made on this day."""
    return list(ConditionMethod.objects.in_front().current(on).order_by("code"))


def new_sheet(building: Building, method: ConditionMethod, *, scope: Scope, on: date) -> Sheet:
    """The sheet of a new survey; when parts were refitted says the building, else the last survey."""
    latest = ConditionAssessment.objects.within(scope).newest(on).filter(building=building)
    seen = {row.part: row.refitted_on for row in PartGrade.objects.filter(assessment__in=latest)}
    told = {part.code: getattr(building, f"{part.code}_refitted_on", None) for part in method.method.parts}
    refits = {part.code: told[part.code] or seen.get(part.code) for part in method.method.parts}
    return Sheet(building, method.method, refits)


def sheet_of(assessment: ConditionAssessment, *, scope: Scope) -> Sheet:
    """The sheet of a survey that is to be corrected, found by ``surveys_to_show``."""
    photos: dict[str, list[PartPhoto]] = {}
    rows = PartPhoto.objects.within(scope).filter(part_grade__assessment=assessment)
    for photo in rows.in_order().select_related("part_grade"):
        photos.setdefault(photo.part_grade.part, []).append(photo)
    return Sheet(assessment.building, assessment.method.method, {}, assessment, photos)


def _whole(rows: ConditionAssessmentQuerySet) -> ConditionAssessmentQuerySet:
    return rows.select_related("method", "building__centre").prefetch_related("part_grades")


def _condition(row: ConditionAssessment, grades: Iterable[PartGrade], scope: Scope) -> Condition:
    rows = tuple(without_hidden(grade, scope) for grade in grades)
    shown = without_hidden(row, scope)
    result = score(row.method.method, {grade.part: grade.grade for grade in rows})
    if result is None:
        message = f"survey {row.pk} has no grade"
        raise ValueError(message)
    return Condition(
        pk=row.pk,
        building=row.building,
        assessed_on=row.assessed_on,
        assessor=shown.assessor,
        result=result,
        figure=_figure(row, result, scope),
        source=shown.source,
        source_url=shown.source_url,
        certainty=shown.certainty,
        notes=shown.notes,
        method_source=row.method.source if scope.internal else "",
        method_certainty=row.method.certainty if scope.internal else "",
        rows=rows,
    )


def _figure(row: ConditionAssessment, result: ConditionScore, scope: Scope) -> Score:
    method = result.method
    highest = method.highest
    weights = [part.weight for part in method.parts]
    unsure = scope.internal and needs_check(row.method.certainty)
    return Score(
        title=row.building.name,
        score=result.shown,
        share=f"{float(result.value / highest * 100):.2f}",
        highest=exact_text(highest),
        total=exact_text(result.total),
        weights=exact_text(result.weights),
        rows=tuple(
            ScoreRow(
                line.part.label,
                line.grade.code if line.grade else "",
                exact_text(line.grade.points) if line.grade else "",
                aligned_text(line.part.weight, weights),
                exact_text(line.product) if line.product is not None else "",
            )
            for line in result.working
        ),
        surveyed=f"{era_day(row.assessed_on)}の劣化調査による",
        threshold=exact_text(method.threshold),
        threshold_share=f"{float(method.threshold / highest * 100):.2f}",
        threshold_label=method.threshold_label,
        part_head="部位",
        left_out=result.left_out,
        note=f"{method.name}{'（要確認）' if unsure else ''}",
    )


def _in_brief(row: ConditionAssessment) -> ConditionInBrief:
    band = row.method.method.band(row.band)
    return ConditionInBrief(
        pk=row.pk,
        assessed_on=row.assessed_on,
        score=points_text(row.score),
        hundredths=row.score,
        band=row.band,
        band_label=band.label if band else row.band,
        is_partial=row.is_partial,
    )


def _chart(rows: Sequence[ConditionAssessment]) -> Chart:
    """How the score went, with the threshold of the newest method."""
    method = rows[0].method.method
    several = len({row.method_id for row in rows}) > 1
    readings = [
        Reading(
            row.assessed_on,
            Fraction(row.score, HUNDREDTHS),
            points_text(row.score),
            group=row.method.name if several else "",
            hollow=PARTIAL if row.is_partial else "",
        )
        for row in rows
    ]
    return history_chart(
        "健全度の経過",
        readings,
        highest=ceil(method.highest),
        levels=(Level(method.threshold_label, int(method.threshold)),),
        heads=("調査日", "健全度（点）"),
    )
