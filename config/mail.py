"""The mail server as ``KYOTEN_MAIL_URL`` names it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# By scheme: the usual port, and how the line is protected.
SCHEMES: dict[str, tuple[int, dict[str, bool]]] = {
    "smtp": (25, {}),
    "smtp+tls": (587, {"starttls": True}),
    "smtps": (465, {"ssl": True}),
}


def mail_server(url: str) -> dict[str, Any]:
    """Host, port, user, password and protection of ``smtp+tls://user:password@host:587``; nothing of an empty
    address. Raises ``ImproperlyConfigured`` when it names no mail server."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        message = (
            "KYOTEN_MAIL_URL は smtp://、smtp+tls://、smtps:// のどれかで始め、ホスト名を書いてください。"
        )
        raise ImproperlyConfigured(message)
    port, protection = SCHEMES[parts.scheme]
    return {
        "host": parts.hostname,
        "port": parts.port or port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        **protection,
    }
