"""Who bears a thing by the sharing of responsibilities (責任分担表), and what its rows have against each
other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from common.problems import Problem
from designated_managers.choices import Bearer, ResponsibilityArea

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True)
class Share:
    """One row (責任分担の行): who bears what. The amounts of a repair are yen, tax included, both ends in the
    row; without ``amount_upto`` it has no end."""

    area: str
    bearer: str
    type_code: str = ""
    name: str = ""
    amount_from: int | None = None
    amount_upto: int | None = None


@dataclass(frozen=True)
class Subject:
    """What is asked about: an inspection by its type, a repair by its amount, or an area as a whole."""

    area: str
    type_code: str = ""
    amount: int | None = None
    name: str = ""


def bearer_of(shares: Iterable[Share], subject: Subject) -> Bearer:
    """Who bears it by these rows; what no row speaks of is the city's, as the owner's.

    An inspection is borne as the row of its own type says, else as the row of all inspections.
    """
    found = [share for share in shares if _speaks_of(share, subject)]
    found.sort(key=lambda share: share.type_code == "")
    return Bearer(found[0].bearer) if found else Bearer.CITY


def _speaks_of(share: Share, subject: Subject) -> bool:
    if share.area != subject.area:
        return False
    if share.area == ResponsibilityArea.INSPECTION:
        return share.type_code in {"", subject.type_code}
    if share.area == ResponsibilityArea.REPAIR:
        return _holds(share, subject.amount)
    return share.name == subject.name if share.area == ResponsibilityArea.OTHER else True


def _holds(share: Share, amount: int | None) -> bool:
    if amount is None or share.amount_from is None or amount < share.amount_from:
        return False
    return share.amount_upto is None or amount <= share.amount_upto


def problems_with_shares(
    shares: Sequence[Share], *, repair_threshold: int | None = None
) -> Iterator[Problem]:
    """What the rows have against each other: two rows of one thing; amounts of repairs with a gap or an
    overlap; a threshold (修繕の上限) at which they do not turn."""
    seen: set[tuple[str, str, str, int | None]] = set()
    for share in shares:
        name = share.name if share.area == ResponsibilityArea.OTHER else ""
        key = (share.area, share.type_code, name, share.amount_from)
        if key in seen:
            yield Problem("share-twice", f"「{_said(share)}」の行が2つあります。", field="responsibilities")
        seen.add(key)
    yield from _problems_with_amounts(
        [share for share in shares if share.area == ResponsibilityArea.REPAIR], repair_threshold
    )


def _problems_with_amounts(repairs: Sequence[Share], threshold: int | None) -> Iterator[Problem]:
    ordered = sorted(repairs, key=lambda share: share.amount_from or 0)
    if not ordered:
        return
    lowest = ordered[0].amount_from or 0
    if lowest > 0:
        yield _gap(0, lowest - 1)
    for share, after in pairwise(ordered):
        begins, ends = after.amount_from or 0, share.amount_upto
        if ends is None or begins <= ends:
            message = f"修繕の金額が重なっています（{begins:,}円）。"
            yield Problem("repair-amounts-overlap", message, field="responsibilities")
        elif begins > ends + 1:
            yield _gap(ends + 1, begins - 1)
    if ordered[-1].amount_upto is not None:
        message = f"修繕の金額に切れ目があります（{ordered[-1].amount_upto + 1:,}円以上）。"
        yield Problem("repair-amounts-gap", message, field="responsibilities")
    yield from _breaks_with_threshold(ordered, threshold)


def _breaks_with_threshold(ordered: Sequence[Share], threshold: int | None) -> Iterator[Problem]:
    ends = {share.amount_upto for share in ordered if share.bearer == Bearer.MANAGER}
    if threshold is not None and threshold > 0 and threshold not in ends:
        message = f"修繕の行の金額が、指定管理者が行う修繕の上限（{threshold:,}円）と合いません。"
        yield Problem("repair-amounts-threshold", message, field="repair_threshold")


def _gap(first: int, last: int) -> Problem:
    message = f"修繕の金額に切れ目があります（{first:,}円から{last:,}円まで）。"
    return Problem("repair-amounts-gap", message, field="responsibilities")


def _said(share: Share) -> str:
    words = (ResponsibilityArea(share.area).label, share.type_code, share.name)
    return "　".join(word for word in words if word)
