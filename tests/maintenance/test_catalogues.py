from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from maintenance.choices import SubjectOfInspection
from maintenance.queries.inspection_types import inspection_types

pytestmark = pytest.mark.django_db


def test_the_shipped_catalogue_knows_the_inspections_that_every_centre_meets(catalogues):
    shipped = {code: (kind.subject, kind.cycle_months) for code, kind in inspection_types().items()}
    building, equipment = SubjectOfInspection.BUILDING, SubjectOfInspection.EQUIPMENT

    assert shipped == {
        "BLD-1": (building, 36),
        "BLD-2": (building, 12),
        "BLD-3": (equipment, 12),
        "FIR-1": (building, 6),
        "FIR-2": (building, 12),
        "ELC-1": (building, 1),
        "ELC-2": (building, 12),
    }


def test_every_type_names_its_article_its_source_and_how_sure_we_are(catalogues):
    kinds = inspection_types().values()

    assert [kind.code for kind in kinds if not (kind.law and kind.source and kind.certainty)] == []


def test_loading_the_catalogue_again_changes_nothing(catalogues):
    out = io.StringIO()

    call_command("load_catalogues", stdout=out)

    line = next(line for line in out.getvalue().splitlines() if line.startswith("点検の種類"))
    assert line == "点検の種類　新規0・変更0・変更なし7・廃止0"
