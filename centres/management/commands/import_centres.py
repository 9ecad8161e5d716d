"""Bring a register of centres in (施設一覧の取込み)."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from centres.importing.act import Wishes, import_register
from centres.importing.sheets import CannotImport
from common.acting import acting
from common.clock import today


def _poi_codes(text: str) -> frozenset[str]:
    codes = frozenset(code.strip() for code in text.split(","))
    if not all(re.fullmatch("[0-9]{4}", code) for code in codes):
        message = f"「{text}」はPOIコードの並びとして読めません。1304,1309 のように書いてください。"
        raise argparse.ArgumentTypeError(message)
    return codes


class Command(BaseCommand):
    """``manage.py import_centres FILE [--mapping NAME] [--dry-run] [--skip-bad] [--format text|json]``."""

    help = "施設一覧（Excelブック・CSV）を取り込みます。取り込めない行が一つでもあれば、何も変更しません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="施設一覧のファイル（xlsx・csv）")
        parser.add_argument(
            "--mapping",
            default="",
            help="対応表の名前（例：takamatsu）か、自分の対応表（yaml）。なければ見出しから判別します。",
        )
        parser.add_argument(
            "--sheet", default="", help="取り込むシートの名前。一覧のシートが何枚もあるときに指定します。"
        )
        parser.add_argument(
            "--only-poi", type=_poi_codes, default=frozenset(), help="このPOIコードの行だけ（例：1304,1309）"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="結果を表示するだけで、何も書き込みません。"
        )
        parser.add_argument("--skip-bad", action="store_true", help="取り込めない行を除いて取り込みます。")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="報告の形")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        wishes = Wishes(
            mapping=options["mapping"],
            sheet=options["sheet"],
            poi_codes=options["only_poi"],
            skip_bad=options["skip_bad"],
            dry_run=options["dry_run"],
        )
        try:
            with acting(door="command", reason=f"施設一覧の取込み（{path.name}）"):
                report = import_register(path, wishes, on=today(), progress=self._progress)
        except CannotImport as error:
            sentences = [f"{path.name}：{problem.message}" for problem in error.problems]
            message = "\n".join([*sentences, "何も変更していません。"])
            raise CommandError(message) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(report.as_text()))
        if report.refused and not wishes.skip_bad:
            message = "取り込めない行があるため、何も変更していません。"
            raise CommandError(message)

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"{total:,}行のうち{done:,}行を読みました。")
