"""The story of one flag (お知らせの経過): who was told when, why and how, and what was answered to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localtime

from common.deadlines import Side
from common.eras import era_day
from reminders.choices import Act, CloseReason, Dropped, Why
from reminders.models import Notice, Response, Try
from reminders.queries.answers import with_answers
from reminders.queries.flags import flag_lines, stage_label
from reminders.queries.notices import urged_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from common.scope import Scope
    from reminders.models import Flag
    from reminders.queries.flags import FlagLine
    from reminders.querysets.flags import FlagQuerySet


@dataclass(frozen=True)
class How:
    """How a notice reached its recipient, or why not yet or never: a state, a word, what there is to add."""

    shape: str
    word: str
    note: str = ""


@dataclass(frozen=True)
class ToldLine:
    """One person who was told, why, how, and when they acknowledged it."""

    who: str
    why: str
    how: How
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class Ring:
    """One reminder: on which day, at which stage, to whom; ``words`` where somebody told it at once."""

    on: date
    stage: str
    lines: tuple[ToldLine, ...]
    words: str = ""


@dataclass(frozen=True)
class Deed:
    """One answer of somebody to the flag: what they did, and their reason."""

    at: datetime
    act: str
    reason: str
    who: str


@dataclass(frozen=True)
class FlagStory:
    """Everything about one flag, the oldest first; it is kept as a record, and every day has its year.

    ``of_group``: whether a community group has to act."""

    line: FlagLine
    of_group: bool
    closed_on: date | None
    close_reason: str
    rings: tuple[Ring, ...]
    deeds: tuple[Deed, ...]

    @property
    def stage(self) -> str:
        """How near it is: the lead time passed last, or how many days it is overdue."""
        left = self.line.days_left
        return f"{-left:,}日超過" if left is not None and left < 0 else self.line.stage_label

    @property
    def is_open(self) -> bool:
        """Whether it still asks for somebody."""
        return self.closed_on is None


def story_of(flags: FlagQuerySet, *, scope: Scope, on: date) -> FlagStory | None:
    """The story of the one flag among these; None where there is none. A constant number of queries."""
    found = with_answers(flags)[:1]
    lines = flag_lines(found, on=on)
    flag = flags.first() if lines else None
    if flag is None:
        return None
    return FlagStory(
        line=lines[0],
        of_group=flag.side == Side.MANAGER,
        closed_on=flag.closed_on,
        close_reason=CloseReason(flag.close_reason).label if flag.close_reason else "",
        rings=_rings(flag, scope),
        deeds=_deeds(flag, scope),
    )


def _rings(flag: Flag, scope: Scope) -> tuple[Ring, ...]:
    last_try = Try.objects.filter(message=OuterRef("message")).order_by("-number")
    notices: list[Any] = list(
        Notice.objects.within(scope)
        .filter(kind=flag.kind, subject_id=flag.subject_id, due_on=flag.due_on)
        .select_related("recipient", "via", "message")
        .annotate(said=Subquery(last_try.values("said")[:1]))
        .order_by("rung_on", "pk")
    )
    urged = urged_words(notice.stage for notice in notices)
    rung: dict[tuple[date, str], list[Any]] = {}
    for notice in notices:
        rung.setdefault((notice.rung_on, notice.stage), []).append(notice)
    return tuple(
        Ring(
            on=rung_on,
            stage=stage_label(stage),
            lines=tuple(
                ToldLine(
                    who=notice.recipient.display_name,
                    why=Why(notice.why).label,
                    how=_how(notice),
                    acknowledged_at=localtime(notice.acknowledged_at) if notice.acknowledged_at else None,
                )
                for notice in of_ring
            ),
            words=urged.get(stage, ("", ""))[0],
        )
        for (rung_on, stage), of_ring in rung.items()
    )


def _how(notice: Any) -> How:
    by_telephone = notice.via_id is not None and notice.via_id != notice.recipient_id
    carrier = notice.via.display_name if by_telephone else ""
    if notice.dropped_on is not None:
        return How("none", "送りませんでした", f"{era_day(notice.dropped_on)}　{_dropped(notice)}")
    if notice.sent_at is not None:
        return _sent(notice, carrier)
    if notice.via_id is None:
        return How("none", "画面だけ", "メールを送れる人がいません")
    return _waiting(notice, carrier)


def _waiting(notice: Any, carrier: str) -> How:
    passed_on = f"電話で伝える人：{carrier}" if carrier else ""
    message = notice.message
    if message is None:
        return How("planned", "待っています", passed_on or "次の開庁日の朝に送ります")
    if message.given_up_at is not None:
        return How("overdue", "送れませんでした", notice.said or passed_on)
    if message.tries:
        again = f"{message.tries}回試しました。もう一度送ります"
        return How("soon", "まだ送れていません", "　".join(filter(None, (again, notice.said))))
    return How("planned", "待っています", passed_on)


def _sent(notice: Any, carrier: str) -> How:
    at = localtime(notice.sent_at)
    when = f"{era_day(at.date())} {at.hour}:{at.minute:02}"
    again = "　2度届いたかもしれません" if notice.may_repeat or notice.message.may_repeat else ""
    if carrier:
        return How("done", "電話でお知らせ", f"伝える人：{carrier}（{when}に送りました）{again}")
    return How("done", "メールを送りました", f"{when}{again}")


def _dropped(notice: Any) -> str:
    return Dropped(notice.dropped_why).label


def _deeds(flag: Flag, scope: Scope) -> tuple[Deed, ...]:
    """The answers to this flag; and that its thing was handed over, also when it was due on another day."""
    rows = (
        Response.objects.within(scope)
        .filter(flag__kind=flag.kind, flag__subject_id=flag.subject_id)
        .select_related("by", "to_post")
        .order_by("pk")
    )
    return tuple(
        Deed(localtime(row.at), _act_in_words(row), row.reason, row.by.display_name)
        for row in rows
        if row.flag_id == flag.pk or row.act == Act.HANDED_OVER
    )


ACTS: Mapping[str, str] = {
    Act.ACKNOWLEDGED: "承知しました",
    Act.RESUMED: "また知らせることにしました",
    Act.URGED: "至急で知らせました",
}


def _act_in_words(row: Response) -> str:
    if row.act == Act.HANDED_OVER and row.to_post:
        return f"「{row.to_post.name}」に渡しました"
    if row.act == Act.SNOOZED and row.until_on:
        return f"{era_day(row.until_on)}に後で知らせることにしました"
    return ACTS[row.act]
