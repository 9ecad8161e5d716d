"""The acts on the sessions of the council: entering, changing, loading a whole calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.office_days import load_office_days
from common.problems import Problem, Refused, refuse_if_blocked
from designated_managers.actions.roads import replan_moved
from designated_managers.models import CouncilSession
from designated_managers.models.council import FIRST_YEAR, LAST_YEAR
from designated_managers.queries.council import windows_of
from designated_managers.queries.road_plans import plans_in_thought
from designated_managers.rules.council import DAYS, problems_with_session, window_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from designated_managers.rules.council import SessionFacts
    from designated_managers.rules.council_calendar import Calendar, CalendarRow


class CannotKeepSession(Refused):
    """The session cannot be kept as entered; ``problems`` says why."""


class CannotLoadCalendar(Refused):
    """A council calendar has mistakes; each problem names its line. Nothing was changed."""


@dataclass(frozen=True)
class Loaded:
    """What loading a calendar did: sessions made, changed, left as they were; roads planned anew."""

    made: int
    changed: int
    unchanged: int
    replanned: int


@transaction.atomic
def register_session(*, on: date, **facts: Any) -> CouncilSession:
    """Enter a session of the council (会期の登録); raises ``CannotKeepSession`` with every problem, an
    overlap with another session among them. It takes the place that a road keeps for the usual session of
    these days; the roads through it are planned anew."""
    told = CouncilSession(**facts)
    refuse_if_blocked(_problems_with_year(told), CannotKeepSession)
    window = told.window or window_for(told.facts, windows_of(on), load_office_days())
    kept = _place_kept(told.year, window)
    if kept is not None:
        told = changed(kept, {name: value for name, value in facts.items() if value not in {None, ""}})
    return _save(told, on=on)


@transaction.atomic
def change_session(pk: int, *, on: date, expected_version: str | None = None, **facts: Any) -> CouncilSession:
    """Change a session (会期の変更): its real days once they are known. The roads through it are planned
    anew, their old plans stay. Raises ``Stale``, ``CannotKeepSession``."""
    session = changed(locked(CouncilSession, pk, expected_version=expected_version), facts)
    refuse_if_blocked(_problems_with_year(session), CannotKeepSession)
    return _save(session, on=on)


@transaction.atomic
def load_calendar(calendar: Calendar, *, on: date) -> Loaded:
    """Take a whole council calendar (会期の一覧の取り込み): sessions that are there are changed, others made.

    A line tells the same session as a record of its year by the usual session it stands for, by popular name
    or else by number. Raises ``CannotLoadCalendar`` with every mistake of every line; then nothing is
    changed.
    """
    there = list(CouncilSession.objects.select_for_update())
    windows, calendar_days = windows_of(on), load_office_days()
    targets = [
        (row, _target(row.session, there, window_for(row.session, windows, calendar_days)))
        for row in calendar.rows
    ]
    problems = [
        *calendar.problems,
        *_twice(targets),
        *(problem for row, one in targets for problem in _mistakes(row, one, targets, there)),
    ]
    refuse_if_blocked(problems, CannotLoadCalendar)
    before = plans_in_thought(on=on)
    done = {"made": 0, "changed": 0, "unchanged": 0}
    for _, session in targets:
        happens = _what_happens(session)
        done[happens] += 1
        if happens == "unchanged":
            continue
        save_checked(session, error=CannotLoadCalendar)
    replanned = replan_moved(before, reason="議会の日程の取り込み", on=on)
    return Loaded(replanned=replanned, **done)


def _problems_with_year(session: CouncilSession) -> list[Problem]:
    """A year that no session is kept for: it may have no era to be told in, so it is refused before anything
    else is asked."""
    year: int | None = session.year
    if year is None or FIRST_YEAR <= year <= LAST_YEAR:
        return []
    message = f"会期の年を確かめてください（{FIRST_YEAR}年から{LAST_YEAR}年まで）。"
    return [Problem("year-out-of-reach", message, field="year")]


def _place_kept(year: int | None, window: str) -> CouncilSession | None:
    """The row that keeps the place of a usual session for the roads through it, nothing of it entered yet."""
    if not year or not window:
        return None
    empty = dict.fromkeys(("number", *DAYS))
    return CouncilSession.objects.select_for_update().filter(year=year, window=window, **empty).first()


def _save(session: CouncilSession, *, on: date) -> CouncilSession:
    windows = windows_of(on)
    if session.year and not session.window:
        free = window_for(session.facts, windows, load_office_days())
        taken = CouncilSession.objects.filter(year=session.year, window=free).exclude(pk=session.pk)
        session.window = "" if taken.exists() else free
    others = CouncilSession.objects.exclude(pk=session.pk).filter(
        opens_on__isnull=False, closes_on__isnull=False
    )
    found = problems_with_session(session.facts, [other.facts for other in others])
    # Order of days is the record's own refusal already.
    problems = [problem for problem in found if not _is_told_by_the_record(problem)]
    if session.window and session.window not in windows:
        message = f"会期の目安「{session.window}」はありません。"
        problems.append(Problem("unknown-window", message, field="window"))
    before = plans_in_thought(on=on)
    save_checked(session, *problems, error=CannotKeepSession)
    replan_moved(before, reason=f"{session}の日程の変更", on=on)
    return session


def _is_told_by_the_record(problem: Problem) -> bool:
    return "-before-" in problem.code


def _target(told: SessionFacts, there: Sequence[CouncilSession], window: str) -> CouncilSession:
    """The record that the line tells of, with what it says; days that it leaves out stay. ``window``: in
    whose place it stands."""
    of_year = [one for one in there if one.year == told.year]
    of_kind = [one for one in of_year if one.kind == told.kind]
    name, number = told.popular_name, told.number
    found = (
        next((one for one in of_year if window and one.window == window), None)
        or next((one for one in of_kind if name and one.popular_name == name), None)
        # Its number is the last to tell, and never of a session in another place.
        or next(
            (one for one in of_kind if number and one.number == number and not (window and one.window)), None
        )
        or CouncilSession()
    )
    facts = {"kind": told.kind, "year": told.year, "window": found.window or window, **told.days}
    if number is not None:
        facts["number"] = number
    if name:
        facts["popular_name"] = name
    return changed(found, facts)


def _is_same(record: CouncilSession, other: CouncilSession) -> bool:
    if record.year != other.year:
        return False
    if record.window and record.window == other.window:
        return True
    return record.kind == other.kind and (
        (record.number is not None and record.number == other.number)
        or (bool(record.popular_name) and record.popular_name == other.popular_name)
    )


def _twice(targets: Sequence[tuple[CalendarRow, CouncilSession]]) -> list[Problem]:
    found = []
    for place, (row, session) in enumerate(targets):
        before = next((one.line for one, other in targets[:place] if _is_same(other, session)), None)
        if before is not None:
            message = f"{row.line}行目：{before}行目と同じ会期（{session}）です。"
            found.append(Problem("session-twice", message))
    return found


def _mistakes(
    row: CalendarRow,
    session: CouncilSession,
    targets: Sequence[tuple[CalendarRow, CouncilSession]],
    there: Sequence[CouncilSession],
) -> list[Problem]:
    """What is wrong with one line, in the file and beside what is kept already."""
    named = {id(one): f"（{other.line}行目）" for other, one in targets}
    others = [one for _, one in targets if one is not session]
    others += [one for one in there if id(one) not in named]
    facts = [replace(one.facts, popular_name=f"{one}{named.get(id(one), '')}") for one in others]
    found = [*problems_with_session(session.facts, facts)]
    found += [one for one in problems_with(session, by_fields_alone=True) if one.field not in DAYS]
    found += [
        Problem("number-taken", f"第{one.number}回は、{one}として登録されています。", field="number")
        for one in there
        if id(one) not in named
        and (one.year, one.kind, one.number) == (session.year, session.kind, session.number)
        and one.number is not None
    ]
    return [
        Problem(problem.code, f"{row.line}行目：{problem.message}", field=problem.field) for problem in found
    ]


def _what_happens(session: CouncilSession) -> str:
    if session._state.adding:
        return "made"
    stored = CouncilSession.objects.get(pk=session.pk)
    names = [field.attname for field in session._meta.concrete_fields]
    same = all(getattr(session, name) == getattr(stored, name) for name in names)
    return "unchanged" if same else "changed"
