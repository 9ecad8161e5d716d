"""Whatever a program sends by the description of the API, and against it: no fault of ours, every answer as described.

Half of the ids that are made up are replaced by those of records that are there, so that acts are done as well.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import Permission
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as described

from config.api.views import description
from config.wsgi import application
from tests.api import Api
from tests.config.api.conftest import City
from tests.conftest import LONG_AGO
from tests.factories.accounts import make_membership

pytestmark = pytest.mark.django_db

CHECKS = [
    checks.not_a_server_error,
    described.status_code_conformance,
    described.content_type_conformance,
    described.response_headers_conformance,
    described.response_schema_conformance,
    described.negative_data_rejection,
]
PLACES = {
    "buildings": "building",
    "centres": "centre",
    "designations": "designation",
    "districts": "district",
    "equipment": "equipment",
    "rooms": "room",
    "flags": "flag",
    "inspections": "done",
    "service-contracts": "contract",
    "posts": "post",
}

schema = schemathesis.openapi.from_dict(description())
schema.app = application


@pytest.fixture(autouse=True)
def _one_connection():
    """The application keeps the connection of the test and its transaction."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


bounded = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _open_to_groups(context: Any) -> bool:
    operation = context.operation
    return operation.method == "get" or operation.path.endswith("/record/")


@pytest.fixture
def by_officer(officer) -> dict[str, str]:
    return Api(officer).headers


@pytest.fixture
def by_member(city: City, group_member) -> dict[str, str]:
    """Of the group that runs the centre; here its role permits keys, which no session needs."""
    make_membership(group_member, city.designation.organisation, first_on=LONG_AGO)
    group_member.groups.get().permissions.add(Permission.objects.get(codename="add_apitoken"))
    return Api(group_member).headers


@schema.parametrize()
@bounded
def test_every_answer_to_an_officer_is_as_described(case, city: City, by_officer):
    _let_it_be_there(case, city)

    case.call_and_validate(headers=by_officer, checks=CHECKS)


@schema.include(_open_to_groups).parametrize()
@bounded
def test_every_answer_to_a_member_of_a_group_is_as_described(case, city: City, by_member):
    _let_it_be_there(case, city)

    case.call_and_validate(headers=by_member, checks=CHECKS)


def _let_it_be_there(case: Any, city: City) -> None:
    """Every second made-up id becomes that of a record of the city."""
    resource = case.path.split("/")[3]
    place = case.path_parameters.get("id")
    if isinstance(place, int) and place % 2 and resource in PLACES:
        case.path_parameters["id"] = getattr(city, PLACES[resource]).pk
    if isinstance(case.body, dict):
        for name in ("building", "centre", "district", "equipment"):
            if type(case.body.get(name)) is int and case.body[name] % 2:
                case.body[name] = getattr(city, name).pk
