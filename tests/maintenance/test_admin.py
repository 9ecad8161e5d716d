from __future__ import annotations

import pytest
from django.test import Client

from common.db.catalogue_rows import Origin
from maintenance.models import InspectionType

TYPES = "/admin/maintenance/inspectiontype/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


@pytest.fixture
def admin_client(administrator, client_of) -> Client:
    administrator.is_staff = True
    administrator.save()
    return client_of(administrator)


@pytest.fixture
def shipped() -> InspectionType:
    return InspectionType.objects.get(code="FIR-1", origin=Origin.SHIPPED)


def _facts(row: InspectionType, **changes) -> dict[str, object]:
    return {
        "name": row.name,
        "law": row.law,
        "footing": row.footing,
        "subject": row.subject,
        "equipment_categories": "[]",
        "applies_when": row.applies_when,
        "counting": row.counting,
        "cycle_cases": "[]",
        "report_cases": "[]",
        "outcome_family": row.outcome_family,
        "cycle_months": row.cycle_months,
        "qualified": row.qualified,
        "report_to": row.report_to,
        "source": row.source,
        "certainty": row.certainty,
        "retired_on": "",
        "changed_reason": "消防計画で3か月ごとと決めたため",
        **changes,
    }


def _choose(client: Client, *rows: InspectionType):
    return client.post(TYPES, {"action": "make_city_row", "_selected_action": [row.pk for row in rows]})


def _make_city_row(client: Client, shipped: InspectionType) -> InspectionType:
    client.post(f"{TYPES}add/?from={shipped.pk}", _facts(shipped, cycle_months=3))
    return InspectionType.objects.get(code=shipped.code, origin=Origin.CITY)


def test_a_shipped_row_is_read_and_not_changed(admin_client, shipped):
    page = admin_client.get(f"{TYPES}{shipped.pk}/change/")
    refused = admin_client.post(f"{TYPES}{shipped.pk}/change/", _facts(shipped, cycle_months=3))

    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert refused.status_code == 403
    shipped.refresh_from_db()
    assert shipped.cycle_months == 6


def test_a_shipped_row_is_not_deleted(admin_client, shipped):
    assert admin_client.post(f"{TYPES}{shipped.pk}/delete/", {"post": "yes"}).status_code == 403
    assert InspectionType.objects.filter(pk=shipped.pk).exists()


def test_the_form_of_a_city_row_begins_with_what_the_shipped_row_says(admin_client, shipped):
    chosen = _choose(admin_client, shipped)

    assert chosen.headers["Location"] == f"{TYPES}add/?from={shipped.pk}"
    form = admin_client.get(chosen.headers["Location"]).context["adminform"].form
    assert {name: form[name].value() for name in ("name", "cycle_months", "law", "changed_reason")} == {
        "name": shipped.name,
        "cycle_months": 6,
        "law": shipped.law,
        "changed_reason": "",
    }


def test_the_row_of_the_city_stands_in_front_with_its_reason(admin_client, administrator, shipped):
    city = _make_city_row(admin_client, shipped)

    assert (city.cycle_months, city.shipped_digest) == (3, shipped.shipped_digest)
    assert InspectionType.objects.in_front().get(code="FIR-1") == city
    (row,) = city.history.all()
    assert (row.history_user, row.history_change_reason) == (administrator, "消防計画で3か月ごとと決めたため")


def test_a_row_of_the_city_needs_a_reason(admin_client, shipped):
    response = admin_client.post(f"{TYPES}add/?from={shipped.pk}", _facts(shipped, changed_reason=""))

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["changed_reason"]
    assert not InspectionType.objects.filter(origin=Origin.CITY).exists()


def test_a_second_row_of_the_city_leads_to_the_first(admin_client, shipped):
    city = _make_city_row(admin_client, shipped)

    again = _choose(admin_client, shipped)
    refused = admin_client.post(f"{TYPES}add/?from={shipped.pk}", _facts(shipped, cycle_months=1))

    assert again.headers["Location"] == f"{TYPES}{city.pk}/change/"
    assert refused.status_code == 403
    assert InspectionType.objects.get(origin=Origin.CITY).cycle_months == 3


def test_only_one_shipped_row_at_a_time_is_copied(admin_client, shipped):
    other = InspectionType.objects.get(code="FIR-2", origin=Origin.SHIPPED)

    response = _choose(admin_client, shipped, other)

    assert response.headers["Location"] == TYPES
    assert not InspectionType.objects.filter(origin=Origin.CITY).exists()


@pytest.mark.parametrize("address", ["add/", "add/?from=", "add/?from=abc", "add/?from=99999999999999999999"])
def test_no_row_is_made_out_of_nothing(admin_client, address):
    assert admin_client.get(f"{TYPES}{address}").status_code == 403


def test_deleting_the_row_of_the_city_brings_the_shipped_one_back(admin_client, shipped):
    city = _make_city_row(admin_client, shipped)

    admin_client.post(f"{TYPES}{city.pk}/delete/", {"post": "yes"})

    assert InspectionType.objects.in_front().get(code="FIR-1") == shipped


def test_the_list_says_when_the_shipped_row_has_changed_underneath(admin_client, shipped):
    city = _make_city_row(admin_client, shipped)
    shipped.shipped_digest = "another"
    shipped.save()

    before = admin_client.get(TYPES).content.decode().count("標準が変わりました")
    admin_client.post(f"{TYPES}{city.pk}/change/", _facts(city, cycle_months=3))
    after = admin_client.get(TYPES).content.decode().count("標準が変わりました")

    assert (before, after) == (1, 0)


def test_an_officer_does_not_change_the_catalogue(officer, client_of, shipped):
    officer.is_staff = True
    officer.save()

    client = client_of(officer)

    assert client.get(f"{TYPES}add/?from={shipped.pk}").status_code == 403
    assert client.get(f"{TYPES}{shipped.pk}/change/").status_code == 200
