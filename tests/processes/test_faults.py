"""Workers killed at random points of the sweep, the reconciliation and the send: nothing lost, nothing twice."""

from __future__ import annotations

import os
import random

import pytest

from bench.faults.harness import Harness

KILLS, PEOPLE = 20, 120

pytestmark = [pytest.mark.processes]


def test_twenty_kills_leave_the_ledger_and_the_mails_of_an_undisturbed_night(installation, tmp_path):
    seed = int(os.environ.get("KILL_SEED", random.SystemRandom().randrange(10**6)))
    print(f"KILL_SEED={seed}")  # noqa: T201 -- shown when the test fails, to run it again
    harness = Harness(installation.environment, tmp_path, seed=seed, people=PEOPLE)

    report = harness.run(KILLS)

    assert report.problems == []
    assert sum(report.kills.values()) == KILLS
    assert all(report.kills.values())
    assert report.notices > 10 * PEOPLE
