from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from config.api.views import description
from tests.api import Api, refusal

KEPT = Path(__file__).resolve().parents[3] / "docs" / "openapi.yaml"


def test_the_description_that_is_kept_is_the_one_that_the_program_gives_without_a_warning(tmp_path):
    made = tmp_path / "openapi.yaml"

    call_command("spectacular", "--fail-on-warn", "--validate", f"--file={made}")

    assert made.read_text(encoding="utf-8") == KEPT.read_text(encoding="utf-8"), (
        "docs/openapi.yaml is behind: ./run manage spectacular --fail-on-warn --validate --file docs/openapi.yaml"
    )


@pytest.mark.django_db
def test_the_description_is_served_to_whoever_is_signed_in(officer):
    served = Api(officer).get("schema/")

    assert served.json() == yaml.safe_load(KEPT.read_text(encoding="utf-8"))
    assert refusal(Api().get("schema/")) == (401, [])


def test_nothing_can_be_deleted_or_replaced():
    methods = {method for operations in description()["paths"].values() for method in operations}

    assert methods == {"get", "post", "patch"}


def test_every_operation_tells_in_japanese_what_it_does_and_which_errors_there_are():
    for operations in description()["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert {"400", "401", "403", "406", "429", "500"} <= operation["responses"].keys()
