"""Answers about the sessions of the council, and what a road is planned with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from common.office_days import load_office_days
from designated_managers.models import CouncilSession, CouncilWindow, RoadSetting, RoadStepType
from designated_managers.rules.council import DAYS, LABELS, SessionDays, council_year, with_days
from designated_managers.rules.road_steps import StepRule, mistakes_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.business_days import OpenDays
    from common.scope import Scope
    from designated_managers.querysets.council import CouncilSessionQuerySet
    from designated_managers.rules.council import Window

YEARS_AROUND = 3
"""How many calendar years before and after a road's first day the council is looked at: an ordinance may come
two years before."""

FALLBACKS = {
    "months_ahead": 24,
    "handover_days": 30,
    "late_vote_days": 45,
    "bills_before_opening": 10,
}
"""What stands in for a setting that was taken out of use altogether."""


@dataclass(frozen=True)
class Settings:
    """The numbers of the road (指定スケジュールの設定) as they are in force on a day."""

    values: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, code: str) -> int:
        return self.values.get(code, FALLBACKS[code])


@dataclass(frozen=True)
class Council:
    """What a road is planned with: the sessions of some years, entered or projected, the steps, the
    numbers."""

    sessions: tuple[SessionDays, ...]
    settings: Settings
    rules: tuple[StepRule, ...]
    kinds: Mapping[str, RoadStepType]
    broken: tuple[str, ...]
    calendar: OpenDays

    def session(self, pk: int) -> SessionDays | None:
        """The session with this number, with its days."""
        return next((one for one in self.sessions if one.pk == pk), None)


def settings_of(on: date) -> Settings:
    """The numbers in force on the day."""
    rows = RoadSetting.objects.in_front().current(on).values_list("code", "value")
    return Settings(dict(rows))


def windows_of(on: date) -> dict[str, Window]:
    """The usual windows in force on the day, by code."""
    rows = CouncilWindow.objects.in_front().current(on)
    return {row.code: row.window_value for row in rows}


def council(years: Iterable[int], *, on: date) -> Council:
    """Everything a plan needs for roads whose first days lie in these years; four queries."""
    calendar = load_office_days()
    settings = settings_of(on)
    listed = list(years)
    first, last = min(listed) - YEARS_AROUND, max(listed) + YEARS_AROUND
    sessions = CouncilSession.objects.filter(year__gte=first, year__lte=last)
    kinds = {kind.code: kind for kind in RoadStepType.objects.in_front().current(on)}
    rules, broken = _readable(kinds.values())
    return Council(
        sessions=council_year(
            [session.facts for session in sessions],
            windows_of(on),
            range(first, last + 1),
            calendar,
            bills_before=settings["bills_before_opening"],
        ),
        settings=settings,
        rules=rules,
        kinds=kinds,
        broken=broken,
        calendar=calendar,
    )


def _readable(kinds: Iterable[RoadStepType]) -> tuple[tuple[StepRule, ...], tuple[str, ...]]:
    """The rules of the steps, and in words what is wrong with them: the city may have changed a row."""
    rules, broken = [], []
    for kind in kinds:
        try:
            rules.append(kind.rule)
        except ValueError as error:
            broken += [f"{kind.code}：{line}" for line in str(error).splitlines()]
    broken += [f"{code}：{sentence}" for code, sentence in mistakes_among(rules)]
    return tuple(rules), tuple(dict.fromkeys(broken))


@dataclass(frozen=True)
class DayOfSession:
    """One day of a session as a list shows it; ``projected``: 見込み."""

    label: str
    day: date | None
    projected: bool


@dataclass(frozen=True)
class SessionLine:
    """One session in the list; ``roads`` go through it."""

    pk: int
    name: str
    formal_name: str
    kind: str
    days: Mapping[str, DayOfSession]
    roads: int
    over: bool
    notes: str

    @property
    def shown(self) -> list[DayOfSession]:
        """The days that the list has room for."""
        return [day for name, day in self.days.items() if name != "late_bills_by"]


def sessions_to_list(scope: Scope) -> CouncilSessionQuerySet:
    """The sessions this person may see, the latest first."""
    return CouncilSession.objects.within(scope).order_by("-year", F("opens_on").desc(nulls_first=True), "-pk")


def session_lines(rows: Sequence[CouncilSession], *, on: date) -> list[SessionLine]:
    """These sessions with their days, projected ones marked, and how many roads go through each."""
    windows, settings = windows_of(on), settings_of(on)
    counted = dict(
        CouncilSession.objects.filter(pk__in=[row.pk for row in rows])
        .order_by()
        .annotate(count=Count("roads", filter=Q(roads__dropped_on__isnull=True)))
        .values_list("pk", "count")
    )
    calendar = load_office_days()
    lines = []
    for row in rows:
        told = with_days(
            row.facts,
            windows.get(row.window),
            calendar,
            bills_before=settings["bills_before_opening"],
        )
        days = {
            name: DayOfSession(
                LABELS[name],
                getattr(told, name) if told else getattr(row, name),
                bool(told and name in told.projected),
            )
            for name in DAYS
        }
        closes = row.closes_on
        lines.append(
            SessionLine(
                pk=row.pk,
                name=str(row),
                formal_name=row.formal_name,
                kind=row.kind,
                days=days,
                roads=counted.get(row.pk, 0),
                over=closes is not None and closes < on,
                notes=row.notes,
            )
        )
    return lines
