"""The harness: an undisturbed night, and one whose workers are killed, which must not be told apart."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from celery import Celery

from bench.faults.city import ON
from bench.mail_sink import MailSink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from email.message import EmailMessage

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 180.0
LEASE_SECONDS = 1
REPEATED = "再送かもしれません"
TASKS = ("flag_due", "reconcile", "send")
PARTS = ("sweep", "reconciliation", "send")

LEDGER = """
import django, json; django.setup()
from reminders.models import Flag, Message, Notice, Reconciliation
flags = Flag.objects.order_by("kind", "subject_id", "due_on")
notices = Notice.objects.order_by("kind", "subject_id", "due_on", "stage", "recipient__login_name")
messages = Message.objects.order_by("recipient__login_name", "on", "kind")
print(json.dumps({
    "flags": [list(map(str, row)) for row in flags.values_list(
        "kind", "subject_id", "due_on", "stage", "closed_on")],
    "notices": [[*map(str, row[:-1]), row[-1] is not None] for row in notices.values_list(
        "kind", "subject_id", "due_on", "stage", "recipient__login_name", "why", "via__login_name", "rung_on",
        "dropped_why", "sent_at")],
    "messages": [[*map(str, row[:-1]), row[-1] is not None] for row in messages.values_list(
        "kind", "on", "recipient__login_name", "sent_at")],
    "waiting": Message.objects.unfinished().count(),
    "differs": Reconciliation.objects.latest("pk").missing + Reconciliation.objects.latest("pk").surplus
        if Reconciliation.objects.exists() else None,
}))
"""
QUEUE = """
import django, json; django.setup()
from django.conf import settings
print(json.dumps({
    "broker": settings.CELERY_BROKER_URL, "options": settings.CELERY_BROKER_TRANSPORT_OPTIONS}))
"""
FORGET = """
import django; django.setup()
from reminders.models import Flag, Message, Notice, Reconciliation, SweepRun, Try
for model in (Notice, Try, Message, Flag, SweepRun, Reconciliation):
    model.objects.all().delete()
