"""A real mail server on this machine, that keeps what it takes and does as it is told."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from email.message import EmailMessage

TAKEN = "250 OK"


@dataclass
class MailSink:
    """Takes mails over SMTP. ``refused``: answers to addresses; ``hangs``: takes no end of a mail in time;
    ``drops``: takes the mail and hangs up before it says so."""

    refused: dict[str, str] = field(default_factory=dict)
    hang_seconds: float = 0.0
    answer: str = TAKEN
    taken: list[EmailMessage] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    port: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None

    def __enter__(self) -> MailSink:
        listening = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(listening,), daemon=True)
        self._thread.start()
        if not listening.wait(20):
            message = "the mail server does not listen"
            raise TimeoutError(message)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread is not None:
            self._thread.join(20)
        self._loop.close()

    def _serve(self, listening: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        serving = self._loop.create_server(self._protocol, "127.0.0.1", self.port)
        server = self._loop.run_until_complete(serving)
        self.port = server.sockets[0].getsockname()[1]
        listening.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    def _protocol(self) -> SMTP:
        return SMTP(self, enable_SMTPUTF8=True, loop=self._loop)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.tried.append(address)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        if self.answer == TAKEN:
            self._keep(envelope)
        if self.hang_seconds:
            await asyncio.sleep(self.hang_seconds)
        return self.answer

    def _keep(self, envelope: Any) -> None:
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))


def words_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
