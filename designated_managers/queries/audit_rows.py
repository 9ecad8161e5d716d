"""What the audit pack (監査資料) is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from common.db.attached_files import AttachedFile


@dataclass(frozen=True)
class AuditRow:
    """One line of the pack: what it is, its day, the evidence there is, and the gap there is instead
    (empty: none).

    ``files`` are the papers themselves.
    """

    what: str
    day: date | None
    evidence: str
    gap: str = ""
    files: Sequence[AttachedFile] = ()


@dataclass(frozen=True)
class AuditSection:
    """One part of the pack; ``nothing`` is said where it has no rows."""

    title: str
    rows: Sequence[AuditRow]
    nothing: str

    @property
    def gaps(self) -> int:
        """How many of its rows lack something."""
        return sum(bool(row.gap) for row in self.rows)
