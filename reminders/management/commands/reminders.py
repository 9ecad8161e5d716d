"""Time travel: who will be told of what on which day, if nothing changes. Writes nothing."""

from __future__ import annotations

import argparse
import json
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from centres.models import Centre
from centres.rules.naming import in_short
from common.clock import today
from common.eras import era_day
from common.months import add_months
from common.office_days import load_office_days, weekday
from reminders.queries.foretelling import next_night
from reminders.queries.to_come import Asked, Listening, ToCome, reminders_to_come

MOST_DAYS = 400

MONTHS_AHEAD = 10 * 12
"""Whoever looks farther ahead plans a renewal; and each overdue reminder rings all the way there."""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"「{text}」は日付として読めません。2026-11-23 のように書いてください。"
        raise argparse.ArgumentTypeError(message) from error


@dataclass(frozen=True)
class Line:
    """One person told of one thing on one day."""

    reminder: ToCome
    told: Listening


class Command(BaseCommand):
    """``manage.py reminders --on DATE [--until DATE] --dry-run [--centre CODE] [--format table|json]``."""

    help = "このまま何も変わらなければ、いつ、だれに、何が知らされるかを表示します。何も書き込みません。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=_day, required=True, help="初めの日（例：2027-03-01）")
        parser.add_argument("--until", type=_day, help="終わりの日。書かなければ --on の1日だけ。")
        parser.add_argument("--dry-run", action="store_true", help="必ず付けます。何も書き込みません。")
        parser.add_argument("--centre", help="この番号の施設に関わるものだけ（例：352152-0001）")
        parser.add_argument("--format", choices=["table", "json"], default="table", help="表示の形")

    def handle(self, *_args: Any, **options: Any) -> None:
        on: date = options["on"]
        until: date = options["until"] or on
        self._refuse(on, until, dry_run=options["dry_run"])
        asked = Asked(on, until, centre_ids=self._centre_ids(options["centre"]))
        found = reminders_to_come(asked, since=next_night(today()), days=load_office_days())
        lines = [Line(reminder, told) for reminder in found for told in reminder.told]
        if options["format"] == "json":
            self._print_json(lines)
        else:
            self._print_table(lines, asked)

    def _refuse(self, on: date, until: date, *, dry_run: bool) -> None:
        if not dry_run:
            message = (
                "--dry-run を付けてください。このコマンドは予定を表示するだけです。"
                "実際の夜間点検は flag_due が行います。"
            )
        elif on < today():
            message = (
                f"--on は、きょう（{today().isoformat()}）以後の日にしてください。"
                "済んだ日の分は通知台帳にあります。"
            )
        elif until > add_months(today(), MONTHS_AHEAD):
            message = f"{MONTHS_AHEAD // 12}年より先の日は試せません。"
        elif until < on:
            message = "--until は、--on 以後の日にしてください。"
        elif until - on >= timedelta(days=MOST_DAYS):
            message = f"--until は、--on から{MOST_DAYS}日以内にしてください。"
        else:
            return
        raise CommandError(message)

    def _centre_ids(self, code: str | None) -> frozenset[int] | None:
        if code is None:
            return None
        pk = Centre.objects.filter(code=code).values_list("pk", flat=True).first()
        if pk is None:
            message = f"--centre「{code}」という番号の施設はありません。"
            raise CommandError(message)
        return frozenset({pk})

    def _print_json(self, lines: list[Line]) -> None:
        for line in lines:
            reminder, told = line.reminder, line.told
            row = {
                "on": reminder.on.isoformat(),
                "provisional": reminder.is_provisional,
                "kind": reminder.kind,
                "subject_id": reminder.subject_id,
                "subject": reminder.subject.title,
                "place": reminder.subject.place,
                "due_on": reminder.due_on and reminder.due_on.isoformat(),
                "stage": reminder.stage,
                "stage_label": reminder.stage_label,
                "name": told.name,
                "post": told.post,
                "why": told.why,
                "how": told.how,
                "carrier": told.carrier,
            }
            self.stdout.write(json.dumps(row, ensure_ascii=False))

    def _print_table(self, lines: list[Line], asked: Asked) -> None:
        head = ("氏名", "理由", "伝え方", "内容", "施設", "期限", "段階")
        by_day = [(on, list(of_day)) for on, of_day in groupby(lines, key=lambda line: line.reminder.on)]
        cells = {on: [_cells(line) for line in of_day] for on, of_day in by_day}
        widths = [
            max(map(_width, column))
            for column in zip(head, *chain.from_iterable(cells.values()), strict=True)
        ]
        for on, of_day in by_day:
            provisional = "（見込み）" if of_day[0].reminder.is_provisional else ""
            self.stdout.write(f"{era_day(on)}{weekday(on)}{provisional}")
            for row in (head, *cells[on]):
                padded = (
                    cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
                )
                self.stdout.write(("  " + "  ".join(padded)).rstrip())
        span = (
            era_day(asked.on)
            if asked.until == asked.on
            else f"{era_day(asked.on)}から{era_day(asked.until)}まで"
        )
        self.stdout.write(
            f"{span}　知らせる日{len(by_day)}日　通知{len(lines)}件"
            "（このまま何も変わらなければ。何も書き込んでいません）"
        )


def _cells(line: Line) -> tuple[str, ...]:
    reminder, told = line.reminder, line.told
    return (
        told.name,
        told.why,
        told.how_in_full,
        reminder.subject.title,
        in_short(reminder.subject.centres),
        era_day(reminder.due_on) if reminder.due_on else "期日不明",
        reminder.stage_label,
    )


def _width(text: str) -> int:
    """Columns on a terminal: full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
