from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from accounts.access import scope_for
from common.scope import Scope
from designated_managers.choices import VoteResult
from tests.factories.accounts import make_membership, make_user
from tests.factories.centres import make_centre, make_holding, make_post
from tests.factories.designated_managers import make_designation, make_organisation

DAY = date(2026, 11, 23)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


def _one_centre(pk: int) -> Scope:
    return Scope(every_centre=False, centre_ids=frozenset({pk}), organisation_ids=frozenset(), internal=True)


@pytest.mark.parametrize("role", ["市民センター担当", "係長・課長", "監査委員事務局", "システム管理者"])
def test_city_staff_and_auditors_see_every_centre(roles, role):
    user = make_user("hanako", role)

    scope = scope_for(user, on=DAY)

    assert scope == Scope.everything()


def test_a_person_without_a_role_sees_nothing(roles):
    assert scope_for(make_user("hanako"), on=DAY) == Scope.nothing()


def test_somebody_not_signed_in_sees_nothing():
    assert scope_for(AnonymousUser(), on=DAY) == Scope.nothing()


def test_the_administrator_who_sets_the_system_up_sees_everything():
    assert scope_for(make_user("root", is_superuser=True), on=DAY) == Scope.everything()


@pytest.mark.parametrize("role", ["市民センター担当", "係長・課長", "監査委員事務局", "システム管理者"])
@pytest.mark.parametrize(("on", "sees"), [(BEFORE, True), (DAY, True), (AFTER, False)])
def test_what_one_sees_ends_with_the_last_day_of_access(roles, role, on, sees):
    user = make_user("hanako", role, active_until=DAY)

    assert scope_for(user, on=on) == (Scope.everything() if sees else Scope.nothing())


def test_a_disabled_person_sees_nothing(roles):
    user = make_user("hanako", "市民センター担当", is_active=False)

    assert scope_for(user, on=DAY) == Scope.nothing()


@pytest.mark.parametrize(
    ("on", "sees"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2026, 4, 2), True),
        (date(2027, 3, 30), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_a_centre_worker_sees_the_centre_of_the_post_held_on_the_day(roles, on, sees):
    centre = make_centre()
    make_centre("別の市民センター")
    worker = make_user("worker", "センター職員")
    make_holding(
        make_post("見本職員", centre=centre), worker, first_on=date(2026, 4, 1), last_on=date(2027, 3, 31)
    )

    scope = scope_for(worker, on=on)

    nothing = Scope(every_centre=False, centre_ids=frozenset(), organisation_ids=frozenset(), internal=True)
    assert scope == (_one_centre(centre.pk) if sees else nothing)


def test_a_post_held_without_a_known_end_lasts(roles):
    centre = make_centre()
    worker = make_user("worker", "センター職員")
    make_holding(make_post("見本職員", centre=centre), worker, first_on=date(2020, 4, 1))

    assert scope_for(worker, on=DAY) == _one_centre(centre.pk)


def test_in_april_the_worker_sees_the_new_centre_and_no_longer_the_old(roles):
    old, new = make_centre("前の市民センター"), make_centre("次の市民センター")
    worker = make_user("worker", "センター職員")
    make_holding(
        make_post("前の職員", centre=old), worker, first_on=date(2024, 4, 1), last_on=date(2026, 3, 31)
    )
    make_holding(make_post("次の職員", centre=new), worker, first_on=date(2026, 4, 1))

    assert scope_for(worker, on=date(2026, 3, 31)) == _one_centre(old.pk)
    assert scope_for(worker, on=date(2026, 4, 1)) == _one_centre(new.pk)


def test_a_post_of_the_section_opens_no_centre_to_a_centre_worker(roles):
    worker = make_user("worker", "センター職員")
    make_centre(post_in_charge=(post := make_post("市民センター担当1")))
    make_holding(post, worker)

    assert scope_for(worker, on=DAY).centre_ids == frozenset()


def test_an_officer_who_also_holds_a_centre_post_sees_every_centre(roles):
    officer = make_user("hanako", "市民センター担当", "センター職員")
    make_holding(make_post("見本職員", centre=make_centre()), officer)

    assert scope_for(officer, on=DAY) == Scope.everything()


def test_what_one_may_see_and_do_is_asked_in_one_query_besides_the_posts(
    roles, django_assert_num_queries, centre_worker
):
    officer = make_user("hanako", "市民センター担当")
    worker = centre_worker(make_centre())

    with django_assert_num_queries(1):
        scope_for(officer, on=DAY)
        officer.has_perms(["centres.view_centre", "centres.change_centre"])
    with django_assert_num_queries(2):
        scope_for(worker, on=DAY)
        worker.has_perm("centres.view_centre")


def _group(membership=None, **days):
    """A member of a group designated for one centre, with that centre's and the organisation's id."""
    member = make_user("member", "地域団体")
    centre, organisation = make_centre("見本市民センター"), make_organisation()
    term = {"first_on": date(2026, 4, 1), "last_on": date(2031, 3, 31), **days}
    make_designation(centre=centre, organisation=organisation, **term)
    make_membership(member, organisation, **(membership or {"first_on": date(2020, 4, 1)}))
    return member, centre.pk, organisation.pk


def _as_group(organisations, *, reads=(), acts=()) -> Scope:
    return Scope(
        every_centre=False,
        centre_ids=frozenset(reads),
        organisation_ids=frozenset(organisations),
        internal=False,
        managed_centre_ids=frozenset(acts),
    )


READING_AND_ACTING = [
    # 2026-04-01 less 60 days, 2031-03-31 and 90 days
    (date(2026, 1, 30), False, False),
    (date(2026, 1, 31), True, False),
    (date(2026, 3, 31), True, False),
    (date(2026, 4, 1), True, True),
    (date(2026, 4, 2), True, True),
    (date(2031, 3, 31), True, True),
    (date(2031, 4, 1), True, False),
    (date(2031, 6, 29), True, False),
    (date(2031, 6, 30), False, False),
]


@pytest.mark.parametrize(("on", "reads", "acts"), READING_AND_ACTING)
def test_a_group_reads_around_its_term_and_acts_inside_it(roles, on, reads, acts):
    member, centre, organisation = _group(designated_on=date(2025, 12, 18))

    scope = scope_for(member, on=on)

    expected = _as_group([organisation], reads=[centre] if reads else (), acts=[centre] if acts else ())
    assert scope == expected


@pytest.mark.parametrize(
    ("on", "reads"), [(date(2026, 3, 19), False), (date(2026, 3, 20), True), (date(2026, 3, 21), True)]
)
def test_a_group_reads_nothing_before_the_designation_is_made(roles, on, reads):
    member, centre, organisation = _group(designated_on=date(2026, 3, 20))

    assert scope_for(member, on=on) == _as_group([organisation], reads=[centre] if reads else ())


def test_a_vote_alone_opens_nothing(roles):
    member, _, organisation = _group(
        designated_on=None, announced_on=None, voted_on=date(2025, 12, 18), vote_result=VoteResult.PASSED
    )

    assert scope_for(member, on=date(2026, 4, 1)) == _as_group([organisation])


def test_a_designation_of_unknown_days_still_counts(roles):
    member, centre, organisation = _group(
        designated_on=None, first_on=None, last_on=None, days_unconfirmed=True
    )

    assert scope_for(member, on=DAY) == _as_group([organisation], reads=[centre], acts=[centre])


@pytest.mark.parametrize(
    ("on", "reads", "acts"),
    [
        (date(2027, 9, 30), True, True),
        (date(2027, 10, 1), True, False),
        (date(2027, 12, 29), True, False),
        (date(2027, 12, 30), False, False),
    ],
)
def test_after_a_revocation_the_days_count_from_the_last_day_with_effect(roles, on, reads, acts):
    member, centre, organisation = _group(designated_on=date(2025, 12, 18), revoked_on=date(2027, 10, 1))

    scope = scope_for(member, on=on)

    expected = _as_group([organisation], reads=[centre] if reads else (), acts=[centre] if acts else ())
    assert scope == expected


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)])
def test_a_designation_revoked_before_it_began_opens_nothing(roles, on):
    member, _, organisation = _group(designated_on=date(2025, 12, 18), revoked_on=date(2026, 4, 1))

    assert scope_for(member, on=on) == _as_group([organisation])


