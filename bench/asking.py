"""One request to a WSGI door, made alike on both sides: no sockets, no client library."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from wsgiref.types import WSGIApplication, WSGIEnvironment

HOST = "127.0.0.1"


class NotAnswered(Exception):
    """The door answered with something else than 200; a time taken of that means nothing."""


def asks(application: WSGIApplication, address: str, headers: Mapping[str, str]) -> Callable[[], bytes]:
    """A request that can be made again and again; gives the body of the answer."""

    def ask() -> bytes:
        said: list[str] = []

        def start_response(status: str, _headers: Any, _error: Any = None) -> Callable[[bytes], object]:
            said.append(status)
            return lambda _: None

        answer = application(_environ(address, headers), start_response)
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        if not said[0].startswith("200"):
            message = f"{address}: {said[0]} {body[:300].decode(errors='replace')}"
            raise NotAnswered(message)
        return body

    return ask


def _environ(address: str, headers: Mapping[str, str]) -> WSGIEnvironment:
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": HOST,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
