from __future__ import annotations

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel, Migration
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from common.db.create_together import CreateTogether

KEY = ("id", models.BigAutoField(primary_key=True))
TABLES = {"common_room", "common_booking"}


def _together() -> CreateTogether:
    """A table, and one that points at it."""
    room = CreateModel("Room", [KEY, ("name", models.CharField(max_length=20, unique=True))])
    booking = CreateModel("Booking", [KEY, ("room", models.ForeignKey("common.Room", models.PROTECT))])
    return CreateTogether([room, booking])


class Together(Migration):
    operations = (_together(),)


def _there() -> set[str]:
    return TABLES & set(connection.introspection.table_names())


@pytest.mark.django_db(transaction=True)
def test_tables_that_are_made_together_are_there_and_are_taken_back_together():
    migration = Together("0001", "common")
    before = ProjectState()

    with connection.schema_editor() as editor:
        after = migration.apply(before.clone(), editor)
    made, models_made = _there(), {model._meta.object_name for model in after.apps.get_models()}
    with connection.schema_editor() as editor:
        migration.unapply(before.clone(), editor)

    assert (made, models_made, _there()) == (TABLES, {"Room", "Booking"}, set())


def test_nothing_is_rendered_on_the_way_to_the_state():
    state = ProjectState()
    rendered = state.apps

    _together().state_forwards("common", state)

    assert "apps" not in vars(state)
    assert {model._meta.object_name for model in state.apps.get_models()} == {"Room", "Booking"}
    assert state.apps is not rendered


def test_it_can_be_written_into_a_migration_and_says_what_it_does():
    text, imports = MigrationWriter.serialize(_together())

    assert text.startswith("common.db.create_together.CreateTogether(")
    assert "import common.db.create_together" in imports
    assert _together().describe() == "Create Room, Booking"
