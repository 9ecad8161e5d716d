from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from common.partial_dates import parse
from common.scope import Scope
from facilities.actions import PartSeen, correct_assessment
from facilities.models import ConditionAssessment, PartPhoto
from tests.answers import errors, told
from tests.factories.condition import AT, ON, make_assessment, make_method
from tests.factories.facilities import make_building

pytestmark = pytest.mark.django_db

FILLED_IN = {
    "assessed_on_era": "令和",
    "assessed_on_year": "8",
    "assessed_on_month": "6",
    "assessed_on_day": "24",
    "assessor": "見本設計事務所",
    "grade_roof": "C",
    "grade_exterior": "D",
    "note_exterior": "北面にひび割れ",
    "grade_interior": "B",
    "grade_electrical": "A",
    "refitted_electrical": "令和6年度",
    "grade_mechanical": "C",
    "notes": "",
    "source": "令和8年度 報告書",
    "certainty": "verified",
}


def picture(name: str = "写真.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "grey").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


def new(building) -> str:
    return reverse("condition-new", args=[building.pk])


def test_a_survey_is_recorded_with_photographs_and_its_page_shows_the_score_with_its_working(
    officer, client_of
):
    make_method()
    browser = client_of(officer)

    response = browser.post(
        new(make_building(built_on=parse("昭和56年3月"))),
        {**FILLED_IN, "photos_exterior": [picture(), picture("2.jpg")]},
    )

    kept = ConditionAssessment.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("condition", args=[kept.pk]))
    assert told(response) == ["劣化調査を記録しました。健全度は52.47点です。"]
    assert (kept.score, kept.assessed_on, kept.source, kept.certainty) == (
        5247,
        date(2026, 6, 24),
        "令和8年度 報告書",
        "verified",
    )
    page = browser.get(response["Location"]).content.decode()
    assert re.findall(r'<td class="num">([\d,.]+)</td>', page)[2::3] == ["204", "172", "1,680", "800", "292"]
    assert page.count("<img") == 2
    assert "北面にひび割れ" in page


def test_the_photograph_is_read_through_its_own_address_within_the_scope(
    officer, group_member, centre_worker, client_of
):
    make_method()
    building = make_building()
    client_of(officer).post(new(building), {**FILLED_IN, "photos_roof": picture()})
    address = reverse("condition-photo", args=[PartPhoto.objects.get().pk])

    response = client_of(officer).get(address)

    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith("inline")
    elsewhere = centre_worker(make_building().centre)
    assert [client_of(person).get(address).status_code for person in (group_member, elsewhere)] == [404, 404]


def test_the_form_suggests_grades_for_the_parts_that_age_from_the_building_and_the_last_refit(
    officer, client_of
):
    building = make_building(built_on=parse("昭和56年3月"))
    kept = make_assessment(building=building, assessed_on=date(2025, 6, 1))
    correct_assessment(kept.pk, parts={"electrical": PartSeen("A", parse("令和6年度"))}, on=ON, at=AT)

    form = client_of(officer).get(new(building)).context["form"]

    assert [
        form[f"grade_{part}"].help_text.partition("なので")[0] for part in ("roof", "interior", "electrical")
    ] == [
        "",
        "昭和56年（1981年）3月の建築から45年",
        "令和6年度の改修から1〜2年",
    ]


def test_everything_that_is_wrong_is_told_at_once_and_what_was_typed_stays(officer, client_of):
    make_method()
    wrong = {
        **FILLED_IN,
        "assessor": "",
        "assessed_on_year": "9",
        "grade_roof": "E",
        "refitted_interior": "いつか",
        "photos_roof": [SimpleUploadedFile("memo.txt", b"x"), picture("x.png")],
    }

    response = client_of(officer).post(new(make_building()), wrong)

    assert response.status_code == 422
    assert {name: found for name, found in errors(response).items() if name != "refitted_interior"} == {
        "assessor": ["調査した人を入力してください。"],
        "grade_roof": ["屋根・屋上の評価を選び直してください。"],
        "photos_roof": [
            "「memo.txt」は添付できません。添付できるのはJPEG、PNGです。",
            "「x.png」は名前ではPNGですが、中身はJPEGです。",
        ],
    }
    assert "北面にひび割れ" in response.content.decode()
    assert not ConditionAssessment.objects.exists()


def test_what_the_act_refuses_stands_at_its_field(officer, client_of):
    make_method()
    nothing = {name: "" if name.startswith("grade_") else value for name, value in FILLED_IN.items()}

    response = client_of(officer).post(new(make_building()), {**nothing, "assessed_on_year": "9"})

    assert (response.status_code, errors(response)) == (
        422,
        {
            "__all__": ["どの部位にも評価がありません。1つ以上の部位の評価を選んでください。"],
            "assessed_on": ["調査日は、きょうまでの日にしてください。"],
        },
    )


def test_a_survey_is_corrected_and_a_photograph_taken_out(officer, client_of):
    make_method()
    browser = client_of(officer)
    browser.post(new(make_building()), {**FILLED_IN, "photos_roof": picture()})
    kept, photo = ConditionAssessment.objects.get(), PartPhoto.objects.get()
    address = reverse("condition-edit", args=[kept.pk])
    form = browser.get(address).context["form"]

    response = browser.post(
        address,
        {**FILLED_IN, "grade_exterior": "C", "without_roof": [photo.pk], "version": form["version"].value()},
    )

    assert (response.status_code, told(response)[-1]) == (
        302,
        "劣化調査の内容を保存しました。健全度は61.07点です。",
    )
    assert not PartPhoto.objects.exists()


def test_a_survey_that_somebody_else_corrected_meanwhile_is_not_overwritten(officer, client_of):
    kept = make_assessment()
    browser = client_of(officer)
    address = reverse("condition-edit", args=[kept.pk])
    version = browser.get(address).context["form"]["version"].value()
    correct_assessment(kept.pk, parts={"roof": PartSeen("A")}, on=ON, at=AT)

    response = browser.post(address, {**FILLED_IN, "version": version})

    assert response.status_code == 409
    assert kept.part_grades.get(part="roof").grade == "A"


def test_without_a_method_in_use_there_is_no_form(officer, client_of):
    assert client_of(officer).get(new(make_building())).status_code == 404


def test_a_group_reads_the_score_of_its_building_without_what_is_the_citys(
    group_member, client_of, monkeypatch
):
    kept = make_assessment(notes="内密", source="内密", parts={"roof": PartSeen("C", None, "内密")})
    own = frozenset({kept.building.centre_id})
    scope = Scope(every_centre=False, centre_ids=own, organisation_ids=frozenset(), internal=False)
    monkeypatch.setattr("accounts.middleware.scope_for", lambda *_args, **_more: scope)
    browser = client_of(group_member)

    pages = [
        browser.get(reverse("condition", args=[kept.pk])),
        browser.get(reverse("condition-history", args=[kept.building_id])),
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert ["内密" in page.content.decode() for page in pages] == [False, False]
    assert all("40.00" in page.content.decode() for page in pages)
