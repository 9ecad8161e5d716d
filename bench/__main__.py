"""``./run bench``: measures every engine there is, prints the tables, writes ``docs/performance.md``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench import engines, program, report
from bench.faults.command import main as faults
from bench.results import Figure
from common.clock import today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "performance.md"
CENTRES, INSPECTIONS, ROUNDS, REQUESTS = 10_000, 20, 5, 1_000
# Whoever measures asks more often than anybody may.
UNLIMITED = {"KYOTEN_API_RATE_PERSON": "", "KYOTEN_API_RATE_ADDRESS": ""}
SQLITE, POSTGRES = "sqlite", "postgresql"


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    centres: int
    inspections: int
    rounds: int
    requests: int
    engines: list[str]
    with_program: bool
    only_night: bool
    report: Path | None

    @property
    def is_usual(self) -> bool:
        """The size whose figures belong into the documentation."""
        is_whole = self.engines == [SQLITE, POSTGRES] and self.with_program and not self.only_night
        is_of_size = (self.centres, self.inspections) == (CENTRES, INSPECTIONS)
        return is_whole and is_of_size and self.rounds >= ROUNDS and self.requests >= REQUESTS


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["faults"]:
        return faults(arguments[1:])
    asked = _asked(arguments)
    on, loaded = today(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="kyoten-bench-") as folder, ExitStack() as stack:
        state = Path(folder)
        tables = [
            _measured(asked, on, state, environment) for environment in _environments(asked, state, stack)
        ]
        if asked.with_program:
            tables += _whole_program(state)
    text = report.as_text(_intro(asked, on, loaded), tables)
    sys.stdout.write(f"{text}\n")
    where = asked.report or (REPORT if asked.is_usual else None)
    if where is None:
        _say(
            "既定の大きさではないので、docs/performance.md は書き換えていません"
            "（--report で書き先を指定できます）。"
        )
        return 0
    try:
        report.write(where, text)
    except report.NoMarks as error:
        _say(str(error))
        return 1
    _say(f"{where} に書きました。")
    return 0


def _asked(arguments: list[str]) -> Asked:
    parser = argparse.ArgumentParser(
        prog="./run bench", description="速さを、手で書いた SQL と並べて測ります（データは使い捨てです）。"
    )
    parser.add_argument(
        "--centres", type=_between(10, 200_000), default=CENTRES, help=f"施設の数（既定 {CENTRES:,}）"
    )
    parser.add_argument(
        "--inspections",
        type=_between(4, 60),
        default=INSPECTIONS,
        help=f"1施設の点検の数（既定 {INSPECTIONS}）",
    )
    parser.add_argument(
        "--rounds", type=_between(1, 50), default=ROUNDS, help=f"交互に測る回数（既定 {ROUNDS}）"
    )
    parser.add_argument(
        "--requests",
        type=_between(20, 100_000),
        default=REQUESTS,
        help=f"応答の裾を測る要求の数（既定 {REQUESTS:,}）",
    )
    parser.add_argument("--engine", choices=[SQLITE, POSTGRES], help="一つのデータベースだけで測る")
    parser.add_argument("--without-program", action="store_true", help="起動時間とメモリを測らない")
    parser.add_argument("--only-night", action="store_true", help="夜間点検・お知らせの便・照合だけを測る")
    parser.add_argument(
        "--report", type=Path, metavar="ファイル", help="結果の書き先（既定の大きさなら docs/performance.md）"
    )
    found = parser.parse_args(arguments)
    return Asked(
        centres=found.centres,
        inspections=found.inspections,
        rounds=found.rounds,
        requests=found.requests,
        engines=[found.engine] if found.engine else [SQLITE, POSTGRES],
        with_program=not (found.without_program or found.only_night),
        only_night=found.only_night,
        report=found.report,
    )


def _between(least: int, most: int) -> type[int]:
    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            message = f"「{text}」ではなく、{least:,}から{most:,}までの整数にしてください。"
            raise argparse.ArgumentTypeError(message)
        return value

    return number  # type: ignore[return-value]


def _environments(asked: Asked, state: Path, stack: ExitStack) -> list[Mapping[str, str]]:
    """What names each engine to its process; one that this machine does not have is left out."""
    found: list[Mapping[str, str]] = []
    if SQLITE in asked.engines:
        found.append({"KYOTEN_VAR": str(_folder(state / "sqlite"))})
    if POSTGRES in asked.engines:
        server = os.environ.get("BENCH_POSTGRES_URL", "")
        programs = engines.postgres_programs()
        if not server and programs is None:
            _say("PostgreSQL がないので、その分は測りません（BENCH_POSTGRES_URL でサーバーを指定できます）。")
            return found
        if not server and programs is not None:
            server = stack.enter_context(engines.postgres(state, programs))
        whole, tenth = stack.enter_context(engines.two_databases(server))
        var = str(_folder(state / "postgresql"))
        found.append({"KYOTEN_VAR": var, "DATABASE_URL": whole, "BENCH_TENTH_URL": tenth})
    return found


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _measured(asked: Asked, on: date, state: Path, environment: Mapping[str, str]) -> report.Table:
    """One engine, in a process of its own."""
    out = state / "figures.json"
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}
    }
    subprocess.run(  # noqa: S603  our own module
        [
            *(sys.executable, "-m", "bench.engine", "--centres", str(asked.centres)),
            *("--inspections", str(asked.inspections), "--rounds", str(asked.rounds)),
            *("--requests", str(asked.requests)),
            *("--on", on.isoformat(), "--out", str(out)),
            *(["--only-night"] if asked.only_night else []),
        ],
        cwd=ROOT,
        env={
            **inherited,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "KYOTEN_ENV": "development",
            **UNLIMITED,
            **environment,
        },
        check=True,
        stdin=subprocess.DEVNULL,
    )
    answer = json.loads(out.read_text(encoding="utf-8"))
    return report.Table(answer["engine"], [Figure(**figure) for figure in answer["figures"]])


def _whole_program(state: Path) -> list[report.Table]:
    reason = program.why_not()
    if reason:
        _say(f"起動時間とメモリは測りません（{reason}）。")
        return []
    _say("起動時間とメモリを測っています…")
    try:
        figures = program.measure(state)
    except program.DidNotStart as error:
        # What was measured before took minutes.
        _say(f"起動しないので、起動時間とメモリは測れませんでした。\n{error}")
        return []
    return [report.Table("The whole program (SQLite, sample city)", figures)]


def _intro(asked: Asked, on: date, loaded: float) -> str:
    cores = os.cpu_count() or 1
    busy = f"load average {loaded:.1f} at the start" + (
        ": the machine was shared" if loaded > cores / 2 else ""
    )
    return (
        f"Measured on {on.isoformat()}: {asked.centres:,} centres with {asked.inspections} inspections each, "
        f"{asked.rounds} interleaved rounds, medians. {platform.system()} {platform.machine()}, "
        f"{cores} cores, Python {platform.python_version()}; {busy}."
    )


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except engines.CannotStart as error:
        _say(str(error))
        sys.exit(1)
    except subprocess.CalledProcessError as error:
        _say(f"測定が終わりませんでした（終了コード {error.returncode}）。上の記録を確かめてください。")
        sys.exit(1)
