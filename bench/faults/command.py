"""``./run bench faults``: kills workers two hundred times on each engine, and writes down how it came out."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench import engines, report
from bench.faults.harness import PARTS, ROOT, Harness
from common.clock import today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.faults.harness import Report

KILLS, PEOPLE = 200, 120
DOCUMENT = ROOT / "docs" / "reminders.md"
HEAD = (
    "| エンジン | 強制終了（夜間点検・照合・送信） | 通知 | 届いた人 | 再送 | ちがい | 種 | 時間 |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


@dataclass(frozen=True)
class Engine:
    """What one engine is called, and what names it to the processes."""

    name: str
    environment: Mapping[str, str]


def main(arguments: list[str]) -> int:
    """Run the harness on every engine that this machine has; status 1 where anything was lost or doubled."""
    parser = argparse.ArgumentParser(
        prog="./run bench faults",
        description="処理を何度も強制終了し、通知が失われず、二重にならないことを確かめます。",
    )
    parser.add_argument("--kills", type=int, default=KILLS, help=f"強制終了の回数（既定 {KILLS}）")
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"知らせる人の数（既定 {PEOPLE}）")
    parser.add_argument("--seed", type=int, help="乱数の種（前の結果を再現するとき）")
    asked = parser.parse_args(arguments)
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
    rows, lost = [], False
    with tempfile.TemporaryDirectory(prefix="kyoten-faults-") as folder, ExitStack() as stack:
        for engine in _engines(Path(folder), stack):
            sys.stderr.write(f"{engine.name}：{asked.kills}回の強制終了を始めます（種 {seed}）…\n")
            found = _run(engine, Path(folder), seed=seed, kills=asked.kills, people=asked.people)
            lost = lost or bool(found.problems)
            rows.append(_row(engine, found))
            sys.stderr.write("".join(f"{problem}\n" for problem in found.problems))
    text = f"{today().isoformat()} に測りました（2コアの作業用の機械）。\n\n{HEAD}{''.join(rows)}"
    sys.stdout.write(f"{text}\n")
    if asked.kills >= KILLS:
        report.write(DOCUMENT, text)
    return int(lost)


def _engines(state: Path, stack: ExitStack) -> list[Engine]:
    """SQLite with the queue in files; PostgreSQL with Redis, where this machine has them."""
    found = [Engine("SQLite", {"KYOTEN_VAR": str(_folder(state / "sqlite"))})]
    programs, redis = engines.postgres_programs(), shutil.which("redis-server")
    if programs is None or redis is None:
        sys.stderr.write("PostgreSQL か Redis がないので、SQLite だけで試します。\n")
        return found
    server = stack.enter_context(engines.postgres(state, programs))
    whole, _tenth = stack.enter_context(engines.two_databases(server))
    queue = stack.enter_context(engines.redis(state, redis))
    var = str(_folder(state / "postgresql"))
    found.append(Engine("PostgreSQL・Redis", {"KYOTEN_VAR": var, "DATABASE_URL": whole, "REDIS_URL": queue}))
    return found


def _run(engine: Engine, folder: Path, *, seed: int, kills: int, people: int) -> Report:
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}
    }
    environment = {**inherited, "KYOTEN_ENV": "development", "PYTHONUTF8": "1", **engine.environment}
    subprocess.run(  # noqa: S603  our own command
        [sys.executable, str(ROOT / "manage.py"), "prepare"],
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    logs = _folder(folder / f"logs-{len(list(folder.iterdir()))}")
    return Harness(environment, logs, seed=seed, people=people).run(kills)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _row(engine: Engine, found: Report) -> str:
    parts = "・".join(str(found.kills[part]) for part in PARTS)
    kills = f"{sum(found.kills.values())}回（{parts}）"
    differs = f"**{len(found.problems)}件**" if found.problems else "なし"
    return (
        f"| {engine.name} | {kills} | {found.notices:,}件 | {found.mails:,}人 | "
        f"{found.repeats}通 | {differs} | {found.seed} | {found.seconds / 60:.0f}分 |\n"
    )
