"""The nightly job by hand: flag everything that is due by a day, and print what is open."""

from __future__ import annotations

import argparse
import json
import unicodedata
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from centres.rules.naming import in_short
from common.acting import acting
from common.clock import now, today
from common.eras import era_day
from common.problems import Refused
from common.scope import Scope
from reminders.actions import NightReport, forget_nights_ahead, run_night
from reminders.models import Flag
from reminders.queries.flags import FlagLine, flag_lines, in_order


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"「{text}」は日付として読めません。2026-11-23 のように書いてください。"
        raise argparse.ArgumentTypeError(message) from error


class Command(BaseCommand):
    """``manage.py flag_due [--on DATE] [--dry-run] [--forget-ahead] [--format table|json]``."""

    help = "期限が来たもの・近いものに印を付け、開いているお知らせを表示します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=_day, help="対象日（例：2026-11-23）。きょうより後は --dry-run が必要です。"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="結果を表示するだけで、何も書き込みません。"
        )
        parser.add_argument(
            "--forget-ahead",
            action="store_true",
            help="時計が進んでいた間に動いた、先の日の夜間点検をなかったことにしてから動かします。",
        )
        parser.add_argument("--format", choices=["table", "json"], default="table", help="表示の形")

    def handle(self, *_args: Any, **options: Any) -> None:
        on: date = options["on"] or today()
        dry_run: bool = options["dry_run"]
        if on > today() and not dry_run:
            message = "きょうより後の日を調べるときは --dry-run を付けてください。何も変更していません。"
            raise CommandError(message)
        with transaction.atomic(), acting(door="command"):
            if options["forget_ahead"]:
                forget_nights_ahead(on=today(), at=now())
            try:
                report = run_night(on=on, finished_at=now())
            except Refused as error:
                raise CommandError(str(error)) from error
            flags = in_order(Flag.objects.within(Scope.everything()).open())
            lines = flag_lines(flags, on=on)
            if dry_run:
                transaction.set_rollback(True)
        if options["format"] == "json":
            self._print_json(lines)
        else:
            self._print_table(report, lines, dry_run=dry_run)

    def _print_json(self, lines: list[FlagLine]) -> None:
        for line in lines:
            row = {
                "kind": line.kind,
                "centre_code": line.centre_code,
                "centre": line.centre,
                "subject": line.subject.title,
                "due_on": line.due_on and line.due_on.isoformat(),
                "days_left": line.days_left,
                "stage": line.stage,
                "responsible": line.responsible,
                "opened_on": line.opened_on.isoformat(),
            }
            self.stdout.write(json.dumps(row, ensure_ascii=False))

    def _print_table(self, report: NightReport, lines: list[FlagLine], *, dry_run: bool) -> None:
        rows = [("期限", "残り", "種類", "施設", "内容", "段階", "担当")]
        rows += [
            (
                era_day(line.due_on) if line.due_on else "期日不明",
                _days_left(line.days_left),
                line.kind_label,
                in_short(line.subject.centres),
                line.subject.title,
                line.stage_label,
                line.responsible,
            )
            for line in lines
        ]
        widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write(_summary(report, len(lines), dry_run=dry_run))


def _days_left(days: int | None) -> str:
    if days is None:
        return "―"
    if days < 0:
        return f"{-days}日超過"
    return "きょうまで" if days == 0 else f"あと{days}日"


def _width(text: str) -> int:
    """Columns on a terminal: full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _summary(report: NightReport, open_flags: int, *, dry_run: bool) -> str:
    if report.held_back is not None:
        return (
            f"{era_day(report.held_back)}の夜間点検がすでに済んでいるため、{era_day(report.on)}の分は何も変更していません。"
            f"開いているお知らせ {open_flags}件"
        )
    counts = report.counts
    done = (
        f"{era_day(report.on)}　新規{counts.opened}件　再開{counts.reopened}件　"
        f"段階が進んだもの{counts.advanced}件　閉じたもの{counts.closed}件　開いているお知らせ{open_flags}件"
    )
    return f"{done}（試しの実行。何も書き込んでいません）" if dry_run else done
