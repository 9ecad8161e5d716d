"""The bench runs, its sides agree, and its report keeps what people wrote. No time is tested."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.report import BEGIN, END, NoMarks, Table, as_text, write
from bench.results import Measured
from bench.rounds import in_turns

ROOT = Path(__file__).resolve().parent.parent.parent


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("KYOTEN_", "DJANGO"))
    }
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        cwd=ROOT,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.processes
def test_a_small_city_is_measured_both_sides_agree_and_the_report_is_written(tmp_path):
    report = tmp_path / "performance.md"

    size = "--centres", "10", "--inspections", "8", "--rounds", "1", "--requests", "20"
    done = bench(*size, "--engine", "sqlite", "--without-program", "--report", str(report))

    assert done.returncode == 0, done.stderr
    written = report.read_text(encoding="utf-8")
    goals = [
        line.split(" | ")[0].removeprefix("| ") for line in written.splitlines() if line.startswith("| G")
    ]
    assert set(goals) - {"Goal"} == {"G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G10", "G11"}
    assert "| G7 | rows written by the same night again | 0 | 0 |  | yes |" in written


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--centres", "9"], "「9」ではなく、10から200,000までの整数にしてください。"),
        (["--rounds", "0"], "「0」ではなく、1から50までの整数にしてください。"),
        (["--inspections", "many"], "「many」ではなく、4から60までの整数にしてください。"),
    ],
)
def test_a_size_that_makes_no_sense_is_refused_with_what_would(arguments, told):
    refused = bench(*arguments)

    assert refused.returncode == 2
    assert told in refused.stderr


def test_every_other_round_runs_in_the_opposite_order():
    order: list[str] = []

    def side(name: str):
        def run() -> float:
            order.append(name)
            return 1.0

        return run

    times = in_turns({"ours": side("ours"), "limit": side("limit")}, 3)

    assert order == ["ours", "limit", "limit", "ours", "ours", "limit"]
    assert times == {"ours": [1.0, 1.0, 1.0], "limit": [1.0, 1.0, 1.0]}


def test_a_ratio_is_met_at_its_goal_and_not_below():
    at_goal = Measured("G7", "night").by_limit([2.0], [1.0], least=0.5)
    below = Measured("G7", "night").by_limit([2.1], [1.0], least=0.5)
    within = Measured("G8", "growth").within("a tenth", 12.0, 1.0, most=12)
    above = Measured("G8", "growth").within("a tenth", 12.1, 1.0, most=12)

    assert [figure.met for figure in (at_goal, below, within, above)] == [True, False, True, False]


def test_the_next_run_replaces_what_was_measured_and_keeps_what_was_written(tmp_path):
    report = tmp_path / "performance.md"
    report.write_text(f"# Title\n\nread so\n\n{BEGIN}\n\nold\n\n{END}\n\nafter\n", encoding="utf-8")
    figure = Measured("G5", "desk: queries").counted([11, 11], most=12)

    write(report, as_text("Measured once.", [Table("SQLite", [figure])]))

    assert report.read_text(encoding="utf-8") == (
        f"# Title\n\nread so\n\n{BEGIN}\n\nMeasured once.\n\n### SQLite\n\n"
        "| Goal | What | Wanted | Measured | Ratio | Met |\n|---|---|---|---|---|---|\n"
        f"| G5 | desk: queries | ≤ 12 queries | 11 / 11 |  | yes |\n\n{END}\n\nafter\n"
    )


def test_a_report_that_has_lost_its_marks_is_left_alone(tmp_path):
    report = tmp_path / "performance.md"
    report.write_text("# Title\n", encoding="utf-8")

    with pytest.raises(NoMarks):
        write(report, "new")

    assert report.read_text(encoding="utf-8") == "# Title\n"
