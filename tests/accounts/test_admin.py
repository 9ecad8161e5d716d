from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from centres.models import District
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.designated_managers import make_organisation

NEW_PASSWORD = "battery staple correct"
PEOPLE = "/admin/accounts/user/"
NO_MEMBERSHIPS = {
    "memberships-TOTAL_FORMS": "0",
    "memberships-INITIAL_FORMS": "0",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(administrator, client_of) -> Client:
    """The administration pages as システム管理者 sees them."""
    administrator.is_staff = True
    administrator.save()
    return client_of(administrator)


def _facts(user: User, **changes) -> dict[str, object]:
    return {
        "login_name": user.login_name,
        "display_name": user.display_name,
        "display_kana": "",
        "email": "",
        "is_active": "on",
        "active_until": "",
        "groups": list(user.groups.values_list("pk", flat=True)),
        **NO_MEMBERSHIPS,
        **changes,
    }


def test_a_person_made_here_signs_in_with_the_password_given(admin_client, client):
    made = admin_client.post(
        f"{PEOPLE}add/",
        {
            "login_name": "hanako",
            "display_name": "見本 花子",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
            **NO_MEMBERSHIPS,
        },
    )
    signed_in = client.post("/accounts/login/", {"login": "hanako", "password": PASSWORD})

    hanako = User.objects.get(login_name="hanako")
    assert made.headers["Location"] == f"{PEOPLE}{hanako.pk}/change/"
    assert (hanako.display_name, hanako.email, hanako.is_staff) == ("見本 花子", None, False)
    assert signed_in.headers["Location"] == "/"


@pytest.mark.parametrize(("password", "again"), [("short", "short"), (PASSWORD, NEW_PASSWORD)])
def test_a_weak_password_and_one_that_differs_are_refused(admin_client, password, again):
    response = admin_client.post(
        f"{PEOPLE}add/",
        {
            "login_name": "hanako",
            "display_name": "見本 花子",
            "usable_password": "true",
            "password1": password,
            "password2": again,
            **NO_MEMBERSHIPS,
        },
    )

    assert "password2" in response.context["adminform"].form.errors
    assert not User.objects.filter(login_name="hanako").exists()


def test_a_password_set_here_is_kept_as_a_hash_and_the_old_one_is_gone(admin_client):
    hanako = make_user("hanako")

    admin_client.post(
        f"{PEOPLE}{hanako.pk}/password/",
        {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    hanako.refresh_from_db()
    assert hanako.password.startswith("md5$")
    assert (hanako.check_password(NEW_PASSWORD), hanako.check_password(PASSWORD)) == (True, False)


def test_role_last_day_and_membership_are_given_on_one_page(admin_client):
    member, organisation = make_user("member"), make_organisation()
    role = Group.objects.get(name="地域団体")

    response = admin_client.post(
        f"{PEOPLE}{member.pk}/change/",
        _facts(
            member,
            groups=[role.pk],
            active_until="2027-03-31",
            **{
                "memberships-TOTAL_FORMS": "1",
                "memberships-0-organisation": organisation.pk,
                "memberships-0-first_on": "2026-04-01",
            },
        ),
    )

    assert response.status_code == 302
    member.refresh_from_db()
    assert (member.active_until, list(member.groups.all())) == (date(2027, 3, 31), [role])
    assert list(member.memberships.values_list("organisation", "first_on", "last_on")) == [
        (organisation.pk, date(2026, 4, 1), None)
    ]


def test_the_system_administrator_can_let_nobody_do_everything(admin_client, administrator):
    admin_client.post(
        f"{PEOPLE}{administrator.pk}/change/", _facts(administrator, is_staff="on", is_superuser="on")
    )

    administrator.refresh_from_db()
    assert (administrator.is_superuser, administrator.is_staff) == (False, True)


@pytest.mark.parametrize("page", ["change", "password"])
def test_the_account_that_may_do_everything_is_closed_to_others(admin_client, page):
    root = make_user("root", is_superuser=True, is_staff=True)

    response = admin_client.post(
        f"{PEOPLE}{root.pk}/{page}/",
        _facts(root, display_name="別人", password1=NEW_PASSWORD, password2=NEW_PASSWORD),
    )

    root.refresh_from_db()
    assert response.status_code == 403
    assert (root.display_name, root.check_password(PASSWORD)) == ("見本 root", True)


def test_nobody_is_deleted(admin_client):
    hanako = make_user("hanako")

    response = admin_client.post(f"{PEOPLE}{hanako.pk}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert User.objects.filter(pk=hanako.pk).exists()


def test_the_administration_pages_show_accounts_posts_and_catalogues_and_no_record_of_the_office(
    admin_client,
):
    (*apps,) = admin_client.get("/admin/").context["app_list"]

    models = {model["object_name"] for app in apps for model in app["models"]}
    catalogues = {
        "AgreementTemplate",
        "CityFact",
        "CouncilWindow",
        "EvaluationScheme",
        "HandoverType",
        "InspectionOutcome",
        "InspectionType",
        "LeadTime",
        "ObligationType",
        "ReportForm",
        "ResponsibilityTemplateRow",
        "RoadSetting",
        "RoadStepType",
        "TransferStage",
        "VisitItem",
    }
    assert models == {"User", "District", "Post"} | catalogues


def test_the_list_of_people_costs_the_same_for_one_and_for_three(admin_client, django_assert_num_queries):
    make_user("one")
    admin_client.get(PEOPLE)
    with django_assert_num_queries(8):
        admin_client.get(PEOPLE)

    make_user("two")
    make_user("three")
    with django_assert_num_queries(8):
        admin_client.get(PEOPLE)


def test_what_is_changed_here_is_remembered_as_changed_here(admin_client, administrator):
    admin_client.post(
        "/admin/centres/district/add/",
        {
            "code": "nishi",
            "name": "見本西地区",
            "kana": "",
            "is_mountain": "unknown",
            "dream_plan": "adopted",
            "dream_plan_on": "令和3年3月",
            "source": "",
            "certainty": "sample",
        },
    )

    district = District.objects.get(code="nishi")
    (row,) = district.history.all()
    assert str(district.dream_plan_on) == "令和3年3月"
    assert (row.door, row.history_user) == ("admin", administrator)
