"""Who looks at a page on which the domains meet: what they may see of each domain, and of which centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from common.scope import Scope


@dataclass(frozen=True)
class Viewer:
    """The person before the page (閲覧者): their scope, and their permissions as ``app.codename``."""

    scope: Scope
    permissions: frozenset[str]

    def may(self, *permissions: str) -> bool:
        """Whether they hold every one of these permissions."""
        return self.permissions.issuperset(permissions)
