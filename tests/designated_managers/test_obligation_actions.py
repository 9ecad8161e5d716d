"""Duties that an event opens, an approval does or the office puts aside; and which of them are deadlines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common.deadlines import Side
from common.problems import Refused
from designated_managers import actions
from designated_managers.actions import (
    CannotOpen,
    CannotWithdraw,
)
from designated_managers.models import (
    Obligation,
)
from designated_managers.queries import agreements, payments
from designated_managers.queries import obligations as owed
from tests.designated_managers.agreeing import ON, codes
from tests.factories.agreements import designation_of, make_agreement, make_annual
from tests.factories.designated_managers import make_designation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


def test_an_accident_opens_its_report_on_the_day_itself():
    designation = designation_of(make_agreement())
    happened = date(2026, 11, 20)

    for what in ("階段で転倒", "窓の破損"):
        actions.open_obligation(designation.pk, "accident_report", event_on=happened, event=what, on=ON)

    opened = Obligation.objects.filter(type_code="accident_report").order_by("pk")
    assert list(opened.values_list("period_code", "event", "due_on", "fiscal_year")) == [
        ("2026-11-20-1", "階段で転倒", happened, 2026),
        ("2026-11-20-2", "窓の破損", happened, 2026),
    ]
    assert actions.plan_obligations(on=ON) == actions.PlanReport()


@pytest.mark.parametrize(
    ("type_code", "event_on", "event", "found"),
    [
        ("monthly_report", ON, "x", ["type-unknown"]),
        ("accident_report", date(2026, 11, 24), "x", ["event-in-future"]),
        ("accident_report", date(2024, 3, 31), "x", ["event-outside-term"]),
        ("accident_report", ON, "", ["event-invalid"]),
    ],
)
def test_what_cannot_have_happened_opens_nothing(type_code, event_on, event, found):
    designation = designation_of(make_agreement())

    with pytest.raises(CannotOpen) as refused:
        actions.open_obligation(designation.pk, type_code, event_on=event_on, event=event, on=ON)

    assert codes(refused) == found
    assert not Obligation.objects.filter(frequency="event").exists()


def test_an_event_told_twice_opens_one_duty():
    designation = designation_of(make_agreement())
    told: dict[str, Any] = {"event_on": ON, "event": "階段で転倒", "on": ON}
    actions.open_obligation(designation.pk, "accident_report", **told)

    with pytest.raises(CannotOpen) as refused:
        actions.open_obligation(designation.pk, "accident_report", **told)

    assert codes(refused) == ["event-already"]
    assert Obligation.objects.filter(frequency="event").count() == 1


@pytest.mark.parametrize(
    ("counts_from", "found"),
    [
        (date(2027, 3, 31), ["approval-outside-term"]),
        (date(2027, 4, 1), []),
        (date(2032, 3, 31), []),
        (date(2032, 4, 1), ["approval-outside-term"]),
    ],
)
def test_approved_fees_count_from_a_day_of_the_term(counts_from, found):
    designation = make_designation(
        on=ON,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        **dict.fromkeys(("voted_on", "designated_on", "announced_on"), date(2026, 9, 25)),
    )

    said = []
    try:
        actions.approve_fees(designation.pk, on=ON, approved_on=ON, counts_from=counts_from)
    except Refused as refused:
        said = [problem.code for problem in refused.problems]

    assert said == found


def test_fees_approved_beforehand_do_the_duty():
    designation = make_designation(
        on=ON,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        **dict.fromkeys(("voted_on", "designated_on", "announced_on"), date(2026, 9, 25)),
    )
    make_agreement(designation=designation, terms={"fee_system": "manager_income"})
    duty = Obligation.objects.get(type_code="fee_approval")

    actions.approve_fees(designation.pk, on=ON, approved_on=ON, counts_from=date(2027, 4, 1))

    assert list(Obligation.objects.done()) == [duty]


def test_fees_are_not_used_before_they_are_approved():
    designation = designation_of(make_agreement())

    with pytest.raises(Refused) as refused:
        actions.approve_fees(
            designation.pk, on=ON, approved_on=date(2026, 11, 24), counts_from=date(2026, 11, 20)
        )

    assert codes(refused) == ["counts_from-invalid", "approved-in-future"]


def test_what_is_done_or_not_needed_is_not_told_to_be_not_needed_again():
    agreement = make_agreement()
    make_annual(agreement)
    signed = Obligation.objects.get(type_code="annual_agreement", fiscal_year=2026)
    plan = Obligation.objects.get(type_code="annual_plan", fiscal_year=2026)
    actions.tell_not_needed(plan.pk, on=ON, reason="紙で受け取った")

    for row, code in ((signed, "done-already"), (plan, "not-needed-already")):
        with pytest.raises(CannotWithdraw) as refused:
            actions.tell_not_needed(row.pk, on=ON, reason="別の理由")
        assert codes(refused) == [code]


def test_what_is_needed_again_is_dated_by_the_facts_of_today():
    agreement = make_agreement()
    report = Obligation.objects.get(type_code="annual_report", fiscal_year=2026)
    actions.tell_not_needed(report.pk, on=ON, reason="まちがい")
    actions.change_agreement(agreement.pk, on=ON, template_code="early")

    back = actions.tell_needed_again(report.pk, on=ON)

    assert (back.not_needed_on, back.due_on) == (None, date(2027, 5, 31))


def test_what_was_reported_on_paper_before_the_system_is_put_aside_in_one_act():
    agreement = make_agreement()

    aside = actions.tell_earlier_not_needed(
        designation_of(agreement).pk, before=ON, reason="システムより前の分", on=ON
    )

    assert {row.due_on < ON for row in aside} == {True}
    assert not Obligation.objects.overdue(ON).exists()
    assert Obligation.objects.overdue(date(2026, 12, 16)).get().period_code == "2026-11"


def test_what_is_still_to_come_is_not_put_aside_together_and_all_is_said():
    designation = designation_of(make_agreement())

    with pytest.raises(CannotWithdraw) as refused:
        actions.tell_earlier_not_needed(designation.pk, before=date(2026, 11, 24), reason="", on=ON)

    assert codes(refused) == ["reason-missing", "before-in-future"]
    assert not Obligation.objects.not_needed().exists()


@pytest.mark.parametrize(
    ("on", "overdue"), [(date(2026, 12, 14), 0), (date(2026, 12, 15), 0), (date(2026, 12, 16), 1)]
)
def test_a_report_is_overdue_the_day_after_its_day(on, overdue):
    make_agreement()

    rows = Obligation.objects.filter(type_code="monthly_report", period_code="2026-11")

    assert rows.overdue(on).count() == overdue


def test_duties_payments_and_missing_agreements_are_deadlines_on_their_side():
    agreement = make_agreement()
    make_annual(agreement)
    bare = make_designation(on=ON)

    duties = {(row[4], row[6]) for row in owed.deadlines(until=date(2026, 4, 30))}
    due = sorted((row[0], row[3], row[4], row[6]) for row in payments.deadlines(until=date(2026, 9, 30)))
    missing = [(row[0], row[2], row[4], row[6]) for row in agreements.deadlines(until=date.max)]

    assert duties == {(date(2026, 3, 1), Side.MANAGER)}
    centre = designation_of(agreement).centre_id
    assert due == [
        ("fee_payment", centre, date(2026, 6, 30), Side.CITY),
        ("fee_payment", centre, date(2026, 9, 30), Side.CITY),
    ]
    assert missing == [("agreement_missing", bare.pk, date(2024, 4, 1), Side.CITY)]
