from __future__ import annotations

import pytest

from centres.models import District, Post
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


@pytest.mark.parametrize(
    ("resource", "body"),
    [("districts/", {"code": "north", "name": "北地区"}), ("posts/", {"code": "p", "name": "担当"})],
)
def test_only_administrators_keep_districts_and_posts(officer, auditor, group_member, resource, body):
    refused = [refusal(Api(user).post(resource, body)) for user in (officer, auditor, group_member)]

    assert refused == [(403, [])] * 3
    assert refusal(Api(group_member).get(resource)) == (403, [])
    assert not District.objects.exists()
    assert not Post.objects.exists()


def test_an_administrator_enters_a_district_and_changes_it(administrator):
    api = Api(administrator)

    made = api.post("districts/", {"code": "kumage", "name": "熊毛", "dream_plan_on": "令和3年2月"})
    changed = api.patch(
        f"districts/{made.json()['id']}/", {"name": "熊毛地区"}, **{"If-Match": made.headers["ETag"]}
    )
    stale = api.patch(
        f"districts/{made.json()['id']}/", {"name": "別の名"}, **{"If-Match": made.headers["ETag"]}
    )

    district = District.objects.get()
    assert (made.status_code, changed.status_code, refusal(stale)[0]) == (201, 200, 412)
    assert (district.name, district.dream_plan_on) == ("熊毛地区", PartialDate.of_month(2021, 2))
    assert [(row.name, row.door, row.history_user_id) for row in district.history.order_by("history_id")] == [
        ("熊毛", "api", administrator.pk),
        ("熊毛地区", "api", administrator.pk),
    ]


def test_what_is_wrong_with_a_district_is_told_at_once(administrator):
    make_district(code="taken")

    answer = Api(administrator).post("districts/", {"code": "taken", "name": "", "dream_plan_on": "いつか"})

    status, problems = refusal(answer)
    assert (status, {field for _, field in problems}) == (400, {"code", "name", "dream_plan_on"})
    assert District.objects.count() == 1


def test_an_administrator_sets_up_posts_one_above_the_other(administrator):
    api, centre = Api(administrator), make_centre()
    chief = api.post("posts/", {"code": "chief", "name": "係長", "level": "chief"}).json()
    post = api.post("posts/", {"code": "post", "name": "担当1", "superior": chief["id"]}).json()

    moved = api.patch(f"posts/{post['id']}/", {"level": "centre", "centre": centre.pk})

    assert (moved.status_code, moved.json()["superior"]) == (200, {"id": chief["id"], "name": "係長"})
    assert Post.objects.get(pk=post["id"]).centre == centre


def test_superiors_that_lead_back_are_refused(administrator):
    manager = make_post("課長", level="manager")
    chief = make_post("係長", level="chief", superior=manager)
    post = make_post(superior=chief)
    api = Api(administrator)

    answers = [
        refusal(api.patch(f"posts/{manager.pk}/", {"superior": above.pk})) for above in (post, chief, manager)
    ]

    assert [status for status, _ in answers] == [400] * 3
    assert [problems for _, problems in answers[:2]] == [[("superior-leads-back", "superior")]] * 2
    manager.refresh_from_db()
    assert manager.superior is None


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
