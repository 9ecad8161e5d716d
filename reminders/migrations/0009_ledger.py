from common.db.create_together import CreateTogether
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('reminders', '0008_plans_of_centres'),
    ]

    operations = [
        CreateTogether(
            models=[migrations.CreateModel(
                name='Response',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('flag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='reminders.flag', verbose_name='期限のお知らせ')),
                    ('act', models.CharField(choices=[('acknowledged', '承知した'), ('handed_over', 'ほかの担当に渡した'), ('snoozed', '後で知らせることにした'), ('resumed', 'また知らせることにした'), ('urged', '至急で知らせた')], max_length=12, verbose_name='対応')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='対応した人')),
                    ('at', models.DateTimeField(verbose_name='時刻')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                    ('until_on', models.DateField(null=True, verbose_name='また知らせる日')),
                    ('to_post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centres.post', verbose_name='渡した担当')),
                ],
                options={
                    'verbose_name': '対応の記録',
                    'verbose_name_plural': '対応の記録',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['act', 'flag'], name='response_by_act')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('act', 'snoozed'), ('until_on__isnull', False)), models.Q(models.Q(('act', 'snoozed'), _negated=True), ('until_on__isnull', True)), _connector='OR'), name='response_snooze_with_day'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'handed_over'), ('to_post__isnull', False)), models.Q(models.Q(('act', 'handed_over'), _negated=True), ('to_post__isnull', True)), _connector='OR'), name='response_handover_to_a_post'), models.CheckConstraint(condition=models.Q(('act__in', ['acknowledged', 'resumed']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='response_with_its_reason')],
                },
            ), migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('digest', 'きょうのお知らせ'), ('urgent', '至急のお知らせ'), ('heartbeat', '動作の報告'), ('alarm', '照合の警報')], max_length=10, verbose_name='種類')),
                    ('on', models.DateField(verbose_name='対象日')),
                    ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL, verbose_name='あて先の人')),
                    ('address', models.EmailField(blank=True, max_length=254, verbose_name='送った先')),
                    ('response', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='reminders.response', verbose_name='至急の依頼')),
                    ('made_at', models.DateTimeField(verbose_name='作った時刻')),
                    ('claim', models.CharField(blank=True, max_length=32, verbose_name='送っている処理')),
                    ('lease_until', models.DateTimeField(null=True, verbose_name='送っている処理の期限')),
                    ('begun_at', models.DateTimeField(null=True, verbose_name='送り始めた時刻')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='試した回数')),
                    ('next_try_at', models.DateTimeField(verbose_name='次に試す時刻')),
                    ('may_repeat', models.BooleanField(default=False, verbose_name='再送かもしれない')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='送った時刻')),
                    ('given_up_at', models.DateTimeField(null=True, verbose_name='あきらめた時刻')),
                    ('folded_at', models.DateTimeField(null=True, verbose_name='次の日の便にまとめた時刻')),
                ],
                options={
                    'verbose_name': 'お知らせの便',
                    'verbose_name_plural': 'お知らせの便',
                    'indexes': [models.Index(condition=models.Q(('folded_at__isnull', True), ('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['next_try_at'], name='message_waiting'), models.Index(fields=['on', 'kind'], name='message_by_day')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'digest')), fields=('recipient', 'on'), name='digest_once_per_person_per_day'), models.UniqueConstraint(condition=models.Q(('kind', 'urgent')), fields=('recipient', 'response'), name='urgent_once_per_person'), models.UniqueConstraint(condition=models.Q(('kind__in', ['heartbeat', 'alarm'])), fields=('kind', 'on', 'address'), name='report_once_per_address_per_day'), models.CheckConstraint(condition=models.Q(models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), models.Q(('folded_at__isnull', True), ('sent_at__isnull', True)), models.Q(('folded_at__isnull', True), ('given_up_at__isnull', True)), _connector='OR'), name='message_ends_in_one_way'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['digest', 'urgent']), ('recipient__isnull', False)), models.Q(('kind__in', ['heartbeat', 'alarm']), ('recipient__isnull', True), models.Q(('address', ''), _negated=True)), _connector='OR'), name='message_has_somebody_to_go_to'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'urgent'), ('response__isnull', False)), models.Q(models.Q(('kind', 'urgent'), _negated=True), ('response__isnull', True)), _connector='OR'), name='message_urgent_by_a_response'), models.CheckConstraint(condition=models.Q(models.Q(('claim', ''), ('lease_until__isnull', True)), models.Q(models.Q(('claim', ''), _negated=True), ('lease_until__isnull', False)), _connector='OR'), name='message_claimed_with_lease')],
                },
            ), migrations.CreateModel(
                name='Try',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='every_try', to='reminders.message', verbose_name='お知らせの便')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='何回目')),
                    ('at', models.DateTimeField(verbose_name='時刻')),
                    ('address', models.EmailField(max_length=254, verbose_name='送った先')),
                    ('outcome', models.CharField(choices=[('sent', '送った'), ('refused', '相手先が受け取らなかった'), ('failed', '送れなかった'), ('unknown', '届いたかどうか分からない')], max_length=10, verbose_name='結果')),
                    ('said', models.CharField(blank=True, max_length=300, verbose_name='相手の返事')),
                ],
                options={
                    'verbose_name': '送信の記録',
                    'verbose_name_plural': '送信の記録',
                    'ordering': ['message', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('message', 'number'), name='try_once_per_number')],
                },
            ), migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('inspection', '点検'), ('filing', '届出・報告'), ('contract', '委託契約'), ('contract_notice', '委託契約の申し出の期限'), ('round_answer', '臨時点検の未確認'), ('repair', '修繕'), ('designation_end', '指定期間の満了'), ('equipment_life', '設備の標準の耐用年数'), ('warranty', '保証期間の満了'), ('milestone', '事業の節目'), ('road_step', '指定スケジュールの段階'), ('officer_term', '役員の任期満了'), ('handover_item', '引継ぎの項目'), ('obligation', '協定の義務'), ('fee_payment', '指定管理料の支払'), ('agreement_missing', '基本協定の締結'), ('instruction', '改善の指示'), ('finding', '指摘への回答'), ('returned_submission', '差戻しの出し直し'), ('submission_review', '提出物の確認'), ('account_end', '利用者の利用期限')], max_length=30, verbose_name='種類')),
                    ('subject_id', models.BigIntegerField(verbose_name='対象')),
                    ('due_on', models.DateField(null=True, verbose_name='期限')),
                    ('stage', models.CharField(max_length=20, verbose_name='段階')),
                    ('stage_rank', models.IntegerField(verbose_name='段階の日数')),
                    ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='知らせる人')),
                    ('why', models.CharField(choices=[('holder', '担当者'), ('deputy', '副担当'), ('vacant', '担当が空席のため'), ('nobody', '担当が決まっていないため'), ('chief', '係長（期限超過のため）'), ('manager', '課長（期限超過のため）'), ('member', '団体の構成員'), ('keeper', '利用者の管理をする人')], max_length=10, verbose_name='知らせた理由')),
                    ('centre', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='centres.centre', verbose_name='施設')),
                    ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='centres.post', verbose_name='担当')),
                    ('side', models.CharField(choices=[('city', 'city'), ('manager', 'manager')], max_length=20, verbose_name='だれの番か')),
                    ('rung_on', models.DateField(verbose_name='通知の日')),
                    ('via', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passed_on', to=settings.AUTH_USER_MODEL, verbose_name='伝える人')),
                    ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='reminders.message', verbose_name='お知らせの便')),
                    ('may_repeat', models.BooleanField(default=False, verbose_name='再送かもしれない')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='送った時刻')),
                    ('dropped_on', models.DateField(null=True, verbose_name='送らないことにした日')),
                    ('dropped_why', models.CharField(blank=True, choices=[('advanced', '次の段階の通知に替えた'), ('settled', '対応が済んだ'), ('day_changed', '期限が変わった'), ('plan_changed', '通知の時期が変わった'), ('not_theirs', '担当ではなくなった'), ('snoozed', '後で知らせることにした')], max_length=12, verbose_name='送らなかった理由')),
                    ('acknowledged_at', models.DateTimeField(null=True, verbose_name='承知した時刻')),
                ],
                options={
                    'verbose_name': '通知',
                    'verbose_name_plural': '通知',
                    'indexes': [models.Index(condition=models.Q(('dropped_on__isnull', True), ('sent_at__isnull', True)), fields=['via', 'kind', 'subject_id'], name='notice_waiting'), models.Index(fields=['recipient', '-id'], name='notice_of_a_person')],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'subject_id', 'due_on', 'stage', 'recipient'), name='notice_once_per_stage'), models.UniqueConstraint(condition=models.Q(('due_on__isnull', True)), fields=('kind', 'subject_id', 'stage', 'recipient'), name='notice_once_per_unknown_day'), models.CheckConstraint(condition=models.Q(('dropped_on__isnull', True), models.Q(('dropped_why', ''), _negated=True), _connector='XOR'), name='notice_dropped_with_reason'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('dropped_on__isnull', True), _connector='OR'), name='notice_sent_or_dropped'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('message__isnull', False), _connector='OR'), name='notice_sent_in_a_message'), models.CheckConstraint(condition=models.Q(('message__isnull', True), ('via__isnull', False), _connector='OR'), name='notice_passed_on_before_written')],
                },
            )],
        ),
        migrations.AddField(
            model_name='sweeprun',
            name='rung',
            field=models.PositiveIntegerField(default=0, verbose_name='新しい通知の件数'),
        ),
    ]
