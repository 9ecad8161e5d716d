from __future__ import annotations

from datetime import date

import pytest

from facilities.actions import PartSeen
from facilities.models import ConditionAssessment
from tests.api import Api, ids, refusal
from tests.factories.condition import make_assessment, make_method, seen
from tests.factories.facilities import make_building

pytestmark = pytest.mark.django_db

LIST = "condition-assessments/"


def test_a_survey_is_kept_and_answered_with_its_working(officer):
    make_method()
    body = {
        "building": make_building().pk,
        "method": "mext-2017",
        "assessed_on": "2026-06-24",
        "assessor": "見本設計事務所",
        "parts": {
            "roof": {"grade": "C", "note": "ふくれ"},
            "interior": {"grade": "B"},
            "electrical": {"grade": "A", "refitted_on": "令和6年度"},
            "mechanical": {"grade": "C"},
        },
    }

    response = Api(officer).post(LIST, body)

    answer = response.json()
    assert (response.status_code, answer["score"], answer["is_partial"]) == (201, "69.53", True)
    assert answer["band"] == {"code": "above", "label": "目安以上"}
    assert answer["method"]["code"] == "mext-2017"
    working = answer["working"]
    assert (working["total"], working["weights"], working["left_out"]) == ("2976", "42.8", ["外壁"])
    assert working["parts"][:2] == [
        {
            "code": "roof",
            "label": "屋根・屋上",
            "grade": "C",
            "points": "40",
            "weight": "5.1",
            "product": "204",
        },
        {
            "code": "exterior",
            "label": "外壁",
            "grade": None,
            "points": None,
            "weight": "17.2",
            "product": None,
        },
    ]
    assert answer["parts"]["electrical"] == {"grade": "A", "refitted_on": "令和6年度", "note": ""}


def test_what_was_answered_can_be_sent_back_and_a_part_corrected_alone(officer):
    kept = make_assessment(parts={**seen("CDBAC"), "roof": PartSeen("C", None, "ふくれ")})
    api, one = Api(officer), f"{LIST}{kept.pk}/"
    read = api.get(one).json()

    same = api.patch(one, {"parts": read["parts"], "assessed_on": read["assessed_on"]})
    after = api.patch(one, {"parts": {"exterior": {"grade": "C"}}})

    assert (same.json(), after.json()["score"]) == (read, "61.07")
    assert after.json()["parts"]["roof"]["note"] == "ふくれ"


def test_everything_that_is_wrong_with_what_was_sent_is_told_at_once(officer):
    make_method()
    body = {
        "building": make_building().pk,
        "method": "other",
        "assessed_on": "2026-02-30",
        "assessor": "",
        "parts": {"roof": "C"},
        "score": 100,
    }

    status, problems = refusal(Api(officer).post(LIST, body))

    assert (status, sorted(problems)) == (
        400,
        [
            ("assessed_on-invalid", "assessed_on"),
            ("assessor-blank", "assessor"),
            ("field-unknown", "score"),
            ("method-unknown", "method"),
            ("parts-shape", "parts"),
        ],
    )
    assert not ConditionAssessment.objects.exists()


def test_what_the_act_refuses_names_the_part(officer):
    make_method()
    body = {
        "building": make_building().pk,
        "method": "mext-2017",
        "assessed_on": "2026-11-24",
        "assessor": "見本",
        "parts": {"roof": {"grade": "E"}, "cellar": {"grade": "A"}},
    }

    status, problems = refusal(Api(officer).post(LIST, body))

    assert (status, sorted(problems)) == (
        400,
        [
            ("assessed-in-future", "assessed_on"),
            ("grade-outside-method", "grade_roof"),
            ("part-outside-method", "parts"),
        ],
    )


def test_surveys_are_narrowed_by_what_is_known_of_them_and_of_their_buildings(officer):
    old, other = make_building(structure="rc"), make_building(structure="w")
    first = make_assessment("DDDDD", building=old, assessed_on=date(2020, 4, 1))
    second = make_assessment("AAAAA", building=old)
    third = make_assessment("DDDDD", building=other)
    api = Api(officer)

    found = {
        asked: ids(api.get(f"{LIST}?{asked}"))
        for asked in (
            f"building={old.pk}",
            f"centre={other.centre_id}",
            "band=priority",
            "band=priority&newest=true",
            "newest=false",
            "structure=w",
            "method=mext-2017",
            "assessed_from=2020-04-02",
            "assessed_to=2020-04-01",
            "built_before=2026-01-01",
            f"district={old.centre.district_id or 1}",
        )
    }

    assert list(found.values())[:10] == [
        [first.pk, second.pk],
        [third.pk],
        [first.pk, third.pk],
        [third.pk],
        [first.pk],
        [third.pk],
        [first.pk, second.pk, third.pk],
        [second.pk, third.pk],
        [first.pk],
        [],
    ]
