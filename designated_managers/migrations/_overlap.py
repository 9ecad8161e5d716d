"""The triggers by which SQLite refuses overlapping designations; every migration that makes the table of designations
anew sets them again, as they go with the old table."""

# SQLite has no exclusion constraint: two triggers say the same. Days are kept as text that sorts like days.
ENDS = "min(coalesce(date({row}.last_on, '+1 day'), '9999-99-99'), coalesce({row}.revoked_on, '9999-99-99'))"
MADE = "({row}.designated_on IS NOT NULL OR {row}.days_unconfirmed)"
TRIGGER = """
CREATE TRIGGER designation_made_terms_do_not_overlap_{event} BEFORE {event} ON designated_managers_designation
WHEN {new_made} AND EXISTS (
    SELECT 1 FROM designated_managers_designation AS other
    WHERE other.centre_id = NEW.centre_id AND other.id IS NOT NEW.id AND {other_made}
    AND max(coalesce(NEW.first_on, '0000-00-00'), coalesce(other.first_on, '0000-00-00')) < min({new_ends}, {other_ends})
)
BEGIN SELECT RAISE(ABORT, 'designation_made_terms_do_not_overlap'); END
"""
EVENTS = "INSERT", "UPDATE"


def set_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in EVENTS:
            schema_editor.execute(
                TRIGGER.format(
                    event=event,
                    new_made=MADE.format(row="NEW"),
                    other_made=MADE.format(row="other"),
                    new_ends=ENDS.format(row="NEW"),
                    other_ends=ENDS.format(row="other"),
                )
            )


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER designation_made_terms_do_not_overlap_{event}")
