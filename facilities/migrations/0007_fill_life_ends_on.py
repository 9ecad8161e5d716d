"""The day on which the expected life ends, of the equipment registered before that day was kept.

The history is filled like the record, so that the next change does not seem to be one of this day.
"""

from datetime import date

from django.db import migrations

AT_ONCE = 500


def life_ends_on(installed_on_first, expected_life_years):
    """31 March of the fiscal year of installation and so many years, as ``facilities.rules.life`` said on
    the day of this migration."""
    fiscal_year = installed_on_first.year - (installed_on_first.month < 4)
    ends_in = fiscal_year + expected_life_years + 1
    return date(ends_in, 3, 31) if ends_in <= date.max.year else None


def fill(apps, schema_editor):
    for name in ('Equipment', 'HistoricalEquipment'):
        rows = apps.get_model('facilities', name)._default_manager.using(schema_editor.connection.alias)
        known = rows.filter(installed_on_first__isnull=False, expected_life_years__isnull=False)
        pieces = list(known.only('installed_on_first', 'expected_life_years'))
        for piece in pieces:
            piece.life_ends_on = life_ends_on(piece.installed_on_first, piece.expected_life_years)
        rows.bulk_update(pieces, ['life_ends_on'], batch_size=AT_ONCE)


class Migration(migrations.Migration):

    dependencies = [
        ('facilities', '0006_equipment_life_ends_on'),
    ]

    operations = [
        # Taken back, the column goes with what was filled in.
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
