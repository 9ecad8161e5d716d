from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.access import scope_for
from common.scope import Scope
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


def test_a_community_group_sees_nothing_yet(roles):
    member = make_user("member", "地域団体")
    centre, organisation = make_centre(), make_organisation()
    make_designation(centre=centre, organisation=organisation)
    make_membership(member, organisation, first_on=date(2024, 4, 1))

    assert scope_for(member, on=DAY) == Scope.nothing()


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
