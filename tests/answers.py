"""What a page answered, for tests to compare whole."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages


def told(response: Any) -> list[str]:
    """The messages that the next page will show."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response: Any) -> dict[str, list[str]]:
    """What the form has against the entry, by field."""
    return {field: list(messages) for field, messages in response.context["form"].errors.items()}
