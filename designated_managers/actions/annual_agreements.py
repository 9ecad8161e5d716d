"""The acts on annual agreements (年度協定): the fee, its instalments, its settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import create_with_history, locked, update_with_history
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.fiscal_year import FiscalYear
from common.problems import Problem, Refused
from designated_managers.actions.obligations import tell_done
from designated_managers.choices import DoneBy
from designated_managers.models import Agreement, AnnualAgreement, Designation, FeePayment
from designated_managers.queries.payments import FEE_PAYMENT
from designated_managers.rules.fees import (
    Instalment,
    problems_with_instalments,
    problems_with_settlement,
    quarterly,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date


class CannotAgreeOnYear(Refused):
    """The annual agreement cannot stand as entered; ``problems`` says why."""


class CannotPay(Refused):
    """The payment cannot be recorded; ``problems`` says why."""


@transaction.atomic
def make_annual_agreement(
    agreement_pk: int, *, on: date, payments: Sequence[Instalment] | None = None, **facts: Any
) -> AnnualAgreement:
    """Enter the annual agreement of a fiscal year (年度協定の登録) with its fee and instalments.

    ``payments`` None: at the end of each quarter. They add up to the fee to the yen. Once ``agreed_on`` is
    known the duty to sign it is done. Raises ``CannotAgreeOnYear`` with every problem.
    """
    annual = AnnualAgreement(agreement=locked(Agreement, agreement_pk), **facts)
    year = FiscalYear(annual.fiscal_year)
    due = quarterly(annual.fee, year) if payments is None else payments
    problems = (*_problems_with_year(annual, on=on), *problems_with_instalments(annual.fee, due))
    save_checked(annual, *problems, error=CannotAgreeOnYear)
    create_with_history(_numbered(annual, due))
    _tell_signed(annual, on=on)
    return annual


@transaction.atomic
def change_annual_agreement(
    pk: int,
    *,
    on: date,
    payments: Sequence[Instalment] | None = None,
    expected_version: str | None = None,
    **facts: Any,
) -> AnnualAgreement:
    """Change facts of an annual agreement (年度協定の変更), and its instalments where given.

    What was paid stays as it was paid. Raises ``Stale``, ``CannotAgreeOnYear``.
    """
    annual = changed(locked(AnnualAgreement, pk, expected_version=expected_version), facts)
    # Whoever records a payment at this moment is waited for: what was paid is then seen to be paid.
    standing = list(annual.payments.select_for_update().order_by("number"))
    due = [Instalment(one.due_on, one.amount) for one in standing] if payments is None else payments
    problems = (
        *_problems_with_year(annual, on=on),
        *problems_with_instalments(annual.fee, due),
        *_problems_with_paid(standing, due),
    )
    save_checked(annual, *problems, error=CannotAgreeOnYear)
    if payments is not None:
        _rewrite(annual, standing, due, on=on)
    _tell_signed(annual, on=on)
    return annual


def _rewrite(
    annual: AnnualAgreement, standing: Sequence[FeePayment], due: Sequence[Instalment], *, on: date
) -> None:
    by_number = {payment.number: payment for payment in standing}
    moved, dated_anew = [], []
    for number, one in enumerate(due, start=1):
        payment = by_number.get(number)
        if payment is None or (payment.due_on, payment.amount) == (one.due_on, one.amount):
            continue
        if payment.due_on != one.due_on:
            dated_anew.append(payment.pk)
        moved.append(changed(payment, {"due_on": one.due_on, "amount": one.amount}))
    update_with_history(moved, ["due_on", "amount"])
    create_with_history(_numbered(annual, due)[len(standing) :])
    dropped = [payment for payment in standing if payment.number > len(due)]
    tell_settled(FEE_PAYMENT, dated_anew, SettledReason.DAY_CHANGED, on=on)
    tell_settled(FEE_PAYMENT, [payment.pk for payment in dropped], SettledReason.NO_LONGER_APPLIES, on=on)
    for payment in dropped:
        payment.delete()


def _numbered(annual: AnnualAgreement, due: Iterable[Instalment]) -> list[FeePayment]:
    return [
        FeePayment(annual_agreement=annual, number=number, due_on=one.due_on, amount=one.amount)
        for number, one in enumerate(due, start=1)
    ]


@transaction.atomic
def record_payment(pk: int, *, paid_on: date, on: date) -> FeePayment:
    """Record that an instalment was paid (支払の記録); its flag closes. Raises ``CannotPay``."""
    payment = locked(FeePayment, pk)
    problems = []
    if payment.paid_on is not None:
        problems.append(Problem("paid-already", "この回は、もう支払っています。"))
    if paid_on > on:
        message = "支払った日は、きょうまでの日にしてください。"
        problems.append(Problem("paid-in-future", message, field="paid_on"))
    if payment.annual_agreement.agreed_on is None:
        problems.append(Problem("paid-before-agreement", "年度協定の締結日を先に入力してください。"))
    saved = save_checked(changed(payment, {"paid_on": paid_on}), *problems, error=CannotPay)
    tell_settled(FEE_PAYMENT, [pk], SettledReason.DONE, on=on)
    return saved


@transaction.atomic
def settle_year(
    pk: int,
    *,
    on: date,
    expected_version: str | None = None,
    **facts: Any,
) -> AnnualAgreement:
    """Record the settlement of a year (精算): ``settled_on``, what is given back (``returned_amount``, 0
    where nothing is left over) and ``settlement_notes``."""
    annual = changed(locked(AnnualAgreement, pk, expected_version=expected_version), facts)
    return save_checked(annual, *_problems_with_year(annual, on=on), error=CannotAgreeOnYear)


def _problems_with_year(annual: AnnualAgreement, *, on: date) -> Iterator[Problem]:
    if any(problem.field == "fiscal_year" for problem in problems_with(annual)):
        return
    year = FiscalYear(annual.fiscal_year).period
    ends = [one.days.effect for one in _covered(annual.agreement)]
    shared = [
        (max(first, year.first), min(last, year.last))
        for first, last in ends
        if max(first, year.first) <= min(last, year.last)
    ]
    if not shared:
        message = "この年度は、指定期間に入っていません。"
        yield Problem("year-outside-term", message, field="fiscal_year")
        return
    if annual.agreed_on is not None and annual.agreed_on > on:
        yield Problem("agreed-in-future", "締結日は、きょうまでの日にしてください。", field="agreed_on")
    yield from problems_with_settlement(
        annual.settled_on, ended_on=max(last for _first, last in shared), on=on
    )


def _problems_with_paid(standing: Sequence[FeePayment], due: Sequence[Instalment]) -> Iterator[Problem]:
    for payment in standing:
        if payment.paid_on is None:
            continue
        now = due[payment.number - 1] if payment.number <= len(due) else None
        if now is None or (now.due_on, now.amount) != (payment.due_on, payment.amount):
            message = f"第{payment.number}回は支払済みなので、期限と金額は変えられません。"
            yield Problem("payment-already-paid", message, field="payments")


def _covered(agreement: Agreement) -> list[Designation]:
    if agreement.designation is not None:
        return [agreement.designation]
    return list(Designation.objects.filter(bundle=agreement.bundle_id))


def _tell_signed(annual: AnnualAgreement, *, on: date) -> None:
    if annual.agreed_on is not None:
        tell_done(DoneBy.ANNUAL_AGREEMENT, [one.pk for one in _covered(annual.agreement)], on=on)
