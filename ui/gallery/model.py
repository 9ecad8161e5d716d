"""What the gallery is made of: chapters of components, each in its states; and how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.template import engines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class State:
    """One state of a component: its name, the template that makes it, and what the template is given."""

    name: str
    source: str
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Specimen:
    """One component: its states, what to do and what not to do with it.

    ``layout``: how its states stand, ``narrow``, ``half`` or ``wide``; ``within``: the class of what they
    stand in, ``form`` or ``volunteer``.
    """

    slug: str
    name: str
    do: str
    dont: str
    states: tuple[State, ...]
    layout: str = "half"
    within: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The different snippets that make its states."""
        return tuple(dict.fromkeys(state.source for state in self.states))


@dataclass(frozen=True)
class Chapter:
    """Components that belong together."""

    slug: str
    name: str
    specimens: tuple[Specimen, ...]


def included(name: str, values: str = "") -> str:
    """The snippet that includes a component and gives it these values only."""
    given = f" with {values}" if values else ""
    return f'{{% include "ui/components/{name}.html"{given} only %}}'


def drawn(state: State, request: HttpRequest | None = None) -> str:
    """The state as its snippet makes it."""
    template = engines["django"].from_string("{% load ui %}" + state.source)
    return template.render(dict(state.values), request)
