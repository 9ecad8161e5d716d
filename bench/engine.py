"""Everything that is measured on one engine, in a process of its own: ``python -m bench.engine``.

The engine is the one that the environment names, as for Kyoten itself; ``bench.__main__`` starts it.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.results import Figure

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django has to be set up first
from django.db import connection, connections  # noqa: E402

from bench import applicability, city, letters, levelling, night, pages, rest, tail  # noqa: E402
from bench.by_hand import ByHand  # noqa: E402


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench.engine")
    parser.add_argument("--centres", type=int, required=True)
    parser.add_argument("--inspections", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--requests", type=int, required=True)
    parser.add_argument("--on", type=date.fromisoformat, required=True)
    parser.add_argument("--only-night", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    _say("見本の市を作っています…")
    _fill(asked.centres, asked)
    with night.standing_in("tenth"):
        _fill(max(1, asked.centres // 10), asked)
    by_hand, tenth = (ByHand(connections[alias].settings_dict) for alias in ("default", "tenth"))
    _say("夜間点検を測っています…")
    tonight = night.mid_week(asked.on)
    figures = night.measure(tonight, by_hand, tenth, rounds=asked.rounds)
    _say("お知らせの便と照合を測っています…")
    figures += letters.measure(tonight)
    night.sweep(asked.on)
    if not asked.only_night:
        figures += _by_day(asked, by_hand)
    answer = {"engine": _engine(), "figures": [figure.as_json() for figure in figures]}
    asked.out.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def _by_day(asked: Any, by_hand: ByHand) -> list[Figure]:
    """What people and programs ask for, and what is worked out on the spot."""
    _say("ページを測っています…")
    figures = pages.measure(by_hand, asked.on, rounds=asked.rounds)
    _say("API を測っています…")
    figures += rest.measure(by_hand, asked.on, rounds=asked.rounds)
    _say("点検の判定を測っています…")
    figures += applicability.measure(asked.on, rounds=asked.rounds)
    _say("更新費用の試算と平準化を測っています…")
    figures += levelling.measure(asked.on, rounds=asked.rounds)
    _say("応答の裾を測っています…")
    return [*figures, *_tails(asked.requests)]


def _fill(centres: int, asked: Any) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_catalogues", stdout=io.StringIO())
    city.build(centres=centres, inspections=asked.inspections, on=asked.on)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _tails(requests: int) -> list[Figure]:
    loads = (
        tail.Load("API list of 50", rest.TO_COME, rest.token("tail"), requests),
        tail.Load("centre list", "/centres/", pages.session(), requests),
    )
    return tail.measure(loads, most=5)


def _engine() -> str:
    """The engine and its version: SQLite 3.40.1, PostgreSQL 15.18."""
    of_vendor = {"sqlite": "sqlite_version()", "postgresql": "current_setting('server_version')"}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {of_vendor[connection.vendor]}")
        return f"{connection.display_name} {str(cursor.fetchone()[0]).split()[0]}"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
