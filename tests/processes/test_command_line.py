"""What cannot start says so in one line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.installations import MANAGE, ROOT, Installation, environment, free_port

pytestmark = pytest.mark.processes


@pytest.fixture
def unprepared(tmp_path: Path) -> Installation:
    """An installation that nobody has prepared."""
    return Installation(tmp_path, environment(tmp_path))


def with_environment(installation: Installation, **more: str) -> Installation:
    return replace(installation, environment={**installation.environment, **more})


def test_a_database_that_cannot_be_reached_is_told_in_one_line(unprepared):
    port = free_port()
    url = f"postgres://kyoten:himitsu@127.0.0.1:{port}/kyoten"

    done = with_environment(unprepared, DATABASE_URL=url).manage("prepare")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"データベースにつながりません（ホスト 127.0.0.1、ポート {port}、データベース kyoten）: "
        "接続を拒まれました（サーバーが動いていないか、ポートの番号が違います）\n"
    )


def test_a_database_url_that_cannot_be_read_is_told_in_one_line(unprepared):
    done = with_environment(unprepared, DATABASE_URL="kyoten:himitsu").manage("showmigrations")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "環境変数 DATABASE_URL を読み取れません。postgres://利用者:パスワード@ホスト:5432/データベース の形で書いてください"
        "（パスワードの記号は %40 のように書きます）。\n"
    )


def test_production_without_a_secret_key_refuses_to_start(unprepared):
    done = with_environment(unprepared, KYOTEN_ENV="production").manage("check")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "本番環境では環境変数 KYOTEN_SECRET_KEY が必要です。手元で試すときは ./run を使ってください。\n"
    )


def test_a_reader_that_has_seen_enough_is_no_fault(unprepared):
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [*MANAGE, "help"],
        env=unprepared.environment,
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (141, "")


def test_preparing_acts_once_and_again_only_for_another_database(unprepared):
    first = unprepared.manage("prepare")
    second = unprepared.manage("prepare")
    (unprepared.var / "kyoten.sqlite3").unlink()
    another = unprepared.manage("prepare")

    assert (first.returncode, first.stderr) == (0, "")
    assert [re.sub(r"\d+", "n", line) for line in first.stdout.splitlines() if line.endswith("…")] == [
        "データベースを整えています（移行 n 件）…",
        "カタログを読み込んでいます…",
    ]
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert (another.returncode, another.stdout) == (0, first.stdout)


def test_an_unknown_command_of_run_shows_the_usage():
    done = run("dance")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[:2] == ["./run に「dance」という命令はありません。", "使い方:"]


def test_run_help_shows_the_usage():
    done = run("help")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "使い方:"


def test_run_needs_python_3_11(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("run", "requirements.txt", "requirements-test.txt"):
        shutil.copy(ROOT / name, clone)
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("sh", "dirname", "cat", "cmp", "awk", "mkdir"):
        (tools / tool).symlink_to(str(shutil.which(tool)))

    done = run("manage", "check", script=clone / "run", PATH=f"{tmp_path}:{tools}")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("Python 3.11 以上が見つかりません。")


def run(*arguments: str, script: Path = ROOT / "run", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(script), *arguments],
        env={**environment(ROOT / "var" / "test"), **more},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
