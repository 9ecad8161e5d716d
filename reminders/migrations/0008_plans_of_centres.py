from common.db.create_together import CreateTogether
import common.db.history
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('reminders', '0007_plans_past_the_due_day'),
    ]

    operations = [
        CreateTogether(
            models=[migrations.CreateModel(
                name='CentreLeadTime',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stages', models.CharField(max_length=120, verbose_name='通知の時期')),
                    ('monthly', models.CharField(blank=True, max_length=120, verbose_name='毎月のものの通知の時期')),
                    ('quarterly', models.CharField(blank=True, max_length=120, verbose_name='3か月ごとのものの通知の時期')),
                    ('within_half_cycle', models.BooleanField(default=False, verbose_name='周期の半分より早くは知らせない')),
                    ('overdue_every', models.PositiveSmallIntegerField(default=7, verbose_name='期限を過ぎてから何日ごとに知らせるか')),
                    ('chief_after', models.PositiveSmallIntegerField(blank=True, default=14, null=True, verbose_name='何日過ぎたら係長に知らせるか')),
                    ('manager_after', models.PositiveSmallIntegerField(blank=True, default=30, null=True, verbose_name='何日過ぎたら課長に知らせるか')),
                    ('code', models.CharField(max_length=60, verbose_name='コード')),
                    ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lead_times', to='centres.centre', verbose_name='施設')),
                    ('changed_reason', models.TextField(verbose_name='変えた理由')),
                ],
                options={
                    'verbose_name': '施設ごとの通知の時期',
                    'verbose_name_plural': '施設ごとの通知の時期',
                    'constraints': [models.UniqueConstraint(fields=('code', 'centre'), name='centre_lead_time_once'), models.CheckConstraint(condition=models.Q(('changed_reason', ''), _negated=True), name='centre_lead_time_with_reason')],
                },
            ), migrations.CreateModel(
                name='HistoricalCentreLeadTime',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('door', models.CharField(choices=[('web', '画面'), ('api', 'API'), ('task', '夜間処理など'), ('command', 'コマンド'), ('admin', '管理画面')], default=common.db.history.current_door, max_length=10, verbose_name='入口')),
                    ('stages', models.CharField(max_length=120, verbose_name='通知の時期')),
                    ('monthly', models.CharField(blank=True, max_length=120, verbose_name='毎月のものの通知の時期')),
                    ('quarterly', models.CharField(blank=True, max_length=120, verbose_name='3か月ごとのものの通知の時期')),
                    ('within_half_cycle', models.BooleanField(default=False, verbose_name='周期の半分より早くは知らせない')),
                    ('overdue_every', models.PositiveSmallIntegerField(default=7, verbose_name='期限を過ぎてから何日ごとに知らせるか')),
                    ('chief_after', models.PositiveSmallIntegerField(blank=True, default=14, null=True, verbose_name='何日過ぎたら係長に知らせるか')),
                    ('manager_after', models.PositiveSmallIntegerField(blank=True, default=30, null=True, verbose_name='何日過ぎたら課長に知らせるか')),
                    ('code', models.CharField(max_length=60, verbose_name='コード')),
                    ('changed_reason', models.TextField(verbose_name='変えた理由')),
                    ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='変更の理由')),
                    ('centre', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='centres.centre', verbose_name='施設')),
                    ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '施設ごとの通知の時期の履歴',
                    'verbose_name_plural': '施設ごとの通知の時期の履歴',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            )],
        ),
    ]
