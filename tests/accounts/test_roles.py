from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.roles import Role, RolesError, apply_roles, reaches_of, read_roles, roles
from tests.factories.accounts import make_user


def _groups() -> dict[str, frozenset[str]]:
    return {
        group.name: frozenset(
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in group.permissions.select_related("content_type")
        )
        for group in Group.objects.all()
    }


def test_the_roles_are_those_the_office_works_with():
    assert {role.name: role.reach for role in roles()} == {
        "市民センター担当": "city",
        "係長・課長": "city",
        "監査委員事務局": "city",
        "システム管理者": "city",
        "センター職員": "post",
        "地域団体": "organisation",
    }


@pytest.mark.django_db
def test_every_permission_in_the_roles_exists():
    known = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Permission.objects.select_related("content_type")
    }

    granted = frozenset().union(*(role.permissions for role in roles()))

    assert granted - known == frozenset()


@pytest.mark.django_db
def test_applying_the_roles_makes_the_groups_say_what_the_file_says():
    apply_roles()

    assert _groups() == {role.name: role.permissions for role in roles()}


@pytest.mark.django_db
def test_applying_the_roles_twice_changes_nothing():
    apply_roles()
    once = (_groups(), set(Group.objects.values_list("pk", flat=True)))

    apply_roles()

    assert (_groups(), set(Group.objects.values_list("pk", flat=True))) == once


@pytest.mark.django_db
def test_applying_the_roles_takes_back_what_the_file_does_not_grant():
    apply_roles()
    auditors = Group.objects.get(name="監査委員事務局")
    auditors.permissions.add(Permission.objects.get(codename="change_centre"))

    apply_roles()

    assert not make_user("auditor", "監査委員事務局").has_perm("centres.change_centre")


@pytest.mark.django_db
def test_a_permission_that_does_not_exist_stops_everything_and_is_named(monkeypatch):
    wrong = (Role("見本の役割", "city", frozenset({"centres.view_centre", "centres.fly"})),)
    monkeypatch.setattr("accounts.roles.roles", lambda: wrong)

    with pytest.raises(RolesError) as refusal:
        apply_roles()

    assert str(refusal.value) == "config/roles.yaml に知らない権限があります: centres.fly"
    assert _groups() == {}


def test_auditors_change_nothing_but_their_own_keys_and_calendars():
    (auditors,) = [role for role in roles() if role.name == "監査委員事務局"]

    changed = {permission for permission in auditors.permissions if ".view_" not in permission}
    assert changed == {"accounts.add_apitoken", "reminders.add_calendarfeed"}


def test_who_looks_after_accounts_changes_no_record_of_the_office():
    (administrators,) = [role for role in roles() if role.name == "システム管理者"]

    changed = {permission for permission in administrators.permissions if ".view_" not in permission}

    models = {permission.partition(".")[2].split("_", 1)[1] for permission in changed}
    accounts = {"user", "membership", "apitoken", "calendarfeed", "district", "post", "postholding"}
    catalogues = {
        "agreementtemplate",
        "councilwindow",
        "evaluationscheme",
        "handovertype",
        "cityfact",
        "inspectionoutcome",
        "inspectiontype",
        "leadtime",
        "centreleadtime",
        "obligationtype",
        "reportform",
        "responsibilitytemplaterow",
        "roadsetting",
        "roadsteptype",
        "transferstage",
        "visititem",
    }
    machinery = {"message"}
    assert models == accounts | catalogues | machinery


def test_a_group_that_is_no_role_reaches_nothing():
    assert reaches_of(["知らない役割"]) == frozenset()


@pytest.mark.django_db
def test_permissions_come_from_roles_and_not_from_a_persons_own_list():
    user = make_user("hanako")
    user.user_permissions.add(Permission.objects.get(codename="change_centre"))

    assert not user.has_perm("centres.change_centre")


@pytest.mark.django_db
def test_roles_permit_nothing_to_a_disabled_person():
    apply_roles()

    disabled = make_user("hanako", "市民センター担当", is_active=False)

    assert not disabled.has_perm("centres.view_centre")


ONE_ROLE = """
bundles:
  read: [centres.view_centre]
roles:
  - name: 担当
    reach: city
    may: [read]
"""


@pytest.mark.parametrize(
    ("twin", "name"),
    [
        ("    may: []\n", "may"),
        ("  - name: 担当\n    reach: city\n    may: []\n", "担当"),
    ],
)
def test_what_stands_twice_in_the_roles_is_refused(twin, name):
    assert [role.name for role in read_roles(ONE_ROLE)] == ["担当"]

    with pytest.raises(RolesError, match=f"「{name}」が二度書かれています。"):
        read_roles(ONE_ROLE + twin)
