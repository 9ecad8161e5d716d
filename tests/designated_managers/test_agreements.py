from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from common.catalogues import read_catalogue
from common.db.history import Stale
from common.deadlines import Side
from common.problems import Refused
from common.scope import Scope
from config.management.commands import load_catalogues
from designated_managers import actions
from designated_managers.actions import (
    CannotAgree,
    CannotAgreeOnYear,
    CannotDesignate,
    CannotOpen,
    CannotPay,
    CannotWithdraw,
)
from designated_managers.models import (
    Agreement,
    AgreementTemplate,
    AnnualAgreement,
    Bundle,
    Designation,
    FeePayment,
    Obligation,
    ObligationType,
)
from designated_managers.queries import agreements, payments
from designated_managers.queries import obligations as owed
from designated_managers.rules.fees import Instalment
from designated_managers.rules.responsibility import problems_with_shares
from tests.factories.agreements import AGREED_ON, FEE, designation_of, make_agreement, make_annual
from tests.factories.designated_managers import bundle_of, make_designation, make_organisation
from tests.factories.facilities import ENTERED_AT, PNG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ON = date(2026, 11, 23)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_the_day_of_signing_is_kept_on_the_designation():
    designation = make_designation(on=ON)

    make_agreement(designation=designation)

    designation.refresh_from_db()
    assert designation.agreed_on == AGREED_ON


def test_a_bundle_is_signed_in_one_act_for_all_its_designations():
    organisation = make_organisation()
    both = [make_designation(on=ON, organisation=organisation, bundle_name="見本一括") for _ in range(2)]

    agreement = make_agreement(bundle=both[0].bundle)

    assert set(Designation.objects.values_list("agreed_on", flat=True)) == {AGREED_ON}
    assert [Agreement.objects.covering(one.pk).get() for one in both] == [agreement, agreement]
    assert Obligation.objects.filter(type_code="monthly_report", period_code="2026-11").count() == 2


def test_what_stands_against_an_agreement_is_said_all_at_once():
    designation = make_designation(on=ON)

    with pytest.raises(CannotAgree) as refused:
        actions.register_agreement(
            on=ON,
            designation=designation,
            template_code="nowhere",
            optional_types=["quarterly_report"],
            agreed_on=date(2026, 11, 24),
            first_on=date(2024, 3, 31),
            last_on=date(2029, 4, 1),
        )

    assert codes(refused) == [
        "template-unknown",
        "optional-unknown",
        "agreed-in-future",
        "agreement-before-term",
        "agreement-after-term",
    ]
    assert not Agreement.objects.exists()


def test_a_designation_stands_under_one_agreement():
    designation = make_designation(on=ON, bundle_name="見本一括")
    make_agreement(bundle=designation.bundle)

    with pytest.raises(CannotAgree) as refused:
        make_agreement(designation=designation)

    assert codes(refused) == ["agreement-of-bundle"]


def of_two_bodies(name: str = "見本一括") -> list[Designation]:
    """Two designations decided together, each of another organisation."""
    return [make_designation(on=ON, bundle_name=name) for _ in range(2)]


def test_a_bundle_of_several_bodies_does_not_sign_as_one():
    first, _second = of_two_bodies()

    with pytest.raises(CannotAgree) as refused:
        make_agreement(bundle=first.bundle)

    assert codes(refused) == ["bundle-of-several"]
    assert not Agreement.objects.exists()


def test_each_body_of_a_bundle_signs_its_own_agreement_on_its_own_day_and_reads_no_other():
    first, second = of_two_bodies()
    bundle = bundle_of(first)

    own = make_agreement(designation=first)
    make_agreement(designation=second, agreed_on=date(2024, 3, 28))
    actions.change_bundle(bundle.pk, on=ON, agreed_on=date(2024, 3, 31))

    days = {one.pk: one.agreed_on for one in Designation.objects.all()}
    assert days == {first.pk: AGREED_ON, second.pk: date(2024, 3, 28)}
    both = frozenset({first.centre_id, second.centre_id})
    reader = Scope(
        every_centre=False,
        centre_ids=both,
        organisation_ids=frozenset({first.organisation_id}),
        internal=False,
    )
    assert list(Agreement.objects.within(reader)) == [own]


