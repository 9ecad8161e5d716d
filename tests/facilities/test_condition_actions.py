from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from PIL import Image

from common.acting import acting
from common.db.history import Stale, version_of
from common.files import PHOTOS, check_upload
from common.partial_dates import PartialDate, parse
from common.problems import Refused
from facilities.actions import PartSeen, correct_assessment, record_assessment
from facilities.models import ConditionAssessment, PartGrade, PartPhoto
from facilities.rules.condition import score
from tests.factories.condition import AT, ON, PARTS, make_assessment, make_method, seen
from tests.factories.facilities import make_building

pytestmark = pytest.mark.django_db


def photo(name: str = "yane.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "grey").save(out, "JPEG")
    return check_upload(name, out.getvalue(), PHOTOS)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_a_survey_is_kept_with_its_score_its_band_and_what_was_seen(officer):
    building = make_building(built_on=parse("昭和56年3月"))
    parts = {
        **seen("CDB-C"),
        "electrical": PartSeen("A", PartialDate.of_fiscal_year(2024), "分電盤を交換", (photo(),)),
    }

    with acting(door="web", user_id=officer.pk):
        kept = record_assessment(
            building,
            make_method(),
            parts=parts,
            on=ON,
            at=AT,
            assessed_on=date(2026, 6, 24),
            assessor="見本設計事務所",
        )

    assert (kept.score, kept.band, kept.is_partial) == (5247, "above", False)
    assert list(kept.part_grades.order_by("pk").values_list("part", "grade", "note")) == [
        ("roof", "C", ""),
        ("exterior", "D", ""),
        ("interior", "B", ""),
        ("electrical", "A", "分電盤を交換"),
        ("mechanical", "C", ""),
    ]
    (kept_photo,) = PartPhoto.objects.all()
    assert (kept_photo.part_grade.part, kept_photo.uploaded_by, kept_photo.uploaded_at) == (
        "electrical",
        officer,
        AT,
    )
    assert list(kept.history.values_list("history_type", "history_user")) == [("+", officer.pk)]


def test_a_part_of_which_nothing_was_said_leaves_no_row():
    kept = make_assessment("C-BAC")

    assert (kept.score, kept.is_partial) == (6953, True)
    assert set(kept.part_grades.values_list("part", flat=True)) == {*PARTS} - {"exterior"}


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept():
    building = make_building(built_on=PartialDate.of_year(1990))

    with pytest.raises(Refused) as refusal:
        make_assessment("E----", building=building, assessed_on=date(1989, 12, 31), assessor="")

    assert codes(refusal) == [
        ("assessor-blank", "assessor"),
        ("grade-outside-method", "grade_roof"),
        ("assessed-before-built", "assessed_on"),
    ]
    assert not ConditionAssessment.objects.exists()


def test_a_grade_outside_the_method_is_refused_even_where_others_are_right():
    with pytest.raises(Refused) as refusal:
        make_assessment("CDBAE", assessed_on=ON + timedelta(days=1))

    assert codes(refusal) == [
        ("grade-outside-method", "grade_mechanical"),
        ("assessed-in-future", "assessed_on"),
    ]
    assert not PartGrade.objects.exists()


def test_a_second_survey_of_one_day_is_refused():
    building = make_building()
    make_assessment(building=building)

    with pytest.raises(Refused) as refusal:
        make_assessment("CCCCC", building=building)

    assert [problem.message for problem in refusal.value.problems] == [
        "この建物には、同じ調査日の劣化調査がすでにあります。"
    ]


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, True), (1, False)])
def test_a_method_that_is_no_longer_in_use_makes_no_new_survey(days, refused):
    method = make_method()
    method.retired_on = ON + timedelta(days=days)
    method.save()

    if refused:
        with pytest.raises(Refused) as refusal:
            make_assessment(method=method)
        assert codes(refusal) == [("method-retired", "method")]
    else:
        assert make_assessment(method=method).pk


def test_a_correction_makes_the_score_anew_and_leaves_the_other_parts_as_they_are():
    kept = make_assessment(parts={**seen("CDBAC"), "roof": PartSeen("C", None, "ふくれ")})
    version = version_of(kept)

    correct_assessment(
        kept.pk, parts={"exterior": PartSeen("C")}, on=ON, at=AT, expected_version=version, notes="訂正"
    )

    kept.refresh_from_db()
    assert (kept.score, kept.notes, kept.history.count()) == (6107, "訂正", 2)
    rows = {row.part: row for row in kept.part_grades.all()}
    assert (rows["roof"].note, rows["roof"].history.count(), rows["exterior"].history.count()) == (
        "ふくれ",
        1,
        2,
    )


def test_a_correction_of_something_else_than_was_looked_at_is_refused():
    kept = make_assessment()
    version = version_of(kept)
    correct_assessment(kept.pk, parts={"roof": PartSeen("A")}, on=ON, at=AT)

    with pytest.raises(Stale):
        correct_assessment(kept.pk, parts={"roof": PartSeen("D")}, on=ON, at=AT, expected_version=version)

    assert PartGrade.objects.get(part="roof").grade == "A"


def test_the_last_grade_cannot_be_taken_back():
    kept = make_assessment("C----")

    with pytest.raises(Refused) as refusal:
        correct_assessment(kept.pk, parts={"roof": PartSeen("", None, "見えない")}, on=ON, at=AT)

    assert codes(refusal) == [("no-grade", "parts")]
    assert PartGrade.objects.get().grade == "C"


def test_a_photograph_is_taken_out_with_its_file_once_the_correction_holds(
    django_capture_on_commit_callbacks,
):
    kept = make_assessment(
        parts={**seen("CDBAC"), "roof": PartSeen("C", photos=(photo("a.jpg"), photo("b.jpg")))}
    )
    gone, stays = PartPhoto.objects.order_by("original_name")
    path = Path(gone.file.path)

    with django_capture_on_commit_callbacks() as callbacks:
        correct_assessment(
            kept.pk, parts={"roof": PartSeen("C", without=(gone.pk,), photos=(photo("c.jpg"),))}, on=ON, at=AT
        )
        assert path.exists()
    for callback in callbacks:
        callback()

    assert list(PartPhoto.objects.order_by("original_name").values_list("original_name", flat=True)) == [
        "b.jpg",
        "c.jpg",
    ]
    assert (path.exists(), Path(stays.file.path).exists()) == (False, True)


def test_a_method_that_was_used_cannot_be_deleted():
    method = make_assessment().method

    with pytest.raises(ProtectedError), transaction.atomic():
        method.delete()


class TheStoredScore(TestCase):
    """What lists ask of the database is what the rule says of the grades."""

    @given(st.text("ABCD-", min_size=5, max_size=5).filter(lambda text: text != "-----"))
    @settings(max_examples=20, deadline=None)
    def test_it_equals_the_rule(self, text):
        kept = make_assessment(text)

        row = ConditionAssessment.objects.get(pk=kept.pk)
        result = score(row.method.method, dict(row.part_grades.values_list("part", "grade")))
        assert result is not None
        assert (row.score, row.band, row.is_partial) == (result.hundredths, result.band.code, result.partial)
