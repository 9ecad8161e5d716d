"""What stands in the way of an act (支障), as values: all at once, each one plain Japanese sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way (支障) or deserves a warning (注意).

    ``code`` is stable and for programs, ``message`` one plain sentence for people, ``field`` the field it
    concerns (empty: the act as a whole). A problem that does not block is shown, and the act is done all
    the same.
    """

    code: str
    message: str
    blocks: bool = True
    field: str = ""


class Refused(Exception):
    """An act was refused and nothing was changed; ``problems`` says why, each in one sentence."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))


def refuse_if_blocked(problems: Iterable[Problem], error: type[Refused] = Refused) -> None:
    """Raise ``error`` with every problem, warnings included, if any of them blocks; else do nothing."""
    found = tuple(problems)
    if any(problem.blocks for problem in found):
        raise error(found)
