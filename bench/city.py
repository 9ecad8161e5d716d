"""A city of the size asked for: made of sets, the same on every run, and none of it anybody's real record."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection, transaction

from accounts.models import User
from centres.choices import PostLevel
from centres.models import Centre, District, Post, PostHolding
from common.clock import TOKYO
from common.db.partial_dates import partial_date_values
from common.names import search_text
from common.partial_dates import PartialDate
from designated_managers.models import Designation, Organisation
from facilities.models import Building
from maintenance.models import ContractCoverage, DueInspection, ServiceContract
from maintenance.queries.inspection_types import inspection_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model

OFFICER = "bench-officer"
OFFICERS_ROLE, CHIEFS_ROLE = "市民センター担当", "係長・課長"

CHUNK = 2_000
FEWEST_POSTS, MOST_POSTS, CENTRES_PER_POST = 10, 5_000, 2
"""Posts in charge: one for every two centres, held by so many people at most."""
POSTS_PER_CHIEF, CHIEFS_PER_MANAGER = 20, 10
DEPUTY_EVERY, NO_ADDRESS_EVERY = 10, 50
"""Every tenth post has a deputy; every fiftieth officer cannot be written to."""
DISTRICTS = 40
CENTRES_PER_CONTRACT = 5
BUILDINGS_PER_CENTRE = 3
DONE_EVERY = 4
"""Every fourth turn has been done; the others are still to be."""
UNKNOWN_EVERY = 97
"""Of one turn in so many the due day cannot be told."""
DAYS_BACK, DAYS_SPREAD = 60, 400
"""Due days lie from so many days ago over so many days: a quarter stand in a lead time, and about one of a
hundred passes into the next stage every night."""
LATE_EVERY = 10
"""Of what is past its day only every tenth was left undone; the others come round again after the spread."""


@transaction.atomic
def build(*, centres: int, inspections: int, on: date) -> None:
    """Fill an empty database whose catalogues are loaded; ``inspections`` is the number for each centre."""
    posts = _staff(min(max(centres // CENTRES_PER_POST, FEWEST_POSTS), MOST_POSTS), on)
    districts = _make(
        District(code=f"bench-{number:03}", name=f"見本地区{number}", kana=f"みほんちく{number:03}")
        for number in range(DISTRICTS)
    )
    made = _make(_centre(number, posts, districts, on) for number in range(centres))
    buildings = _make(_buildings(made))
    _make(_turns(buildings, inspections, on))
    _contracts(made, on)
    _designations(made, on)
    _write_history(on)


def _make(records: Iterable[Any]) -> list[Any]:
    """Insert records of one kind, a chunk at a time."""
    waiting, made = iter(records), []
    while chunk := list(islice(waiting, CHUNK)):
        made += type(chunk[0])._default_manager.bulk_create(chunk)
    return made


def _staff(number: int, on: date) -> list[Post]:
    """The posts in charge, each held by somebody; 係長 and 課長 above them."""
    managers = _posts("manager", PostLevel.MANAGER, 1 + number // (POSTS_PER_CHIEF * CHIEFS_PER_MANAGER))
    chiefs = _posts("chief", PostLevel.CHIEF, 1 + number // POSTS_PER_CHIEF, managers)
    posts = _posts("officer", PostLevel.OFFICER, number, chiefs)
    people = _people(OFFICER, number, OFFICERS_ROLE)
    _hold(posts, people, on)
    _hold(posts[::DEPUTY_EVERY], people[1::DEPUTY_EVERY], on, is_deputy=True)
    for above in (chiefs, managers):
        _hold(above, _people(f"bench-{above[0].level}", len(above), CHIEFS_ROLE), on)
    return posts


def _posts(code: str, level: PostLevel, number: int, above: list[Post] | None = None) -> list[Post]:
    return _make(
        Post(
            code=f"bench-{code}-{each:04}",
            name=f"市民センター{level.label}{each}",
            level=level,
            superior=above[each * len(above) // number] if above else None,
        )
        for each in range(number)
    )


def _people(login_name: str, number: int, role: str) -> list[User]:
    """People of one role, the first of whom signs in by this very name."""
    people: list[User] = _make(
        User(
            login_name=f"{login_name}-{each}" if each else login_name,
            display_name=f"見本 {role}{each}",
            email=None if each % NO_ADDRESS_EVERY == 1 else f"{login_name}-{each}@example.jp",
            password=make_password(None),
        )
        for each in range(number)
    )
    group, belongs = Group.objects.get(name=role), User.groups.through
    _make(belongs(user_id=person.pk, group_id=group.pk) for person in people)
    return people


def _hold(posts: Iterable[Post], people: Iterable[User], on: date, *, is_deputy: bool = False) -> None:
    first_on = on - timedelta(days=900)
    _make(
        PostHolding(post=post, user=person, first_on=first_on, is_deputy=is_deputy)
        for post, person in zip(posts, people, strict=False)
    )


def _centre(number: int, posts: list[Post], districts: list[District], on: date) -> Centre:
    name, kana = f"見本{number}市民センター", f"みほん{number:06}しみんせんたー"
    opened = PartialDate.of_day(on - timedelta(days=9_000 + number % 3_000))
    abolished = PartialDate.of_day(on - timedelta(days=100)) if number % 200 == 0 else None
    return Centre(
        code=f"999999-{number:06}",
        name=name,
        kana=kana,
        kind="civic_centre",
        district=districts[number % len(districts)],
        address=f"見本市{number}番地",
        phone="0834-00-0000",
        is_hub=number % 25 == 0,
        post_in_charge=posts[number % len(posts)],
        search=search_text(f"{name} {kana}"),
        **partial_date_values("opened_on", opened),
        **partial_date_values("abolished_on", abolished),
    )


def _buildings(centres: Iterable[Centre]) -> Iterator[Building]:
    for centre in centres:
        yield Building(centre=centre, name="本館", role="main", structure="rc", floor_area=98_750)
        yield Building(centre=centre, name="別館", role="annex", structure="w", floor_area=21_400)
        yield Building(centre=centre, name="倉庫", role="other", structure="s", floor_area=3_600)


def _turns(buildings: list[Building], inspections: int, on: date) -> Iterator[DueInspection]:
    """Shared out among the buildings of a centre, of one type after another; a second turn of one type in a
    building is always done, as only one may be pending."""
    types = [kind for kind in inspection_types().values() if kind.subject == "building" and kind.cycle_months]
    for first in range(0, len(buildings), BUILDINGS_PER_CENTRE):
        for number in range(inspections):
            building = buildings[first + number % BUILDINGS_PER_CENTRE]
            again, which = divmod(number // BUILDINGS_PER_CENTRE, len(types))
            kind = types[which]
            seq = first * inspections // BUILDINGS_PER_CENTRE + number
            days = seq * 7 % DAYS_SPREAD - DAYS_BACK
            due_on = on + timedelta(
                days=days + DAYS_SPREAD if days < 0 and seq // DAYS_SPREAD % LATE_EVERY else days
            )
            turn = DueInspection(building=building, type_code=kind.code, cycle_months=kind.cycle_months or 0)
            if again or number % DONE_EVERY == DONE_EVERY - 1:
                turn.done_on = on - timedelta(days=seq % 700)
                turn.due_on = turn.done_on + timedelta(days=5)
                turn.outcome, turn.done_by = "good", "見本設備点検"
            elif seq % UNKNOWN_EVERY:
                turn.due_on = due_on
            yield turn


def _contracts(centres: list[Centre], on: date) -> None:
    first_of_each = range(0, len(centres), CENTRES_PER_CONTRACT)
    contracts = _make(
        ServiceContract(
            name=f"見本清掃業務{number}",
            contractor="見本ビル管理",
            contract_kind="single_year",
            first_on=on - timedelta(days=300),
            last_on=on + timedelta(days=number * 11 % 500 - 30),
            amount=1_200_000,
        )
        for number, _ in enumerate(first_of_each)
    )
    _make(
        ContractCoverage(contract=contract, centre=centre)
        for contract, first in zip(contracts, first_of_each, strict=True)
        for centre in centres[first : first + CENTRES_PER_CONTRACT]
    )


def _designations(centres: list[Centre], on: date) -> None:
    """Three centres of five are run by an organisation."""
    run = [centre for number, centre in enumerate(centres) if number % 5 < 3]
    organisations = _make(
        Organisation(name=f"見本{number}運営協議会", kana=f"みほん{number:06}", kind="running_council")
        for number, _ in enumerate(run)
    )
    _make(
        Designation(
            centre=centre,
            organisation=organisation,
            designated_on=on - timedelta(days=800),
            agreed_on=on - timedelta(days=790),
            first_on=on - timedelta(days=700),
            last_on=on + timedelta(days=number * 13 % 1_100),
        )
        for number, (centre, organisation) in enumerate(zip(run, organisations, strict=True))
    )


def _write_history(on: date) -> None:
    """Each turn and each contract was entered once, on one of the last four hundred days."""
    for model in (DueInspection, ServiceContract):
        _entered_once(model, datetime.combine(on, time(9), TOKYO))


def _entered_once(model: type[Model], at: datetime) -> None:
    history: type[Model] = model.history.model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        for days in range(0, DAYS_SPREAD, 20):
            entered = connection.ops.adapt_datetimefield_value(at - timedelta(days=days))
            cursor.execute(
                f"INSERT INTO {quote(history._meta.db_table)} ({columns}, door, history_date, history_type) "
                f"SELECT {columns}, 'web', %s, '+' FROM {quote(model._meta.db_table)} "
                "WHERE MOD(id, %s) = %s",
                [entered, DAYS_SPREAD // 20, days // 20],
            )
