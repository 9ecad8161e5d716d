"""Two people, or two workers, who do the same at the same moment: one does it, the other is told or finds it
done. Nothing is there twice, and nobody gets an error that no sentence explains."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from designated_managers import actions
from designated_managers.choices import MeasureKind
from designated_managers.models import (
    Bundle,
    Designation,
    Evaluation,
    FeePayment,
    Obligation,
    Road,
    RoadPlan,
    Transfer,
)
from designated_managers.rules.fees import Instalment
from tests.at_once import at_once
from tests.factories.agreements import make_agreement, make_annual
from tests.factories.centres import make_centre
from tests.factories.designated_managers import bundle_of, make_designation, make_organisation
from tests.factories.monitoring import make_measure, make_scheme
from tests.factories.roads import make_road, make_session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogues")]

ON = date(2026, 11, 23)
TOLD = {"collision", "__all__-invalid"}
"""How the second of two is told: their row is named, or that somebody was faster."""


def twice(act):
    return at_once(act, act)


def test_duties_are_planned_once():
    make_designation()
    Obligation.objects.all().delete()

    created = sorted(report.created for report in twice(lambda: actions.plan_obligations(on=ON)))

    assert created == [0, Obligation.objects.count()]
    assert created[1] > 0


def test_the_road_to_the_next_designation_is_opened_once():
    make_designation(first_on=date(2024, 4, 1), last_on=date(2028, 3, 31), on=date(2024, 3, 1))

    opened = sorted(twice(lambda: actions.open_due_roads(on=ON)))

    assert opened == [0, 1]
    assert (Road.objects.count(), RoadPlan.objects.count()) == (1, 1)


def test_one_road_leads_to_a_first_day():
    centre, session = make_centre(), make_session()
    facts: dict[str, Any] = {
        "centre": centre,
        "first_on": date(2027, 4, 1),
        "selection_kind": "open",
        "session": session,
    }

    made, refused = sorted(twice(lambda: actions.open_road(on=ON, **facts).pk), key=str)

    assert [made] == list(Road.objects.values_list("pk", flat=True))
    assert refused in TOLD


def test_a_road_that_two_plan_anew_has_every_plan_under_a_number_of_its_own():
    session = make_session()
    road = make_road(session=session)

    answers = at_once(
        lambda: actions.replan_road(road.pk, reason="追加議案", on=ON, late_bill=True).number,
        lambda: actions.change_session(session.pk, on=ON, votes_on=date(2026, 12, 17)).pk,
    )

    numbers = list(RoadPlan.objects.filter(road=road).order_by("number").values_list("number", flat=True))
    assert all(isinstance(answer, int) for answer in answers)
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_year_is_evaluated_once():
    scheme = make_scheme()
    for _ in range(3):
        make_designation()

    answers = twice(lambda: len(actions.open_evaluations(2025, scheme, on=ON)))

    assert Evaluation.objects.count() == 3
    assert sorted(map(str, answers)) in (["0", "3"], ["3", "collision"])


def test_a_centre_has_one_transfer_under_way():
    centre = make_centre()

    answers = twice(lambda: actions.start_transfer(on=ON, centre=centre, started_on=date(2026, 4, 1)).pk)

    made, refused = sorted(answers, key=str)
    assert [made] == list(Transfer.objects.values_list("pk", flat=True))
    assert refused in TOLD


def test_a_bundle_of_one_name_is_opened_once():
    facts = [
        {
            "centre": make_centre(),
            "organisation": make_organisation(),
            "bundle_name": "見本一括",
            "first_on": date(2027, 4, 1),
            "last_on": date(2032, 3, 31),
        }
        for _ in range(2)
    ]

    answers = at_once(*(lambda one=one: actions.register_designation(on=ON, **one).pk for one in facts))

    assert Bundle.objects.count() == 1
    assert all(isinstance(answer, int) or answer for answer in answers)


def test_a_designation_and_its_bundle_are_changed_at_once():
    bundled = make_designation(bundle_name="見本一括")
    bundle = bundle_of(bundled)

    answers = [
        at_once(
            partial(actions.change_designation, bundled.pk, on=ON, instrument_number=number),
            partial(actions.change_bundle, bundle.pk, on=ON, bill_number=number),
        )
        for number in "01234"
    ]

    bundled.refresh_from_db()
    assert answers == [[bundled, bundle]] * 5
    assert (bundled.instrument_number, bundled.bill_number) == ("4", "4")


def test_a_bundled_designation_ends_while_its_bundle_is_changed():
    several = [make_designation(bundle_name=f"見本一括{number}") for number in range(5)]

    answers = [
        at_once(
            partial(make_measure, one, kind=MeasureKind.REVOCATION),
            partial(actions.change_bundle, bundle_of(one).pk, on=ON, bill_number="1"),
        )
        for one in several
    ]

    now = Designation.objects.values_list("revoked_on", "bill_number")
    assert [changed for _, changed in answers] == [bundle_of(one) for one in several]
    assert list(now) == [(date(2027, 1, 1), "1")] * 5


def test_what_was_paid_is_not_rewritten_by_who_changes_the_instalments():
    annual = make_annual(make_agreement(), fee=4_000_000)
    first = annual.payments.get(number=1)
    fewer = [Instalment(date(2026, 9, 30), 4_000_000)]

    paid, changed = at_once(
        lambda: actions.record_payment(first.pk, paid_on=ON, on=ON).pk,
        lambda: actions.change_annual_agreement(annual.pk, on=ON, payments=fewer).pk,
    )

    rows = list(FeePayment.objects.order_by("number").values_list("amount", "paid_on"))
    if changed == annual.pk:
        assert rows == [(4_000_000, ON if paid == first.pk else None)]
    else:
        assert (paid, changed, rows[0]) == (first.pk, "payment-already-paid", (1_000_000, ON))