"""


@dataclass
class Report:
    """What the harness saw. ``problems``: everything in which the disturbed night differs from the other;
    ``repeats``: mails that were received once more, each after a death between taking and recording."""

    seed: int
    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    notices: int = 0
    mails: int = 0
    repeats: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


class Worker:
    """A real Celery worker process, the leader of its own process group."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("w", encoding="utf-8") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo", "--loglevel=INFO"],
                env=dict(environment),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def times(self, task: str, what: str) -> int:
        """How often it has said that of a task."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return sum(f"Task reminders.{task}[" in line and what in line for line in lines)

    def kill(self) -> None:
        """End it as a power failure would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Harness:
    """One installation under fire. ``environment`` names its database, broker and state folder."""

    def __init__(self, environment: Mapping[str, str], folder: Path, *, seed: int, people: int) -> None:
        self.folder = folder
        self.people = people
        self.chance = random.Random(seed)  # noqa: S311  no secret
        self.report = Report(seed)
        self.environment = dict(environment)
        self.settled: tuple[str, ...] = ()
        self.sink = MailSink()
        self.queue = Celery()
        self.began = time.monotonic()

    def run(self, kills: int) -> Report:
        """An undisturbed night, then one with so many kills, and everything in which they differ."""
        with self.sink as sink:
            self.environment |= {
                "KYOTEN_MAIL_URL": f"smtp://127.0.0.1:{sink.port}",
                "KYOTEN_MESSAGE_LEASE_SECONDS": str(LEASE_SECONDS),
                "DJANGO_SETTINGS_MODULE": "config.settings",
            }
            self._python("-m", "bench.faults.city", str(self.people))
            self.queue = self._queue()
            spans = self._undisturbed()
            expected, letters = self._ledger(), self._letters()
            self._python("-c", FORGET)
            sink.taken.clear()
            for number in range(kills):
                self._kill_in(PARTS[number * len(PARTS) // kills], spans)
            self._empty_the_queue()
            self._finish()
            self._compare(expected, letters)
        self.report.seconds = time.monotonic() - self.began
        return self.report

    def _undisturbed(self) -> dict[str, float]:
        """Let one worker do everything; returns how long each part took."""
        worker = self._worker()
        spans = {}
        try:
            for part, task in zip(PARTS, TASKS, strict=True):
                self._enqueue(task)
                _until(partial(worker.times, task, "received"), f"{task} is received")
                began = time.monotonic()
                _until(partial(worker.times, task, "succeeded"), f"{task} is done")
                spans[part] = time.monotonic() - began
        finally:
            worker.kill()
        return spans

    def _kill_in(self, part: str, spans: Mapping[str, float]) -> None:
        """Kill a worker at a random point of one part: after a random time, or after some mails."""
        task = TASKS[PARTS.index(part)]
        if part != PARTS[0]:
            self._settle(TASKS[: PARTS.index(part)][-1:])
        worker = self._worker()
        before = len(self.sink.taken)
        try:
            self._enqueue(task)
            _until(lambda: worker.times(task, "received"), f"{task} is received")
            if part == "send":
                # So few that work is left for the next; a lease that has not run out yet gives it none.
                some = before + self.chance.randint(1, max(1, self.people // 40))
                _until(lambda: len(self.sink.taken) >= some or worker.times(task, "succeeded"), "some mails")
                time.sleep(self.chance.uniform(0, 0.004))
            else:
                time.sleep(spans[part] * self.chance.random())
        finally:
            worker.kill()
        self.report.kills[part] += 1
        if part == "send":
            time.sleep(LEASE_SECONDS)

    def _settle(self, tasks: tuple[str, ...]) -> None:
        """What has to be done before a part can be killed in: once, undisturbed."""
        if self.settled != tasks:
            self._to_the_end(tasks)
            self.settled = tasks

    def _to_the_end(self, tasks: tuple[str, ...], workers: int = 1) -> None:
        crew = [self._worker() for _ in range(workers)]
        try:
            for task in tasks:
                done = _times_done(crew, task)
                self._enqueue(task)
                _until(partial(_is_done_again, crew, task, done), f"{task} is done")
        finally:
            for worker in crew:
                worker.kill()

    def _finish(self) -> None:
        """Two workers at once do what is left, until nothing waits."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        self._to_the_end(("flag_due", "reconcile"))
        while True:
            self._to_the_end(("send", "send", "send"), workers=2)
            if not self._ledger()["waiting"]:
                return
            if time.monotonic() > deadline:
                self.report.problems.append("mails wait and are not sent")
                return
            time.sleep(LEASE_SECONDS)

    def _empty_the_queue(self) -> None:
        """Whatever waited in the broker is gone: nothing may rest on it."""
        self._enqueue("send")
        self.queue.control.purge()

    def _compare(self, expected: Mapping[str, Any], letters: Mapping[str, list[EmailMessage]]) -> None:
        found, received, problems = self._ledger(), self._letters(), self.report.problems
        self.report.notices, self.report.mails = len(found["notices"]), len(received)
        for what in ("flags", "notices", "messages"):
            lost = [row for row in expected[what] if row not in found[what]]
            more = [row for row in found[what] if row not in expected[what]]
            problems += [f"{what}: lost {row}" for row in lost[:5]] + [
                f"{what}: more {row}" for row in more[:5]
            ]
        if found["differs"] != 0:
            problems.append(f"the reconciliation differs: {found['differs']}")
        problems += [f"nobody wrote to {address}" for address in letters.keys() - received.keys()]
        for address, mails in received.items():
            self.report.repeats += len(mails) - 1
            if any(REPEATED not in mail["subject"] for mail in mails[1:]):
                problems.append(f"{address} got a mail again that does not say so")
            if _lines(mails[0]) != _lines(letters.get(address, mails)[0]):
                problems.append(f"{address} was told something else")
        if self.report.repeats > self.report.kills["send"]:
            problems.append(
                f"{self.report.repeats} mails were repeated after {self.report.kills['send']} kills"
            )

    def _letters(self) -> dict[str, list[EmailMessage]]:
        """The mails received, by address, in their order."""
        by_address: dict[str, list[EmailMessage]] = defaultdict(list)
        for mail in self.sink.taken:
            by_address[mail["to"]].append(mail)
        return by_address

    def _ledger(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._python("-c", LEDGER))
        return answer

    def _enqueue(self, *tasks: str) -> None:
        with self.queue.connection_for_write() as connection:
            for task in tasks:
                self.queue.send_task(
                    f"reminders.{task}", kwargs={"on": ON.isoformat()}, connection=connection
                )

    def _queue(self) -> Celery:
        """The queue of the installation, as its settings name it."""
        answer = json.loads(self._python("-c", QUEUE))
        queue = Celery("faults", broker=answer["broker"])
        queue.conf.update(broker_transport_options=answer["options"], task_ignore_result=True)
        return queue

    def _worker(self) -> Worker:
        return Worker(self.environment, self.folder / f"worker-{time.monotonic_ns()}.log")

    def _python(self, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603  commands of this module
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout


def _times_done(crew: Iterable[Worker], task: str) -> int:
    return sum(worker.times(task, "succeeded") for worker in crew)


def _is_done_again(crew: Iterable[Worker], task: str, done: int) -> bool:
    return _times_done(crew, task) > done


def _until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.002)


def _lines(mail: EmailMessage) -> list[str]:
    """What is told, without what says that it may be a repeat."""
    body = mail.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return [line for line in text.splitlines() if "・" in line or "期限" in line]
