"""A scheme of evaluation of the city's own, in the administration pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from common.db.catalogue_rows import Origin
from designated_managers.models import EvaluationScheme
from designated_managers.queries.evaluations import schemes_in_use
from tests.factories.monitoring import ON, make_evaluation, make_scheme

if TYPE_CHECKING:
    from django.test import Client

SCHEMES = "/admin/designated_managers/evaluationscheme/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(administrator, client_of) -> Client:
    administrator.is_staff = True
    administrator.save()
    return client_of(administrator)


@pytest.fixture
def shipped() -> EvaluationScheme:
    return make_scheme("five-words-2026")


def _facts(definition: Any, **changes: Any) -> dict[str, Any]:
    return {
        "name": "見本市の方式",
        "definition": definition if isinstance(definition, str) else json.dumps(definition),
        "source": "見本市の要領",
        "certainty": "verified",
        "retired_on": "",
        "changed_reason": "要領で決めたため",
        **changes,
    }


def _with_another_word(row: EvaluationScheme) -> dict[str, Any]:
    first, *others = row.definition["grades"]
    return {**row.definition, "grades": [{**first, "label": "優良"}, *others]}


def _make_city_row(client: Client, shipped: EvaluationScheme) -> EvaluationScheme:
    client.post(f"{SCHEMES}add/?from={shipped.pk}", _facts(_with_another_word(shipped)))
    return EvaluationScheme.objects.get(code=shipped.code, origin=Origin.CITY)


def _errors(response: Any) -> dict[str, list[str]]:
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


def test_the_scheme_of_the_city_is_made_from_a_shipped_one_and_stands_in_front(admin_client, shipped):
    begun = admin_client.get(f"{SCHEMES}add/?from={shipped.pk}").context["adminform"].form

    city = _make_city_row(admin_client, shipped)

    assert json.loads(begun["definition"].value()) == shipped.definition
    assert '"label": "良好"' in begun["definition"].value()
    assert (city.scheme.grades[0].label, city.history.get().history_change_reason) == (
        "優良",
        "要領で決めたため",
    )
    assert [row for row in schemes_in_use(ON) if row.code == shipped.code] == [city]


@pytest.mark.parametrize(
    ("definition", "sentences"),
    [
        (
            {"grades": [], "overall": "best"},
            [
                "「items」がありません。",
                "総合評価の決め方（overall）は mean・lowest・by_hand のどれかにしてください。",
                "評語（grades）は、1つ以上を並べて書いてください。",
            ],
        ),
        ("[1]", ["方式の内容（definition）がありません。"]),
    ],
)
def test_what_is_no_scheme_is_refused_with_every_sentence(admin_client, shipped, definition, sentences):
    refused = admin_client.post(f"{SCHEMES}add/?from={shipped.pk}", _facts(definition))

    assert _errors(refused) == {"definition": sentences}
    assert not EvaluationScheme.objects.filter(origin=Origin.CITY).exists()


def test_what_is_no_json_stays_as_it_was_typed(admin_client, shipped):
    refused = admin_client.post(f"{SCHEMES}add/?from={shipped.pk}", _facts("{grades"))

    assert list(_errors(refused)) == ["definition"]
    assert refused.context["adminform"].form["definition"].value() == "{grades"


def test_a_scheme_is_changed_until_an_evaluation_was_made_by_it_and_taken_out_of_use_after(
    admin_client, shipped
):
    city = _make_city_row(admin_client, shipped)
    address = f"{SCHEMES}{city.pk}/change/"
    before = admin_client.post(address, _facts(shipped.definition))
    make_evaluation(scheme=EvaluationScheme.objects.get(pk=city.pk))

    refused = admin_client.post(address, _facts(_with_another_word(shipped), name="別の名前"))
    retired = admin_client.post(address, _facts(shipped.definition, retired_on="2026-11-23", source="改めた"))

    city.refresh_from_db()
    assert (before.status_code, retired.status_code) == (302, 302)
    assert _errors(refused) == {
        name: ["この方式による評価があるので、変えられません。"] for name in ("name", "definition")
    }
    assert (city.name, city.definition, city.source) == ("見本市の方式", shipped.definition, "改めた")
    assert shipped.code not in {row.code for row in schemes_in_use(ON)}
