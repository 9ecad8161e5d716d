"""Where something stands (状態), as every page shows it: a shape and a word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """A shape and a word of the design system, for ``{% status state.shape state.word %}``."""

    shape: str
    word: str
