"""What a page or an act answered, for tests to compare whole."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages


def told(response: Any) -> list[str]:
    """The messages that the next page will show."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response: Any) -> dict[str, list[str]]:
    """What the form has against the entry, by field."""
    return {field: list(messages) for field, messages in response.context["form"].errors.items()}


def said(refusal: Any) -> list[tuple[str, str]]:
    """What an act had against it: the field and the sentence of each problem."""
    return [(problem.field, problem.message) for problem in refusal.value.problems]


def codes(refusal: Any) -> list[str]:
    """The codes of what an act had against it."""
    return [problem.code for problem in refusal.value.problems]
