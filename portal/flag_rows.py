"""One open flag as a row (期限の1行): on the desk, and on the page of its centre."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from centres.rules.naming import in_short
from common.eras import era_year
from common.fiscal_year import FiscalYear
from common.office_days import short_day
from reminders.choices import Progress
from reminders.subjects import MAY_SEE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from portal.viewer import Viewer
    from reminders.queries.answers import Said
    from reminders.queries.flags import FlagLine
    from reminders.subjects.kinds import Subject

SHAPES: Mapping[Progress, str] = {
    Progress.NOT_STARTED: "planned",
    Progress.DAY_SET: "planned",
    Progress.UNDER_WAY: "active",
}


@dataclass(frozen=True)
class Due:
    """Something that is due: its record, its day (None: 期日不明), where it is, and who is in charge."""

    subject_id: int
    subject: Subject
    due_on: date | None
    place: str
    owner: str

    @classmethod
    def of(cls, line: FlagLine) -> Due:
        """What a flag says, with its centres in short."""
        place = place_in_short(line.subject.centres, line.subject.part)
        return cls(line.subject_id, line.subject, line.due_on, place, line.holder or line.post)


@dataclass(frozen=True)
class FlagRow:
    """A row as ``ui/components/desk_row.html`` shows it. ``year`` is said only outside this fiscal year.

    ``pk`` is there where the row can be chosen, ``more_url`` where its story is told; ``said`` is what was
    answered to it, each in one line.
    """

    title: str
    second: str
    chip: str
    due_on: date | None
    days_left: int | None
    year: str
    shape: str
    stage: str
    owner: str
    url: str
    pk: int | None = None
    more_url: str = ""
    said: tuple[str, ...] = ()


def kinds_seen(viewer: Viewer) -> tuple[str, ...]:
    """The kinds of flag whose records this person may see."""
    return tuple(kind for kind, permission in MAY_SEE.items() if viewer.may(permission))


def row_of(due: Due, *, on: date) -> FlagRow:
    """What is due as a row that leads to its record."""
    subject = due.subject
    return FlagRow(
        title=subject.title,
        second=due.place,
        chip=subject.statute,
        due_on=due.due_on,
        days_left=(due.due_on - on).days if due.due_on else None,
        year=year_outside_this_one(due.due_on, on),
        shape=SHAPES[subject.progress] if due.due_on else "forecast",
        stage=subject.progress.label if due.due_on else "要確認",
        owner=due.owner or "担当未定",
        url=reverse(subject.url_name, args=[due.subject_id]),
    )


def answerable(line: FlagLine, *, on: date, may_choose: bool) -> FlagRow:
    """A flag as a row that can be chosen and answered, if whoever looks may, and that leads to its story."""
    return replace(
        row_of(Due.of(line), on=on),
        pk=line.pk if may_choose else None,
        more_url=reverse("flag-story", args=[line.pk]),
        said=said_in_words(line.said, on=on),
    )


def said_in_words(said: Said, *, on: date) -> tuple[str, ...]:
    """What was answered last to a flag: put off, handed over, acknowledged."""
    lines = []
    if said.put_off_until:
        lines.append(f"{day_in_words(said.put_off_until, on)}に後で知らせる：{said.put_off_why}")
    if said.handed_over_on:
        lines.append(f"担当を変更　{said.handed_over_by}　{day_in_words(said.handed_over_on, on)}")
    if said.acknowledged_on:
        lines.append(f"承知　{said.acknowledged_by}　{day_in_words(said.acknowledged_on, on)}")
    return tuple(lines)


def year_outside_this_one(day: date | None, on: date) -> str:
    """The year of the era (令和7年) for a day that is not of this fiscal year; else nothing."""
    return era_year(day) if day and FiscalYear.of(day) != FiscalYear.of(on) else ""


def day_in_words(day: date, on: date) -> str:
    """11月20日（金）; a day that is not of this fiscal year with its year (令和7年11月20日（木）)."""
    return f"{year_outside_this_one(day, on)}{short_day(day)}"


def place_in_short(centres: Sequence[str], part: str) -> str:
    """Where it is: two centres by name, the others by number; and the building or equipment."""
    return "　".join(filter(None, (in_short(centres), part)))


def days_in_words(days_left: int) -> str:
    """あと3日, きょうまで, 3日超過."""
    if days_left == 0:
        return "きょうまで"
    return f"{-days_left:,}日超過" if days_left < 0 else f"あと{days_left:,}日"
