
import common.db.attached_files
import common.db.history
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from common.db.create_together import CreateTogether


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('centres', '0001_register'),
        ('maintenance', '0014_contract_scope'),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name='EmergencyRound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('earthquake', '地震'), ('storm', '台風・大雨'), ('other', 'そのほか')], max_length=20, verbose_name='きっかけ')),
                        ('name', models.CharField(max_length=120, verbose_name='名前')),
                        ('happened_at', models.DateTimeField(verbose_name='起きた日時')),
                        ('opened_at', models.DateTimeField(verbose_name='開いた日時')),
                        ('answer_by_on', models.DateField(verbose_name='回答の期限')),
                        ('request', models.CharField(blank=True, max_length=200, verbose_name='見てほしいところ')),
                        ('internal_notes', models.TextField(blank=True, help_text='市の職員だけが見ます。', verbose_name='内部メモ')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='閉じた日')),
                        ('closed_reason', models.CharField(blank=True, max_length=200, verbose_name='回答がないまま閉じた理由')),
                        ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='開いた人')),
                    ],
                    options={
                        'verbose_name': '臨時点検',
                        'verbose_name_plural': '臨時点検',
                        'ordering': ['-opened_at', '-pk'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('name',), name='round_open_under_a_name_once', violation_error_message='同じ名前の臨時点検が、すでに開いています。'),
                            models.CheckConstraint(condition=models.Q(('opened_at__gte', models.F('happened_at'))), name='round_opened_after_it_happened', violation_error_message='起きた日時は、いまより前にしてください。'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalEmergencyRound',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('door', models.CharField(choices=[('web', '画面'), ('api', 'API'), ('task', '夜間処理など'), ('command', 'コマンド'), ('admin', '管理画面')], default=common.db.history.current_door, max_length=10, verbose_name='入口')),
                        ('kind', models.CharField(choices=[('earthquake', '地震'), ('storm', '台風・大雨'), ('other', 'そのほか')], max_length=20, verbose_name='きっかけ')),
                        ('name', models.CharField(max_length=120, verbose_name='名前')),
                        ('happened_at', models.DateTimeField(verbose_name='起きた日時')),
                        ('opened_at', models.DateTimeField(verbose_name='開いた日時')),
                        ('answer_by_on', models.DateField(verbose_name='回答の期限')),
                        ('request', models.CharField(blank=True, max_length=200, verbose_name='見てほしいところ')),
                        ('internal_notes', models.TextField(blank=True, help_text='市の職員だけが見ます。', verbose_name='内部メモ')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='閉じた日')),
                        ('closed_reason', models.CharField(blank=True, max_length=200, verbose_name='回答がないまま閉じた理由')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='変更の理由')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='開いた人')),
                    ],
                    options={
                        'verbose_name': '臨時点検の履歴',
                        'verbose_name_plural': '臨時点検の履歴',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalRoundCentre',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('door', models.CharField(choices=[('web', '画面'), ('api', 'API'), ('task', '夜間処理など'), ('command', 'コマンド'), ('admin', '管理画面')], default=common.db.history.current_door, max_length=10, verbose_name='入口')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='変更の理由')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('centre', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='centres.centre', verbose_name='施設')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('round', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='maintenance.emergencyround', verbose_name='臨時点検')),
                    ],
                    options={
                        'verbose_name': '臨時点検の対象施設の履歴',
                        'verbose_name_plural': '臨時点検の対象施設の履歴',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='RoundAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('sound', '異常なし'), ('trouble', '異常あり')], max_length=12, verbose_name='ようす')),
                        ('text', models.TextField(blank=True, verbose_name='気づいたこと')),
                        ('answered_at', models.DateTimeField(verbose_name='答えた日時')),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答えた人')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='maintenance.roundcentre', verbose_name='対象施設')),
                    ],
                    options={
                        'verbose_name': '臨時点検の回答',
                        'verbose_name_plural': '臨時点検の回答',
                        'ordering': ['place', '-pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ('sound', 'trouble'))), name='round_answer_sound_or_trouble', violation_error_message='「異常なし」か「異常あり」を選んでください。'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'trouble'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='round_trouble_in_words', violation_error_message='「異常あり」のときは、どこがどうなっているかを書いてください。'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalRoundPhoto',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('door', models.CharField(choices=[('web', '画面'), ('api', 'API'), ('task', '夜間処理など'), ('command', 'コマンド'), ('admin', '管理画面')], default=common.db.history.current_door, max_length=10, verbose_name='入口')),
                        ('file', models.TextField(max_length=200, verbose_name='ファイル')),
                        ('original_name', models.CharField(max_length=200, verbose_name='ファイル名')),
                        ('content_type', models.CharField(max_length=100, verbose_name='種類')),
                        ('size', models.PositiveIntegerField(verbose_name='大きさ（バイト）')),
                        ('sha256', models.CharField(max_length=64, verbose_name='指紋（SHA-256）')),
                        ('uploaded_at', models.DateTimeField(verbose_name='添付した日時')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='変更の理由')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('uploaded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='添付した人')),
                        ('answer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='maintenance.roundanswer', verbose_name='回答')),
                    ],
                    options={
                        'verbose_name': '臨時点検の写真の履歴',
                        'verbose_name_plural': '臨時点検の写真の履歴',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='RoundCentre',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='centres.centre', verbose_name='施設')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='centres', to='maintenance.emergencyround', verbose_name='臨時点検')),
                    ],
                    options={
                        'verbose_name': '臨時点検の対象施設',
                        'verbose_name_plural': '臨時点検の対象施設',
                        'ordering': ['round', 'pk'],
                        'constraints': [
                            models.UniqueConstraint(models.F('round'), models.F('centre'), name='round_over_a_centre_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalRoundAnswer',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('door', models.CharField(choices=[('web', '画面'), ('api', 'API'), ('task', '夜間処理など'), ('command', 'コマンド'), ('admin', '管理画面')], default=common.db.history.current_door, max_length=10, verbose_name='入口')),
                        ('state', models.CharField(choices=[('sound', '異常なし'), ('trouble', '異常あり')], max_length=12, verbose_name='ようす')),
                        ('text', models.TextField(blank=True, verbose_name='気づいたこと')),
                        ('answered_at', models.DateTimeField(verbose_name='答えた日時')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='変更の理由')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答えた人')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('place', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='maintenance.roundcentre', verbose_name='対象施設')),
                    ],
                    options={
                        'verbose_name': '臨時点検の回答の履歴',
                        'verbose_name_plural': '臨時点検の回答の履歴',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='RoundPhoto',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.FileField(max_length=200, storage=common.db.attached_files.PrivateFiles(), upload_to=common.db.attached_files.stored_name, verbose_name='ファイル')),
                        ('original_name', models.CharField(max_length=200, verbose_name='ファイル名')),
                        ('content_type', models.CharField(max_length=100, verbose_name='種類')),
                        ('size', models.PositiveIntegerField(verbose_name='大きさ（バイト）')),
                        ('sha256', models.CharField(max_length=64, verbose_name='指紋（SHA-256）')),
                        ('uploaded_at', models.DateTimeField(verbose_name='添付した日時')),
                        ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='maintenance.roundanswer', verbose_name='回答')),
                        ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='添付した人')),
                    ],
                    options={
                        'verbose_name': '臨時点検の写真',
                        'verbose_name_plural': '臨時点検の写真',
                        'ordering': ['uploaded_at', 'pk'],
                        'abstract': False,
                    },
                ),
            ]
        ),
    ]
