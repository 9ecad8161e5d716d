"""Sessions of the council (議会の会期): their days in order, and what is projected while they are not
known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.eras import era_day, era_year
from common.periods import Period
from common.problems import Problem
from designated_managers.choices.roads import SessionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from common.business_days import OpenDays

_MONTH_DAY = re.compile(r"(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")

DAYS = "bills_by", "late_bills_by", "opens_on", "votes_on", "closes_on"
"""The days of a session as its record names them, in the order in which they come."""

SITTING = "opens_on", "votes_on", "closes_on"
"""The days on which the council sits."""

LABELS: Mapping[str, str] = {
    "bills_by": "議案の提出期限",
    "late_bills_by": "追加議案の提出期限",
    "opens_on": "開会日",
    "votes_on": "議決日",
    "closes_on": "閉会日",
}

IN_ORDER = (
    ("bills_by", "opens_on"),
    ("bills_by", "late_bills_by"),
    ("late_bills_by", "votes_on"),
    ("bills_by", "votes_on"),
    ("opens_on", "votes_on"),
    ("votes_on", "closes_on"),
    ("opens_on", "closes_on"),
)
"""Which day of a session never comes after which; the database refuses the same."""


@dataclass(frozen=True)
class SessionFacts:
    """A session as far as it is known. ``window`` is the usual window (march) whose days stand in while its
    own are not entered."""

    kind: str
    year: int
    number: int | None = None
    popular_name: str = ""
    window: str = ""
    bills_by: date | None = None
    late_bills_by: date | None = None
    opens_on: date | None = None
    votes_on: date | None = None
    closes_on: date | None = None
    pk: int | None = None

    @property
    def days(self) -> dict[str, date]:
        """The days that are known, by name."""
        found = {name: getattr(self, name) for name in DAYS}
        return {name: day for name, day in found.items() if day is not None}

    @property
    def name(self) -> str:
        """12月定例会, 令和5年第1回臨時会."""
        return self.popular_name or formal_name(self.kind, self.year, self.number)


@dataclass(frozen=True)
class Window:
    """When a session usually is (会期の目安): its days as month and day, ``12-18``; empty where there is
    none."""

    code: str
    name: str
    kind: str
    bills_by: str
    opens_on: str
    votes_on: str
    closes_on: str
    late_bills_by: str = ""

    def day(self, name: str, year: int, calendar: OpenDays) -> date | None:
        """The usual day of that year, on an open day; 29 February falls back to the 28th."""
        text = getattr(self, name)
        return calendar.on_or_before(month_day(text, year)) if text else None


@dataclass(frozen=True)
class SessionDays:
    """A session with every day a plan needs, entered or projected; ``projected`` names those that are 見込み.

    ``to_be_called``: an extra session that nobody has called yet (招集が必要).
    """

    name: str
    kind: str
    year: int
    bills_by: date
    opens_on: date
    votes_on: date
    closes_on: date
    late_bills_by: date | None = None
    projected: frozenset[str] = frozenset()
    pk: int | None = None
    window: str = ""
    to_be_called: bool = False

    def deadline(self, *, late_bill: bool) -> tuple[date, bool]:
        """The day by which the bill has to be in, and whether it is provisional."""
        if late_bill and self.late_bills_by is not None:
            return self.late_bills_by, "late_bills_by" in self.projected
        return self.bills_by, "bills_by" in self.projected

    def takes_late_bills_only(self, on: date) -> bool:
        """Whether a bill can come on the day only as a supplementary one (追加議案)."""
        return self.late_bills_by is not None and self.bills_by < on <= self.late_bills_by

    @property
    def sitting(self) -> Period:
        """From the opening to the closing day (会期)."""
        return Period(self.opens_on, self.closes_on)

    @property
    def is_projected(self) -> bool:
        """Whether the day of the vote is only a usual one (見込み)."""
        return "votes_on" in self.projected


def formal_name(kind: str, year: int, number: int | None) -> str:
    """令和5年第1回臨時会; 令和8年定例会 while the number is not known."""
    counted = f"第{number}回" if number else ""
    return f"{era_year(date(year, 7, 1))}{counted}{SessionKind(kind).label}"


def in_its_year(name: str, year: int) -> str:
    """令和8年12月定例会: the name of a session with its year, which a formal name has already."""
    era = era_year(date(year, 7, 1))
    return name if name.startswith(era) else f"{era}{name}"


def month_day(text: str, year: int) -> date:
    """The day of that year written ``12-18``. Raises ``ValueError`` with a sentence."""
    found = _MONTH_DAY.fullmatch(text)
    if found is None:
        message = f"「{text}」は月日として読めません。12-18 のように書いてください。"
        raise ValueError(message)
    month, day = int(found["month"]), int(found["day"])
    try:
        return date(year, month, day)
    except ValueError:
        if (month, day) == (2, 29):
            return date(year, 2, 28)
        message = f"「{text}」という月日はありません。"
        raise ValueError(message) from None


def window_mistakes(values: Mapping[str, object]) -> None:
    """Whether the usual days of a window can be read and come in order. Raises ``ValueError`` with a line for
    each mistake."""
    mistakes, days = [], {}
    kind = str(values.get("kind") or "")
    if kind not in SessionKind.values:
        mistakes.append(
            f"会期の種類「{kind}」はありません。{'、'.join(SessionKind.values)} のどれかにしてください。"
        )
    for name in DAYS:
        text = str(values.get(name) or "")
        if not text:
            if name != "late_bills_by":
                mistakes.append(f"{LABELS[name]}（{name}）を月日で書いてください。")
            continue
        try:
            days[name] = month_day(text, 2025)
        except ValueError as error:
            mistakes.append(f"{LABELS[name]}：{error}")
    mistakes += [problem.message for problem in out_of_order(days)]
    if mistakes:
        raise ValueError("\n".join(mistakes))


def out_of_order(days: Mapping[str, date | None]) -> Iterator[Problem]:
    """Days of a session that contradict each other."""
    for earlier, later in IN_ORDER:
        first, then = days.get(earlier), days.get(later)
        if first is not None and then is not None and first > then:
            yield Problem(
                f"{later}-before-{earlier}",
                f"{LABELS[later]}は、{LABELS[earlier]}（{era_day(first)}）以後の日にしてください。",
                field=later,
            )


def problems_with_session(session: SessionFacts, others: Iterable[SessionFacts]) -> Iterator[Problem]:
    """What a session's facts have against each other and against the other sessions."""
    yield from out_of_order(session.days)
    opens = session.opens_on
    if opens is not None and opens.year != session.year:
        yield Problem(
            "session-of-another-year",
            f"開会日は{era_year(date(session.year, 7, 1))}の日にしてください。",
            field="opens_on",
        )
    for other in others:
        if _shares_a_day(session, other):
            yield Problem(
                "session-overlaps",
                f"{other.name}（{_term(other)}）と会期が重なっています。",
                field="opens_on",
            )


