"""Site visits, findings, evaluations and measures as a program reads them."""

from __future__ import annotations

from datetime import date

import pytest

from designated_managers.actions import draft_evaluation, publish_evaluation
from tests.api import Api, ids
from tests.factories.accounts import make_membership, make_user
from tests.factories.designated_managers import make_designation
from tests.factories.monitoring import ON, make_evaluation, make_finding, make_measure, make_visit, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def designation(roles):
    return make_designation()


@pytest.fixture
def member(designation):
    user = make_user("member", "地域団体")
    make_membership(user, designation.organisation, first_on=date(2024, 4, 1))
    return user


def test_a_draft_is_nothing_to_the_group_and_known_to_the_city(officer, member, designation):
    evaluation = make_evaluation(designation)
    draft_evaluation(evaluation.pk, said(overall="D"), on=ON)
    address = f"evaluations/{evaluation.pk}/"

    city, group = Api(officer).get(address).json(), Api(member).get(address).json()
    publish_evaluation(evaluation.pk, published_on=ON, on=ON)
    after = Api(member).get(address).json()

    assert (city["overall"], city["published_on"], city["has_draft"]) == (None, None, True)
    assert (group["overall"], group["published_on"], "has_draft" in group) == (None, None, False)
    assert (after["overall"], after["published_on"]) == ("D", "2026-11-23")
    assert after["scheme"] == {"id": evaluation.scheme_id, "name": "S・A・B・C・Dの5段階"}


def test_evaluations_are_narrowed_by_year_and_by_what_is_published(officer, designation):
    before, now = make_evaluation(designation, 2025), make_evaluation(designation, 2026)
    draft_evaluation(before.pk, said(), on=ON)
    publish_evaluation(before.pk, published_on=ON, on=ON)
    api = Api(officer)

    assert ids(api.get("evaluations/?fiscal_year=2026")) == [now.pk]
    assert ids(api.get("evaluations/?published=true")) == [before.pk]
    assert ids(api.get("evaluations/?published=false")) == [now.pk]
    assert ids(api.get(f"evaluations/?organisation={designation.organisation_id}")) == [before.pk, now.pk]
    assert ids(api.get("evaluations/?centre=999999")) == []


def test_measures_are_narrowed_by_kind_and_by_whether_they_are_open(officer, designation):
    order, stop = make_measure(designation), make_measure(designation, "suspension_part")
    api = Api(officer)

    assert ids(api.get("measures/?kind=instruction")) == [order.pk]
    assert ids(api.get("measures/?open=true")) == [order.pk, stop.pk]
    assert ids(api.get("measures/?decided_to=2026-09-30")) == []
    told = api.get(f"measures/{stop.pk}/").json()
    assert (told["kind"], told["first_on"], told["closed_how"]) == (
        {"code": "suspension_part", "label": "業務停止（一部）"},
        "2026-11-01",
        None,
    )


def test_a_group_reads_what_is_its_own_without_the_citys_notes(member, designation):
    make_visit(designation, told=False)
    told = make_visit(designation, internal_notes="内緒")
    finding = make_finding(told)
    make_finding(make_visit())
    api = Api(member)

    assert ids(api.get("site-visits/")) == [told.pk]
    assert ids(api.get("findings/")) == [finding.pk]
    seen = api.get(f"site-visits/{told.pk}/").json()
    assert {"internal_notes", "visited_by"} & seen.keys() == set()
    assert api.get("findings/").json()["results"][0]["state"] == {"code": "open", "label": "回答待ち"}


@pytest.mark.parametrize("resource", ["site-visits", "findings", "evaluations", "measures"])
def test_they_are_read_only(officer, resource):
    assert Api(officer).post(f"{resource}/", {}).status_code == 405
