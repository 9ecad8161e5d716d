from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facilities', '0001_register'),
    ]

    operations = [
        migrations.AddField(
            model_name='equipment',
            name='life_ends_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='標準の耐用年数の末日'),
        ),
        migrations.AddField(
            model_name='historicalequipment',
            name='life_ends_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='標準の耐用年数の末日'),
        ),
    ]
