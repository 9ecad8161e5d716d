from __future__ import annotations

from datetime import date

import pytest

from designated_managers.actions import bundle_together
from designated_managers.models import Bundle, Designation
from tests.api import COST, Api, ids, refusal
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation

pytestmark = pytest.mark.django_db

LIST = "bundles/"
NAME = "令和6年度 西部一括"


def test_a_bundle_is_opened_and_changed_for_all_its_designations(officer):
    api = Api(officer)

    made = api.post(LIST, {"name": NAME, "selection_kind": "direct", "direct_reason": "地域の団体のため"})
    bundle = Bundle.objects.get()
    make_designation(
        bundle_name=NAME,
        selection_kind="direct",
        direct_reason="地域の団体のため",
        voted_on=None,
        vote_result="",
        designated_on=None,
        announced_on=None,
    )
    changed = api.patch(f"{LIST}{bundle.pk}/", {"bill_number": "議案第101号"})

    assert (made.status_code, changed.status_code) == (201, 200)
    assert changed.json()["selection_kind"] == {"code": "direct", "label": "非公募"}
    assert Designation.objects.get().bill_number == "議案第101号"


def test_what_one_designation_cannot_bear_is_refused_for_all(officer):
    there = make_designation(centre=make_centre("西市民センター"), bundle_name=NAME)

    status, problems = refusal(Api(officer).patch(f"{LIST}{there.bundle_id}/", {"vote_result": "withdrawn"}))

    told = [("designated-without-vote", ""), ("announced-without-vote", "announced_on")]
    assert (status, problems) == (400, told)
    assert Bundle.objects.get().vote_result == "passed"


def test_bundles_are_found_by_name(officer):
    wanted = bundle_together(NAME)
    bundle_together("令和7年度 東部一括")

    assert ids(Api(officer).get(f"{LIST}?name={NAME}")) == [wanted.pk]


def test_designations_are_found_by_stage_and_by_bundle(officer):
    there = make_designation(bundle_name=NAME)
    over = make_designation(first_on=date(2019, 4, 1), last_on=date(2024, 3, 31))
    api = Api(officer)

    assert ids(api.get("designations/?stage=in_force")) == [there.pk]
    assert ids(api.get("designations/?stage=ended")) == [over.pk]
    assert ids(api.get(f"designations/?bundle={there.bundle_id}")) == [there.pk]
    assert api.get("designations/?stage=nowhere").status_code == 400


def test_the_list_costs_the_same_for_one_and_for_three(officer, django_assert_num_queries):
    api = Api(officer)
    for number in range(3):
        bundle_together(f"一括{number}")
        if number in {0, 2}:
            with django_assert_num_queries(COST):
                api.get(LIST)
