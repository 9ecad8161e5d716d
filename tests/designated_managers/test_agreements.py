"""Basic agreements: of one designation or of a bundle, their days, their papers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common.db.history import Stale
from common.problems import Refused
from common.scope import Scope
from designated_managers import actions
from designated_managers.actions import (
    CannotAgree,
    CannotDesignate,
)
from designated_managers.models import (
    Agreement,
    Bundle,
    Designation,
    Obligation,
)
from designated_managers.queries import agreements
from tests.designated_managers.agreeing import ON, codes
from tests.factories.agreements import AGREED_ON, make_agreement
from tests.factories.designated_managers import bundle_of, make_designation, make_organisation
from tests.factories.facilities import ENTERED_AT, PNG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


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
