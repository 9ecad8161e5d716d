"""The acts on year-end reports (法定点検実施報告書)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from centres.models import Centre
from common.acting import current
from common.db.history import create_with_history, locked, update_with_history
from common.db.records import changed, problems_with, save_checked
from common.eras import era_day
from common.fiscal_year import FiscalYear
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.models import YearEndAnswer, YearEndReport
from maintenance.queries.year_end import frozen_row, key_of, rows_of, statutory_rows
from maintenance.rules.year_end import can_be_closed_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from maintenance.queries.year_end import StatutoryRow


class CannotReport(Refused):
    """The year-end report cannot be answered, closed or opened as it stands; ``problems`` says why."""


@dataclass(frozen=True)
class Answered:
    """What is said of one row: why it was late or not done, and what is to be done about it."""

    reason: str
    plan: str = ""


@transaction.atomic
def answer_year_end(
    centre: Centre, fiscal_year: int, answers: Mapping[str, Answered], *, on: date
) -> YearEndReport:
    """Say why inspections of the year were late or not done (理由の入力); raises ``CannotReport``.

    ``answers`` are by the keys of the rows. One without a reason takes back what was said; rows that are not
    named keep what they have.
    """
    report = _report_of(centre, fiscal_year)
    rows = {row.key: row for row in _rows(report, on=on) if row.needs_answer}
    problems = _problems_when_closed(report)
    problems += [
        Problem("row-unknown", "回答のいらない点検です。画面を開き直してください。", field=f"reason_{key}")
        for key, answer in answers.items()
        if key not in rows and answer.reason
    ]
    problems += [
        Problem("plan-without-reason", f"{rows[key].name}：理由も入力してください。", field=f"reason_{key}")
        for key, answer in answers.items()
        if key in rows and answer.plan and not answer.reason
    ]
    refuse_if_blocked(problems, CannotReport)
    there = {key_of(answer): answer for answer in report.answers.all()}
    added, altered = [], []
    for key, said in answers.items():
        known = there.get(key)
        if key in rows and said.reason:
            facts = {"reason": said.reason, "plan": said.plan}
            if known is None:
                added.append(_new_answer(report, rows[key], facts))
            elif (known.reason, known.plan) != (said.reason, said.plan):
                altered.append(changed(known, facts))
        elif known is not None:
            known.delete()
    wrong = [
        Problem(one.code, one.message, field=f"{one.field}_{key_of(answer)}")
        for answer in (*added, *altered)
        for one in problems_with(answer, by_fields_alone=True)
    ]
    refuse_if_blocked(wrong, CannotReport)
    create_with_history(added)
    update_with_history(altered, ["reason", "plan"])
    return report


def _new_answer(report: YearEndReport, row: StatutoryRow, facts: Mapping[str, str]) -> YearEndAnswer:
    return YearEndAnswer(
        report=report,
        turn_id=row.turn,
        building_id=row.building,
        equipment_id=row.equipment,
        type_code=row.type_code,
        **facts,
    )


@transaction.atomic
def close_year(
    centre: Centre, fiscal_year: int, *, on: date, expected_version: str | None = None
) -> YearEndReport:
    """Confirm the report of a year (報告書を確認する): its rows are frozen as they stand, with who and when.

    Raises ``Stale`` if it is no longer what was looked at, ``CannotReport`` naming every row that still needs
    an answer or is still to come.
    """
    report = locked(YearEndReport, _report_of(centre, fiscal_year).pk, expected_version=expected_version)
    rows = _rows(report, on=on)
    refuse_if_blocked(problems_with_closing(report, rows, on=on), CannotReport)
    facts = {
        "closed_on": on,
        "confirmed_by_id": current().user_id,
        "frozen": [frozen_row(row) for row in rows],
    }
    return save_checked(changed(report, facts), error=CannotReport)


def problems_with_closing(report: YearEndReport, rows: Sequence[StatutoryRow], *, on: date) -> list[Problem]:
    """Everything that keeps the report from being confirmed."""
    problems = _problems_when_closed(report)
    year = FiscalYear(report.fiscal_year)
    first = can_be_closed_from(year)
    if on < first:
        message = f"{year}の報告書を確認できるのは、{era_day(first)}からです。"
        problems.append(Problem("year-not-over", message))
    problems += [
        Problem(
            "unanswered", f"「{row.name}」（{row.part}）は{row.state.label}です。理由を入力してください。"
        )
        for row in rows
        if row.is_unanswered
    ]
    return problems


@transaction.atomic
def reopen_year(pk: int, *, on: date, reason: str, expected_version: str | None = None) -> YearEndReport:
    """Open a confirmed report again (開き直す), with the reason; raises ``Stale`` or ``CannotReport``.

    What was frozen stays in its history.
    """
    report = locked(YearEndReport, pk, expected_version=expected_version)
    if report.closed_on is None:
        raise CannotReport([Problem("not-closed", "この報告書は、まだ確認されていません。")])
    facts: dict[str, Any] = {
        "closed_on": None,
        "confirmed_by_id": None,
        "frozen": [],
        "reopened_on": on,
        "reopened_reason": reason,
    }
    return save_checked(changed(report, facts), error=CannotReport)


def _report_of(centre: Centre, fiscal_year: int) -> YearEndReport:
    """The report of the centre and the year, opened now if nobody has yet; whoever else does so waits."""
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    report = YearEndReport.objects.filter(centre=centre, fiscal_year=fiscal_year).first()
    return report or save_checked(YearEndReport(centre=centre, fiscal_year=fiscal_year), error=CannotReport)


def _rows(report: YearEndReport, *, on: date) -> list[StatutoryRow]:
    """The rows as the records tell them, with the answers given so far."""
    derived = statutory_rows([report.centre_id], FiscalYear(report.fiscal_year), on=on)
    if report.closed_on is not None:
        return []
    return list(rows_of(report, derived.get(report.centre_id, []))[0])


def _problems_when_closed(report: YearEndReport) -> list[Problem]:
    if report.closed_on is None:
        return []
    message = f"この報告書は{era_day(report.closed_on)}に確認されています。直すには、先に開き直してください。"
    return [Problem("closed", message)]
