"""A small office whose people are told: 担当, 係長 and 課長, a centre with its own staff, a community group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from common.clock import TOKYO
from common.office_days import load_office_days
from reminders.actions import NightReport, flag_due, send_waiting
from reminders.models import Notice
from tests.factories.accounts import make_membership, make_user
from tests.factories.centres import make_centre, make_holding, make_post
from tests.factories.designated_managers import make_designation
from tests.factories.facilities import make_building

if TYPE_CHECKING:
    from accounts.models import User
    from centres.models import Centre, Post
    from designated_managers.models import Designation
    from facilities.models import Building

LONG_AGO = date(2020, 4, 1)


@dataclass(frozen=True)
class TestOffice:
    """Posts, the people who hold them, one centre, and the group that runs it."""

    __test__ = False

    post: Post
    chief_post: Post
    manager_post: Post
    officer: User
    deputy: User
    chief: User
    manager: User
    centre: Centre
    building: Building
    designation: Designation
    member: User
    silent_member: User


def make_office() -> TestOffice:
    """Everybody has an address but the second member of the group (``silent_member``)."""
    manager_post = make_post("地域づくり推進課長", level="manager")
    chief_post = make_post("市民センター係長", level="chief", superior=manager_post)
    post = make_post("市民センター担当1", superior=chief_post)
    people = {
        name: make_user(name, role, email=f"{name}@example.jp")
        for name, role in (
            ("officer", "市民センター担当"),
            ("deputy", "市民センター担当"),
            ("chief", "係長・課長"),
            ("manager", "係長・課長"),
            ("member", "地域団体"),
        )
    }
    people["silent_member"] = make_user("silent", "地域団体")
    make_holding(post, people["officer"], first_on=LONG_AGO)
    make_holding(post, people["deputy"], first_on=LONG_AGO, is_deputy=True)
    make_holding(chief_post, people["chief"], first_on=LONG_AGO)
    make_holding(manager_post, people["manager"], first_on=LONG_AGO)
    centre = make_centre("見本市民センター", post_in_charge=post)
    designation = make_designation(
        centre=centre, first_on=date(2025, 4, 1), last_on=date(2030, 3, 31), agreed_on=date(2025, 3, 25)
    )
    for member in ("member", "silent_member"):
        make_membership(people[member], designation.organisation, first_on=LONG_AGO)
    return TestOffice(
        post=post,
        chief_post=chief_post,
        manager_post=manager_post,
        centre=centre,
        building=make_building("本館", centre=centre),
        designation=designation,
        **people,
    )


def at(on: date, hour: int = 5, minute: int = 30) -> datetime:
    """An instant of a day, in Japan."""
    return datetime.combine(on, time(hour, minute), tzinfo=TOKYO)


def night(on: date) -> NightReport:
    """The night of a day, at its hour."""
    return flag_due(on=on, finished_at=at(on))


def send(on: date, hour: int = 8, minute: int = 0):
    """The sender, at an hour of a day; its clock stands still."""
    moment = at(on, hour, minute)
    return send_waiting(on=on, days=load_office_days(), clock=lambda: moment)


def ledger(*, live: bool = True, kind: str = "") -> list[tuple]:
    """The notices as (stage, person, why, day of the notice), in the order they were written."""
    rows = Notice.objects.live() if live else Notice.objects.all()
    if kind:
        rows = rows.filter(kind=kind)
    return list(
        rows.order_by("rung_on", "subject_id", "recipient_id", "pk").values_list(
            "stage", "recipient__login_name", "why", "rung_on"
        )
    )
