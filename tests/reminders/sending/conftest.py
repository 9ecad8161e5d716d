"""A small office with something to tell, and a real mail server that takes it."""

from __future__ import annotations

import pytest

from bench.mail_sink import MailSink
from tests.factories.maintenance import make_turn
from tests.reminders.office import make_office, night
from tests.reminders.sending.outbox import DUE


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def sink(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.MAIL_ANSWER_SECONDS = "127.0.0.1", 1, 1
    with MailSink() as sink:
        settings.EMAIL_PORT = sink.port
        yield sink


@pytest.fixture
def told(office):
    """The officer and the deputy are to be told of one inspection."""
    turn = make_turn(office.building, due_on=DUE)
    night(DUE)
    return turn
