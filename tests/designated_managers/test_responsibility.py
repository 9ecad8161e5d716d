from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Value
from django.db.models.fields import BigIntegerField
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from centres.models import Centre
from common.deadlines import Side
from designated_managers import actions
from designated_managers.choices import Bearer, ResponsibilityArea
from designated_managers.models import Agreement, AgreementTerms, Designation, ResponsibilityRow
from designated_managers.queries.responsibility import bearer_column, who_bears
from designated_managers.rules.responsibility import Subject
from maintenance.queries.inspections import inspection_deadlines
from tests.factories.agreements import designation_of, make_agreement
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_organisation
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_turn

pytestmark = pytest.mark.django_db

FIRE = Subject(ResponsibilityArea.INSPECTION, type_code="FIR-1")

EDGES = {
    "designated_on": date(2023, 12, 20),
    "agreed_on": date(2024, 3, 25),
    "first_on": date(2024, 4, 1),
    "last_on": date(2024, 4, 30),
    "revoked_on": date(2024, 4, 15),
}
OWN = {"first_on": date(2024, 4, 5), "last_on": date(2024, 4, 25)}
AMENDED = date(2024, 4, 10)
near_an_edge = st.builds(
    lambda edge, days: edge + timedelta(days=days),
    st.sampled_from([*EDGES.values(), *OWN.values(), AMENDED]),
    st.integers(-1, 1),
)


def in_the_database(centre: Centre, subject: Subject, on: date) -> str:
    column = bearer_column(subject.area, centre="pk", day=on, type_code="asked", amount="yen")
    asked = Centre.objects.annotate(
        asked=Value(subject.type_code), yen=Value(subject.amount or 0, output_field=BigIntegerField())
    )
    return asked.annotate(bearer=column).values_list("bearer", flat=True).get(pk=centre.pk)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    known=st.sets(st.sampled_from(list(EDGES))),
    own_days=st.sets(st.sampled_from(list(OWN))),
    unconfirmed=st.booleans(),
    bundled=st.booleans(),
    amended=st.booleans(),
    on=near_an_edge,
)
@example(
    known=set(EDGES), own_days=set(), unconfirmed=False, bundled=False, amended=True, on=date(2024, 4, 10)
)
@example(
    known=set(EDGES), own_days=set(), unconfirmed=False, bundled=True, amended=False, on=date(2024, 4, 14)
)
def test_who_bears_a_thing_is_the_same_in_the_database_and_by_the_rule(
    known, own_days, unconfirmed, bundled, amended, on
):
    for model in (Agreement, Designation):
        model.objects.all().delete()
    bundle = actions.bundle_together(f"見本一括{Designation.history.count()}") if bundled else None
    centre = make_centre()
    designation = Designation.objects.create(
        centre=centre,
        organisation=make_organisation(),
        bundle=bundle,
        days_unconfirmed=unconfirmed or not {"first_on", "last_on"} <= known,
        **{name: EDGES[name] for name in known},
    )
    agreement = Agreement.objects.create(
        designation=None if bundled else designation,
        bundle=bundle,
        template_code="standard",
        **{name: OWN[name] for name in own_days},
    )
    first = AgreementTerms.objects.create(agreement=agreement, number=1)
    row = {"area": ResponsibilityArea.INSPECTION, "terms": first}
    ResponsibilityRow.objects.create(**row, bearer=Bearer.CONSULT)
    ResponsibilityRow.objects.create(**row, type_code="FIR-1", bearer=Bearer.MANAGER)
    if amended:
        # The amendment has no row for it any more: it is the city's again, not what the first terms say.
        AgreementTerms.objects.create(
            agreement=agreement, number=2, agreed_on=AMENDED, counts_from=AMENDED, reason="見直し"
        )

    assert in_the_database(centre, FIRE, on) == who_bears(centre.pk, FIRE, on=on)


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize(
    ("on", "bearer"),
    [
        (date(2024, 3, 31), Bearer.CITY),
        (date(2024, 4, 1), Bearer.MANAGER),
        (date(2029, 3, 31), Bearer.MANAGER),
        (date(2029, 4, 1), Bearer.CITY),
    ],
)
def test_a_thing_is_the_managers_while_the_agreement_is_in_force_and_else_the_citys(on, bearer):
    designation = designation_of(make_agreement())

    assert who_bears(designation.centre_id, FIRE, on=on) == bearer


@pytest.mark.usefixtures("catalogues")
def test_an_agreement_that_is_not_signed_yet_gives_nobody_anything_to_do():
    designation = designation_of(make_agreement(agreed_on=None))

    assert who_bears(designation.centre_id, FIRE, on=date(2026, 11, 23)) == Bearer.CITY


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize(
    ("amount", "bearer"),
    [(0, Bearer.MANAGER), (100_000, Bearer.MANAGER), (100_001, Bearer.CITY), (10**10, Bearer.CITY)],
)
def test_a_repair_is_borne_by_its_amount_with_tax(amount, bearer):
    designation = designation_of(make_agreement())
    on, subject = date(2026, 11, 23), Subject(ResponsibilityArea.REPAIR, amount=amount)

    assert who_bears(designation.centre_id, subject, on=on) == bearer
    assert in_the_database(designation.centre, subject, on) == bearer


@pytest.mark.usefixtures("catalogues")
def test_an_inspection_is_flagged_on_the_side_that_bears_it_on_its_due_day():
    designation = designation_of(make_agreement())
    building = make_building(centre=designation.centre)
    fire = make_turn(building, due_on=date(2026, 11, 30))
    power = make_turn(building, "ELC-1", due_on=date(2026, 11, 30))
    elsewhere = make_turn(make_building(centre=make_centre()), due_on=date(2026, 11, 30))
    after = make_turn(building, "FIR-2", due_on=date(2029, 4, 1))

    sides = {row[2]: row[6] for row in inspection_deadlines(until=date.max)}

    assert sides == {
        fire.pk: Side.MANAGER,
        power.pk: Side.CITY,
        elsewhere.pk: Side.CITY,
        after.pk: Side.CITY,
    }
