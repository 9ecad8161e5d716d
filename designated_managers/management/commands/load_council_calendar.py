"""Take a council calendar by hand: every session of a year or more from one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from common.acting import acting
from common.clock import today
from common.csv_text import decode_text
from common.problems import Refused
from designated_managers.actions import load_calendar
from designated_managers.rules.council_calendar import read_calendar

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """``manage.py load_council_calendar FILE``: all of it or, if a line is wrong, nothing."""

    help = "議会の日程表（CSVかYAML）を取り込みます。誤りがあれば行を示して、何も変更しません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="日程表のファイル（.csv か .yaml）")

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            text, _ = decode_text(file.read_bytes())
            calendar = read_calendar(text, as_yaml=file.suffix.lower() in {".yaml", ".yml"})
            with acting(door="command", reason=f"議会の日程表の取り込み（{file.name}）"):
                loaded = load_calendar(calendar, on=today())
        except OSError as error:
            message = f"{file} を読めません（{error.strerror}）。"
            raise CommandError(message) from error
        except Refused as error:
            lines = "\n".join(f"{file.name} {problem.message}" for problem in error.problems)
            message = f"{lines}\n何も変更していません。"
            raise CommandError(message) from error
        self.stdout.write(
            f"会期　新規{loaded.made}・変更{loaded.changed}・変更なし{loaded.unchanged}"
            f"　見直した指定スケジュール{loaded.replanned}件"
        )
