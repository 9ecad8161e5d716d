"""``manage.py seed_demo``: the sample city, for trying Kyoten out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.clock import today
from common.problems import Refused
from portal.sample_city.actions import make_sample_city


class Command(BaseCommand):
    """Makes the sample city in an empty database; where it stands already, changes nothing."""

    help = "見本の市（周南市の公開情報と見本）を作ります。開発環境の、施設のないデータベースだけで使えます。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        logins = Path(settings.VAR) / "sample-logins.txt"
        try:
            city = make_sample_city(on=today(), logins=logins)
        except Refused as error:
            raise CommandError(str(error)) from error
        done = "作りました" if city.made_now else "すでにあります。何も変更していません"
        counts = "　".join(f"{name}{count}" for name, count in city.counts)
        self.stdout.write(
            f"見本の市を{done}。　{counts}" if city.made_now else f"見本の市は{done}。　{counts}"
        )
        if logins.exists():
            self.stdout.write(f"ログインの控え　{logins}")
        else:
            self.stdout.write(
                f"ログインの控え {logins} がありません。"
                "パスワードは changepassword 利用者番号 で付け直せます（例：changepassword tanto1）。"
            )
