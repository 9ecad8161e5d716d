"""Turns what is told of monitoring into records, by the office's own acts, each on its day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_default_timezone

from designated_managers import actions
from designated_managers.actions import SheetSaid
from designated_managers.choices import MeasureKind
from designated_managers.models import EvaluationScheme, VisitItem
from portal.sample_city import invented

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from designated_managers.models import Designation
    from designated_managers.rules.evaluation_schemes import Scheme
    from portal.sample_city.entries import EvaluationEntry, FindingEntry, InstructionEntry, VisitEntry


class Supervision:
    """The monitoring of the sample city, of the latest designation of each centre."""

    def __init__(self, on: date, latest: Mapping[str, Designation]) -> None:
        self.on = on
        self.latest = latest

    def visit(self, entry: VisitEntry) -> None:
        """A visit, its findings, what the group answered and what is over."""
        names = dict(VisitItem.objects.in_front().values_list("code", "name"))
        visit = actions.record_visit(
            designation=self.latest[entry.centre],
            visited_on=entry.visited_on,
            visited_by="見本 太郎",
            summary=entry.summary,
            internal_notes=invented.IN_SAMPLE,
            marks={code: (names[code], mark, "") for code, mark in entry.marks.items()},
            on=self.on,
        )
        findings = [
            actions.record_finding(
                visit,
                severity=told.severity,
                text=told.text,
                due_on=told.due_on,
                at=_at(entry.visited_on),
            )
            for told in entry.findings
        ]
        actions.tell_group(visit.pk, on=entry.told_on)
        for finding, told in zip(findings, entry.findings, strict=True):
            self._follow(finding.pk, told)

    def _follow(self, pk: int, told: FindingEntry) -> None:
        if told.answered_on is not None:
            actions.answer_finding(pk, answer=told.answer, on=told.answered_on, at=_at(told.answered_on))
        if told.closed_on is not None:
            actions.close_finding(pk, closed_on=told.closed_on, closing_note="現地で確認", on=self.on)

    def evaluation(self, entry: EvaluationEntry) -> None:
        """An evaluation, as far as either side has come with it."""
        row = EvaluationScheme.objects.in_front().get(code=invented.SCHEME)
        evaluation = actions.open_evaluation(
            designation=self.latest[entry.centre],
            fiscal_year=entry.fiscal_year,
            scheme=row,
            on=self.on,
        )
        if entry.handed_in_on is not None:
            said = _said(row.scheme, entry.own, "地域の行事が増え、忙しい1年でした。（見本）")
            actions.write_self_evaluation(evaluation.pk, said, hand_in=True, on=entry.handed_in_on)
        if entry.city:
            actions.draft_evaluation(evaluation.pk, _said(row.scheme, entry.city, entry.comment), on=self.on)
        if entry.published_on is not None:
            actions.publish_evaluation(evaluation.pk, published_on=entry.published_on, on=self.on)

    def instruction(self, entry: InstructionEntry) -> None:
        """An instruction, and its accepted plan."""
        measure = actions.take_measure(
            designation=self.latest[entry.centre],
            kind=MeasureKind.INSTRUCTION,
            decided_on=entry.decided_on,
            number="見本第1号",
            reason=entry.reason,
            plan_by=entry.plan_by,
            improve_by=entry.improve_by,
            internal_notes=invented.IN_SAMPLE,
            on=self.on,
        )
        plan = actions.hand_in_plan(
            measure.pk,
            handed_in_on=entry.handed_in_on,
            summary=entry.plan,
            review_by=entry.handed_in_on + timedelta(days=14),
            on=self.on,
        )
        actions.accept_plan(plan.pk, accepted_on=entry.accepted_on, on=self.on)


def _said(scheme: Scheme, grades: str, comment: str) -> SheetSaid:
    """A sheet with these grades in the order of the scheme's items, the overall grade last; ``-``: none
    yet."""
    *of_items, overall = (grade.strip("-") for grade in grades)
    codes = [item.code for item in scheme.items]
    return SheetSaid(
        grades={code: grade for code, grade in zip(codes, of_items, strict=True) if grade},
        comments={},
        overall=overall,
        comment=comment,
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=get_default_timezone())
