
import common.db.history
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from common.db.create_together import CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('facilities', '0001_register'),
        ('maintenance', '0013_year_end_report'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalservicecontract',
            name='notice_on',
            field=models.DateField(blank=True, null=True, verbose_name='更新・解約の申し出の期限'),
        ),
        migrations.AddField(
            model_name='historicalservicecontract',
            name='number',
            field=models.CharField(blank=True, max_length=60, verbose_name='契約番号'),
        ),
        migrations.AddField(
            model_name='servicecontract',
            name='notice_on',
            field=models.DateField(blank=True, null=True, verbose_name='更新・解約の申し出の期限'),
        ),
        migrations.AddField(
            model_name='servicecontract',
            name='number',
            field=models.CharField(blank=True, max_length=60, verbose_name='契約番号'),
        ),
        migrations.AddIndex(
            model_name='servicecontract',
            index=models.Index(condition=models.Q(('not_renewed_on__isnull', True), ('notice_on__isnull', False)), fields=['notice_on'], name='contract_unanswered_notice'),
        ),
        migrations.AddConstraint(
            model_name='servicecontract',
            constraint=models.CheckConstraint(condition=models.Q(('notice_on__isnull', True), models.Q(('notice_on__gte', models.F('first_on')), ('notice_on__lte', models.F('last_on'))), _connector='OR'), name='contract_notice_within_term', violation_error_message='更新・解約の申し出の期限は、契約期間の中の日にしてください。'),
        ),
        CreateTogether(
            [
                migrations.CreateModel(
                    name='HistoricalContractEquipment',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('door', models.CharField(choices=[('web', '画面'), ('api', 'API'), ('task', '夜間処理など'), ('command', 'コマンド'), ('admin', '管理画面')], default=common.db.history.current_door, max_length=10, verbose_name='入口')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='変更の理由')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('contract', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='maintenance.servicecontract', verbose_name='委託契約')),
                        ('equipment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='facilities.equipment', verbose_name='設備')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '契約の対象設備の履歴',
                        'verbose_name_plural': '契約の対象設備の履歴',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalContractType',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('door', models.CharField(choices=[('web', '画面'), ('api', 'API'), ('task', '夜間処理など'), ('command', 'コマンド'), ('admin', '管理画面')], default=common.db.history.current_door, max_length=10, verbose_name='入口')),
                        ('type_code', models.CharField(max_length=60, verbose_name='点検の種類')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='変更の理由')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('contract', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='maintenance.servicecontract', verbose_name='委託契約')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '契約の業務の履歴',
                        'verbose_name_plural': '契約の業務の履歴',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalContractYear',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('door', models.CharField(choices=[('web', '画面'), ('api', 'API'), ('task', '夜間処理など'), ('command', 'コマンド'), ('admin', '管理画面')], default=common.db.history.current_door, max_length=10, verbose_name='入口')),
                        ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                        ('amount', models.PositiveBigIntegerField(verbose_name='金額（円・税込み）')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='変更の理由')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('contract', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='maintenance.servicecontract', verbose_name='委託契約')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': '契約の年度別の金額の履歴',
                        'verbose_name_plural': '契約の年度別の金額の履歴',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='ContractEquipment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='maintenance.servicecontract', verbose_name='委託契約')),
                        ('equipment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contract_pieces', to='facilities.equipment', verbose_name='設備')),
                    ],
                    options={
                        'verbose_name': '契約の対象設備',
                        'verbose_name_plural': '契約の対象設備',
                        'constraints': [models.UniqueConstraint(models.F('contract'), models.F('equipment'), name='contract_names_a_piece_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ContractType',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('type_code', models.CharField(max_length=60, verbose_name='点検の種類')),
                        ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='types', to='maintenance.servicecontract', verbose_name='委託契約')),
                    ],
                    options={
                        'verbose_name': '契約の業務',
                        'verbose_name_plural': '契約の業務',
                        'ordering': ['type_code'],
                        'indexes': [models.Index(fields=['type_code', 'contract'], name='contract_by_type')],
                        'constraints': [models.UniqueConstraint(models.F('contract'), models.F('type_code'), name='contract_names_a_type_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ContractYear',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                        ('amount', models.PositiveBigIntegerField(verbose_name='金額（円・税込み）')),
                        ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='years', to='maintenance.servicecontract', verbose_name='委託契約')),
                    ],
                    options={
                        'verbose_name': '契約の年度別の金額',
                        'verbose_name_plural': '契約の年度別の金額',
                        'ordering': ['fiscal_year'],
                        'constraints': [models.UniqueConstraint(models.F('contract'), models.F('fiscal_year'), name='contract_names_a_year_once'), models.CheckConstraint(condition=models.Q(('fiscal_year__gte', 1950), ('fiscal_year__lte', 2200)), name='contract_year_is_a_year', violation_error_message='年度を確かめてください。')],
                    },
                ),
            ]
        ),
    ]
