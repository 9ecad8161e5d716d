"""Where everybody begins."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.portal.conftest import links, words

pytestmark = pytest.mark.usefixtures("roles")


@pytest.mark.parametrize("role", ["officer", "chief", "auditor", "administrator"])
def test_the_citys_people_begin_at_the_desk(request, client_of, role):
    response = client_of(request.getfixturevalue(role)).get("/")

    assert (response.status_code, response["Location"]) == (302, "/desk/")


def test_a_centre_worker_begins_at_the_desk(centre_worker, client_of):
    assert client_of(centre_worker(make_centre())).get("/")["Location"] == "/desk/"


def test_a_group_begins_at_its_home(client_of):
    assert client_of(make_group(make_centre())).get("/")["Location"] == "/home/"


def test_a_member_without_an_organisation_begins_at_the_home_too(group_member, client_of):
    assert client_of(group_member).get("/")["Location"] == "/home/"


def test_a_person_without_a_role_is_told_whom_to_ask(person, client_of, settings):
    settings.OFFICE_CONTACT = "地域づくり推進課\n0834-00-0000"

    response = client_of(person("nobody")).get("/")

    assert response.status_code == 200
    assert words(response).endswith(
        "使えるページがまだありません 見本 nobodyさんの利用者番号には、まだ役割が付いていません。"
        "市の担当に知らせてください。役割が付くと、ここから始められます。 困ったとき 地域づくり推進課 0834-00-0000"
    )
    assert "/admin/" not in links(response)


def test_a_person_without_a_role_who_may_enter_the_administration_is_led_there(person, client_of):
    response = client_of(person("setup", is_staff=True)).get("/")

    assert "/admin/" in links(response)


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    response = client.get("/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/")


def test_signing_in_leads_a_member_to_the_home(db):
    member = make_group(make_centre())
    client = Client()

    response = client.post(
        "/accounts/login/", {"login": member.login_name, "password": "correct horse battery"}, follow=True
    )

    assert [address for address, _ in response.redirect_chain] == ["/", "/home/"]
