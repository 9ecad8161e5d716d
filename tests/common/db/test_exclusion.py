from __future__ import annotations

import pytest
from django.contrib.postgres.fields import RangeOperators
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from common.db.exclusion import PostgresExclusionConstraint

CONSTRAINT = PostgresExclusionConstraint(
    name="room_once_a_day",
    expressions=[("room", RangeOperators.EQUAL), ("day", RangeOperators.EQUAL)],
    index_type="GIST",
)


@pytest.fixture
def bookings():
    """A table of its own, whose rows may not share a room and a day."""
    with isolate_apps("common"):

        class Booking(models.Model):  # noqa: DJ008
            room = models.IntegerField()
            day = models.DateField()

            class Meta:
                app_label = "common"
                constraints = [CONSTRAINT]

        yield Booking


@pytest.fixture
def table(transactional_db, bookings):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    with connection.schema_editor() as editor:
        editor.create_model(bookings)
    yield bookings
    with connection.schema_editor() as editor:
        editor.delete_model(bookings)


def _refuses_a_second_booking(model) -> bool:
    try:
        with transaction.atomic():
            model.objects.bulk_create([model(room=1, day="2026-11-23"), model(room=1, day="2026-11-23")])
    except IntegrityError:
        return True
    model.objects.all().delete()
    return False


def test_the_table_is_made_on_every_engine_and_the_constraint_on_postgresql_only(table):
    assert _refuses_a_second_booking(table) is (connection.vendor == "postgresql")


def test_the_constraint_is_taken_away_and_put_back_on_every_engine(table):
    with connection.schema_editor() as editor:
        editor.remove_constraint(table, CONSTRAINT)
    without = _refuses_a_second_booking(table)

    with connection.schema_editor() as editor:
        editor.add_constraint(table, CONSTRAINT)
    again = _refuses_a_second_booking(table)

    assert (without, again) == (False, connection.vendor == "postgresql")


def test_a_record_is_not_checked_against_the_constraint_as_the_act_asks_in_its_own_words(table):
    table.objects.create(room=1, day="2026-11-23")

    assert table(room=1, day="2026-11-23").validate_constraints() is None


def test_a_migration_names_the_constraint_by_its_own_class():
    written, imports = MigrationWriter.serialize(CONSTRAINT)

    assert (written.split("(")[0], imports) == (
        "common.db.exclusion.PostgresExclusionConstraint",
        {"import common.db.exclusion"},
    )