@pytest.mark.parametrize(
    ("on", "belongs"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_what_a_member_sees_comes_and_goes_with_the_membership(roles, on, belongs):
    member, centre, organisation = _group(
        membership={"first_on": date(2026, 10, 1), "last_on": date(2027, 3, 31)},
        designated_on=date(2025, 12, 18),
    )

    scope = scope_for(member, on=on)

    expected = _as_group([organisation], reads=[centre], acts=[centre]) if belongs else _as_group([])
    assert scope == expected


def test_beyond_the_reading_days_the_organisation_is_still_theirs(roles):
    member, _, organisation = _group(designated_on=date(2025, 12, 18))

    assert scope_for(member, on=date(2031, 7, 1)) == _as_group([organisation])


def test_a_group_never_sees_the_centre_of_another(roles):
    member, centre, organisation = _group(designated_on=date(2025, 12, 18))
    make_designation(centre=make_centre("よその市民センター"), organisation=make_organisation("よその団体"))

    assert scope_for(member, on=DAY) == _as_group([organisation], reads=[centre], acts=[centre])


def test_how_long_a_group_reads_is_the_citys_to_say(roles, settings):
    settings.GROUP_READS_DAYS_BEFORE, settings.GROUP_READS_DAYS_AFTER = 10, 0
    member, centre, _ = _group(designated_on=date(2025, 12, 18))
    days = [date(2026, 3, 21), date(2026, 3, 22), date(2031, 3, 31), date(2031, 4, 1)]

    read = [scope_for(member, on=on).centre_ids for on in days]

    assert read == [frozenset(), {centre}, {centre}, frozenset()]


def test_a_member_of_two_organisations_sees_the_centres_of_both(roles):
    member, centre, organisation = _group(designated_on=date(2025, 12, 18))
    other = make_designation(
        centre=make_centre("別の市民センター"), organisation=make_organisation("別の団体")
    )
    make_membership(member, other.organisation, first_on=date(2020, 4, 1))

    scope = scope_for(member, on=DAY)

    both = {centre, other.centre_id}
    assert scope == _as_group([organisation, other.organisation_id], reads=both, acts=both)


def test_a_city_employee_who_is_also_a_member_keeps_the_citys_eyes(roles):
    member, _, _ = _group(designated_on=date(2025, 12, 18))
    member.groups.add(Group.objects.get(name="市民センター担当"))

    assert scope_for(member, on=DAY) == Scope.everything()


def test_a_member_whose_access_has_ended_sees_nothing(roles):
    member, _, _ = _group(designated_on=date(2025, 12, 18))
    member.active_until = BEFORE

    assert scope_for(member, on=DAY) == Scope.nothing()


def test_what_a_member_sees_is_asked_in_three_queries(roles, django_assert_num_queries):
    member, _, _ = _group(designated_on=date(2025, 12, 18))

    with django_assert_num_queries(3):
        scope_for(member, on=DAY)
