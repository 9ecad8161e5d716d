"""Talking to the mail server (メールの送信): one mail, and what can be known of it afterwards."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from reminders.choices import Outcome

if TYPE_CHECKING:
    from reminders.letters.letter import Letter

PERMANENT = 500
"""From this reply on a mail server means never, below it not now."""

MOST_SAID = 300


@dataclass(frozen=True)
class Answer:
    """How a try went, and what the server said. ``is_away``: nothing can be sent to anybody now."""

    outcome: Outcome
    said: str = ""
    is_away: bool = False


class MailServer:
    """A connection to the mail server, opened with the first mail and again after a mishap."""

    def __init__(self) -> None:
        self._connection: Any = None

    def send(self, letter: Letter, *, to: str, message_id: str) -> Answer:
        """Send one mail. Says *unknown* where the server may have taken it without our hearing of it."""
        mail = EmailMultiAlternatives(
            subject=letter.subject,
            body=letter.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[to],
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(letter.html, "text/html")
        try:
            mail.message()
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with one mail must not hold up the others
            return Answer(Outcome.FAILED, _words(error))
        try:
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
                self._be_patient()
        except (OSError, smtplib.SMTPException) as error:
            self._connection = None
            return Answer(Outcome.FAILED, _words(error), is_away=True)
        try:
            self._connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            code, said = next(iter(error.recipients.values()))
            outcome = Outcome.REFUSED if code >= PERMANENT else Outcome.FAILED
            return Answer(outcome, _cut(f"{code} {_text(said)}"))
        except smtplib.SMTPResponseException as error:
            # It has answered no to this mail, be it to the sender or to the text.
            self.close()
            return Answer(Outcome.FAILED, _cut(f"{error.smtp_code} {_text(error.smtp_error)}"))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer(Outcome.UNKNOWN, _words(error))
        return Answer(Outcome.SENT)

    def _be_patient(self) -> None:
        """Once it talks, a server may take its time to look through a mail: whoever hangs up sooner than it
        answers sends a second one of what it has taken (RFC 5321, 4.5.3.2.6, asks for ten minutes)."""
        # Mails that go to files have no such connection.
        talk = getattr(self._connection, "connection", None)
        if talk is not None:
            talk.sock.settimeout(settings.MAIL_ANSWER_SECONDS)

    def close(self) -> None:
        """Hang up."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return


def _words(error: Exception) -> str:
    return _cut(f"{type(error).__name__}: {error}")


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _cut(words: str) -> str:
    return " ".join(words.split())[:MOST_SAID]
