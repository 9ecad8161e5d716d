"""A check constraint that names the field a person has to put right."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db.migrations.writer import MigrationWriter
from django.db.models import Q

from common.db.checks import CheckOf
from facilities.models import Room

ABOVE_ZERO = CheckOf("area", Q(area__gt=0), name="room_area", message="面積は0より大きい数にしてください。")


def test_the_refusal_stands_at_the_field(db):
    with pytest.raises(ValidationError) as refusal:
        ABOVE_ZERO.validate(Room, Room(area=0))

    assert refusal.value.message_dict == {"area": ["面積は0より大きい数にしてください。"]}


@pytest.mark.parametrize(("area", "left_out"), [(1, set()), (0, {"area"})])
def test_what_is_right_or_left_out_is_not_refused(db, area, left_out):
    ABOVE_ZERO.validate(Room, Room(area=area), exclude=left_out)


def test_a_migration_writes_it_down_and_tells_another_field_apart():
    written, _ = MigrationWriter.serialize(ABOVE_ZERO)
    other = CheckOf("fee", Q(area__gt=0), name="room_area", message="面積は0より大きい数にしてください。")

    assert written.startswith("common.db.checks.CheckOf(")
    assert ABOVE_ZERO.clone() == ABOVE_ZERO
    assert other != ABOVE_ZERO
