"""Whether the web answers, the database stands where this version needs it, and reminders go out: for probes.

Anybody may ask; the answers name nobody and nothing of the city's.
"""

from __future__ import annotations

import logging
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.clock import now
from reminders.queries.status import health
from reminders.rules.health import Level

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger(__name__)

PLAIN = "text/plain; charset=utf-8"


@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The web process answers. Nothing else is asked."""
    return HttpResponse("live\n", content_type=PLAIN)


@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """The database answers, and no migration of this version is missing in it."""
    try:
        missing = _migrations() - set(MigrationRecorder(connection).applied_migrations())
    except Error:
        log.exception("the database does not answer")
        return _not_ready("the database does not answer")
    if missing:
        return _not_ready(f"{len(missing)} migrations are missing")
    return HttpResponse("ready\n", content_type=PLAIN)


@never_cache
@require_safe
def jobs(_request: HttpRequest) -> HttpResponse:
    """Whether reminders work: the codes of what is not well, and how many seconds old signs of life are."""
    try:
        found = health(at=now())
    except Error:
        log.exception("the database does not answer")
        return JsonResponse(
            {"status": "bad", "findings": ["database-away"], "ages": {}},
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
    bad = found.level == Level.BAD
    answer = {
        "status": "bad" if bad else "ok",
        "findings": [finding.code for finding in found.findings if finding.level != Level.GOOD],
        "ages": {name: age and int(age.total_seconds()) for name, age in found.ages.items()},
    }
    return JsonResponse(answer, status=HTTPStatus.SERVICE_UNAVAILABLE if bad else HTTPStatus.OK)


def _not_ready(why: str) -> HttpResponse:
    return HttpResponse(f"not ready: {why}\n", status=HTTPStatus.SERVICE_UNAVAILABLE, content_type=PLAIN)


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Every migration that this version brings; read once, for it does not change while the process lives."""
    return frozenset(MigrationLoader(None).disk_migrations)
