"""The acts on site visits and their findings: visit, tell, find, answer, close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Min

from common.acting import current
from common.db.attached_files import file_values
from common.db.history import create_with_history, locked, update_with_history
from common.db.records import changed, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.problems import Problem, Refused
from designated_managers.choices import Severity
from designated_managers.models import Finding, FindingFile, SiteVisit, VisitMark
from designated_managers.queries.visits import FINDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from common.files import CheckedFile


class AlreadyClosed(Refused):
    """What is closed is not changed any more; ``problems`` says so."""


@transaction.atomic
def record_visit(*, marks: Mapping[str, tuple[str, str, str]], on: date, **facts: Any) -> SiteVisit:
    """Enter a site visit (実地調査の記録) with what was looked at: by the code of each item its name, its
    mark and a note. Raises ``Refused`` with every problem."""
    visit = SiteVisit(**facts)
    save_checked(visit, *_problems_with(visit, marks, on=on))
    _keep_marks(visit, marks)
    return visit


@transaction.atomic
def change_visit(
    pk: int,
    *,
    marks: Mapping[str, tuple[str, str, str]],
    on: date,
    expected_version: str | None = None,
    **facts: Any,
) -> SiteVisit:
    """Correct a site visit (実地調査の訂正); raises ``Stale`` if it is no longer what was looked at,
    ``Refused`` with every other problem. Items that are not named stay as they are."""
    visit = changed(locked(SiteVisit, pk, expected_version=expected_version), facts)
    save_checked(visit, *_problems_with(visit, marks, on=on), *_later_than_findings(visit))
    _keep_marks(visit, marks)
    return visit


def _later_than_findings(visit: SiteVisit) -> Iterator[Problem]:
    """What was found on the visit is answered and closed on its day or after it."""
    visited_on: date | None = visit.visited_on
    days = Finding.objects.filter(visit=visit).aggregate(due=Min("due_on"), closed=Min("closed_on"))
    for word, day in (("指摘の回答の期限", days["due"]), ("指摘を確認した日", days["closed"])):
        if visited_on is not None and day is not None and day < visited_on:
            message = f"調査日は、{word}（{era_day(day)}）以前の日にしてください。"
            yield Problem("visit-after-what-followed", message, field="visited_on")


def _problems_with(
    visit: SiteVisit, marks: Mapping[str, tuple[str, str, str]], *, on: date
) -> Iterator[Problem]:
    visited_on: date | None = visit.visited_on
    if visited_on is not None and visited_on > on:
        yield Problem("visit-to-come", "調査日は、きょうまでの日を入力してください。", field="visited_on")
    if not visit.designation.is_made:
        yield Problem("not-made", "まだ指定されていないので、実地調査は記録できません。")
    for code, (name, mark, note) in marks.items():
        if mark and mark not in Severity.values:
            yield Problem("mark-unknown", f"「{name}」の結果を選び直してください。", field=f"mark_{code}")
        if note and not mark:
            message = f"「{name}」にメモを書いたときは、結果も選んでください。"
            yield Problem("note-without-mark", message, field=f"mark_{code}")


def _keep_marks(visit: SiteVisit, marks: Mapping[str, tuple[str, str, str]]) -> None:
    """A row for each item of which something was said; one that was there keeps the name of its day."""
    there = {row.item: row for row in VisitMark.objects.filter(visit=visit)}
    fresh, moved = [], []
    for code, (name, mark, note) in marks.items():
        row = there.get(code)
        if row is None:
            fresh.append(VisitMark(visit=visit, item=code, name=name, mark=mark, note=note))
        elif (row.mark, row.note) != (mark, note):
            moved.append(changed(row, {"mark": mark, "note": note}))
    create_with_history(fresh)
    update_with_history(moved, ["mark", "note"])


@transaction.atomic
def tell_group(pk: int, *, on: date) -> SiteVisit:
    """Tell the group what was found on a visit (団体に知らせる): from now on it reads visit and findings,
    and what it is to answer is watched. Raises ``Refused`` where it was told before."""
    visit = locked(SiteVisit, pk)
    told = [Problem("already-told", "この調査は、すでに団体に知らせています。")] if visit.told_on else []
    return save_checked(changed(visit, {"told_on": visit.told_on or on}), *told)


@transaction.atomic
def record_finding(
    visit: SiteVisit, *, files: Iterable[CheckedFile] = (), at: datetime, **facts: Any
) -> Finding:
    """Enter what was found on a visit (指摘の記録), with photographs; raises ``Refused`` with every
    problem."""
    finding = Finding(visit=visit, **facts)
    save_checked(finding, *_day_problems(finding))
    _attach(finding, files, at=at, of_answer=False)
    return finding


@transaction.atomic
def change_finding(
    pk: int,
    *,
    files: Iterable[CheckedFile] = (),
    on: date,
    at: datetime,
    expected_version: str | None = None,
    **facts: Any,
) -> Finding:
    """Correct a finding (指摘の訂正); raises ``Stale``, ``AlreadyClosed``, ``Refused``. An answer no longer
    asked for, or asked for by another day, is told at once."""
    finding = _open(pk, expected_version=expected_version)
    before = finding.due_on
    save_checked(changed(finding, facts), *_day_problems(finding))
    _attach(finding, files, at=at, of_answer=False)
    if before != finding.due_on:
        reason = SettledReason.DAY_CHANGED if finding.due_on else SettledReason.NO_LONGER_APPLIES
        tell_settled(FINDING, [pk], reason, on=on)
    return finding


@transaction.atomic
def answer_finding(
    pk: int, *, answer: str, files: Iterable[CheckedFile] = (), on: date, at: datetime
) -> Finding:
    """Say what was done about a finding (指摘への回答): by the group, or by the city for it. It may be
    answered anew until the city closes it. Raises ``AlreadyClosed``, and ``Refused`` with every other
    problem."""
    finding = _open(pk)
    problems = []
    if finding.due_on is None:
        problems.append(Problem("no-answer-asked", "この指摘には、回答はいりません。"))
    if finding.visit.told_on is None:
        problems.append(Problem("not-told", "団体に知らせてから、回答を記録してください。"))
    save_checked(changed(finding, {"answered_on": on, "answer": answer.strip()}), *problems)
    _attach(finding, files, at=at, of_answer=True)
    tell_settled(FINDING, [pk], SettledReason.ANSWERED, on=on)
    return finding


@transaction.atomic
def close_finding(pk: int, *, closed_on: date, closing_note: str, on: date) -> Finding:
    """The city is content (指摘の確認): the finding is over. Raises ``AlreadyClosed``, ``Refused``."""
    finding = _open(pk)
    problems = []
    if closed_on > on:
        problems.append(
            Problem("closed-to-come", "確認した日は、きょうまでの日を入力してください。", field="closed_on")
        )
    if closed_on < finding.visit.visited_on:
        problems.append(
            Problem("closed-before-visit", "確認した日は、調査日以後の日にしてください。", field="closed_on")
        )
    save_checked(changed(finding, {"closed_on": closed_on, "closing_note": closing_note}), *problems)
    tell_settled(FINDING, [pk], SettledReason.DONE, on=on)
    return finding


def _open(pk: int, *, expected_version: str | None = None) -> Finding:
    finding = locked(Finding, pk, expected_version=expected_version)
    if finding.closed_on is not None:
        raise AlreadyClosed([Problem("already-closed", "この指摘は、すでに確認を終えています。")])
    return finding


def _day_problems(finding: Finding) -> Iterator[Problem]:
    if finding.due_on is not None and finding.due_on < finding.visit.visited_on:
        yield Problem("due-before-visit", "回答の期限は、調査日以後の日にしてください。", field="due_on")


def _attach(finding: Finding, files: Iterable[CheckedFile], *, at: datetime, of_answer: bool) -> None:
    for file in files:
        values = file_values(file, uploaded_by_id=current().user_id, at=at)
        FindingFile.objects.create(finding=finding, of_answer=of_answer, **values)
