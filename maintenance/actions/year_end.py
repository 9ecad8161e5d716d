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
from maintenance.choices import YearEndState
from maintenance.models import YearEndAnswer, YearEndReport
from maintenance.queries.year_end import frozen_row, key_of, rows_of, seen_of, statutory_rows
from maintenance.rules.year_end import can_be_closed_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from maintenance.queries.year_end import StatutoryRow


class CannotReport(Refused):
    """The year-end report cannot be answered, closed or opened as it stands; ``problems`` says why."""


@dataclass(frozen=True)
class Answered:
    """What is said of one row: why it was late or not done, and what is to be done about it. ``before`` is
    what stood there (reason, plan) when whoever says it looked; None: they did not look."""

    reason: str
    plan: str = ""
    before: tuple[str, str] | None = None

    @property
    def said(self) -> tuple[str, str]:
        """Reason and plan."""
        return self.reason, self.plan


@transaction.atomic
def answer_year_end(
    centre: Centre, fiscal_year: int, answers: Mapping[str, Answered], *, on: date
) -> YearEndReport:
    """Say why inspections of the year were late or not done (理由の入力); raises ``CannotReport``.

    ``answers`` are by the keys of the rows. One without a reason takes back what was said; rows that are not
    named, and those that are left as they were seen, keep what they have, whoever wrote it meanwhile. Where
    two write of the same row at once the second is told, and nothing is changed.
    """
    report = _report_of(centre, fiscal_year)
    there = {key_of(answer): answer for answer in report.answers.all()}
    answers = {key: said for key, said in answers.items() if said.before is None or said.said != said.before}
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
    problems += _problems_when_written_meanwhile(answers, there, rows)
    refuse_if_blocked(problems, CannotReport)
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


def _problems_when_written_meanwhile(
    answers: Mapping[str, Answered], there: Mapping[str, YearEndAnswer], rows: Mapping[str, StatutoryRow]
) -> Iterator[Problem]:
    """That somebody else has written of the same row since it was looked at, and something else."""
    for key, answer in answers.items():
        known = there.get(key)
        now = (known.reason, known.plan) if known else ("", "")
        if key in rows and answer.before is not None and now not in {answer.before, answer.said}:
            words = f"「{now[0]}」と入力しています" if now[0] else "理由を消しています"
            message = f"{rows[key].name}：画面を開いたあと、ほかの人が{words}。確かめて、開き直してください。"
            yield Problem("written-meanwhile", message, field=f"reason_{key}")


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
def close_year(centre: Centre, fiscal_year: int, *, on: date, seen: str | None = None) -> YearEndReport:
    """Confirm the report of a year (報告書を確認する): its rows are frozen as they stand, with who and when.

    ``seen`` is the word for the rows that were looked at (``queries.year_end.seen_of``). Raises
    ``CannotReport`` if they have changed since, and naming every row that still needs an answer or is still
    to come.
    """
    report = _report_of(centre, fiscal_year)
    rows = _rows(report, on=on)
    problems = problems_with_closing(report, rows, on=on)
    if not problems and seen is not None and seen != seen_of(rows):
        message = "画面を開いたあと、点検の記録か理由が変わりました。確かめて、もう一度押してください。"
        problems.append(Problem("changed-meanwhile", message))
    refuse_if_blocked(problems, CannotReport)
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
    problems += [
        Problem("to-come", f"「{row.name}」（{row.part}）は、期限の日がまだ過ぎていません。")
        for row in rows
        if row.state == YearEndState.TO_COME
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
