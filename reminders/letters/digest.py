"""The digest of a person's day (きょうのお知らせ) and the message at once (至急のお知らせ), in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from centres.rules.naming import in_short
from common.eras import era_day
from common.office_days import short_day
from reminders.choices import Kind, Why
from reminders.letters.letter import Letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from reminders.models import Message
    from reminders.queries.letters import Content, Line

MOST_LINES = 200
"""More would be a flood; the rest is said by number and stands on the pages."""

A_WEEK, A_MONTH = 7, 30


@dataclass(frozen=True)
class Written:
    """One line of a mail, in words."""

    title: str
    place: str
    due: str
    left: str
    statute: str
    note: str
    url: str


@dataclass(frozen=True)
class Place:
    """The lines of one centre under a heading."""

    name: str
    lines: tuple[Written, ...]


@dataclass(frozen=True)
class Section:
    """One degree of urgency (期限超過, 7日以内 ...): how many lines it has, and by centre."""

    title: str
    number: int
    is_late: bool
    places: tuple[Place, ...]


def digest_letter(message: Message, content: Content, *, on: date) -> Letter:
    """The mail of one person on one day, by urgency and centre."""
    told = [line for line in content.lines if not line.to_tell]
    passed_on = [line for line in content.lines if line.to_tell]
    shown = told[:MOST_LINES]
    of_a_group = bool(told) and all(line.is_of_a_group for line in told)
    sections = _sections(shown)
    number = f"{len(told)}件" if told else f"電話でお知らせ{len(passed_on)}件"
    late = sum(line.days_left is not None and line.days_left < 0 for line in told)
    subject = f"［拠点］きょうのお知らせ　{short_day(on)}　{number}"
    if late:
        subject += f"（期限を過ぎたもの{late}件）"
    if message.kind == Kind.URGENT:
        subject = f"［拠点］至急のお知らせ　{told[0].subject.title if told else number}"
    context = {
        "day": era_day(on),
        "name": message.recipient.display_name if message.recipient else "",
        "urgent": message.response if message.kind == Kind.URGENT else None,
        "sections": sections,
        "more": len(told) - len(shown),
        "telephone": _telephone(passed_on),
        "of_a_group": of_a_group,
        "may_repeat": content.may_repeat,
        "some_may_repeat": not content.may_repeat and any(line.may_repeat for line in content.lines),
        "desk_url": f"{settings.PUBLIC_URL}{reverse('notices') if of_a_group else '/'}",
        "office_name": settings.OFFICE_NAME,
        "office_contact": settings.OFFICE_CONTACT,
    }
    if content.may_repeat:
        subject += "（再送かもしれません）"
    elif context["some_may_repeat"]:
        subject += "（一部は再送かもしれません）"
    context["subject"] = subject
    return Letter(
        subject=subject,
        text=render_to_string("reminders/mail/digest.txt", context).strip() + "\n",
        html=render_to_string("reminders/mail/digest.html", context),
    )


def _sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    by_urgency: dict[str, list[Line]] = {title: [] for title in ("late", "week", "month", "later", "unknown")}
    for line in lines:
        by_urgency[_urgency(line.days_left)].append(line)
    titles = {
        "late": "期限を過ぎています",
        "week": "7日以内",
        "month": "30日以内",
        "later": "31日より先",
        "unknown": "期日が分かりません（要確認）",
    }
    return tuple(
        Section(titles[urgency], len(found), urgency == "late", _places(found))
        for urgency, found in by_urgency.items()
        if found
    )


def _urgency(days_left: int | None) -> str:
    if days_left is None:
        return "unknown"
    if days_left < 0:
        return "late"
    if days_left <= A_WEEK:
        return "week"
    return "month" if days_left <= A_MONTH else "later"


def _places(lines: Iterable[Line]) -> tuple[Place, ...]:
    by_place: dict[str, list[Written]] = defaultdict(list)
    for line in lines:
        name = in_short(line.subject.centres) or "施設にかかわらないもの"
        by_place[name].append(_written(line))
    return tuple(Place(name, tuple(written)) for name, written in by_place.items())


def _written(line: Line) -> Written:
    return Written(
        title=line.subject.title,
        place=line.subject.part,
        due=era_day(line.due_on) if line.due_on else "期日不明",
        left=_left(line),
        statute=line.subject.statute,
        note=_note(line),
        url=line.url,
    )


def _left(line: Line) -> str:
    if line.days_left is None:
        return ""
    if line.days_left < 0:
        return f"{-line.days_left:,}日過ぎています"
    return "きょうまで" if line.days_left == 0 else f"あと{line.days_left:,}日"


def _note(line: Line) -> str:
    """Why it comes to this person, where that is not plain."""
    notes = {
        Why.DEPUTY: f"{line.post}の副担当として",
        Why.VACANT: f"{line.post}に担当者がいないため",
        Why.NOBODY: "担当が決まっていないため",
        Why.CHIEF: f"期限を過ぎたままのため（担当は{line.post or '未定'}）",
        Why.MANAGER: f"期限を過ぎたままのため（担当は{line.post or '未定'}）",
    }
    said = [f"{line.by}さんから至急：「{line.words}」"] if line.words else []
    again = ["（前に届いたかもしれません）"] if line.may_repeat else []
    return "　".join([*said, *filter(None, [notes.get(Why(line.why), "")]), *again])


def _telephone(lines: Iterable[Line]) -> list[tuple[str, list[Written]]]:
    """Whom to call, and of what."""
    people: dict[str, list[Written]] = defaultdict(list)
    for line in lines:
        people[line.to_tell].append(_written(line))
    return list(people.items())
