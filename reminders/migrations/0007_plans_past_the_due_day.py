from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reminders', '0006_kinds_of_equipment_and_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='leadtime',
            name='monthly',
            field=models.CharField(blank=True, max_length=120, verbose_name='毎月のものの通知の時期'),
        ),
        migrations.AddField(
            model_name='leadtime',
            name='quarterly',
            field=models.CharField(blank=True, max_length=120, verbose_name='3か月ごとのものの通知の時期'),
        ),
        migrations.AddField(
            model_name='leadtime',
            name='overdue_every',
            field=models.PositiveSmallIntegerField(default=7, verbose_name='期限を過ぎてから何日ごとに知らせるか'),
        ),
        migrations.AddField(
            model_name='leadtime',
            name='chief_after',
            field=models.PositiveSmallIntegerField(blank=True, default=14, null=True, verbose_name='何日過ぎたら係長に知らせるか'),
        ),
        migrations.AddField(
            model_name='leadtime',
            name='manager_after',
            field=models.PositiveSmallIntegerField(blank=True, default=30, null=True, verbose_name='何日過ぎたら課長に知らせるか'),
        ),
        migrations.AddField(
            model_name='historicalleadtime',
            name='monthly',
            field=models.CharField(blank=True, max_length=120, verbose_name='毎月のものの通知の時期'),
        ),
        migrations.AddField(
            model_name='historicalleadtime',
            name='quarterly',
            field=models.CharField(blank=True, max_length=120, verbose_name='3か月ごとのものの通知の時期'),
        ),
        migrations.AddField(
            model_name='historicalleadtime',
            name='overdue_every',
            field=models.PositiveSmallIntegerField(default=7, verbose_name='期限を過ぎてから何日ごとに知らせるか'),
        ),
        migrations.AddField(
            model_name='historicalleadtime',
            name='chief_after',
            field=models.PositiveSmallIntegerField(blank=True, default=14, null=True, verbose_name='何日過ぎたら係長に知らせるか'),
        ),
        migrations.AddField(
            model_name='historicalleadtime',
            name='manager_after',
            field=models.PositiveSmallIntegerField(blank=True, default=30, null=True, verbose_name='何日過ぎたら課長に知らせるか'),
        ),
    ]
