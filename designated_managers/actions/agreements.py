"""The acts on basic agreements (基本協定) and their amendments (変更協定)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import locked, update_with_history
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.problems import Problem
from designated_managers.actions.bundles import change_bundle
from designated_managers.actions.obligations import plan_obligations
from designated_managers.actions.responsibilities import (
    CannotAgree,
    copy_rows,
    move_threshold,
    threshold_of,
)
from designated_managers.models import (
    Agreement,
    AgreementTemplate,
    AgreementTerms,
    Designation,
    ObligationType,
)
from designated_managers.queries.agreements import AGREEMENT_MISSING, rows_of_template
from designated_managers.rules.responsibility import problems_with_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

TERMS = (
    "repair_threshold",
    "fee_system",
    "liability_insurance",
    "fire_insurance",
    "accident_insurance",
    "insurance_notes",
    "subcontracting",
    "subcontracting_notes",
    "inventory_classes",
    "notes",
)
"""What is agreed and may be amended."""


@transaction.atomic
def register_agreement(
    *,
    on: date,
    agreed_on: date | None = None,
    terms: Mapping[str, Any] | None = None,
    adopt: bool = True,
    **facts: Any,
) -> Agreement:
    """Enter a basic agreement (基本協定の登録) of a designation or a bundle, with its first terms.

    ``agreed_on`` is written where it belongs, on the designations; None leaves their day as it is. ``adopt``
    takes over the rows of the 責任分担表 that the template proposes. The obligations are planned at once.
    Raises ``CannotAgree`` with every problem.
    """
    agreement = Agreement(**facts)
    first = AgreementTerms(number=1, **(terms or {}))
    proposed = rows_of_template(agreement.template_code, on=on) if adopt else []
    shares = [row.share for row in proposed]
    if shares and first.repair_threshold is None:
        first.repair_threshold = threshold_of(shares)
    problems = (
        *_problems_with_agreement(agreement, agreed_on, on=on),
        *problems_with(first, leaving_out={"agreement"}),
        *problems_with_shares(shares, repair_threshold=first.repair_threshold),
    )
    save_checked(agreement, *problems, error=CannotAgree)
    first.agreement = agreement
    save_checked(first, error=CannotAgree)
    copy_rows(proposed, first)
    _sign(agreement, agreed_on, on=on)
    plan_obligations(_covered_ids(agreement), on=on)
    return agreement


@transaction.atomic
def change_agreement(
    pk: int,
    *,
    on: date,
    agreed_on: date | None = None,
    expected_version: str | None = None,
    terms: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Agreement:
    """Put right what was entered of an agreement (基本協定の訂正), and of the terms that count on the day.

    What the two parties change is an amendment (``amend_agreement``). Raises ``Stale``, ``CannotAgree``.
    """
    agreement = changed(locked(Agreement, pk, expected_version=expected_version), facts)
    now = AgreementTerms.objects.counting(on).get(agreement=agreement)
    if terms is not None:
        changed(now, dict(terms))
    shares = [row.share for row in now.responsibilities.all()]
    problems = (
        *_problems_with_agreement(agreement, agreed_on, on=on),
        *problems_with(now),
        *problems_with_shares(shares, repair_threshold=now.repair_threshold),
    )
    save_checked(agreement, *problems, error=CannotAgree)
    if terms is not None:
        save_checked(now, error=CannotAgree)
    _sign(agreement, agreed_on, on=on)
    plan_obligations(_covered_ids(agreement), on=on)
    return agreement


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
    plan_obligations(_covered_ids(agreement), on=on)
    return amended


def _problems_with_agreement(agreement: Agreement, agreed_on: date | None, *, on: date) -> Iterator[Problem]:
    templates = AgreementTemplate.objects.in_front().filter(code=agreement.template_code)
    if not templates.exists():
        yield Problem("template-unknown", "協定のひな型を選んでください。", field="template_code")
    offered = set(
        ObligationType.objects.in_front()
        .filter(template=agreement.template_code, optional=True)
        .values_list("type_code", flat=True)
    )
    if not set(agreement.optional_types) <= offered:
        message = "このひな型にない任意の報告は選べません。"
        yield Problem("optional-unknown", message, field="optional_types")
    if agreed_on is not None and agreed_on > on:
        yield Problem("agreed-in-future", "締結日は、きょうまでの日にしてください。", field="agreed_on")
    yield from _problems_with_cover(agreement)


def _problems_with_cover(agreement: Agreement) -> Iterator[Problem]:
    """A designation stands under one agreement: its own, or that of its bundle, which signs as a whole."""
    designation = agreement.designation
    if designation is not None and designation.bundle_id is not None:
        message = "この指定は一括で決めるので、基本協定も一括で結びます。一括のほうを選んでください。"
        yield Problem("agreement-of-bundle", message, field="designation")
    if agreement.bundle_id is not None:
        alone = Agreement.objects.filter(designation__bundle=agreement.bundle_id).exclude(pk=agreement.pk)
        if alone.exists():
            message = "この一括には、自分の基本協定がある指定が入っています。"
            yield Problem("agreement-of-one", message, field="bundle")
        if not Designation.objects.filter(bundle=agreement.bundle_id).exists():
            yield Problem("bundle-empty", "この一括には、指定がまだありません。", field="bundle")
    yield from _problems_with_days(agreement)


def _problems_with_days(agreement: Agreement) -> Iterator[Problem]:
    """Days of its own lie inside the term of the designations."""
    under = Designation.objects.filter(pk__in=_covered_ids(agreement))
    firsts = [one.first_on for one in under if one.first_on]
    lasts = [one.last_on for one in under if one.last_on]
    if agreement.first_on and firsts and agreement.first_on < min(firsts):
        yield Problem(
            "agreement-before-term", "協定の初日は、指定期間の中の日にしてください。", field="first_on"
        )
    if agreement.last_on and lasts and agreement.last_on > max(lasts):
        yield Problem(
            "agreement-after-term", "協定の末日は、指定期間の中の日にしてください。", field="last_on"
        )


def _problems_with_amendment(
    amended: AgreementTerms, before: AgreementTerms, *, on: date
) -> Iterator[Problem]:
    if amended.agreed_on is not None and amended.agreed_on > on:
        yield Problem("agreed-in-future", "締結日は、きょうまでの日にしてください。", field="agreed_on")
    if amended.counts_from is None:
        return
    if before.counts_from is not None and amended.counts_from <= before.counts_from:
        message = "効力が生じる日は、前の変更協定より後の日にしてください。"
        yield Problem("amendment-not-after", message, field="counts_from")
    under = Designation.objects.filter(pk__in=_covered_ids(amended.agreement))
    lasts = [one.last_on for one in under if one.last_on]
    if lasts and amended.counts_from > max(lasts):
        message = "効力が生じる日は、指定期間の中の日にしてください。"
        yield Problem("amendment-after-term", message, field="counts_from")


def _covered_ids(agreement: Agreement) -> list[int]:
    if agreement.designation_id is not None:
        return [agreement.designation_id]
    if agreement.bundle_id is None:
        return []
    return list(Designation.objects.filter(bundle=agreement.bundle_id).values_list("pk", flat=True))


def _sign(agreement: Agreement, agreed_on: date | None, *, on: date) -> None:
    """The day of signing is a fact of the designations; its flag closes."""
    if agreed_on is None:
        return
    if agreement.bundle_id is not None:
        # What is decided together stands on the bundle, and in each of its designations.
        change_bundle(agreement.bundle_id, on=on, agreed_on=agreed_on)
        return
    under = list(Designation.objects.select_for_update(of=("self",)).filter(pk__in=_covered_ids(agreement)))
    changing = [changed(one, {"agreed_on": agreed_on}) for one in under if one.agreed_on != agreed_on]
    update_with_history(changing, ["agreed_on"])
    signed = [one.pk for one in under if one.is_made]
    if signed:
        tell_settled(AGREEMENT_MISSING, signed, SettledReason.DONE, on=on)
