"""A report that a group owes and its city asks for: what the tests of answers to reminders begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from centres.models import Centre, Post
from common.clock import TOKYO
from designated_managers.models import Designation, Obligation
from reminders.models import Flag, Notice
from tests.factories.accounts import make_membership, make_user
from tests.factories.centres import make_centre, make_holding, make_post
from tests.factories.designated_managers import make_organisation
from tests.factories.submissions import make_monthly
from tests.reminders.conftest import make_designation

DUE = date(2026, 12, 25)

WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
"""Thirty days before it the first reminder goes out, on a Wednesday."""

SEVEN_BEFORE = date(2026, 12, 18)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=TOKYO)


NOON = at(WEDNESDAY)


@dataclass
class Office:
    """A post with its holder, a chief and a manager above it, a centre, and a member of the body that runs it."""

    post: Post
    officer: User
    chief: User
    manager: User
    centre: Centre
    designation: Designation
    member: User


def make_office() -> Office:
    """Needs the catalogues."""
    kacho = make_post("課長", level="manager")
    kakari = make_post("係長", level="chief", superior=kacho)
    post = make_post("担当1", superior=kakari)
    centre = make_centre(post_in_charge=post)
    body = make_organisation()
    designation = make_designation(centre, body, last_on=date(2032, 3, 31))
    member = make_user("dantai1", "地域団体", email="dantai1@example.jp")
    make_membership(member, body, first_on=date(2022, 4, 1))
    return Office(
        post=post,
        officer=holder_of(post, "tanto1", "市民センター担当"),
        chief=holder_of(kakari, "kakaricho", "係長・課長"),
        manager=holder_of(kacho, "kacho", "係長・課長"),
        centre=centre,
        designation=designation,
        member=member,
    )


def holder_of(post: Post, login_name: str, role: str, **fields) -> User:
    person = make_user(login_name, role, **{"email": f"{login_name}@example.jp", **fields})
    make_holding(post, person)
    return person


def make_report(designation: Designation, month: int = 11, **facts) -> Obligation:
    """A monthly report due on 25 December 2026."""
    return make_monthly(designation, date(2026, month, 1), **{"due_on": DUE, **facts})


def flag_of(report: Obligation) -> Flag:
    return Flag.objects.get(kind="obligation", subject_id=report.pk)


def ledger(**of) -> list[tuple[str, str, str]]:
    """Who was told at which stage, and why it was dropped if it was, in order."""
    rows = Notice.objects.filter(**of).order_by("rung_on", "-recipient__login_name", "stage")
    return list(rows.values_list("recipient__login_name", "stage", "dropped_why"))
