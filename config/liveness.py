"""Signs of life of the worker and the beat: a file each in ``var/``, touched while the process does its work.

``manage.py alive worker`` and ``manage.py alive beat`` read them, for the health checks of a deployment. The
beat also leaves its sign in the database, where the page 動作の状況 finds it; the worker's is a task.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any, Literal

from celery import bootsteps
from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import close_old_connections, connection

from common.clock import now

log = logging.getLogger(__name__)

Living = Literal["worker", "beat"]
TOUCH_EVERY_SECONDS = 20.0
FRESH_SECONDS = 90.0
PULSE_EVERY_SECONDS = 60.0


def liveness_file(name: Living) -> Path:
    """The file that this process touches while it lives."""
    return Path(settings.VAR) / f"{name}.alive"


def is_alive(name: Living) -> bool:
    """Whether the process has shown itself within the last 90 seconds."""
    try:
        age = time.time() - liveness_file(name).stat().st_mtime
    except FileNotFoundError:
        return False
    return age < FRESH_SECONDS


class WorkerLiveness(bootsteps.StartStopStep):
    """Touches the worker's file on the worker's own timer; a stopped worker takes its file away.

    With Redis the timer shares the loop that consumes tasks: during a single task of more than 90 seconds the
    worker does not count as alive.
    """

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._file = liveness_file("worker")
        self._entry: Any = None

    def start(self, parent: Any) -> None:
        self._file.touch()
        self._entry = parent.timer.call_repeatedly(TOUCH_EVERY_SECONDS, self._file.touch)

    def stop(self, parent: Any) -> None:  # noqa: ARG002  Celery calls it so
        if self._entry is not None:
            self._entry.cancel()
        self._file.unlink(missing_ok=True)


class AliveScheduler(PersistentScheduler):
    """Celery's scheduler that remembers when each task last ran; touches the beat's file on every look, and
    its row in the database once a minute."""

    _shown_at: float | None = None

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; the answer is how many seconds may pass until the next look."""
        liveness_file("beat").touch()
        self._show_in_database()
        return super().tick(*args, **kwargs)

    def close(self) -> None:
        """Keep the schedule for the next start and take the sign of life away."""
        super().close()
        liveness_file("beat").unlink(missing_ok=True)

    def _show_in_database(self) -> None:
        """Write the beat's pulse. A database that is away never stops the beat: it is tried again."""
        elapsed = time.monotonic()
        if self._shown_at is not None and elapsed - self._shown_at < PULSE_EVERY_SECONDS:
            return
        self._shown_at = elapsed
        # Celery loads this module before Django knows its models.
        from reminders.actions import write_pulse  # noqa: PLC0415

        try:
            # No request and no task ends here that would do it.
            close_old_connections()
            write_pulse("beat", at=now())
        except Exception:
            log.exception("the beat could not leave its sign of life in the database")
            connection.close()
