"""What a member is told who has no centre to see today: why, and since or until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import Membership
from common.eras import era_day
from designated_managers.rules.term import reading_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from designated_managers.models import Designation
    from portal.home.term import Reading


@dataclass(frozen=True)
class Away:
    """That there is no centre to see: a title, and the sentences below it."""

    title: str
    sentences: tuple[str, ...]


def away_with(held: Sequence[Designation], *, reading: Reading, on: date) -> Away:
    """For a member of an organisation: it begins later, it is over, or there was never anything."""
    days = [
        (span, designation)
        for designation in held
        if (span := reading_days(designation.days, before=reading.before, after=reading.after)) is not None
    ]
    coming = [(span, designation) for span, designation in days if on < span.first]
    if coming:
        return Away(
            "まだ始まっていません",
            tuple(
                f"{era_day(designation.days.effect[0])}から、{designation.centre}をまかされます。"
                f"{era_day(span.first)}から、ここでセンターのことを見られます。"
                for span, designation in sorted(coming, key=lambda pair: pair[0])
            ),
        )
    if days:
        span, designation = max(days, key=lambda pair: pair[0].last)
        return Away(
            "まかされている期間は終わりました",
            (
                f"{designation.centre}をまかされた期間は、{era_day(designation.days.effect[1])}に終わりました。"
                f"ここで見られたのは、{era_day(span.last)}までです。",
            ),
        )
    return Away(
        "まかされているセンターはありません",
        ("団体がセンターをまかされることが決まると、ここで見られるようになります。",),
    )


def away_without(member: User, *, on: date) -> Away:
    """For somebody who belongs to no organisation on the day."""
    memberships = list(
        Membership.objects.filter(user=member).select_related("organisation").order_by("first_on")
    )
    coming = next((membership for membership in memberships if membership.first_on > on), None)
    if coming is not None:
        return Away(
            "まだ始まっていません",
            (f"{coming.organisation}の人としてここを使えるのは、{era_day(coming.first_on)}からです。",),
        )
    ended = [(membership.last_on, membership) for membership in memberships if membership.last_on is not None]
    if ended:
        last_on, membership = max(ended, key=lambda pair: pair[0])
        return Away(
            "使える期間は終わりました",
            (f"{membership.organisation}の人としてここを使えたのは、{era_day(last_on)}までです。",),
        )
    return Away(
        "団体がまだ登録されていません",
        ("あなたがどの団体の人かが、まだ登録されていません。市の担当に、団体の名前を知らせてください。",),
    )
