"""A year of an agreement: signed, paid by instalments, settled."""

from __future__ import annotations

from datetime import date

import pytest

from designated_managers import actions
from designated_managers.actions import (
    CannotAgreeOnYear,
    CannotPay,
)
from designated_managers.models import (
    AnnualAgreement,
    FeePayment,
    Obligation,
)
from designated_managers.rules.fees import Instalment
from tests.designated_managers.agreeing import ON, codes
from tests.factories.agreements import FEE, make_agreement, make_annual

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


def test_a_year_is_agreed_on_with_instalments_to_the_yen_and_does_the_duty_to_sign_it():
    agreement = make_agreement()

    annual = make_annual(agreement)

    assert list(annual.payments.values_list("number", "due_on", "amount")) == [
        (1, date(2026, 6, 30), 1_200_000),
        (2, date(2026, 9, 30), 1_200_000),
        (3, date(2026, 12, 31), 1_200_000),
        (4, date(2027, 3, 31), 1_200_001),
    ]
    duties = Obligation.objects.filter(type_code="annual_agreement")
    assert list(duties.done().values_list("fiscal_year", flat=True)) == [2026]
    assert list(duties.pending().values_list("fiscal_year", flat=True)) == [2027]


def test_what_stands_against_a_year_is_said_all_at_once():
    agreement = make_agreement()

    with pytest.raises(CannotAgreeOnYear) as refused:
        make_annual(
            agreement,
            fee=1_000,
            agreed_on=date(2026, 11, 24),
            settled_on=date(2026, 11, 23),
            returned_amount=1_001,
            payments=[Instalment(date(2026, 9, 30), 500), Instalment(date(2026, 6, 30), 499)],
        )

    assert set(codes(refused)) == {
        "returned_amount-invalid",
        "agreed-in-future",
        "settled-before-end",
        "payments-do-not-add-up",
        "payments-out-of-order",
    }
    assert not AnnualAgreement.objects.exists()


@pytest.mark.parametrize("year", [2023, 2029])
def test_a_year_outside_the_term_is_refused(year):
    agreement = make_agreement()

    with pytest.raises(CannotAgreeOnYear) as refused:
        make_annual(agreement, fiscal_year=year)

    assert codes(refused) == ["year-outside-term"]


def test_what_was_paid_stays_as_it_was_paid():
    annual = make_annual(make_agreement())
    first = annual.payments.get(number=1)
    actions.record_payment(first.pk, paid_on=date(2026, 6, 30), on=ON)

    with pytest.raises(CannotAgreeOnYear) as refused:
        actions.change_annual_agreement(annual.pk, on=ON, payments=[Instalment(date(2027, 3, 31), FEE)])

    assert codes(refused) == ["payment-already-paid"]


def test_the_open_instalments_of_a_year_may_be_moved_and_dropped():
    annual = make_annual(make_agreement())

    actions.change_annual_agreement(
        annual.pk,
        on=ON,
        fee=2_000,
        payments=[Instalment(date(2026, 6, 30), 500), Instalment(date(2027, 2, 28), 1_500)],
    )

    assert list(FeePayment.objects.values_list("number", "due_on", "amount")) == [
        (1, date(2026, 6, 30), 500),
        (2, date(2027, 2, 28), 1_500),
    ]


def test_an_instalment_is_paid_once_and_not_ahead():
    annual = make_annual(make_agreement())
    first = annual.payments.get(number=1)
    actions.record_payment(first.pk, paid_on=date(2026, 6, 30), on=ON)

    with pytest.raises(CannotPay) as refused:
        actions.record_payment(first.pk, paid_on=date(2026, 11, 24), on=ON)

    assert codes(refused) == ["paid-already", "paid-in-future"]


def test_a_year_is_settled_with_what_is_given_back():
    annual = make_annual(make_agreement())

    settled = actions.settle_year(
        annual.pk, settled_on=date(2027, 5, 7), returned_amount=12_300, on=date(2027, 5, 7)
    )

    assert (settled.settled_on, settled.returned_amount) == (date(2027, 5, 7), 12_300)
