from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from common.months import add_months
from common.scope import Scope
from designated_managers.choices import VoteResult
from designated_managers.models import Designation, Organisation
from designated_managers.rules.term import reading_days
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation

pytestmark = pytest.mark.django_db

EDGES = {
    "designated_on": date(2023, 12, 20),
    "first_on": date(2024, 4, 1),
    "last_on": date(2024, 4, 30),
    "revoked_on": date(2024, 4, 15),
}
near_an_edge = st.builds(
    lambda edge, days: edge + timedelta(days=days), st.sampled_from(list(EDGES.values())), st.integers(-1, 1)
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=st.sets(st.sampled_from(list(EDGES))), unconfirmed=st.booleans(), on=near_an_edge)
@example(known=set(), unconfirmed=True, on=date(2024, 4, 1))
def test_in_force_in_the_database_is_in_force_by_the_rule(known, unconfirmed, on):
    Designation.objects.all().delete()
    whole = {"first_on", "last_on"} <= known
    designation = Designation.objects.create(
        centre=make_centre(),
        organisation=make_organisation(),
        days_unconfirmed=unconfirmed or not whole,
        **{name: EDGES[name] for name in known},
    )

    assert Designation.objects.in_force(on).exists() is designation.in_force_on(on)


VOTE_EDGES = {
    "candidate_decided_on": date(2023, 12, 1),
    "bill_submitted_on": date(2023, 12, 5),
    "voted_on": date(2023, 12, 15),
    "prior_decision_on": date(2023, 12, 18),
    **EDGES,
}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    known=st.sets(st.sampled_from(list(VOTE_EDGES))),
    result=st.sampled_from(VoteResult.values),
    unconfirmed=st.booleans(),
    on=st.builds(
        lambda edge, days: edge + timedelta(days=days),
        st.sampled_from(list(VOTE_EDGES.values())),
        st.integers(-1, 1),
    ),
)
def test_the_stage_in_the_database_is_the_stage_by_the_rule(known, result, unconfirmed, on):
    Designation.objects.all().delete()
    designation = Designation.objects.create(
        centre=make_centre(),
        organisation=make_organisation(),
        days_unconfirmed=unconfirmed or not {"first_on", "last_on"} <= known,
        vote_result=result if "voted_on" in known else "",
        **{name: VOTE_EDGES[name] for name in known},
    )

    staged: Any = Designation.objects.with_stage(on)
    assert staged.get().stage == designation.stage_on(on)
    assert Designation.objects.at_stage(designation.stage_on(on), on).exists()


READING_EDGES = (
    date(2023, 12, 20),
    EDGES["first_on"] - timedelta(days=60),
    EDGES["last_on"] + timedelta(days=90),
    EDGES["revoked_on"] - timedelta(days=1) + timedelta(days=90),
    EDGES["first_on"] - timedelta(days=1) + timedelta(days=90),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    known=st.sets(st.sampled_from(list(EDGES))),
    unconfirmed=st.booleans(),
    revoked_early=st.booleans(),
    on=st.builds(
        lambda edge, days: edge + timedelta(days=days), st.sampled_from(READING_EDGES), st.integers(-2, 2)
    ),
)
def test_what_is_readable_in_the_database_is_readable_by_the_rule(known, unconfirmed, revoked_early, on):
    Designation.objects.all().delete()
    facts = {name: EDGES[name] for name in known}
    if revoked_early:
        facts["revoked_on"] = EDGES["first_on"] + timedelta(days=on.day % 2)
    designation = Designation.objects.create(
        centre=make_centre(),
        organisation=make_organisation(),
        days_unconfirmed=unconfirmed or not {"first_on", "last_on"} <= known,
        **facts,
    )
    made = designation.designated_on <= on if designation.designated_on else designation.days_unconfirmed
    period = reading_days(designation.days, before=60, after=90)

    readable = Designation.objects.readable(on, days_before=60, days_after=90).exists()

    assert readable is (made and period is not None and on in period)


@pytest.mark.parametrize("months", [1, 3, 12])
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_what_ends_within_so_many_months_is_in_reach_to_the_day(months, days):
    on = date(2026, 11, 23)
    last_on = add_months(on, months) + timedelta(days=days)
    make_designation(last_on=last_on)

    assert Designation.objects.ending_within(months, on=on).exists() is (days <= 0)


def test_what_ends_within_months_by_a_revocation_counts_and_what_has_ended_does_not():
    on = date(2026, 11, 23)
    revoked = make_designation(revoked_on=date(2026, 12, 31))
    make_designation(last_on=date(2026, 11, 22))
    make_designation(first_on=date(2026, 12, 1), last_on=date(2026, 12, 31))

    assert list(Designation.objects.ending_within(3, on=on)) == [revoked]


@pytest.fixture
def three_organisations() -> None:
    make_organisation("ＮＰＯ法人 見本のまち", kana="えぬぴーおーみほんのまち", representative="見本 太郎")
    make_organisation("桜木運営協議会", kana="さくらぎうんえいきょうぎかい", representative="見本 花子")
    make_organisation("100%自治会", representative="見本 次郎")


@pytest.mark.usefixtures("three_organisations")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("桜木", ["桜木運営協議会"]),
        ("ＮＰＯ法人", ["ＮＰＯ法人 見本のまち"]),
        ("さくらぎ 花子", ["桜木運営協議会"]),
        ("桜木　太郎", []),
        ("%", ["100%自治会"]),
        ("_", []),
        ("", ["100%自治会", "ＮＰＯ法人 見本のまち", "桜木運営協議会"]),
    ],
)
def test_a_search_finds_organisations_by_every_word(words, found):
    assert sorted(body.name for body in Organisation.objects.matching(words)) == sorted(found)


@pytest.mark.parametrize(
    ("on", "running"),
    [
        (date(2024, 3, 31), False),
        (date(2024, 4, 1), True),
        (date(2029, 3, 31), True),
        (date(2029, 4, 1), False),
    ],
)
def test_an_organisation_runs_something_while_a_designation_is_in_force(on, running):
    make_designation()

    organisations: Any = Organisation.objects.with_running(on)
    assert organisations.get().is_running is running


def test_an_organisation_is_seen_once_by_whom_its_centres_are_seen():
    centre, other = make_centre(), make_centre("別の市民センター")
    organisation = make_organisation()
    make_designation(centre=centre, organisation=organisation)
    make_designation(centre=other, organisation=organisation)
    make_designation()
    scope = Scope(
        every_centre=False,
        centre_ids=frozenset({centre.pk, other.pk}),
        organisation_ids=frozenset(),
        internal=True,
    )

    assert list(Organisation.objects.within(scope)) == [organisation]
    assert Designation.objects.within(scope).count() == 2
    assert Organisation.objects.within(Scope.everything()).count() == 2
    assert Organisation.objects.within(Scope.nothing()).count() == 0
