from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reminders', '0009_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True, verbose_name='処理')),
                ('at', models.DateTimeField(verbose_name='最後に動いた時刻')),
            ],
            options={
                'verbose_name': '動作のしるし',
                'verbose_name_plural': '動作のしるし',
            },
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='対象日')),
                ('finished_at', models.DateTimeField(verbose_name='終わった時刻')),
                ('expected', models.PositiveIntegerField(verbose_name='あるべき通知')),
                ('missing', models.PositiveIntegerField(verbose_name='台帳にない通知')),
                ('surplus', models.PositiveIntegerField(verbose_name='余分な通知')),
                ('late', models.PositiveIntegerField(verbose_name='1日より長く待っている便')),
                ('examples', models.JSONField(default=list, verbose_name='くいちがいの例')),
            ],
            options={
                'verbose_name': '通知の照合',
                'verbose_name_plural': '通知の照合',
                'ordering': ['-on', '-finished_at'],
                'indexes': [models.Index(fields=['-on'], name='reconciliation_latest')],
            },
        ),
    ]
