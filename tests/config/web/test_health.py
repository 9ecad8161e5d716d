"""What probes are told: without signing in, without looking anybody up, and never a name."""

from __future__ import annotations

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from config.web import health as doors
from reminders.actions import write_pulse
from tests.factories.watched import at, make_message, make_night, make_notice, make_reconciliation

NOON = at(12)
SAID = "the server at 10.0.0.7 closed the connection"
ADDRESSES = ["/healthz/live", "/healthz/ready", "/healthz/jobs"]


def answer(path: str, browser: Client | None = None) -> tuple[int, str]:
    response = (browser or Client()).get(path)
    return response.status_code, response.content.decode()


@pytest.fixture
def well(db):
    """Everything works, at noon."""
    make_night()
    make_reconciliation()
    write_pulse("beat", at=at(11, 59))
    write_pulse("worker", at=at(11, 58))
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def away(monkeypatch):
    """A database that does not answer."""

    def fail(*_arguments, **_named):
        raise OperationalError(SAID)

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)
    monkeypatch.setattr(doors, "health", fail)


def test_live_asks_no_database():
    # Without the mark django_db, any query at all would fail.
    assert answer("/healthz/live") == (200, "live\n")


@pytest.mark.django_db
def test_ready_says_that_the_database_answers_and_no_migration_is_missing():
    assert answer("/healthz/ready") == (200, "ready\n")


@pytest.mark.django_db
def test_a_migration_that_is_missing_is_told():
    MigrationRecorder(connection).record_unapplied("reminders", "0001_flags")

    assert answer("/healthz/ready") == (503, "not ready: 1 migrations are missing\n")


def test_a_database_that_does_not_answer_is_told_and_what_it_said_is_not(away, caplog):
    assert answer("/healthz/live") == (200, "live\n")
    assert answer("/healthz/ready") == (503, "not ready: the database does not answer\n")
    assert answer("/healthz/jobs") == (503, '{"status": "bad", "findings": ["database-away"], "ages": {}}')
    assert len([record for record in caplog.records if record.exc_info]) == 2


def test_jobs_that_are_well_are_told_with_the_ages_of_their_signs(well):
    response = Client().get("/healthz/jobs")

    assert (response.status_code, response["Content-Type"], response.json()) == (
        200,
        "application/json",
        {
            "status": "ok",
            "findings": [],
            "ages": {"sweep": 23400, "beat": 60, "worker": 120, "reconciliation": 21600},
        },
    )


def test_what_only_deserves_a_look_is_named_and_is_no_failure(well, officer):
    make_notice(officer)

    response = Client().get("/healthz/jobs")

    assert (response.status_code, response.json()["status"], response.json()["findings"]) == (
        200,
        "ok",
        ["people-unreachable"],
    )


def test_what_is_bad_is_named_by_its_code_and_nobody_by_name(well, officer):
    make_message(officer, given_up_at=at(9), address="somebody@example.jp")

    status, said = answer("/healthz/jobs")

    assert status == 503
    assert '"findings": ["messages-given-up"]' in said
    assert "officer" not in said
    assert "somebody" not in said


@pytest.mark.django_db
def test_of_jobs_that_never_ran_no_age_is_known():
    response = Client().get("/healthz/jobs")

    assert (response.status_code, response.json()) == (
        503,
        {
            "status": "bad",
            "findings": ["sweep-never", "beat-never", "worker-never", "reconciliation-never"],
            "ages": dict.fromkeys(["sweep", "beat", "worker", "reconciliation"]),
        },
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ADDRESSES)
def test_probes_only_read_and_are_never_cached_nor_given_a_cookie(path):
    browser = Client()

    assert [browser.generic(method, path).status_code for method in ("POST", "PUT", "DELETE")] == [405] * 3
    response = browser.head(path)
    assert response.content == b""
    assert "no-store" in browser.get(path)["Cache-Control"]
    assert not browser.cookies


@pytest.mark.parametrize(("path", "expected"), [("/healthz/live", 200), ("/", 301)])
def test_a_probe_on_the_machine_is_not_sent_to_https(settings, path, expected):
    settings.SECURE_SSL_REDIRECT = True

    assert Client().get(path).status_code == expected


@pytest.mark.parametrize(
    ("path", "queries"), [("/healthz/live", 0), ("/healthz/ready", 2), ("/healthz/jobs", 6)]
)
def test_nobody_is_looked_up_even_with_a_session(
    path, queries, officer, client_of, django_assert_num_queries, well
):
    browser = client_of(officer)
    browser.get("/healthz/ready")

    with django_assert_num_queries(queries):
        browser.get(path)
