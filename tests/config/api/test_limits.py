from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.api import Api, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


def test_who_asks_too_often_is_told_for_how_long_to_wait(officer, settings):
    settings.API_RATES = {"person": "2/min", "address": ""}
    api = Api(officer)

    first, second, third = (api.get("districts/") for _ in range(3))

    assert [first.status_code, second.status_code, refusal(third)] == [200, 200, (429, [])]
    assert third.headers["Retry-After"] == "60"


def test_one_person_is_counted_by_every_token_and_another_apart(officer, chief, settings):
    settings.API_RATES = {"person": "1/min", "address": ""}

    by_one = Api(officer).get("districts/").status_code
    by_another_token = Api(officer).get("districts/").status_code
    by_another_person = Api(chief).get("districts/").status_code

    assert [by_one, by_another_token, by_another_person] == [200, 429, 200]


def test_an_address_that_guesses_tokens_is_stopped_before_anybody_is_looked_up(
    settings, django_assert_num_queries
):
    settings.API_RATES = {"person": "", "address": "1/min"}
    client = Client(headers={"Authorization": "Token abc"})
    guessed = client.get("/api/v1/districts/")

    with django_assert_num_queries(0):
        stopped = client.get("/api/v1/districts/")

    assert [refusal(guessed)[0], refusal(stopped)[0]] == [401, 429]
    assert Client(REMOTE_ADDR="192.0.2.7").get("/api/v1/districts/").status_code == 401


def test_an_address_that_is_only_claimed_is_not_believed(settings):
    settings.API_RATES = {"person": "", "address": "1/min"}

    statuses = [
        Client().get("/api/v1/districts/", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in range(2)
    ]

    assert statuses == [401, 429]
