from __future__ import annotations

from datetime import date

import pytest

from designated_managers.models import Designation
from tests.api import COST, Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation

pytestmark = pytest.mark.django_db

LIST = "designations/"


def _one(designation: Designation, act: str = "") -> str:
    return f"{LIST}{designation.pk}/{act}"


def _body(**changes) -> dict:
    return {
        "centre": make_centre().pk,
        "organisation": make_organisation().pk,
        "first_on": "2024-04-01",
        "last_on": "2029-03-31",
        "voted_on": "2023-12-15",
        "vote_result": "passed",
        "designated_on": "2023-12-20",
        **changes,
    }


def test_a_designation_is_entered_with_its_bundle_and_its_stage_is_told(officer):
    body = _body(
        bundle_name="令和6年度 西部一括",
        stated_facts={"voted_on": {"certainty": "verified", "source": "議会だより"}},
    )

    response = Api(officer).post(LIST, body)

    designation = Designation.objects.get()
    answer = response.json()
    assert (response.status_code, answer["stage"]) == (201, {"code": "in_force", "label": "指定期間中"})
    assert answer["bundle"] == {"id": designation.bundle_id, "name": "令和6年度 西部一括"}
    assert answer["stated_facts"]["voted_on"]["source"] == "議会だより"
    assert designation.history.first().door == "api"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"last_on": None}, ("__all__-invalid", "")),
        ({"vote_result": "rejected"}, ("designated-without-vote", "designated_on")),
        ({"voted_on": None}, ("vote-without-day", "voted_on")),
        ({"revoked_on": "2030-01-01"}, ("revoked-after-end", "revoked_on")),
        ({"centre": 999}, ("centre-not_found", "centre")),
        ({"previous": 999}, ("previous-not_found", "previous")),
        ({"direct_return_reason": "なし"}, ("field-unknown", "direct_return_reason")),
        (
            {"stated_facts": {"colour": {"certainty": "verified", "source": "a"}}},
            ("stated_facts-unknown", "stated_facts"),
        ),
        (
            {"stated_facts": {"voted_on": {"certainty": "verified"}}},
            ("stated_facts-incomplete", "stated_facts"),
        ),
        ({"stated_facts": []}, ("stated_facts-invalid", "stated_facts")),
    ],
)
def test_what_the_page_refuses_the_api_refuses(officer, wrong, problem):
    response = Api(officer).post(LIST, _body(**wrong))

    assert refusal(response) == (400, [problem])
    assert Designation.objects.count() == 0


def test_terms_of_one_centre_do_not_overlap(officer):
    standing = make_designation()

    response = Api(officer).post(
        LIST, _body(centre=standing.centre_id, first_on="2029-03-31", last_on="2034-03-31")
    )

    assert refusal(response) == (400, [("designation-overlaps", "first_on")])


def test_the_centre_of_a_designation_stands_and_a_statement_can_be_taken_back(officer):
    designation = make_designation(statements={"voted_on": {"certainty": "verified", "source": "議会だより"}})
    api = Api(officer)

    moved = api.patch(_one(designation), {"centre": designation.centre_id})
    changed = api.patch(_one(designation), {"agreed_on": "2024-03-20", "stated_facts": {"voted_on": None}})

    assert refusal(moved) == (400, [("field-unknown", "centre")])
    assert (changed.json()["agreed_on"], changed.json()["stated_facts"]) == ("2024-03-20", {})


def test_the_return_to_direct_management_is_decided_and_mended_afterwards(officer):
    designation = make_designation()
    api = Api(officer)
    decided = {"direct_return_decided_on": "2026-11-20", "direct_return_reason": "引き受ける団体がないため"}

    too_early = api.patch(_one(designation), {"direct_return_reason": "別"})
    in_future = api.post(
        _one(designation, "direct-return/"), {**decided, "direct_return_decided_on": "2026-11-24"}
    )
    done = api.post(_one(designation, "direct-return/"), decided)
    mended = api.patch(_one(designation), {"direct_return_reason": "市が運営するため"})

    assert refusal(too_early) == (400, [("return-not-decided", "direct_return_reason")])
    assert refusal(in_future) == (400, [("return-in-future", "direct_return_decided_on")])
    assert (done.status_code, done.json()["direct_return_decided_on"]) == (200, "2026-11-20")
    assert mended.json()["direct_return_reason"] == "市が運営するため"


def test_what_is_not_made_cannot_be_returned(officer):
    designation = make_designation(designated_on=None, announced_on=None)

    response = Api(officer).post(
        _one(designation, "direct-return/"),
        {"direct_return_decided_on": "2026-11-20", "direct_return_reason": "なし"},
    )

    assert refusal(response) == (409, [("return-of-unmade", "")])


@pytest.mark.parametrize("role", ["監査委員事務局", "センター職員", "地域団体"])
def test_who_does_not_keep_the_papers_changes_no_designation(person, role):
    designation = make_designation()
    api = Api(person("somebody", role))

    refusals = [
        refusal(api.post(LIST, {})),
        refusal(api.patch(_one(designation), {})),
        refusal(api.post(_one(designation, "direct-return/"), {})),
    ]

    assert refusals == [(403, [])] * 3


def test_a_group_reads_its_own_designation_without_what_is_the_citys_own(roles):
    centre = make_centre()
    member = make_group(centre, bundle_name="西部一括", internal_notes="内部だけ")
    own = centre.designations.get()
    following = make_designation(
        centre=centre, previous=own, first_on=date(2029, 4, 1), last_on=date(2034, 3, 31)
    )
    api = Api(member)

    answer = api.get(_one(own)).json()

    hidden = {
        "bundle",
        "previous",
        "days_unconfirmed",
        "direct_return_decided_on",
        "direct_return_reason",
        "internal_notes",
        "stated_facts",
    }
    assert hidden & answer.keys() == set()
    assert (ids(api.get(LIST)), answer["next"]) == ([own.pk], None)
    assert refusal(api.get(_one(following))) == (404, [])
    assert refusal(api.get(f"{LIST}?days_unconfirmed=true")) == (
        400,
        [("parameter-unknown", "days_unconfirmed")],
    )


@pytest.mark.parametrize(
    ("condition", "found"),
    [("in_force=true", ["run"]), ("in_force=false", ["over"]), ("last_to=2026-11-22", ["over"])],
)
def test_the_list_is_narrowed(officer, condition, found):
    made = {
        "run": make_designation(last_on=date(2026, 11, 23)),
        "over": make_designation(last_on=date(2026, 11, 22)),
    }

    assert ids(Api(officer).get(f"{LIST}?{condition}")) == [made[name].pk for name in found]


@pytest.mark.parametrize("designations", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(
    officer, django_assert_num_queries, designations
):
    said = {"certainty": "verified", "source": "議会だより"}
    made = [make_designation(bundle_name="一括", statements={"voted_on": said}) for _ in range(designations)]
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(_one(made[0]))
