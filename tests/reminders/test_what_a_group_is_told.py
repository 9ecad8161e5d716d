"""Which flags reach a community group: its own, never those of the body before it or after it in its centre."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.access import scope_for
from reminders.choices import FlagKind
from reminders.models import Flag
from reminders.querysets.flags import OF_A_BODY
from tests.factories.accounts import make_group, make_membership, make_user
from tests.factories.agreements import make_agreement, make_annual
from tests.factories.centres import make_centre, make_post
from tests.factories.designated_managers import make_designation, make_officer, make_organisation
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_turn
from tests.factories.monitoring import make_finding, make_measure, make_visit
from tests.factories.submissions import make_monthly, make_returned, make_submitted
from tests.reminders.conftest import night

pytestmark = pytest.mark.usefixtures("catalogues", "roles")

OVERLAP = date(2027, 2, 15)
"""The first body still runs the centre; the next reads it already."""


def flag_of(kind: str, pk: int, centre=None) -> Flag:
    """A flag on what a manager has to do."""
    return Flag.objects.create(
        kind=kind,
        subject_id=pk,
        centre=centre,
        side="manager",
        due_on=date(2027, 2, 28),
        stage="14d",
        stage_rank=14,
        opened_on=OVERLAP,
    )


def kinds_told(member, on: date = OVERLAP) -> set[str]:
    return set(Flag.objects.within(scope_for(member, on=on)).values_list("kind", flat=True))


@pytest.fixture
def handed_over():
    """A centre that goes from one body to the next on 1 April 2027, and a member of each."""
    centre = make_centre()
    leaving = make_designation(centre=centre, first_on=date(2022, 4, 1), last_on=date(2027, 3, 31))
    coming = make_designation(
        centre=centre, first_on=date(2027, 4, 1), last_on=date(2032, 3, 31), previous=leaving
    )
    members = []
    for designation in (leaving, coming):
        member = make_user("", "地域団体")
        make_membership(member, designation.organisation, first_on=date(2019, 4, 1))
        members.append(member)
    return leaving, *members


def test_what_one_body_owes_is_not_told_to_the_next(handed_over):
    leaving, old_member, new_member = handed_over
    visit = make_visit(leaving)
    returned = make_returned(make_submitted(make_monthly(leaving)))
    subjects = {
        FlagKind.OBLIGATION: make_monthly(leaving, date(2026, 9, 1)).pk,
        FlagKind.RETURNED_SUBMISSION: returned.pk,
        FlagKind.INSTRUCTION: make_measure(leaving).pk,
        FlagKind.FINDING: make_finding(visit).pk,
        FlagKind.OFFICER_TERM: make_officer(organisation=leaving.organisation).pk,
    }
    for kind, pk in subjects.items():
        flag_of(kind, pk, leaving.centre)

    assert set(subjects) == set(OF_A_BODY)
    assert kinds_told(old_member) == set(subjects)
    assert kinds_told(new_member) == set()


def test_an_inspection_of_the_centre_is_told_to_both(handed_over):
    leaving, old_member, new_member = handed_over
    flag_of(FlagKind.INSPECTION, make_turn(make_building(centre=leaving.centre)).pk, leaving.centre)

    assert kinds_told(old_member) == kinds_told(new_member) == {"inspection"}


def test_a_body_with_two_centres_is_told_of_the_terms_of_its_officers():
    organisation = make_organisation()
    member = make_group(make_centre(), organisation=organisation)
    make_designation(centre=make_centre(), organisation=organisation)
    stranger = make_group(make_centre())
    flag_of(FlagKind.OFFICER_TERM, make_officer(organisation=organisation).pk)

    assert kinds_told(member) == {"officer_term"}
    assert kinds_told(stranger) == set()


def test_the_fee_of_a_bundle_is_seen_in_each_of_its_centres_and_paid_by_the_post_of_the_first():
    organisation, post = make_organisation(), make_post("市民センター担当1")
    first, second = make_centre(post_in_charge=post), make_centre()
    bundled = [
        make_designation(centre=centre, organisation=organisation, bundle_name="見本一括")
        for centre in (first, second)
    ]
    make_annual(make_agreement(bundle=bundled[0].bundle))

    night(date(2027, 3, 31))

    of_the_fee = Flag.objects.filter(kind=FlagKind.FEE_PAYMENT)
    assert {(flag.centre, flag.post) for flag in of_the_fee} == {(None, post)}
    assert set(of_the_fee.within_centres([second.pk])) == set(of_the_fee.within_centres([first.pk]))
    assert set(of_the_fee.within_centres([first.pk])) == set(of_the_fee)
    assert not of_the_fee.within_centres([make_centre().pk]).exists()
