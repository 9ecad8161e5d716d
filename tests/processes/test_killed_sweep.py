"""A worker killed in the middle of the night leaves nothing half done, and the next run makes it up."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial

import pytest

from tests.installations import ROOT, Installation, until

BUILDINGS = 45_000
KILLS = 4

pytestmark = [pytest.mark.processes]


def _python(installation: Installation, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**installation.environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


ASK = """
import django, json; django.setup()
from reminders.models import Flag, SweepRun
flags = Flag.objects.order_by("kind", "subject_id", "due_on")
print(json.dumps({
    "runs": SweepRun.objects.filter(on="2026-11-23").count(),
    "flags": [list(map(str, row)) for row in flags.values_list("kind", "subject_id", "due_on", "stage", "closed_on")],
}))
"""
SEND = "import django; django.setup(); from reminders.tasks import flag_due; flag_due.delay(on='2026-11-23')"
FORGET = """
import django; django.setup()
from reminders.models import Flag, SweepRun
Flag.objects.all().delete(); SweepRun.objects.all().delete()
"""


class Worker:
    """A real Celery worker process of one installation."""

    def __init__(self, installation: Installation) -> None:
        self.log = installation.var / f"worker-{time.monotonic_ns()}.log"
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo", "--loglevel=INFO"],
                env=installation.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def has_said(self, words: str) -> bool:
        return words in self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _sweep(installation: Installation) -> float:
    """Let a worker sweep to the end; returns the seconds from its receiving the task to its end."""
    worker = Worker(installation)
    try:
        _python(installation, "-c", SEND)
        until(lambda: worker.has_said("received"), what="the worker takes the task")
        began = time.monotonic()
        until(lambda: worker.has_said("succeeded"), what="the sweep ends")
        return time.monotonic() - began
    finally:
        worker.kill()


def test_a_worker_killed_at_random_points_and_run_again_gives_the_flags_of_an_undisturbed_night(installation):
    seed = int(os.environ.get("KILL_SEED", random.SystemRandom().randrange(10**6)))
    print(f"KILL_SEED={seed}")  # noqa: T201 -- shown when the test fails, to run it again
    chance = random.Random(seed)  # noqa: S311 -- no secret
    _python(installation, "-m", "tests.processes.many_deadlines", str(BUILDINGS))
    seconds = _sweep(installation)
    undisturbed = json.loads(_python(installation, "-c", ASK))
    _python(installation, "-c", FORGET)
    after_kills = []

    for kill in range(KILLS):
        worker = Worker(installation)
        _python(installation, "-c", SEND)
        until(partial(worker.has_said, "received"), what="the worker takes the task")
        # One kill at a random point of each part of the sweep; the first as it begins, so that one surely falls
        # inside it, however much faster the machine has become since the sweep was timed.
        time.sleep(seconds * chance.uniform(kill, kill + 1) / KILLS if kill else 0)
        worker.kill()
        after_kills.append(json.loads(_python(installation, "-c", ASK)))
        _python(installation, "-c", FORGET)
    # The last kill is not forgotten: the run after it starts from what it left.
    worker = Worker(installation)
    _python(installation, "-c", SEND)
    until(lambda: worker.has_said("received"), what="the worker takes the task")
    time.sleep(seconds / 2)
    worker.kill()
    _sweep(installation)

    assert undisturbed["runs"] == 1
    assert len(undisturbed["flags"]) > BUILDINGS / 2
    assert json.loads(_python(installation, "-c", ASK))["flags"] == undisturbed["flags"]
    nothing = {"runs": 0, "flags": []}
    assert all(left in (nothing, undisturbed) for left in after_kills)
    assert nothing in after_kills
