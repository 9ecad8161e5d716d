"""``manage.py make_closed_days``: writes the table of the office's closed days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jpholiday
from django.core.management.base import BaseCommand, CommandError

from common.business_days import YEAR_END, is_year_end
from common.clock import today
from common.eras import era_year, weekday_kanji
from common.office_days import SHIPPED

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Mapping

FIRST_YEAR = 2000

HEADER = """\
# 閉庁日の表（市役所が休みの日。土曜日と日曜日は書かない）
#
# これは何か: 国民の祝日と休日、12月29日から1月3日まで。開庁日の計算（common/business_days.py）が読む。
#   祝日は「国民の祝日に関する法律」2条・3条、年末年始は市の休日条例（地方自治法4条の2）による。
#   市の休日条例の本文はまだ確かめていない。12月29日から1月3日は、各市の休日条例の標準の形である。
# どこまで確かか: 春分の日と秋分の日は、前の年の2月1日に官報の暦要項で決まる。
#   covers_until はその日まで確かな最後の日で、それより後の日は「見込み」と表示される。
# だれが直すか: 手では直さない。毎年2月1日を過ぎたら次の命令で作り直し、差分を読んでから取り込む。
#   ./run manage make_closed_days --until 年
#   法律の改正や臨時の祝日があったときは、先に jpholiday を更新する。市だけの閉庁日はここには書かない。
"""


def last_certain_year(on: date) -> int:
    """The last year whose equinoxes are fixed: published on 1 February of the year before (暦要項)."""
    return on.year + 1 if on >= date(on.year, 2, 1) else on.year


def closed_days(first: date, last: date) -> dict[date, str]:
    """Public holidays and the turn of the year between two days, both included, by day."""
    holidays = {day: _plain(name) for day, name in jpholiday.between(first, last)}
    all_days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: holidays.get(day, YEAR_END) for day in all_days if day in holidays or is_year_end(day)}


def _plain(name: str) -> str:
    return "振替休日" if name.endswith("振替休日") else name


def as_yaml(days: Mapping[date, str], *, covers_from: date, covers_until: date) -> str:
    """The table as text, one line a day, each year under its heading."""
    lines = [
        HEADER,
        "catalogue: closed_days",
        f"covers_from: {covers_from.isoformat()}",
        f"covers_until: {covers_until.isoformat()}",
        "days:",
    ]
    year = 0
    for day, name in sorted(days.items()):
        if day.year != year:
            year = day.year
            lines.append(f"  # {era_year(date(year, 12, 31))}（{year}年）")
        lines.append(f"  {day.isoformat()}: {name}  # {weekday_kanji(day)}")
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    """Writes the table from 2000 to a year, if that year's holidays are already certain."""

    help = "市役所の閉庁日の表（common/catalogues/closed_days.yaml）を作り直します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--until", type=int, required=True, metavar="年", help="何年の分まで書くか（西暦）"
        )
        parser.add_argument("--output", type=Path, default=SHIPPED, metavar="ファイル", help="書き出す先")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses a year that lies before the table's first or whose equinoxes are not yet published."""
        until: int = options["until"]
        certain = last_certain_year(today())
        if until > certain:
            message = f"{until}年の春分の日と秋分の日はまだ決まっていません。確かなのは{certain}年までです。"
            raise CommandError(message)
        if until < FIRST_YEAR:
            message = f"表は{FIRST_YEAR}年から始まります。{FIRST_YEAR}年以後の年を指定してください。"
            raise CommandError(message)
        first, last = date(FIRST_YEAR, 1, 1), date(until, 12, 31)
        days = closed_days(first, last)
        options["output"].write_text(as_yaml(days, covers_from=first, covers_until=last), encoding="utf-8")
        self.stdout.write(f"{len(days)}日を書きました（{first.isoformat()}から{last.isoformat()}まで）。")
