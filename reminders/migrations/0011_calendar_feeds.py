import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('reminders', '0010_watch'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                ('centre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feeds', to='centres.centre', verbose_name='施設')),
                ('name', models.CharField(max_length=60, verbose_name='使う所')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True, verbose_name='アドレスの指紋')),
                ('made_at', models.DateTimeField(verbose_name='作った時刻')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='最後に読まれた時刻')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='やめた時刻')),
            ],
            options={
                'verbose_name': 'カレンダーの購読',
                'verbose_name_plural': 'カレンダーの購読',
                'constraints': [models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), ('revoked_at__gte', models.F('made_at')), _connector='OR'), name='calendar_feed_revoked_after_made')],
            },
        ),
    ]
