"""The acts on basic agreements (基本協定)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import locked, update_with_history
from common.db.records import changed, problems_with, save_checked
from common.problems import Problem
from designated_managers.actions.bundles import change_bundle
from designated_managers.actions.designations import follow_decision
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
from designated_managers.queries.agreements import rows_of_template
from designated_managers.rules.responsibility import problems_with_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from designated_managers.models import Bundle, ResponsibilityRow

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

MOVED = ("amount_from", "amount_upto")
"""What of a row changes where it turns at another threshold."""


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
    takes over the rows of the 責任分担表 that the template proposes, turned at the threshold that was agreed.
    The obligations are planned at once. Raises ``CannotAgree`` with every problem.
    """
    agreement = Agreement(**facts)
    first = AgreementTerms(number=1, **(terms or {}))
    proposed = rows_of_template(agreement.template_code, on=on) if adopt else []
    if first.repair_threshold is None:
        first.repair_threshold = threshold_of(proposed)
    move_threshold(proposed, None, first.repair_threshold)
    shares = [row.share for row in proposed]
    problems = (
        *_problems_with_agreement(agreement, agreed_on, on=on),
        *_problems_with_cover(agreement),
        *problems_with(first, leaving_out={"agreement"}),
        *problems_with_shares(shares, repair_threshold=first.repair_threshold),
    )
    save_checked(agreement, *problems, error=CannotAgree)
    first.agreement = agreement
    save_checked(first, error=CannotAgree)
    copy_rows(proposed, first)
    _sign(agreement, agreed_on, on=on)
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
    rows, moved = put_right(now, terms)
    problems = (
        *_problems_with_agreement(agreement, agreed_on, on=on),
        *problems_with(now),
        *problems_with_shares([row.share for row in rows], repair_threshold=now.repair_threshold),
    )
    save_checked(agreement, *problems, error=CannotAgree)
    if terms is not None:
        save_checked(now, error=CannotAgree)
        update_with_history(moved, MOVED)
    _sign(agreement, agreed_on, on=on)
    return agreement


def put_right(
    standing: AgreementTerms, terms: Mapping[str, Any] | None
) -> tuple[list[ResponsibilityRow], list[ResponsibilityRow]]:
    """Set what these terms say, not saved; their rows, and those that turn elsewhere now. For the acts of
    this app."""
    rows = list(standing.responsibilities.all())
    turned = standing.repair_threshold
    changed(standing, dict(terms or {}))
    if standing.repair_threshold == turned:
        return rows, []
    return rows, move_threshold(rows, turned, standing.repair_threshold)


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
    yield from _problems_with_days(agreement)


def _problems_with_cover(agreement: Agreement) -> Iterator[Problem]:
    """A designation stands under one agreement: its own, or that of its bundle, which signs as a whole where
    it is one organisation's. Of several, each reads its own agreement and never another's fee."""
    designation = agreement.designation
    if designation is not None and designation.bundle is not None and _signs_as_a_whole(designation.bundle):
        message = "この指定は一括で決めるので、基本協定も一括で結びます。一括のほうを選んでください。"
        yield Problem("agreement-of-bundle", message, field="designation")
    if agreement.bundle_id is not None:
        alone = Agreement.objects.filter(designation__bundle=agreement.bundle_id).exclude(pk=agreement.pk)
        if alone.exists():
            message = "この一括には、自分の基本協定がある指定が入っています。"
            yield Problem("agreement-of-one", message, field="bundle")
        bodies = _bodies_of(agreement.bundle_id)
        if not bodies:
            yield Problem("bundle-empty", "この一括には、指定がまだありません。", field="bundle")
        if len(bodies) > 1:
            message = (
                "1つの団体の一括だけ、まとめて1つの基本協定にできます。"
                f"この一括には{len(bodies)}つの団体の指定があるので、指定ごとに登録してください。"
            )
            yield Problem("bundle-of-several", message, field="whole_bundle")


def _bodies_of(bundle_pk: int) -> set[int]:
    rows = Designation.objects.filter(bundle=bundle_pk).order_by()
    return set(rows.values_list("organisation_id", flat=True))


def _signs_as_a_whole(bundle: Bundle) -> bool:
    return len(_bodies_of(bundle.pk)) == 1 or Agreement.objects.filter(bundle=bundle).exists()


def _problems_with_days(agreement: Agreement) -> Iterator[Problem]:
    """Days of its own lie inside the term of the designations, each of them."""
    under = Designation.objects.filter(pk__in=covered_ids(agreement))
    first = min((one.first_on for one in under if one.first_on), default=date.min)
    last = max((one.last_on for one in under if one.last_on), default=date.max)
    if agreement.first_on and not first <= agreement.first_on <= last:
        yield Problem(
            "agreement-before-term", "協定の初日は、指定期間の中の日にしてください。", field="first_on"
        )
    if agreement.last_on and not first <= agreement.last_on <= last:
        yield Problem(
            "agreement-after-term", "協定の末日は、指定期間の中の日にしてください。", field="last_on"
        )


def covered_ids(agreement: Agreement) -> list[int]:
    """The designations that an agreement covers. For the acts of this app."""
    if agreement.designation_id is not None:
        return [agreement.designation_id]
    if agreement.bundle_id is None:
        return []
    return list(Designation.objects.filter(bundle=agreement.bundle_id).values_list("pk", flat=True))


def _sign(agreement: Agreement, agreed_on: date | None, *, on: date) -> None:
    """The day of signing is a fact of the designations; what hangs on it follows, and duties are planned."""
    if agreed_on is None:
        plan_obligations(covered_ids(agreement), on=on)
    elif agreement.bundle_id is not None:
        # What is decided together stands on the bundle, and in each of its designations.
        change_bundle(agreement.bundle_id, on=on, agreed_on=agreed_on)
    else:
        rows = Designation.objects.select_for_update(of=("self",)).filter(pk__in=covered_ids(agreement))
        under = list(rows)
        signing = [changed(one, {"agreed_on": agreed_on}) for one in under if one.agreed_on != agreed_on]
        update_with_history(signing, ["agreed_on"])
        follow_decision(under, on=on)