def test_a_designation_with_an_agreement_of_its_own_is_put_right_in_its_bundle():
    first, second = of_two_bodies()
    make_agreement(designation=first)
    actions.change_bundle(bundle_of(second).pk, on=ON, agreed_on=date(2024, 3, 31))

    actions.change_designation(first.pk, on=ON, agreed_on=date(2024, 3, 26), internal_notes="訂正")

    assert set(Designation.objects.values_list("pk", "agreed_on")) == {
        (first.pk, date(2024, 3, 26)),
        (second.pk, date(2024, 3, 31)),
    }


def test_a_bundle_takes_over_no_day_of_an_agreement_that_is_one_designations_own():
    own = make_designation(on=ON)
    make_agreement(designation=own)

    actions.change_designation(own.pk, on=ON, bundle_name="見本一括")

    assert Bundle.objects.get().agreed_on is None
    assert make_designation(on=ON, bundle_name="見本一括").agreed_on is None


def test_nobody_else_joins_a_bundle_that_signed_as_a_whole():
    signed = make_designation(on=ON, bundle_name="見本一括")
    make_agreement(bundle=signed.bundle)
    own = make_designation(on=ON)
    make_agreement(designation=own)

    with pytest.raises(CannotDesignate) as refused:
        actions.change_designation(own.pk, on=ON, bundle_name="見本一括")

    assert codes(refused) == ["bundle-of-another-body", "agreement-of-one"]
    actions.change_designation(signed.pk, on=ON, internal_notes="そのまま直せる")


def test_an_agreement_of_one_is_put_right_also_when_its_bundle_is_one_bodys_by_now():
    first, second = of_two_bodies()
    agreement = make_agreement(designation=first)
    actions.change_designation(second.pk, on=ON, bundle_name="")

    actions.change_agreement(agreement.pk, on=ON, internal_notes="訂正")

    agreement.refresh_from_db()
    assert agreement.internal_notes == "訂正"


@pytest.mark.parametrize(
    ("first_on", "last_on", "found"),
    [
        (date(2024, 4, 1), date(2029, 3, 31), []),
        (date(2024, 3, 31), date(2029, 4, 1), ["agreement-before-term", "agreement-after-term"]),
        (date(2029, 4, 1), date(2029, 4, 1), ["agreement-before-term", "agreement-after-term"]),
        (date(2024, 3, 31), date(2024, 3, 31), ["agreement-before-term", "agreement-after-term"]),
    ],
)
def test_days_of_an_agreement_lie_inside_the_term(first_on, last_on, found):
    agreement = make_agreement()

    said = []
    try:
        actions.change_agreement(agreement.pk, on=ON, first_on=first_on, last_on=last_on)
    except CannotAgree as refused:
        said = [problem.code for problem in refused.problems]

    assert said == found


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2024, 3, 31), "期間の前"),
        (date(2024, 4, 1), "期間の前"),
        (date(2024, 5, 1), "年度協定なし"),
        (date(2028, 12, 31), "年度協定なし"),
        (date(2029, 1, 1), "期間の外"),
    ],
)
def test_the_list_says_where_an_agreement_stands_by_its_own_days(on, state):
    make_agreement(first_on=date(2024, 5, 1), last_on=date(2028, 12, 31))
    scope = Scope.everything()

    rows = agreements.with_lines(agreements.agreements(scope), scope=scope, on=on)
    told = [line.state.word for line in agreements.agreement_lines(rows, scope=scope, on=on)]

    assert told == [state]


