from __future__ import annotations

import pytest

from common.partial_dates import PartialDate
from tests.api import COST, Api, ids, refusal
from tests.factories.centres import make_centre, make_district, make_post

pytestmark = pytest.mark.django_db


def test_a_district_is_open_to_whoever_may_see_districts(officer, centre_worker):
    district = make_district(
        "熊毛地区",
        kana="くまげ",
        is_mountain=True,
        dream_plan="adopted",
        dream_plan_on=PartialDate.of_year(2020),
    )

    answers = [
        Api(user).get(f"districts/{district.pk}/").json() for user in (officer, centre_worker(make_centre()))
    ]

    assert answers[0] == answers[1]
    assert answers[0] == {
        "id": district.pk,
        "code": district.code,
        "name": "熊毛地区",
        "kana": "くまげ",
        "is_mountain": True,
        "dream_plan": {"code": "adopted", "label": "策定済み"},
        "dream_plan_on": {
            "text": "令和2年",
            "first": "2020-01-01",
            "last": "2020-12-31",
            "precision": "year",
        },
        "source": "",
        "certainty": {"code": "unverified", "label": "要確認"},
    }


@pytest.mark.parametrize("resource", ["districts/", "posts/"])
def test_districts_and_posts_are_kept_in_the_administration_pages(administrator, group_member, resource):
    assert refusal(Api(administrator).post(resource, {})) == (405, [])
    assert refusal(Api(group_member).get(resource)) == (403, [])


def test_a_centre_worker_knows_the_posts_of_the_own_centre_and_not_who_stands_above(centre_worker):
    chief = make_post("係長", level="chief")
    in_charge = make_post("市民センター担当1", superior=chief)
    own = make_centre(post_in_charge=in_charge)
    worker = centre_worker(own)
    api = Api(worker)

    answer = api.get(f"posts/{in_charge.pk}/").json()

    assert set(ids(api.get("posts/"))) == {in_charge.pk, own.own_posts.get().pk}
    assert (answer["superior"], answer["level"]) == (None, {"code": "officer", "label": "担当"})
    assert refusal(api.get(f"posts/{chief.pk}/")) == (404, [])


def test_an_officer_sees_who_stands_above(officer):
    chief = make_post("係長", level="chief")
    post = make_post(superior=chief)

    assert Api(officer).get(f"posts/{post.pk}/").json()["superior"] == {"id": chief.pk, "name": "係長"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [("districts/?is_mountain=true", 1), ("districts/?dream_plan=adopted", 0), ("posts/?level=chief", 1)],
)
def test_the_lists_are_narrowed(officer, asked, found):
    make_district(is_mountain=True)
    make_district(is_mountain=False)
    make_post(superior=make_post("係長", level="chief"))

    assert len(ids(Api(officer).get(asked))) == found


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, rows):
    districts = [make_district() for _ in range(rows)]
    posts = [make_post(superior=make_post()) for _ in range(rows)]
    api = Api(officer)

    for address in ("districts/", f"districts/{districts[0].pk}/", "posts/", f"posts/{posts[0].pk}/"):
        with django_assert_num_queries(COST):
            api.get(address)
