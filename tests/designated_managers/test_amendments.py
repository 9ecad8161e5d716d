"""Amendments (変更協定), and who bears what under each of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common.db.history import Stale, version_of
from designated_managers import actions
from designated_managers.actions import CannotAgree
from designated_managers.choices import Bearer, ResponsibilityArea
from designated_managers.models import Agreement, AgreementTerms, Obligation
from tests.factories.agreements import make_agreement
from tests.factories.designated_managers import make_designation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ON = date(2026, 11, 23)
COUNTS_FROM = date(2026, 12, 1)
AMENDMENT: dict[str, Any] = {
    "agreed_on": date(2026, 11, 1),
    "counts_from": COUNTS_FROM,
    "reason": "物価の上昇",
}


def amended(agreement: Agreement | None = None, **facts: Any) -> AgreementTerms:
    """An amendment that counts from 1 December 2026."""
    agreement = agreement or make_agreement()
    return actions.amend_agreement(agreement.pk, on=ON, **{**AMENDMENT, **facts})


def codes(refused: Any) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def turns(terms: AgreementTerms) -> list[tuple[int | None, int | None, str]]:
    """From which amount to which a repair is whose."""
    rows = terms.responsibilities.filter(area=ResponsibilityArea.REPAIR).order_by("amount_from")
    return list(rows.values_list("amount_from", "amount_upto", "bearer"))


def turned_at(threshold: int) -> list[tuple[int | None, int | None, str]]:
    return [(0, threshold, Bearer.MANAGER), (threshold + 1, None, Bearer.CITY)]


def test_an_amendment_counts_from_its_own_day_and_keeps_what_was_before():
    agreement = make_agreement()

    amended(agreement, terms={"repair_threshold": 150_000})

    counting = {
        day: AgreementTerms.objects.counting(day).get().repair_threshold
        for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2))
    }
    assert list(counting.values()) == [100_000, 150_000, 150_000]
    assert [turns(terms) for terms in agreement.terms.all()] == [turned_at(100_000), turned_at(150_000)]


def test_amendments_follow_one_another_and_say_why():
    first = amended()

    with pytest.raises(CannotAgree) as refused:
        amended(first.agreement, agreed_on=date(2026, 11, 24), reason="")

    assert set(codes(refused)) == {
        "__all__-invalid",
        "reason-invalid",
        "agreed-in-future",
        "amendment-not-after",
    }


def test_the_latest_amendment_is_put_right_with_its_days_and_its_terms():
    mistyped = amended(terms={"repair_threshold": 150_000})

    actions.change_amendment(
        mistyped.pk,
        on=ON,
        counts_from=date(2026, 12, 2),
        reason="燃料の値上がり",
        terms={"repair_threshold": 180_000},
    )

    mistyped.refresh_from_db()
    assert (mistyped.counts_from, mistyped.reason, mistyped.number) == (
        date(2026, 12, 2),
        "燃料の値上がり",
        2,
    )
    assert turns(mistyped) == turned_at(180_000)
    assert turns(mistyped.agreement.terms.get(number=1)) == turned_at(100_000)


def test_an_amendment_with_another_standing_on_it_is_not_touched_and_all_is_said():
    earlier = amended()
    amended(earlier.agreement, counts_from=date(2027, 1, 1))

    with pytest.raises(CannotAgree) as refused:
        actions.change_amendment(
            earlier.pk, on=ON, agreed_on=date(2026, 11, 24), counts_from=date(2029, 4, 1)
        )
    with pytest.raises(CannotAgree) as kept:
        actions.remove_amendment(earlier.pk, on=COUNTS_FROM)

    assert codes(refused) == ["amendment-not-latest", "agreed-in-future", "amendment-after-term"]
    assert codes(kept) == ["amendment-not-latest", "amendment-counts"]
    earlier.refresh_from_db()
    assert earlier.counts_from == COUNTS_FROM


def test_what_was_agreed_first_is_no_amendment():
    first = make_agreement().terms.get()

    with pytest.raises(CannotAgree) as refused:
        actions.remove_amendment(first.pk, on=ON)

    assert codes(refused) == ["amendment-not-latest"]


@pytest.mark.parametrize("on", [date(2026, 12, 1), date(2026, 12, 2)])
def test_an_amendment_that_counts_stays(on):
    counting = amended()

    with pytest.raises(CannotAgree) as refused:
        actions.remove_amendment(counting.pk, on=on)

    assert codes(refused) == ["amendment-counts"]


def test_an_amendment_is_taken_back_up_to_the_day_before_it_counts():
    agreement = make_agreement()
    early = amended(agreement)

    actions.remove_amendment(early.pk, on=date(2026, 11, 30))

    assert list(agreement.terms.values_list("number", flat=True)) == [1]
    assert early.history.count() == 2
    assert amended(agreement).number == 2


def test_duties_follow_an_amendment_that_is_put_right():
    to_come = make_designation(
        on=ON,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        **dict.fromkeys(("voted_on", "designated_on", "announced_on"), date(2026, 9, 25)),
    )
    agreement = make_agreement(designation=to_come, agreed_on=date(2026, 10, 1))
    fees = Obligation.objects.needed().filter(type_code="fee_approval")
    system = amended(agreement, counts_from=ON, terms={"fee_system": "manager_income"})
    owed = fees.count()

    actions.change_amendment(system.pk, on=ON, terms={"fee_system": "city_income"})

    assert (owed, fees.count()) == (1, 0)


def test_who_opened_the_agreement_before_it_was_amended_does_not_overwrite_the_amendment():
    agreement = make_agreement()
    seen = version_of(agreement)

    amended(agreement, counts_from=ON)

    with pytest.raises(Stale):
        actions.change_agreement(agreement.pk, on=ON, expected_version=seen, terms={"notes": "前の内容"})


def test_who_opened_the_table_before_another_wrote_it_does_not_overwrite_it():
    terms = make_agreement().terms.get()
    seen, rows = version_of(terms), [{"area": "cleaning", "bearer": "manager"}]
    actions.set_responsibilities(terms.pk, rows, expected_version=seen)

    for late in (
        lambda: actions.set_responsibilities(terms.pk, [], expected_version=seen),
        lambda: actions.change_amendment(terms.pk, on=ON, expected_version=seen),
        lambda: actions.remove_amendment(terms.pk, on=ON, expected_version=seen),
    ):
        with pytest.raises(Stale):
            late()

    assert terms.responsibilities.count() == 1


def test_the_table_of_what_counted_before_is_written_without_the_one_that_counts_now():
    later = amended(counts_from=ON)
    first = later.agreement.terms.get(number=1)

    actions.set_responsibilities(first.pk, [{"area": "cleaning", "bearer": "city"}])

    assert (first.responsibilities.count(), later.responsibilities.count()) == (1, 11)


def test_the_rows_of_the_template_are_adopted_with_the_threshold():
    agreement = make_agreement()

    terms = agreement.terms.get()
    assert terms.repair_threshold == 100_000
    assert terms.responsibilities.count() == 11


def test_the_rows_of_the_template_turn_at_the_threshold_that_was_agreed():
    agreement = make_agreement(terms={"repair_threshold": 150_000})

    assert turns(agreement.terms.get()) == turned_at(150_000)


@pytest.mark.parametrize("threshold", [0, 99_999, 100_001])
def test_a_threshold_that_is_put_right_moves_the_rows_that_turn_at_it(threshold):
    agreement = make_agreement()

    actions.change_agreement(agreement.pk, on=ON, terms={"repair_threshold": threshold})

    terms = agreement.terms.get()
    assert turns(terms) == turned_at(threshold)
    assert {row.history.count() for row in terms.responsibilities.filter(area="repair")} == {2}


def test_a_threshold_entered_later_moves_rows_that_turned_without_one():
    agreement = make_agreement()
    actions.change_agreement(agreement.pk, on=ON, terms={"repair_threshold": None})

    actions.change_agreement(agreement.pk, on=ON, terms={"repair_threshold": 120_000})

    assert turns(agreement.terms.get()) == turned_at(120_000)


def test_a_threshold_below_which_a_row_begins_is_refused_and_nothing_moves():
    terms = make_agreement().terms.get()
    repairs: list[dict[str, Any]] = [
        {"area": "repair", "amount_from": 0, "amount_upto": 50_000, "bearer": "manager"},
        {"area": "repair", "amount_from": 50_001, "amount_upto": 100_000, "bearer": "manager"},
        {"area": "repair", "amount_from": 100_001, "amount_upto": None, "bearer": "city"},
    ]
    actions.set_responsibilities(terms.pk, repairs)

    with pytest.raises(CannotAgree):
        actions.change_agreement(terms.agreement_id, on=ON, terms={"repair_threshold": 30_000})

    assert [row[:2] for row in turns(terms)] == [(0, 50_000), (50_001, 100_000), (100_001, None)]


def test_a_table_with_a_gap_is_refused_and_the_one_before_stays():
    terms = make_agreement().terms.get()
    rows = [{"area": "repair", "amount_from": 0, "amount_upto": 100_000, "bearer": "manager"}]

    with pytest.raises(CannotAgree) as refused:
        actions.set_responsibilities(terms.pk, rows)

    assert [problem.message for problem in refused.value.problems] == [
        "修繕の金額に切れ目があります（100,001円以上）。"
    ]
    assert terms.responsibilities.count() == 11


def test_a_table_is_written_anew_and_rows_that_say_the_same_stay():
    terms = make_agreement().terms.get()
    fire = terms.responsibilities.get(type_code="FIR-1")

    actions.set_responsibilities(
        terms.pk,
        [
            {"area": "inspection", "type_code": "FIR-1", "bearer": "city"},
            {"area": "cleaning", "bearer": "manager"},
        ],
    )

    fire.refresh_from_db()
    assert fire.bearer == Bearer.CITY
    assert list(terms.responsibilities.values_list("area", "bearer")) == [
        ("inspection", "city"),
        ("cleaning", "manager"),
    ]
