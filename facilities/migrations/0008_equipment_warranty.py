import common.db.checks
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facilities', '0007_fill_life_ends_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='equipment',
            name='warranty_until',
            field=models.DateField(blank=True, null=True, verbose_name='保証期間の末日'),
        ),
        migrations.AddField(
            model_name='historicalequipment',
            name='warranty_until',
            field=models.DateField(blank=True, null=True, verbose_name='保証期間の末日'),
        ),
        migrations.AddConstraint(
            model_name='equipment',
            constraint=common.db.checks.CheckOf(condition=models.Q(('warranty_until__isnull', True), ('installed_on_first__isnull', True), ('warranty_until__gte', models.F('installed_on_first')), _connector='OR'), message='保証期間の末日は設置年月以後の日にしてください。', name='equipment_warranty_until_on_or_after_installed', of='warranty_until'),
        ),
    ]