def _shares_a_day(one: SessionFacts, other: SessionFacts) -> bool:
    mine, theirs = _period(one), _period(other)
    return mine is not None and theirs is not None and mine.overlaps(theirs)


def _period(session: SessionFacts) -> Period | None:
    first, last = session.opens_on, session.closes_on
    if first is None or last is None or last < first:
        return None
    return Period(first, last)


def _term(session: SessionFacts) -> str:
    first, last = session.opens_on, session.closes_on
    return f"{era_day(first) if first else '不明'}から{era_day(last) if last else '不明'}まで"


def with_days(
    session: SessionFacts, window: Window | None, calendar: OpenDays, *, bills_before: int
) -> SessionDays | None:
    """The session with the usual days in place of those not known; None where nothing tells them.

    Without a window the vote is on the last day, the bills ``bills_before`` days before the first.
    """
    known = session.days
    days = dict(known)
    for name in DAYS:
        usual = window.day(name, session.year, calendar) if window else None
        if name not in known and usual is not None:
            days[name] = usual
    if days.keys().isdisjoint(SITTING):
        return None
    for name, stand_ins in (
        ("votes_on", ("closes_on", "opens_on")),
        ("opens_on", ("votes_on",)),
        ("closes_on", ("votes_on",)),
    ):
        if name not in days:
            days[name] = next(days[other] for other in stand_ins if other in days)
    if "bills_by" not in days:
        days["bills_by"] = calendar.on_or_before(days["opens_on"] - timedelta(days=bills_before))
    _keep_order(days, known)
    return SessionDays(
        name=session.name,
        kind=session.kind,
        year=session.year,
        projected=frozenset(days.keys() - known.keys()),
        pk=session.pk,
        window=session.window,
        to_be_called=session.kind == SessionKind.EXTRAORDINARY and known.keys().isdisjoint(SITTING),
        bills_by=days["bills_by"],
        late_bills_by=days.get("late_bills_by"),
        opens_on=days["opens_on"],
        votes_on=days["votes_on"],
        closes_on=days["closes_on"],
    )


def _keep_order(days: dict[str, date], known: Mapping[str, date]) -> None:
    """A projected day gives way to a known one that it would contradict."""
    for earlier, later in IN_ORDER:
        if later in days and later not in known and earlier in days and days[later] < days[earlier]:
            days[later] = days[earlier]
    for earlier, later in reversed(IN_ORDER):
        if earlier in days and earlier not in known and later in days and days[earlier] > days[later]:
            days[earlier] = days[later]


def projected(window: Window, year: int, calendar: OpenDays) -> SessionDays:
    """The session of that year which nobody has entered yet (見込み)."""
    facts = SessionFacts(kind=window.kind, year=year, popular_name=window.name, window=window.code)
    found = with_days(facts, window, calendar, bills_before=0)
    if found is None:
        message = f"会期の目安「{window.code}」に日がありません。"
        raise ValueError(message)
    return found


def window_for(session: SessionFacts, windows: Mapping[str, Window], calendar: OpenDays) -> str:
    """The usual window in whose place the session stands: that of its name, else the one of its kind that
    usually sits on one of its days; empty where there is none."""
    of_kind = [window for window in windows.values() if window.kind == session.kind]
    named = next((window.code for window in of_kind if window.name == session.popular_name), "")
    own = with_days(session, None, calendar, bills_before=0)
    if named or own is None or own.closes_on < own.opens_on:
        return named
    on_its_days = (
        window.code
        for window in of_kind
        if own.sitting.overlaps(projected(window, session.year, calendar).sitting)
    )
    return next(on_its_days, "")


def council_year(
    sessions: Iterable[SessionFacts],
    windows: Mapping[str, Window],
    years: Iterable[int],
    calendar: OpenDays,
    *,
    bills_before: int,
) -> tuple[SessionDays, ...]:
    """Every session of these years in the order of their votes: as entered, and the usual ones where none
    was, neither in their place nor on their days."""
    listed = list(sessions)
    entered = [with_days(one, windows.get(one.window), calendar, bills_before=bills_before) for one in listed]
    there = {(one.window, one.year) for one in listed if one.window}
    sitting = [(one.kind, one.sitting) for one in entered if one and not one.is_projected]
    usual = [
        one
        for year in years
        for window in windows.values()
        if (window.code, year) not in there
        for one in [projected(window, year, calendar)]
        if not any(kind == one.kind and days.overlaps(one.sitting) for kind, days in sitting)
    ]
    return tuple(sorted((one for one in (*entered, *usual) if one), key=lambda one: one.votes_on))
