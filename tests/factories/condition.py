"""Condition assessments for tests, made by the office's own acts and the shipped method."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from PIL import Image

from common.catalogues import read_catalogue
from common.clock import TOKYO
from common.db.catalogue_rows import load_shipped
from common.files import PHOTOS, check_upload
from facilities.actions import PartSeen, correct_assessment, record_assessment
from facilities.models import ConditionMethod, PartPhoto
from tests.factories.facilities import make_building

if TYPE_CHECKING:
    from facilities.models import Building, ConditionAssessment, PartGrade

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO)
PARTS = ("roof", "exterior", "interior", "electrical", "mechanical")


def make_method() -> ConditionMethod:
    """The shipped method."""
    found = ConditionMethod.objects.filter(code="mext-2017").first()
    if found is not None:
        return found
    file = settings.BASE_DIR / "facilities/catalogues/condition_methods/mext-2017.yaml"
    load_shipped(ConditionMethod, read_catalogue(file, required=("name", "definition")).entries, on=ON)
    return ConditionMethod.objects.get(code="mext-2017")


def seen(grades: str, **more: Any) -> dict[str, PartSeen]:
    """Grades in the order of the parts: ``CDBAC``; ``-`` for one not looked at."""
    return {part: PartSeen(grade.strip("-"), **more) for part, grade in zip(PARTS, grades, strict=True)}


def make_assessment(
    grades: str = "CDBAC", *, building: Building | None = None, **facts: Any
) -> ConditionAssessment:
    """A survey in June 2026; without a building, of a new one."""
    facts = {
        "assessed_on": date(2026, 6, 24),
        "assessor": "見本設計事務所",
        "method": make_method(),
        "parts": seen(grades),
        **facts,
    }
    return record_assessment(building or make_building(), on=ON, at=AT, **facts)


def make_photo(part_grade: PartGrade, *, name: str = "yane.jpg") -> PartPhoto:
    """A photograph of a part."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "grey").save(out, "JPEG")
    checked = check_upload(name, out.getvalue(), PHOTOS)
    said = PartSeen(part_grade.grade, part_grade.refitted_on, part_grade.note, photos=(checked,))
    correct_assessment(part_grade.assessment_id, parts={part_grade.part: said}, on=ON, at=AT)
    return PartPhoto.objects.filter(part_grade=part_grade).latest("pk")
