"""The end of the expected life of equipment and of its warranty, as the nightly job sees them."""

from __future__ import annotations

from datetime import date

import pytest

from common.deadlines import COLUMNS, SETTLED_COLUMNS
from common.partial_dates import PartialDate
from facilities.actions import change_building, change_equipment
from facilities.queries.equipment import (
    life_deadlines,
    settled_lives,
    settled_warranties,
    warranty_deadlines,
)
from reminders.choices import FlagKind, Progress
from reminders.models import Flag
from reminders.subjects import subjects_of
from reminders.subjects.kinds import Subject
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.reminders.conftest import flags, night

pytestmark = pytest.mark.usefixtures("catalogues")

ON = date(2026, 11, 23)
YEAR_END = date(2027, 3, 31)
LAST_DAY = date(2026, 12, 20)


@pytest.fixture
def aircon(building):
    """Installed in 令和元年度 and expected to last seven years: to the end of 令和8年度."""
    return make_equipment(
        "空調機", building=building, installed_on=PartialDate.of_fiscal_year(2019), expected_life_years=7
    )


@pytest.fixture
def door(building):
    """Under warranty until 20 December 2026."""
    return make_equipment("自動ドア", building=building, warranty_until=LAST_DAY)


def the_subject(kind: str, pk: int) -> Subject:
    return subjects_of([(kind, pk)])[kind, pk]


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2025, 3, 31), "24m"),
        (date(2026, 3, 30), "24m"),
        (date(2026, 3, 31), "12m"),
        (date(2026, 9, 30), "6m"),
        (date(2027, 3, 30), "6m"),
        (YEAR_END, "0m"),
        (date(2027, 4, 1), "0m"),
        (date(2030, 4, 1), "0m"),
    ],
)
def test_an_expected_life_is_told_of_two_years_ahead_and_stays_when_it_is_over(aircon, on, stage):
    night(on)

    assert flags() == [("equipment_life", YEAR_END, stage, on, None, "")]


def test_nothing_is_said_two_years_and_a_day_before_a_life_ends(aircon):
    night(date(2025, 3, 30))

    assert flags() == []


@pytest.mark.parametrize(
    "facts",
    [
        {"installed_on": None, "expected_life_years": 7},
        {"installed_on": PartialDate.of_fiscal_year(2019), "expected_life_years": None},
    ],
)
def test_nothing_is_asked_of_a_life_that_cannot_be_told(building, facts):
    make_equipment(building=building, **facts)

    night(ON)

    assert flags() == []


def test_equipment_that_is_removed_is_done_with_at_once_and_at_night(aircon):
    night(ON)

    change_equipment(aircon.pk, on=ON, removed_on=PartialDate.of_day(ON))

    closed = [("equipment_life", YEAR_END, "6m", ON, ON, "done")]
    assert flags() == closed
    night(ON)
    assert flags() == closed


def test_equipment_removed_by_a_day_entered_ahead_is_done_with_on_that_day(building):
    old = make_equipment(
        "旧空調機", building=building, installed_on=PartialDate.of_fiscal_year(2009), expected_life_years=7
    )
    night(ON)

    change_equipment(old.pk, on=ON, removed_on=PartialDate.of_day(date(2026, 11, 25)))
    told = []
    for on in (date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)):
        night(on)
        told.append(flags()[0][-2:])

    assert told == [(None, ""), (date(2026, 11, 25), "done"), (date(2026, 11, 25), "done")]


@pytest.mark.parametrize(
    ("removed_on", "told"),
    [
        (date(2027, 3, 30), False),
        (YEAR_END, False),
        (date(2027, 4, 1), True),
    ],
)
def test_what_is_to_be_gone_when_its_life_ends_needs_nobody(aircon, removed_on, told):
    change_equipment(aircon.pk, on=ON, removed_on=PartialDate.of_day(removed_on))

    night(ON)

    assert bool(flags()) is told


@pytest.mark.parametrize(("retired_on", "closed"), [(ON, True), (date(2026, 11, 24), False)])
def test_equipment_goes_with_its_building(building, retired_on, closed):
    make_equipment(building=building, installed_on=PartialDate.of_fiscal_year(2009), expected_life_years=7)
    night(ON)

    change_building(building.pk, retired_on=PartialDate.of_day(retired_on))
    night(ON)

    reason = "no_longer_applies" if closed else ""
    assert [flag[-1] for flag in flags()] == [reason]


