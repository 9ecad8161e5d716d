"""The acts on amendments of basic agreements (変更協定)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import locked, update_with_history
from common.db.records import changed, save_checked
from common.problems import Problem, refuse_if_blocked
from designated_managers.actions.agreements import MOVED, TERMS, covered_ids, put_right
from designated_managers.actions.obligations import plan_obligations
from designated_managers.actions.responsibilities import (
    CannotAgree,
    copy_rows,
    locked_terms,
    move_threshold,
)
from designated_managers.models import Agreement, AgreementTerms, Designation
from designated_managers.rules.responsibility import problems_with_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date


@transaction.atomic
def amend_agreement(
    pk: int,
    *,
    on: date,
    terms: Mapping[str, Any] | None = None,
    **amendment: Any,
) -> AgreementTerms:
    """Enter an amendment (変更協定): new terms that count from a day; what counted before stays.

    ``amendment`` is the day it was signed (``agreed_on``), the day it counts from (``counts_from``) and the
    ``reason``. Begins with the latest terms and their 責任分担表. Raises ``CannotAgree`` with every problem.
    """
    agreement = locked(Agreement, pk)
    before = agreement.terms.order_by("-number").prefetch_related("responsibilities")[0]
    kept = {name: getattr(before, name) for name in TERMS}
    amended = AgreementTerms(
        agreement=agreement,
        number=before.number + 1,
        **{**kept, **(terms or {}), **amendment},
    )
    rows = list(before.responsibilities.all())
    if before.repair_threshold != amended.repair_threshold:
        move_threshold(rows, before.repair_threshold, amended.repair_threshold)
    problems = (
        *_problems_with_amendment(amended, before, on=on),
        *problems_with_shares([row.share for row in rows], repair_threshold=amended.repair_threshold),
    )
    save_checked(amended, *problems, error=CannotAgree)
    copy_rows(rows, amended)
    _follow(agreement, on=on)
    return amended


@transaction.atomic
def change_amendment(
    pk: int,
    *,
    on: date,
    expected_version: str | None = None,
    terms: Mapping[str, Any] | None = None,
    **amendment: Any,
) -> AgreementTerms:
    """Put right what was entered of the latest amendment (変更協定の訂正): its days, its reason, its terms.

    Raises ``Stale``, and ``CannotAgree`` with every problem; an earlier one has another standing on it.
    """
    amended = locked_terms(pk, expected_version=expected_version)
    rows, moved = put_right(changed(amended, amendment), terms)
    problems = (
        *_problems_with_place(amended),
        *_problems_with_amendment(amended, _before(amended), on=on),
        *problems_with_shares([row.share for row in rows], repair_threshold=amended.repair_threshold),
    )
    save_checked(amended, *problems, error=CannotAgree)
    update_with_history(moved, MOVED)
    _follow(amended.agreement, on=on)
    return amended


@transaction.atomic
def remove_amendment(pk: int, *, on: date, expected_version: str | None = None) -> Agreement:
    """Take the latest amendment away (変更協定の取消し), as long as it does not count yet; its history stays.

    Raises ``Stale``, ``CannotAgree``.
    """
    amended = locked_terms(pk, expected_version=expected_version)
    problems = [*_problems_with_place(amended)]
    if amended.counts_from is not None and amended.counts_from <= on:
        message = "もう効力が生じているので、取り消せません。内容を直すか、次の変更協定を登録してください。"
        problems.append(Problem("amendment-counts", message))
    refuse_if_blocked(problems, CannotAgree)
    agreement = amended.agreement
    amended.delete()
    _follow(agreement, on=on)
    return agreement


def _follow(agreement: Agreement, *, on: date) -> None:
    """Duties follow what is agreed, and whoever has opened the agreement before is told that it is another
    now: the terms are part of it."""
    agreement.save()
    plan_obligations(covered_ids(agreement), on=on)


def _before(amended: AgreementTerms) -> AgreementTerms | None:
    return amended.agreement.terms.filter(number__lt=amended.number).order_by("-number").first()


def _problems_with_place(amended: AgreementTerms) -> Iterator[Problem]:
    later = amended.agreement.terms.filter(number__gt=amended.number)
    if amended.number == 1 or later.exists():
        yield Problem("amendment-not-latest", "直せるのは、いちばん新しい変更協定だけです。")


def _problems_with_amendment(
    amended: AgreementTerms, before: AgreementTerms | None, *, on: date
) -> Iterator[Problem]:
    if amended.agreed_on is not None and amended.agreed_on > on:
        yield Problem("agreed-in-future", "締結日は、きょうまでの日にしてください。", field="agreed_on")
    if amended.counts_from is None:
        return
    if before and before.counts_from is not None and amended.counts_from <= before.counts_from:
        message = "効力が生じる日は、前の変更協定より後の日にしてください。"
        yield Problem("amendment-not-after", message, field="counts_from")
    under = Designation.objects.filter(pk__in=covered_ids(amended.agreement))
    lasts = [one.last_on for one in under if one.last_on]
    if lasts and amended.counts_from > max(lasts):
        message = "効力が生じる日は、指定期間の中の日にしてください。"
        yield Problem("amendment-after-term", message, field="counts_from")
