"""The act that makes the sample city (見本の市を作る), once, where nothing else stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from accounts.roles import roles
from centres.models import Centre
from common.acting import acting
from common.problems import Problem, Refused, refuse_if_blocked
from designated_managers.models import Designation
from facilities.models import Building, RenewalProject
from maintenance.models import DueInspection, InspectionType, ServiceContract
from portal.sample_city import invented
from portal.sample_city.builder import Builder
from portal.sample_city.logins import new_password, write_logins

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

REASON = "見本の市の作成"
"""The reason in the history of every record of the sample city, by which it is known again."""


class CannotBuild(Refused):
    """The sample city cannot be built here; ``problems`` says why, and nothing was changed."""


@dataclass(frozen=True)
class SampleCity:
    """What stands in the database, and whether it was made just now."""

    made_now: bool
    counts: tuple[tuple[str, int], ...]


@transaction.atomic
def make_sample_city(*, on: date, logins: Path) -> SampleCity:
    """Make the sample city with its days relative to ``on``, and write its log-ins to a file.

    Where it stands already, nothing is changed: no row, no password, no file. Raises ``CannotBuild`` in
    production, where catalogues are missing, where there are centres of somebody else's, where the file
    cannot be written; ``Refused`` where a record stands in the way. Then nothing is made, and no file is
    written.
    """
    refuse_if_blocked(_problems_here(), CannotBuild)
    if Centre.objects.exists():
        return SampleCity(made_now=False, counts=_counts())
    passwords = {person.login_name: new_password() for person in invented.PEOPLE}
    with acting(door="command", reason=REASON):
        Builder(on).build(passwords)
    # Last, and inside the transaction: without the file nobody could ever sign in.
    try:
        write_logins(logins, invented.PEOPLE, passwords)
    except OSError as error:
        message = f"ログインの控え {logins} を書けません（{error.strerror}）。何も作っていません。"
        raise CannotBuild([Problem("logins-unwritable", message)]) from error
    return SampleCity(made_now=True, counts=_counts())


def _problems_here() -> list[Problem]:
    if not settings.DEVELOPMENT:
        return [Problem("production", "本番環境では見本の市を作れません。")]
    problems = []
    if not InspectionType.objects.exists() or Group.objects.count() < len(roles()):
        message = "標準の一覧と役割が読み込まれていません。先に load_catalogues を実行してください。"
        problems.append(Problem("catalogues-missing", message))
    ours = Centre.history.filter(history_type="+", history_change_reason=REASON)
    others = Centre.objects.exclude(pk__in=ours.values("id")).count()
    if others:
        message = f"見本ではない施設が{others}件あるので、見本の市は作れません。何も変更していません。"
        problems.append(Problem("centres-of-others", message))
    return problems


def _counts() -> tuple[tuple[str, int], ...]:
    models = (Centre, Building, DueInspection, ServiceContract, Designation, User, RenewalProject)
    return tuple((str(model._meta.verbose_name), model._default_manager.count()) for model in models)