def test_another_life_closes_the_flag_of_the_old_day_at_once_and_the_night_tells_of_the_new_one(aircon):
    night(ON)

    change_equipment(aircon.pk, on=ON, expected_life_years=8)
    after_the_act = flags()
    night(ON)

    closed = ("equipment_life", YEAR_END, "6m", ON, ON, "day_changed")
    assert after_the_act == [closed]
    assert flags() == [closed, ("equipment_life", date(2028, 3, 31), "24m", ON, None, "")]


def test_a_change_that_leaves_the_days_where_they_are_leaves_their_flags_open(aircon, door):
    night(ON)
    opened = flags()

    change_equipment(aircon.pk, on=ON, maker="見本空調")
    change_equipment(door.pk, on=ON, maker="見本自動ドア")

    assert flags() == opened
    assert [flag[-1] for flag in opened] == ["", ""]


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 9, 18), "3m"),
        (date(2026, 11, 20), "1m"),
        (date(2026, 12, 13), "7d"),
        (LAST_DAY, "0d"),
    ],
)
def test_a_warranty_is_told_of_three_months_ahead_to_its_last_day(door, on, stage):
    night(on)

    assert flags() == [("warranty", LAST_DAY, stage, on, None, "")]


# Three months before is a Sunday: it is told on the Friday.
@pytest.mark.parametrize("on", [date(2026, 9, 17), date(2026, 12, 21)])
def test_nothing_is_said_of_a_warranty_earlier_or_after_its_last_day(door, on):
    night(on)

    assert flags() == []


def test_with_the_day_after_its_last_a_warranty_needs_nobody_any_more(door):
    night(LAST_DAY)

    night(date(2026, 12, 21))

    closed = date(2026, 12, 21)
    assert flags() == [("warranty", LAST_DAY, "0d", LAST_DAY, closed, "no_longer_applies")]


@pytest.mark.parametrize(
    ("until", "reason"), [(date(2027, 1, 20), "day_changed"), (None, "no_longer_applies")]
)
def test_another_warranty_or_none_closes_the_flag_at_once(door, until, reason):
    night(ON)

    change_equipment(door.pk, on=ON, warranty_until=until)

    assert flags() == [("warranty", LAST_DAY, "1m", ON, ON, reason)]


def test_a_warranty_goes_with_the_equipment(door):
    night(ON)

    change_equipment(door.pk, on=ON, removed_on=PartialDate.of_day(ON))

    assert [flag[-1] for flag in flags()] == ["no_longer_applies"]


def test_what_stands_in_a_building_not_opened_yet_is_under_warranty_all_the_same(centre):
    new = make_building("新館", centre=centre, awaits_opening=True)
    make_equipment(building=new, warranty_until=LAST_DAY)

    night(ON)

    assert [flag[0] for flag in flags()] == ["warranty"]


def test_the_post_of_the_centre_is_in_charge(aircon, door, centre, post):
    centre.post_in_charge = post
    centre.save()

    night(ON)

    told = Flag.objects.order_by("kind").values_list("kind", "subject_id", "centre", "post", "side")
    assert list(told) == [
        ("equipment_life", aircon.pk, centre.pk, post.pk, "city"),
        ("warranty", door.pk, centre.pk, post.pk, "city"),
    ]


def test_the_flags_name_the_equipment_what_is_due_and_where():
    building = make_building("本館", centre=make_centre("遠石市民センター"))
    piece = make_equipment("空調機", building=building)

    assert the_subject(FlagKind.EQUIPMENT_LIFE, piece.pk) == Subject(
        "空調機　標準の耐用年数の終わり",
        ("遠石市民センター",),
        "本館",
        "",
        Progress.NOT_STARTED,
        "equipment",
    )
    assert the_subject(FlagKind.WARRANTY, piece.pk).title == "空調機　保証期間の満了前の確認"


def test_the_answers_have_the_columns_of_every_deadline(aircon, door):
    change_equipment(aircon.pk, on=ON, removed_on=PartialDate.of_day(ON))
    lives = life_deadlines(until=date.max, on=date(2026, 11, 22))
    warranties = warranty_deadlines(until=date.max, on=ON)

    assert list(lives) == []
    assert [dict(zip(COLUMNS, row, strict=True))["due_on"] for row in warranties] == [LAST_DAY]
    assert [dict(zip(SETTLED_COLUMNS, row, strict=True)) for row in settled_lives(on=ON)] == [
        {"kind": "equipment_life", "subject_id": aircon.pk, "reason": "done"}
    ]
    assert list(settled_lives(on=date(2026, 11, 22))) == list(settled_warranties(on=ON)) == []
