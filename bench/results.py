"""What was measured, as values that travel from the process of one engine to the report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMIT = "limit"


@dataclass(frozen=True)
class Figure:
    """One line of the report: ours beside another side, in milliseconds, and the goal's ratio of the two.

    The ratio is the other side's time by ours where the goal is a share of another's speed, ours by the
    other's where it is a growth. Where there are no times ``beside`` says what was found.
    """

    goal: str
    what: str
    wanted: str
    beside: str
    met: bool
    ours: float | None = None
    other: float | None = None
    ratio: float | None = None
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Measured:
    """What is measured, and which goal it serves; each way of judging gives a ``Figure``."""

    goal: str
    what: str
    note: str = ""

    def by_limit(self, ours: Sequence[float], limit: Sequence[float], *, least: float) -> Figure:
        """Beside hand-written SQL: at least such a share of its speed."""
        return self._by(LIMIT, f"≥ {least:g} × the limit", ours, limit, least)

    def by_plain(self, plain: str, ours: Sequence[float], theirs: Sequence[float], *, least: float) -> Figure:
        """Beside what one would write without thinking twice: at least so many times its speed."""
        return self._by(plain, f"≥ {least:g} × {plain}", ours, theirs, least)

    def within(self, beside: str, ours: float, other: float, *, most: float) -> Figure:
        """Beside another time of ours: at most so many times as long."""
        ratio = ours / other
        wanted = f"≤ {most:g} × {beside}"
        return Figure(
            self.goal, self.what, wanted, beside, ratio <= most, ours * 1000, other * 1000, ratio, self.note
        )

    def counted(self, numbers: Sequence[int], *, most: int) -> Figure:
        """Queries of a request, at several page sizes."""
        return self.found(f"≤ {most} queries", " / ".join(map(str, numbers)), met=max(numbers) <= most)

    def found(self, wanted: str, found: str, *, met: bool) -> Figure:
        """Something else than a ratio."""
        return Figure(self.goal, self.what, wanted, found, met, note=self.note)

    def _by(
        self, beside: str, wanted: str, ours: Sequence[float], other: Sequence[float], least: float
    ) -> Figure:
        mine, theirs = median(ours), median(other)
        ratio = theirs / mine
        return Figure(
            self.goal, self.what, wanted, beside, ratio >= least, mine * 1000, theirs * 1000, ratio, self.note
        )
