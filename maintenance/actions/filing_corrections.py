"""The act of correcting what was recorded of a filing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.problems import Problem, refuse_if_blocked
from maintenance.actions.corrections import because, problems_with_reason
from maintenance.actions.filings import CannotFile, following_filing, problems_with_day
from maintenance.models import Filing
from maintenance.queries.filings import FILING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

FOLLOWING_COLUMNS = ("statutory_on", "due_on", "due_reason", "counted_from", "counted_months", "addressee")
"""What the next filing takes over from the one before it."""


@transaction.atomic
def correct_filing(
    pk: int, *, reason: str, on: date, expected_version: str | None = None, **facts: Any
) -> Filing:
    """Correct what was recorded of a filing (提出の記録の訂正), and say why; what stood there before stays in
    its history.

    ``facts``: ``filed_on``, ``addressee``, ``receipt_number``, ``remarks``; what is not named stays. The next
    filing, while it is pending, is due as if this had been recorded at once. Raises ``Stale``, and
    ``CannotFile`` with every problem.
    """
    filing = locked(Filing, pk, expected_version=expected_version)
    refuse_if_blocked(problems_when_not_filed(filing), CannotFile)
    # Held before it is looked at: somebody may be recording it at this moment.
    following = Filing.objects.select_for_update(of=("self",)).filter(previous=filing).first()
    differs = any(getattr(filing, name) != value for name, value in facts.items())
    changed(filing, facts)
    filed_on = cast("date", filing.filed_on)
    stands = [
        *problems_with_reason(reason),
        *problems_with_new_day_of_filing(filing, filed_on, following=following, on=on),
        *problems_with(filing),
    ]
    if not differs:
        stands.append(Problem("nothing-changed", "直したところがありません。"))
    refuse_if_blocked(stands, CannotFile)
    with because(reason):
        filing.save()
        if following is not None and following.filed_on is None and following.withdrawn_on is None:
            _due_anew(filing, filed_on, following, on=on)
    return filing


def _due_anew(filing: Filing, filed_on: date, following: Filing, *, on: date) -> None:
    """The pending filing after it as if this had been recorded at once, on the cycle found then."""
    again = following_filing(filing, filed_on, report_months=following.report_months)
    due_before = following.due_on
    values = {name: getattr(again, name) for name in FOLLOWING_COLUMNS}
    if all(getattr(following, name) == value for name, value in values.items()):
        return
    save_checked(changed(following, values), error=CannotFile)
    if following.due_on != due_before:
        tell_settled(FILING, [following.pk], SettledReason.DAY_CHANGED, on=on)


def problems_when_not_filed(filing: Filing) -> list[Problem]:
    """That there is nothing to correct."""
    if filing.filed_on is not None:
        return []
    return [Problem("not-filed", "提出を記録していない届出・報告は、直せません。")]


def problems_with_new_day_of_filing(
    filing: Filing, filed_on: date, *, following: Filing | None, on: date
) -> Iterator[Problem]:
    """What speaks against its having been filed on that day instead; the filings before and after it stay
    before and after it."""
    yield from problems_with_day(filing, filed_on, on=on)
    if following is not None and following.filed_on is not None and filed_on >= following.filed_on:
        message = f"提出した日は、次の提出（{era_day(following.filed_on)}）より前の日にしてください。"
        yield Problem("filed-after-next", message, field="filed_on")