@pytest.mark.parametrize("both", [True, False])
def test_an_agreement_is_of_a_designation_or_of_a_bundle(both):
    designation = make_designation(on=ON, bundle_name="見本一括")
    of: dict[str, Any] = {"designation": designation, "bundle": designation.bundle} if both else {}

    with pytest.raises(CannotAgree) as refused:
        actions.register_agreement(on=ON, template_code="standard", **of)

    sentences = [problem.message for problem in refused.value.problems]
    assert "基本協定は、1つの指定か1つの一括のどちらかに結びます。" in sentences


def test_a_change_of_something_seen_before_is_refused_as_stale():
    agreement = make_agreement()

    with pytest.raises(Stale):
        actions.change_agreement(agreement.pk, on=ON, expected_version="0", template_code="early")


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
    due = [(row[0], row[3], row[4], row[6]) for row in payments.deadlines(until=date(2026, 9, 30))]
    missing = [(row[0], row[2], row[4], row[6]) for row in agreements.deadlines(until=date.max)]

    assert duties == {(date(2026, 3, 1), Side.MANAGER)}
    centre = designation_of(agreement).centre_id
    assert due == [
        ("fee_payment", centre, date(2026, 6, 30), Side.CITY),
        ("fee_payment", centre, date(2026, 9, 30), Side.CITY),
    ]
    assert missing == [("agreement_missing", bare.pk, date(2024, 4, 1), Side.CITY)]


def test_a_paper_is_checked_by_its_content_and_withdrawn_with_a_reason():
    agreement = make_agreement()

    kept = actions.attach_agreement_file(
        agreement.pk, title="基本協定書", name="kyotei.png", content=PNG, at=ENTERED_AT
    )
    with pytest.raises(Refused):
        actions.attach_agreement_file(
            agreement.pk, title="にせもの", name="kyotei.pdf", content=PNG, at=ENTERED_AT
        )
    actions.withdraw_agreement_file(kept.pk, on=ON, reason="取り違え")

    assert list(agreement.files.values_list("title", "withdrawn_reason")) == [("基本協定書", "取り違え")]


def test_every_type_belongs_to_a_template_and_every_template_shares_its_repairs_without_a_gap():
    templates = set(AgreementTemplate.objects.values_list("code", flat=True))
    rows = {code: agreements.rows_of_template(code, on=ON) for code in templates}

    assert set(ObligationType.objects.values_list("template", flat=True)) == templates
    for of_template in rows.values():
        assert list(problems_with_shares([row.share for row in of_template])) == []


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("due_rule: day_of_next_month", "due_rule: sometime", "sometime"),
        ("    due_count: 15\n", "", "この期限の数え方には"),
        ("rolls_by: clause", "rolls_by: ''", "根拠（rolls_by）"),
        ("code: standard/monthly_report", "code: standard/monthly", "ひな型のコード/種類のコード"),
    ],
)
def test_a_template_with_an_unknown_rule_stops_the_load_and_changes_nothing(
    tmp_path, monkeypatch, settings, before, after, sentence
):
    text = (settings.BASE_DIR / "designated_managers/catalogues/obligation_types.yaml").read_text("utf-8")
    assert before in text
    wrong = tmp_path / "obligation_types.yaml"
    wrong.write_text(text.replace(before, after, 1).replace("name: 精算書", "name: 精算の書"), "utf-8")
    shipped = next(one for one in load_catalogues.SHIPPED if one.model is ObligationType)
    entries = read_catalogue(wrong, required=shipped.required, optional=shipped.optional)
    monkeypatch.setattr(
        load_catalogues,
        "entries_of",
        lambda one: entries.entries if one is shipped else (),
    )
    monkeypatch.setattr(load_catalogues, "SHIPPED", (shipped,))

    with pytest.raises(CommandError) as refused:
        call_command("load_catalogues", stdout=io.StringIO())

    assert "obligation_types.yaml" in str(refused.value)
    assert "行目" in str(refused.value)
    assert sentence in str(refused.value)
    assert not ObligationType.objects.filter(name="精算の書").exists()
